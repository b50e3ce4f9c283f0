"""The scores one screening holds, each with its scale, its day and how it came about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rules.engine.instruments.taken import Score, Source, Taken, scores_in
from rules.engine.terms import Phase
from rules.engine.values import Interval, Value
from tests.rules.instruments.test_course import START, phq9, scored, taken
from tests.rules.intakes import released

FORM = START + timedelta(days=3)


def after(days: int) -> int:
    """The number of a day so many days after the start."""
    return START.toordinal() + days


def written(days: int) -> str:
    return (START + timedelta(days=days)).isoformat()


def held(screening: Taken, instrument: str | None) -> list[Score]:
    return [score for score in scores_in(released(), screening) if score.instrument == instrument]


def filled_in(answers: Mapping[str, Any], instrument: str = "phq9", **more: Any) -> Score:
    (score,) = held(taken(3, Phase.INTAKE, answers, **more), instrument)
    return score


def entered(*rows: Mapping[str, Any]) -> list[tuple[str | None, Value, Value]]:
    """Scale, total and day of the rows of a follow-up, beside the scales its form asks for."""
    scores = scores_in(released(), taken(9, Phase.FOLLOW_UP, {"scale.scores": list(rows)}))
    return [(score.instrument, score.total, score.day) for score in scores if score.source is not Source.FILLED_IN]


def test_a_score_names_its_scale_its_screening_its_phase_and_its_day() -> None:
    row = {"instrument": "madrs", "total": 34, "date": written(8)}
    answers = {**scored(20), "scale.scores": [row], "followup.baseline": [{**row, "total": 40, "date": written(1)}]}
    assert list(scores_in(released(), taken(9, Phase.FOLLOW_UP, answers, name="of-the-ninth"))) == [
        Score("gad7", "of-the-ninth", Phase.FOLLOW_UP, after(9), None, Source.FILLED_IN),
        Score("phq9", "of-the-ninth", Phase.FOLLOW_UP, after(9), 20, Source.FILLED_IN),
        Score("madrs", "of-the-ninth", Phase.FOLLOW_UP, after(8), 34, Source.ENTERED),
        Score("madrs", "of-the-ninth", Phase.FOLLOW_UP, after(1), 40, Source.STATED_BASELINE),
    ]


@pytest.mark.parametrize(
    ("phase", "draft", "scales"),
    [
        (Phase.INTAKE, False, ["gad7", "phq9", "audit_c"]),
        (Phase.FOLLOW_UP, False, ["gad7", "phq9"]),
        (Phase.SESSION, False, []),
        (Phase.INTAKE, True, []),
    ],
)
def test_a_scale_the_form_asks_everybody_for_is_a_score_although_nobody_answered(
    phase: Phase, *, draft: bool, scales: list[str]
) -> None:
    scores = list(scores_in(released(), taken(3, phase, draft=draft)))
    assert [(score.instrument, score.total) for score in scores] == [(scale, None) for scale in scales]


@pytest.mark.parametrize(("phase", "draft"), [(Phase.SESSION, False), (Phase.INTAKE, True)])
def test_what_was_answered_without_being_asked_for_is_a_score_all_the_same(phase: Phase, *, draft: bool) -> None:
    (score,) = scores_in(released(), taken(3, phase, {"scale.phq9.1": 1}, draft=draft))
    assert (score.instrument, score.total) == ("phq9", Interval(1, 25))


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        (scored(12), 12),
        ({"scale.phq9": 12}, 12),
        (phq9(3, 3, 3, 3, 3, None, 2, 2, 1), Interval(20, 23)),
        ({**scored(10), "scale.phq9.9": 7}, Interval(10, 13)),
        ({**scored(20), "scale.phq9": 2}, Interval(2, 20)),
        ({}, None),
    ],
)
def test_the_total_of_the_items_is_the_score(answers: Mapping[str, Any], total: Value) -> None:
    assert filled_in(answers).total == total


def test_a_first_answer_of_never_drinking_is_the_whole_of_the_short_form() -> None:
    assert filled_in({"sud.auditc.1": 0}, "audit_c").total == 0
    assert filled_in({"sud.auditc.1": 3, "sud.auditc.2": 1}, "audit_c").total == Interval(4, 8)


@pytest.mark.parametrize(
    ("stated", "came_in", "day"),
    [
        (None, FORM, after(3)),
        (None, START, after(0)),
        (None, None, None),
        (written(1), FORM, after(1)),
        (written(1), None, after(1)),
        (written(3), FORM, after(3)),
        (written(4), FORM, None),
        ("2026-02", FORM, None),
    ],
)
def test_a_scale_is_of_the_day_stated_or_of_the_day_its_form_came_in(
    stated: str | None, came_in: Any, day: int | None
) -> None:
    answers = scored(10) if stated is None else {**scored(10), "scale.date": stated}
    assert filled_in(answers, came_in=came_in).day == day


@pytest.mark.parametrize(
    ("row", "score"),
    [
        ({"instrument": "madrs", "total": 34, "date": written(8)}, ("madrs", 34, after(8))),
        ({"instrument": "madrs", "total": 34}, ("madrs", 34, None)),
        ({"instrument": "madrs", "total": 34, "date": "2026-02"}, ("madrs", 34, Interval(after(-18), after(9)))),
        ({"instrument": "hamd17", "total": 0}, ("hamd17", 0, None)),
        ({"instrument": "hamd17", "total": 52}, ("hamd17", 52, None)),
        ({"instrument": "hamd17", "total": 53}, ("hamd17", None, None)),
        ({"instrument": "hamd17", "total": -1}, ("hamd17", None, None)),
        ({"instrument": "hamd17"}, ("hamd17", None, None)),
        ({"total": 7}, (None, 7, None)),
        ({"total": 53}, (None, 53, None)),
        ({"instrument": "of our own", "total": 3}, (None, 3, None)),
    ],
)
def test_a_total_that_was_entered(row: Mapping[str, Any], score: tuple[str | None, Value, Value]) -> None:
    assert entered(row) == [score]


def test_a_row_of_nothing_but_a_day_is_no_score() -> None:
    assert entered({"date": written(8)}) == []
    assert entered() == []


def test_a_total_that_is_doubted_does_not_double_the_other_scores() -> None:
    madrs = {"instrument": "madrs", "total": 20, "date": written(8)}
    assert entered(madrs, {"instrument": "hamd17", "total": 500}) == [("madrs", 20, after(8)), ("hamd17", None, None)]


@pytest.mark.parametrize(("wrong", "total"), [(6, Interval(0, 18)), (7, None)])
def test_a_form_with_too_many_doubted_answers_has_no_total(wrong: int, total: Value) -> None:
    doubted = {f"scale.phq9.{place}": 7 for place in range(1, wrong + 1)}
    assert filled_in({**scored(0), **doubted}).total == total


def test_a_scale_that_is_asked_of_some_alone_is_a_score_once_somebody_answered() -> None:
    condition = next(item.enabled_when for item in released().items if item.link_id == "sud.auditc.2")
    some = tuple(
        replace(item, enabled_when=condition) if item.fact.startswith("phq9") else item for item in released().items
    )
    rule_set = replace(released(), items=some)
    for answers, scales in (({}, {"gad7"}), (scored(3), {"gad7", "phq9"})):
        found = scores_in(rule_set, taken(3, Phase.FOLLOW_UP, answers))
        assert {score.instrument for score in found} == scales


def test_a_questionnaire_that_asks_for_no_other_scores_holds_those_of_its_own_scales() -> None:
    rows = {"scale.scores", "followup.baseline"}
    rule_set = replace(released(), items=tuple(item for item in released().items if item.link_id not in rows))
    answers = {**scored(3), "scale.scores": [{"instrument": "madrs", "total": 34}]}
    assert [score.instrument for score in scores_in(rule_set, taken(3, Phase.FOLLOW_UP, answers))] == ["gad7", "phq9"]


def test_two_days_that_were_stated_are_no_day() -> None:
    (stated,) = (item for item in released().items if item.link_id == "scale.date")
    rule_set = replace(released(), items=(*released().items, replace(stated, link_id="scale.other_date")))
    answers = {**scored(3), "scale.date": written(1), "scale.other_date": written(2)}
    assert {score.day for score in scores_in(rule_set, taken(3, Phase.INTAKE, answers))} == {None}


def test_screenings_are_placed_by_the_day_their_form_came_in() -> None:
    corrected = taken(20, Phase.INTAKE, came_in=START, name="corrected")
    assert corrected.place == (START, START + timedelta(days=20), "corrected")
    assert taken(20, Phase.INTAKE, came_in=None, name="loose").place[0] == START + timedelta(days=20)
