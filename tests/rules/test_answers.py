"""Answers as people and forms really send them: what is read, what is kept, what is reported."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.engine.answers import FactReader, read_answer
from rules.engine.dates import read_date
from rules.engine.items import Item
from rules.engine.terms import Phase, Unknown
from rules.engine.truth import NO, YES
from rules.engine.values import Interval, Issue

_TODAY = date(2026, 4, 20)
_INTAKE: dict[str, Any] = {"as_of": _TODAY, "phase": Phase.INTAKE}
_SCALES = {"kg": Decimal(1), "lb": Decimal("0.45359237")}
_YES_NO = Item("cv.htn", "hypertension", "yes_no")
_CHOICE = Item("cv.hf", "heart_failure", "choice", options=frozenset({"mild", "severe"}))
_TICKS = Item("acute.now", "symptoms", "multi_choice", options=frozenset({"pain", "fever", "none"}))
_DOUBTED = Item("cv.vessels", "vessels", "multi_choice", options=frozenset({"pain", "fever", "unsure", "none"}))
_DATE = Item("cv.date", "event_date", "date")
_TEXT = Item("demo.phone", "phone", "text")
_WEIGHT = Item("body.weight", "weight", "quantity", unit="kg", factors=_SCALES, plausible=(30, 300))
_PULSE = Item("vital.hr", "pulse", "quantity", unit="1/min", factors={"1/min": Decimal(1)}, assume_unit=True)
_PRESSURE = Item(
    "systolic", "systolic", "quantity", unit="mmHg", factors={"mmHg": Decimal(1), "kPa": Decimal("7.5")},
    assume_unit=True, plausible=(70, 260),
)  # fmt: skip
_READINGS = Item("vital.bp", "readings", "group", fields=(_PRESSURE, Item("taken", "taken", "date")))
_ALL = (_YES_NO, _CHOICE, _TICKS, _DATE, _TEXT, _WEIGHT, _PULSE, _READINGS)


def values(item: Item, answer: Any) -> tuple[Any, ...]:
    return read_answer(item, answer, _TODAY.toordinal()).values


def issues(item: Item, answer: Any) -> tuple[Issue, ...]:
    return read_answer(item, answer, _TODAY.toordinal()).issues


@pytest.mark.parametrize(("answer", "value"), [("yes", YES), (True, YES), ("no", NO), (False, NO)])
def test_yes_and_no(answer: Any, value: Any) -> None:
    assert values(_YES_NO, answer) == (value,)


@pytest.mark.parametrize("item", _ALL, ids=lambda item: item.kind)
@pytest.mark.parametrize("state", ["declined", "dont_know", "not_asked", "unanswered"])
def test_every_kind_can_say_why_there_is_no_answer(item: Item, state: str) -> None:
    reading = read_answer(item, {"state": state}, _TODAY.toordinal())
    assert reading.unknown is Unknown(state)
    assert not reading.values


@pytest.mark.parametrize("item", _ALL, ids=lambda item: item.kind)
@pytest.mark.parametrize(
    "answer",
    ["YES", "maybe", 1, 0, -1, 1.5, [], [[]], {}, {"value": None}, {"value": {}}, {"state": "no"}, {"state": []},
     {"state": "declined", "value": "no"}, [None], [{}], "", " ", "\x00", "ja", ["yes"], ["none", 7],
     {"value": "no", "unit": "kg"}, Decimal("1e-400"), Decimal("1e400"), 10**30, float("nan"), float("inf")],
    ids=repr,
)  # fmt: skip
def test_a_bad_answer_never_reads_as_no(item: Item, answer: Any) -> None:
    assert NO not in values(item, answer)


@pytest.mark.parametrize("item", _ALL, ids=lambda item: item.kind)
def test_an_absent_answer_is_unanswered_in_a_form_and_not_asked_in_a_draft(item: Item) -> None:
    assert FactReader([item]).read({}, **_INTAKE)[item.fact].unknown is Unknown.UNANSWERED
    assert FactReader([item]).read({}, **_INTAKE, draft=True)[item.fact].unknown is Unknown.NOT_ASKED


def test_an_empty_list_is_unanswered_and_only_none_means_none() -> None:
    assert read_answer(_TICKS, [], 0).unknown is Unknown.UNANSWERED
    assert read_answer(_READINGS, [], 0).unknown is Unknown.UNANSWERED
    assert values(_TICKS, ["none"]) == (frozenset(),)
    assert values(_READINGS, "none") == ((),)


def test_none_beside_a_tick_keeps_both_readings_and_is_reported() -> None:
    assert values(_TICKS, ["none", "pain"]) == (frozenset({"pain"}), frozenset())
    assert issues(_TICKS, ["none", "pain"]) == (Issue.CONTRADICTORY,)


def test_not_sure_about_a_list_keeps_what_is_ticked_and_is_no_contradiction_beside_none() -> None:
    for answer, ticked in ((["unsure"], set()), (["pain", "unsure"], {"pain"}), (["none", "unsure"], set())):
        reading = read_answer(_DOUBTED, answer, 0)
        assert reading.values == (frozenset({*ticked, "unsure"}),)
        assert reading.unknown is Unknown.DONT_KNOW
        assert reading.issues == ()
    assert issues(_DOUBTED, ["none", "pain", "unsure"]) == (Issue.CONTRADICTORY,)


def test_an_option_that_is_not_offered_leaves_the_others_ticked_and_the_rest_unknown() -> None:
    assert values(_TICKS, ["pain", "itch"]) == (None, frozenset({"pain"}))
    assert issues(_TICKS, ["pain", "itch"]) == (Issue.UNREADABLE,)


def test_none_beside_a_tick_contradicts_itself_whatever_else_was_written() -> None:
    assert issues(_TICKS, ["pain", "none"]) == (Issue.CONTRADICTORY,)
    assert issues(_TICKS, ["pain", "none", "itch"]) == (Issue.UNREADABLE, Issue.CONTRADICTORY)
    assert values(_TICKS, ["pain", "none", "itch"]) == (None, frozenset({"pain"}))
    assert issues(_TICKS, ["none", "itch"]) == (Issue.UNREADABLE,)


def test_weight_without_a_unit_is_ambiguous() -> None:
    reading = read_answer(_WEIGHT, 180, 0)
    assert reading.unknown is Unknown.AMBIGUOUS
    assert reading.issues == (Issue.UNIT_AMBIGUOUS,)


def test_pounds_and_kilograms_are_the_same_weight() -> None:
    (kilograms,) = values(_WEIGHT, {"value": 180, "unit": "lb"})
    assert kilograms == Decimal("81.6466266")
    assert values(_WEIGHT, {"value": Decimal("81.6466266"), "unit": "kg"}) == (kilograms,)


def test_a_unit_the_item_does_not_know_makes_the_answer_unreadable() -> None:
    assert issues(_WEIGHT, {"value": 12, "unit": "bushel"}) == (Issue.UNREADABLE,)


def test_an_implausible_weight_is_read_as_unknown_and_as_written() -> None:
    assert values(_WEIGHT, {"value": 820, "unit": "kg"}) == (None, 820)
    assert issues(_WEIGHT, {"value": 820, "unit": "kg"}) == (Issue.IMPLAUSIBLE,)


def test_a_pressure_that_looks_like_kilopascal_is_reported_and_never_converted_silently() -> None:
    assert values(_PRESSURE, Decimal("16.5")) == (None, Decimal("16.5"))
    assert issues(_PRESSURE, Decimal("16.5")) == (Issue.IMPLAUSIBLE, Issue.UNIT_AMBIGUOUS)
    assert values(_PRESSURE, {"value": Decimal("16.5"), "unit": "kPa"}) == (Decimal("123.75"),)


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("2026-04-18", date(2026, 4, 18).toordinal()),
        ("2026-02", Interval(date(2026, 2, 1).toordinal(), date(2026, 2, 28).toordinal())),
        ("2025", Interval(date(2025, 1, 1).toordinal(), date(2025, 12, 31).toordinal())),
        ("25/12/2025", date(2025, 12, 25).toordinal()),
        ("04/04/2026", date(2026, 4, 4).toordinal()),
        ("03/04/2026", Interval(date(2026, 3, 4).toordinal(), date(2026, 4, 3).toordinal())),
    ],
)
def test_dates_full_partial_and_of_unknown_order(answer: str, value: Any) -> None:
    assert values(_DATE, answer) == (value,)


def test_only_a_date_that_reads_both_ways_is_ambiguous() -> None:
    assert issues(_DATE, "03/04/2026") == (Issue.DATE_AMBIGUOUS,)
    assert issues(_DATE, "25/12/2025") == ()


@pytest.mark.parametrize(
    "answer", ["2026-02-30", "31/31/2020", "yesterday", "0000", "10000-01-01", "٢٠٢٥", 2026, ["2026"]]
)
def test_what_is_no_date_is_unreadable(answer: Any) -> None:
    assert issues(_DATE, answer) == (Issue.UNREADABLE,)


@pytest.mark.parametrize("answer", ["2026-04-21", "1899-12-31"])
def test_a_date_in_the_future_or_long_ago_is_read_as_unknown_and_as_written(answer: str) -> None:
    unknown, written = values(_DATE, answer)
    assert unknown is None
    assert written == date.fromisoformat(answer).toordinal()
    assert issues(_DATE, answer) == (Issue.IMPLAUSIBLE,)


def test_a_row_keeps_what_can_be_read() -> None:
    rows = [{"systolic": 118, "taken": "2026-04-18"}, {"systolic": "high", "taken": "2026-04-18"}, {"pulse": 80}]
    reading = read_answer(_READINGS, rows, _TODAY.toordinal())
    day = date(2026, 4, 18).toordinal()
    assert reading.values == (((118, day), (None, day), (None, None)),)
    assert reading.issues == (Issue.UNREADABLE,)


def test_two_items_that_feed_one_fact_conflict_when_they_differ() -> None:
    one, other = Item("a.one", "pregnant", "yes_no"), Item("a.two", "pregnant", "yes_no")
    fact = FactReader([one, other]).read({"a.one": "no", "a.two": "yes"}, **_INTAKE)["pregnant"]
    assert fact.values == (NO, YES)
    assert fact.issues == (Issue.CONTRADICTORY,)
    agreed = FactReader([one, other]).read({"a.one": "no", "a.two": "no"}, **_INTAKE)["pregnant"]
    assert agreed.values == (NO,)
    assert agreed.issues == ()
    half = FactReader([one, other]).read({"a.one": "declined", "a.two": "no"}, **_INTAKE)["pregnant"]
    assert half.values == (NO,)


def test_an_implausible_cell_gives_the_rows_with_it_and_without_it() -> None:
    day = _TODAY.toordinal()
    readings = values(_READINGS, [{"systolic": 17, "taken": "2026-04-20"}])
    assert readings == (((None, day),), ((17, day),))


@pytest.mark.parametrize("item", _ALL, ids=lambda item: item.kind)
@pytest.mark.parametrize("word", ["declined", "dont_know"])
def test_the_words_for_not_knowing_are_never_a_value(item: Item, word: str) -> None:
    assert read_answer(item, word, _TODAY.toordinal()).unknown is Unknown(word)


@pytest.mark.parametrize("text", ["none", "N/A", " - ", "?", "NA"])
def test_a_text_that_says_nothing_is_unanswered(text: str) -> None:
    assert read_answer(_TEXT, text, 0).unknown is Unknown.UNANSWERED


@pytest.mark.parametrize(
    ("text", "words"),
    [("31/31/2026", "not a date"), ("soon", "not a date"), ("0001-04-20", "year out of range")],
)
def test_what_cannot_be_a_day_says_so(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        read_date(text)
