"""The course of a treatment: each scale against what it was before, and nothing told that an answer leaves open."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.instruments.course import course
from rules.engine.instruments.standing import Standing
from rules.engine.instruments.taken import Taken
from rules.engine.terms import Phase
from tests.rules.intakes import TODAY, released

START = TODAY - timedelta(days=60)
_STANDINGS = [each.value for each in Standing]


def phq9(*items: int | None) -> dict[str, Any]:
    """The nine answers; None leaves one out."""
    return {f"scale.phq9.{place}": value for place, value in enumerate(items, 1) if value is not None}


def scored(total: int) -> dict[str, Any]:
    """A complete PHQ-9 of this total."""
    return phq9(*(min(3, max(0, total - 3 * place)) for place in range(9)))


def taken(
    day: int, phase: Phase, answers: Mapping[str, Any] | None = None, *, name: str | None = None, **more: Any
) -> Taken:
    """A screening so many days after the start."""
    at = START + timedelta(days=day)
    made = Taken(name or f"{day:03}-{phase}", phase, at, at, False, dict(answers or {}))
    return made._replace(**more)


def shown(*screenings: Taken, today: date = TODAY, complete: bool = True) -> dict[str, Any]:
    made = course(released(), screenings, today=today, complete=complete)
    return {each["id"]: each for each in made["instruments"]}


def standing(*screenings: Taken, scale: str = "phq9", **options: Any) -> Any:
    return shown(*screenings, **options)[scale]["current"]["standing"]


INTAKE = taken(0, Phase.INTAKE, scored(20))
SESSION = taken(7, Phase.SESSION)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        *((4, "remission"), (5, "response"), (10, "response"), (11, "partial_response"), (15, "partial_response")),
        *((16, "no_response"), (20, "no_response"), (21, "worse"), (27, "worse")),
    ],
)
def test_a_score_is_told_by_the_bands_of_the_rule_set(total: int, expected: str) -> None:
    assert standing(INTAKE, SESSION, taken(14, Phase.FOLLOW_UP, scored(total))) == expected


def test_the_change_is_given_in_points_and_in_per_cent_and_never_rounded_up() -> None:
    scale = shown(taken(0, Phase.INTAKE, scored(27)), SESSION, taken(14, Phase.FOLLOW_UP, scored(14)))["phq9"]
    assert scale["current"]["change"] == {"points": [-13, -13], "improvementPercent": [Decimal("48.1")] * 2}
    third = shown(taken(0, Phase.INTAKE, scored(24)), SESSION, taken(14, Phase.FOLLOW_UP, scored(16)))["phq9"]
    assert [str(share) for share in third["current"]["change"]["improvementPercent"]] == ["33.3", "33.3"]


def test_a_score_with_missing_items_has_bounds_and_no_total() -> None:
    partial = taken(14, Phase.FOLLOW_UP, phq9(3, 3, 3, 3, 3, None, 2, 2, 1))
    (_, score) = shown(taken(0, Phase.INTAKE, scored(24)), SESSION, partial)["phq9"]["scores"]
    assert (score["total"], score["bounds"], score["band"]) == (None, [20, 23], "severe")
    assert score["standing"] == "no_response"


def test_bounds_that_cross_a_threshold_leave_the_standing_open() -> None:
    partial = taken(14, Phase.FOLLOW_UP, phq9(3, 3, 2, 0, 0, 0, 0, 0, None))
    current = shown(INTAKE, SESSION, partial)["phq9"]["current"]
    assert (current["standing"], current["possible"]) == ("not_determinable", ["response", "partial_response"])


def test_a_scale_left_out_at_the_latest_follow_up_is_not_judged_by_an_earlier_one() -> None:
    better = taken(14, Phase.FOLLOW_UP, scored(2))
    assert standing(INTAKE, SESSION, better) == "remission"
    assert standing(INTAKE, SESSION, better, taken(21, Phase.FOLLOW_UP)) == "not_determinable"


def test_without_a_score_before_treatment_only_remission_can_be_told() -> None:
    empty = taken(0, Phase.INTAKE)
    assert standing(empty, SESSION, taken(14, Phase.FOLLOW_UP, scored(4))) == "remission"
    assert standing(empty, SESSION, taken(14, Phase.FOLLOW_UP, scored(6))) == "not_determinable"
    assert shown(empty, SESSION)["phq9"]["baseline"]["because"] == "not_known"


def test_the_baseline_is_the_last_intake_before_the_first_treatment() -> None:
    later = taken(3, Phase.INTAKE, scored(12))
    after = taken(20, Phase.INTAKE, scored(27))
    scale = shown(INTAKE, later, SESSION, after, taken(30, Phase.FOLLOW_UP, scored(12)))["phq9"]
    assert scale["baseline"]["total"] == 12
    assert [each["screeningId"] for each in scale["baseline"]["scores"]] == [later.id]
    assert scale["current"]["standing"] == "no_response"


def test_two_intakes_of_one_day_are_both_the_baseline() -> None:
    other = taken(0, Phase.INTAKE, scored(10), name="other")
    baseline = shown(INTAKE, other, SESSION)["phq9"]["baseline"]
    assert (baseline["total"], baseline["bounds"]) == (None, [10, 20])


def test_a_baseline_stated_by_the_clinic_counts_by_its_day() -> None:
    row = {"instrument": "phq9", "total": 18, "date": (START + timedelta(days=6)).isoformat()}
    follow_up = taken(14, Phase.FOLLOW_UP, {**scored(10), "followup.baseline": [row]})
    baseline = shown(INTAKE, SESSION, follow_up)["phq9"]["baseline"]
    assert (baseline["total"], baseline["because"]) == (18, "stated_by_clinic")
    undated = {**follow_up.answers, "followup.baseline": [{"instrument": "phq9", "total": 18}]}
    assert shown(INTAKE, SESSION, follow_up._replace(answers=undated))["phq9"]["baseline"]["bounds"] == [18, 20]


def test_a_baseline_stated_for_a_later_treatment_is_not_held_against_earlier_scores() -> None:
    row = {"instrument": "phq9", "total": 24, "date": (START + timedelta(days=35)).isoformat()}
    before = taken(14, Phase.FOLLOW_UP, scored(18))
    after = taken(40, Phase.FOLLOW_UP, {**scored(12), "followup.baseline": [row]})
    scale = shown(INTAKE, SESSION, before, after)["phq9"]
    assert [score["standing"] for score in scale["scores"]] == [None, None, "response"]
    assert scale["baseline"]["daysBeforeTreatment"] is None


def test_a_baseline_says_how_old_it_was_at_the_first_treatment() -> None:
    assert shown(INTAKE, SESSION)["phq9"]["baseline"]["daysBeforeTreatment"] == 7
    assert shown(INTAKE)["phq9"]["baseline"]["daysBeforeTreatment"] is None


def test_a_baseline_its_scale_cannot_have_is_no_baseline() -> None:
    row = {"instrument": "phq9", "total": 60, "date": (START + timedelta(days=6)).isoformat()}
    follow_up = taken(14, Phase.FOLLOW_UP, {**scored(10), "followup.baseline": [row]})
    assert shown(INTAKE, SESSION, follow_up)["phq9"]["baseline"]["total"] is None


def test_clinician_rated_scales_are_judged_like_the_others() -> None:
    rated = {"scale.scores": [{"instrument": "madrs", "total": 34, "date": START.isoformat()}]}
    day = (START + timedelta(days=20)).isoformat()
    now = {"scale.scores": [{"instrument": "madrs", "total": 9, "date": day}]}
    screenings = (taken(0, Phase.INTAKE, rated), SESSION, taken(21, Phase.FOLLOW_UP, now))
    assert standing(*screenings, scale="madrs") == "remission"


def test_a_rating_without_a_day_may_be_the_latest() -> None:
    rated = {"scale.scores": [{"instrument": "ham_a", "total": 30, "date": START.isoformat()}]}
    day = (START + timedelta(days=20)).isoformat()
    rows = [{"instrument": "ham_a", "total": 10, "date": day}, {"instrument": "ham_a", "total": 29}]
    now = taken(21, Phase.FOLLOW_UP, {"scale.scores": rows})
    current = shown(taken(0, Phase.INTAKE, rated), SESSION, now)["ham_a"]["current"]
    assert (current["bounds"], current["standing"]) == ([10, 29], "not_determinable")


def test_a_scale_the_rules_do_not_compare_has_scores_and_no_standing() -> None:
    rows = [{"instrument": "isi", "total": 20, "date": START.isoformat()}]
    scale = shown(taken(0, Phase.INTAKE, {"scale.scores": rows}), SESSION)["isi"]
    assert (scale["judged"], scale["current"], scale["scores"][0]["band"]) == (False, None, "moderate")


def test_a_score_above_a_baseline_of_zero_is_worse_although_it_has_no_per_cent() -> None:
    well = taken(0, Phase.INTAKE, scored(0))
    assert standing(well, SESSION, taken(14, Phase.FOLLOW_UP, scored(9))) == "worse"


def test_before_a_treatment_nothing_is_judged() -> None:
    scale = shown(INTAKE, taken(5, Phase.INTAKE, scored(3)))["phq9"]
    assert scale["current"] is None
    assert {score["standing"] for score in scale["scores"]} == {None}


def test_a_score_that_has_grown_old_says_so() -> None:
    follow_up = taken(14, Phase.FOLLOW_UP, scored(3))
    fresh, old = (START + timedelta(days=28), START + timedelta(days=29))
    assert shown(INTAKE, SESSION, follow_up, today=fresh)["phq9"]["current"]["inDate"] is True
    assert shown(INTAKE, SESSION, follow_up, today=old)["phq9"]["current"]["inDate"] is False


def test_nothing_is_compared_with_a_baseline_while_screenings_were_not_read() -> None:
    scale = shown(INTAKE, SESSION, taken(14, Phase.FOLLOW_UP, scored(8)), complete=False)["phq9"]
    assert (scale["baseline"]["because"], scale["current"]["standing"]) == (
        "not_all_screenings_read",
        "not_determinable",
    )


def test_a_submitted_total_that_is_not_that_of_the_items_is_not_believed() -> None:
    mistyped = taken(14, Phase.FOLLOW_UP, {**scored(20), "scale.phq9": 2})
    assert standing(INTAKE, SESSION, mistyped) == "not_determinable"


def test_a_screening_made_later_of_an_intake_keeps_the_day_of_its_form() -> None:
    corrected = taken(20, Phase.INTAKE, scored(18), came_in=START)
    assert shown(corrected, SESSION)["phq9"]["baseline"]["total"] == 18


def test_an_intake_of_which_nobody_knows_the_day_may_be_the_baseline() -> None:
    loose = taken(40, Phase.INTAKE, scored(10), came_in=None)
    assert shown(INTAKE, SESSION, loose)["phq9"]["baseline"]["bounds"] == [10, 20]


def test_drafts_are_no_measurements() -> None:
    draft = taken(14, Phase.FOLLOW_UP, scored(1), draft=True)
    assert shown(INTAKE, SESSION, draft)["phq9"]["current"] is None


def test_every_number_behind_a_standing_is_named_with_its_sign_off() -> None:
    made = course(released(), [INTAKE, SESSION], today=TODAY, complete=True)
    named = {each["id"]: (each["value"], each["needsSignOff"]) for each in made["definitions"]}
    assert named["response_improvement"] == ("50", False)
    assert named["phq9_remission_below"] == ("5", True)


_ANSWERS = st.lists(st.integers(0, 3), min_size=9, max_size=9)
_HOLES = st.sets(st.integers(0, 8), min_size=1)


@st.composite
def courses(draw: st.DrawFn) -> list[Taken]:
    """A few screenings of one patient, on days of their own or the same."""
    phases = draw(st.lists(st.sampled_from(Phase), min_size=1, max_size=5))
    days = [draw(st.integers(0, 40)) for _ in phases]
    items = [draw(st.lists(st.none() | st.integers(0, 3), min_size=9, max_size=9)) for _ in phases]
    rows = zip(days, phases, items, strict=True)
    return [taken(day, phase, phq9(*given), name=f"s{place}") for place, (day, phase, given) in enumerate(rows)]


@given(courses().flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))))
def test_the_order_of_arrival_does_not_change_the_course(pair: tuple[Sequence[Taken], Sequence[Taken]]) -> None:
    assert shown(*pair[0]) == shown(*pair[1])


@given(baseline=_ANSWERS, now=_ANSWERS, holes=_HOLES, of_baseline=st.booleans())
def test_leaving_an_answer_out_never_tells_more(
    baseline: list[int],
    now: list[int],
    holes: set[int],
    *,
    of_baseline: bool,
) -> None:
    def judged(before: Sequence[int | None], after: Sequence[int | None]) -> Any:
        intake, follow_up = taken(0, Phase.INTAKE, phq9(*before)), taken(14, Phase.FOLLOW_UP, phq9(*after))
        return shown(intake, SESSION, follow_up)["phq9"]["current"]

    def holed(items: Sequence[int]) -> list[int | None]:
        return [None if place in holes else item for place, item in enumerate(items)]

    whole = judged(baseline, now)
    less = judged(holed(baseline), now) if of_baseline else judged(baseline, holed(now))
    assert less["standing"] in (whole["standing"], "not_determinable")
    if less["bounds"] is not None and less["change"] is not None:
        assert set(whole["possible"]) <= set(less["possible"])


@given(items=st.lists(st.none() | st.integers(0, 3), min_size=9, max_size=9), before=_ANSWERS)
def test_a_missing_score_never_counts_as_an_improvement(items: list[int | None], before: list[int]) -> None:
    """With everything that is missing at its worst, the patient would be as well as the standing says."""
    follow_up = taken(14, Phase.FOLLOW_UP, phq9(*items))
    told = standing(taken(0, Phase.INTAKE, phq9(*before)), SESSION, follow_up)
    worst = taken(14, Phase.FOLLOW_UP, phq9(*(3 if item is None else item for item in items)))
    at_worst = standing(taken(0, Phase.INTAKE, phq9(*before)), SESSION, worst)
    assert told in (at_worst, "not_determinable")


@given(st.integers(0, 27), st.integers(0, 27))
def test_a_lower_score_never_stands_worse(one: int, other: int) -> None:
    low, high = sorted((one, other))
    better, worse = (standing(INTAKE, SESSION, taken(14, Phase.FOLLOW_UP, scored(each))) for each in (low, high))
    assert _STANDINGS.index(better) <= _STANDINGS.index(worse)


@given(courses(), st.sets(st.integers(0, 4)))
def test_an_intake_left_empty_never_makes_an_earlier_one_the_baseline(made: list[Taken], emptied: set[int]) -> None:
    """A standing that was told stays as it is or is not told any more."""
    emptied_too = [
        each._replace(answers={}) if place in emptied and each.phase is not Phase.SESSION else each
        for place, each in enumerate(made)
    ]
    before, after = shown(*made).get("phq9"), shown(*emptied_too).get("phq9")
    if before and before["current"] and after and after["current"]:
        assert after["current"]["standing"] in (before["current"]["standing"], "not_determinable")
