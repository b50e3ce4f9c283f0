"""How mild it can get: an uncertain fact proposes nothing milder than the mildest of its readings."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.engine.items import Item
from rules.engine.judging import judge_all
from rules.engine.readings import Floor, floors, readings_of
from rules.engine.terms import Disposition, Route, Unknown
from rules.engine.truth import NO, YES
from rules.engine.values import UNSURE, Interval, Value
from tests.rules.made_rules import Facts, clause, known, rule, rule_set, submission, unknown
from tests.rules.small_set import TODAY

IV, SPRAY = Route.IV_KETAMINE, Route.ESKETAMINE
STROKE = ["fact", "stroke"]
RECENT = ["and", STROKE, ["since", "<", "stroke_date", "event_recent"]]
OLDER = ["and", STROKE, ["since", ">=", "stroke_date", "event_recent"]]
NOTHING: Mapping[Route, Disposition] = dict.fromkeys(Route, Disposition.NO_FLAGS)
DEFER, REVIEW = Disposition.DEFERRED, Disposition.NEEDS_REVIEW
AT_ANY_TIME: Facts = {**known("stroke", YES), **unknown("stroke_date", Unknown.DONT_KNOW)}


def on(route: str = "", *, recent: str = "absolute_temporary", older: str = "relative") -> list[dict[str, Any]]:
    routes = (route,) if route else ()
    return [rule(clause(RECENT, recent, *routes)), rule(clause(OLDER, older, *routes), id="another.rule")]


def raised(
    facts: Facts,
    rules: list[dict[str, Any]],
    proposed: Mapping[Route, Disposition] = NOTHING,
    decisive: tuple[str, ...] = ("stroke_date",),
) -> set[Floor]:
    made = rule_set(*rules)
    seen = submission(replace(made, document={**made.document, "decisive": decisive}), facts)
    found = list(floors(seen, judge_all(seen), proposed))
    assert len(found) == len(set(found))
    return set(found)


def floor(route: Route, word: Disposition, fact: str = "stroke_date") -> Floor:
    return Floor(fact, route, word)


def test_a_stroke_at_an_unknown_date_is_at_least_a_reason_for_review() -> None:
    assert raised(AT_ANY_TIME, on()) == {floor(IV, REVIEW), floor(SPRAY, REVIEW)}


def test_each_route_has_a_floor_of_its_own() -> None:
    assert raised(AT_ANY_TIME, on("esketamine")) == {floor(SPRAY, REVIEW)}
    mixed = [*on("esketamine"), rule(clause(OLDER, "absolute", "iv_ketamine"), id="a.third")]
    assert raised(AT_ANY_TIME, mixed) == {floor(SPRAY, REVIEW)}


def test_a_harmless_reading_leaves_no_floor() -> None:
    assert raised(AT_ANY_TIME, on()[:1]) == set()


@pytest.mark.parametrize(
    ("proposed", "routes"),
    [
        ({IV: Disposition.NEEDS_INFORMATION, SPRAY: REVIEW}, {IV}),
        ({IV: DEFER, SPRAY: Disposition.PRECAUTIONS}, {SPRAY}),
        ({IV: REVIEW, SPRAY: DEFER}, set()),
    ],
)
def test_only_what_is_stricter_than_proposed_raises(
    proposed: Mapping[Route, Disposition], routes: set[Route]
) -> None:
    assert raised(AT_ANY_TIME, on(), proposed) == {floor(route, REVIEW) for route in routes}


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [
        (TODAY.toordinal() - 20, TODAY.toordinal() - 10, DEFER),
        (TODAY.toordinal() - 1000, TODAY.toordinal() - 10, REVIEW),
    ],
)
def test_of_a_date_that_is_roughly_known_only_its_own_days_are_read(first: int, last: int, word: Disposition) -> None:
    still_open = rule(clause(["and", RECENT, ["option", "heart_failure_class", ["severe"]]]), id="a.third")
    facts = {**known("stroke", YES), **known("stroke_date", Interval(first, last))}
    assert raised(facts, [*on(), still_open]) == {floor(IV, word), floor(SPRAY, word)}


@pytest.mark.parametrize(
    "facts",
    [
        {**known("stroke", NO), **unknown("stroke_date", Unknown.DONT_KNOW)},
        unknown("stroke_date", Unknown.DONT_KNOW),
        {**known("stroke", YES), **known("stroke_date", TODAY.toordinal() - 9000)},
        {**known("stroke", YES), **known("stroke_date", None, TODAY.toordinal())},
    ],
)
def test_what_may_not_apply_is_plain_or_is_disputed_has_no_floor(facts: Facts) -> None:
    assert raised(facts, on()) == set()


def test_a_known_date_has_no_other_reading_even_where_a_rule_is_open() -> None:
    still_open = rule(clause(["and", RECENT, ["option", "heart_failure_class", ["severe"]]]), id="a.third")
    facts = {**known("stroke", YES), **known("stroke_date", TODAY.toordinal() - 5)}
    assert raised(facts, [*on(), still_open]) == set()


def test_one_harmless_day_is_found_at_the_threshold() -> None:
    later = ["and", STROKE, ["since", ">", "stroke_date", "event_recent"]]
    all_but_one_day = [rule(clause(RECENT)), rule(clause(later), id="another.rule")]
    assert raised(AT_ANY_TIME, all_but_one_day) == set()


def test_what_is_only_collected_at_intake_is_a_mild_floor() -> None:
    mild = Disposition.PRECAUTIONS
    assert raised(AT_ANY_TIME, on(older="missing")) == {floor(IV, mild), floor(SPRAY, mild)}


def test_a_fact_that_left_no_rule_unsettled_raises_nothing() -> None:
    settled = rule(clause(["unknown", "stroke_date"], "caution"))
    assert raised(AT_ANY_TIME, [settled]) == set()
    assert raised(AT_ANY_TIME, on(), decisive=()) == set()


def test_one_fact_without_a_floor_does_not_hide_another() -> None:
    harmful = ["or", ["option", "heart_failure_class", ["severe", "mild", "no_failure"]], STROKE]
    rules = [*on(), rule(clause(harmful, "relative"), id="a.third")]
    facts = {**unknown("stroke_date", Unknown.DONT_KNOW), **unknown("heart_failure_class", Unknown.DONT_KNOW)}
    decisive = ("stroke_date", "heart_failure_class")
    found = raised(facts, rules, decisive=decisive)
    assert found == {floor(IV, REVIEW, "heart_failure_class"), floor(SPRAY, REVIEW, "heart_failure_class")}


TICKS = Item("a.link", "a_fact", "multi_choice", options=frozenset({"pain", "fever", "none", UNSURE}))
DAY = TODAY.toordinal()


@pytest.mark.parametrize(
    ("item", "value", "thresholds", "readings"),
    [
        (Item("a.link", "a_fact", "yes_no"), None, (), [NO, YES]),
        (Item("a.link", "a_fact", "choice", options=frozenset("cab")), None, (), ["a", "b", "c"]),
        (TICKS, None, (), [frozenset(), frozenset({"fever"}), frozenset({"pain"})]),
        (TICKS, frozenset({"pain", UNSURE}), (), [frozenset({"pain"}), frozenset({"pain", "fever"})]),
        (Item("a.link", "a_fact", "quantity"), Interval(0, 16), (5,), [0, 2, 4, 5, 6, 8, 10, 12, 14, 16]),
        (Item("a.link", "a_fact", "quantity"), Interval(0, 8), (0, 8, 99), list(range(9))),
        (Item("a.link", "a_fact", "quantity"), Interval(3, 3), (), [3]),
        (Item("a.link", "a_fact", "quantity", plausible=(8, 24)), None, (), list(range(8, 25, 2))),
        (
            Item("a.link", "a_fact", "quantity"),
            None,
            (Decimal("7.5"),),
            [0, Decimal("6.5"), Decimal("7.5"), Decimal("8.5"), *range(125000, 1000001, 125000)],
        ),
    ],
)
def test_every_case_the_conditions_tell_apart_is_read(
    item: Item, value: Value, thresholds: tuple[Any, ...], readings: list[Value]
) -> None:
    assert readings_of(item, value, thresholds, TODAY) == readings


def test_a_date_nobody_knows_lies_within_a_long_life() -> None:
    born = Item("a.link", "a_fact", "date")
    read = readings_of(born, None, (DAY - 30,), date(2024, 2, 29))
    assert (read[0], read[-1]) == (date(1904, 2, 1).toordinal(), date(2024, 2, 29).toordinal())
    read = readings_of(born, None, (DAY - 30,), TODAY)
    assert {DAY - 31, DAY - 30, DAY - 29} < set(read)
    assert len(read) == len(range(9)) + len(range(3))
