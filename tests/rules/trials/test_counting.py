"""Courses, combinations, definitions, and what to ask."""

from time import process_time
from typing import Any

import pytest

from rules.engine.trials.questions import smallest_questions
from rules.engine.trials.separate import most_separate
from rules.engine.values import Interval
from tests.rules.intakes import released
from tests.rules.trials.histories import TODAY, assessed, bounds, criteria, day, tables, trial

_JANUARY = day(2025, 1, 1)


def taken(drug: str, start: int, weeks: int, **answers: Any) -> dict[str, Any]:
    dose = {"venlafaxine": 150, "mirtazapine": 30, "bupropion": 300}.get(drug, 100)
    dates = {"weeks": None, "start": _JANUARY + 7 * start, "end": _JANUARY + 7 * (start + weeks) - 1}
    return trial(**{"drug": drug, "dose": dose, "combined": None, **dates, **answers})


@pytest.mark.parametrize(("overlap", "count"), [(4, 2), (5, 1)])
def test_up_to_four_weeks_of_overlap_are_a_switch(overlap: int, count: int) -> None:
    one, other = taken("sertraline", 0, 8), taken("mirtazapine", 8 - overlap, 8)
    assert bounds([one, other]) == (count, count)


def test_an_antidepressant_added_after_an_adequate_trial_counts_too() -> None:
    assert bounds([taken("sertraline", 0, 14), taken("mirtazapine", 6, 8)]) == (2, 2)


def test_going_on_alone_for_long_enough_makes_two_trials() -> None:
    assert bounds([taken("sertraline", 0, 8), taken("mirtazapine", 0, 14)]) == (2, 2)
    assert bounds([taken("sertraline", 0, 8), taken("mirtazapine", 0, 13)]) == (1, 1)


def test_titration_takes_weeks_from_the_time_alone() -> None:
    assert bounds([taken("sertraline", 0, 8), taken("venlafaxine", 0, 14)]) == (1, 1)
    assert bounds([taken("sertraline", 0, 8), taken("venlafaxine", 0, 15)]) == (2, 2)


def test_overlap_that_cannot_be_determined_lowers_only_the_lower_bound() -> None:
    assert bounds([trial(combined=None), trial(drug="mirtazapine", combined=None)]) == (1, 2)
    vague = {**taken("mirtazapine", 2, 8), "start": Interval(_JANUARY, _JANUARY + 60), "weeks": 8}
    assert bounds([taken("sertraline", 0, 8), vague]) == (1, 2)


def test_what_was_taken_alone_overlaps_with_nothing() -> None:
    assert bounds([trial(combined=None), trial(drug="mirtazapine", combined="alone")]) == (2, 2)


def test_taken_together_with_a_third_medicine_says_nothing_is_shared() -> None:
    third = trial(combined="partly_together", combined_with="lithium")
    assert bounds([third, trial(drug="mirtazapine", combined=None)]) == (2, 2)


def test_begun_together_without_dates_is_one_treatment_if_equally_long() -> None:
    together: dict[str, Any] = {"combined": "started_together"}
    assert bounds([trial(**together), trial(drug="mirtazapine", **together)]) == (1, 1)
    assert bounds([trial(**together), trial(drug="mirtazapine", weeks=20, **together)]) == (1, 2)


def test_a_course_with_a_trial_of_its_own_is_not_merged() -> None:
    combined = [taken("sertraline", 0, 8), taken("mirtazapine", 0, 8)]
    assert bounds(combined) == (1, 1)
    alone = taken("sertraline", -18, 8)
    assert bounds([*combined, alone]) == (2, 2)


def test_a_third_medicine_across_two_separate_ones_does_not_merge_them() -> None:
    across = [taken("sertraline", 0, 8), taken("bupropion", 2, 10), taken("mirtazapine", 6, 8)]
    assert bounds([across[0], across[2]]) == (2, 2)
    assert bounds(across) == (2, 2)


def test_separate_courses_are_counted_exactly() -> None:
    ring = {str(n): frozenset({str((n - 1) % 5), str((n + 1) % 5)}) for n in range(5)}
    assert most_separate(ring) == 2
    assert most_separate({}) == 0
    full = {str(n): frozenset(str(m) for m in range(6) if m != n) for n in range(6)}
    assert most_separate(full) == 1


def test_the_smallest_questions_come_from_the_trial_with_fewest_gaps() -> None:
    found = assessed([trial(), trial(drug="mirtazapine", dose=None, weeks=None), trial(drug="bupropion", dose=None)])
    assert [tuple(question) for question in smallest_questions(found)] == [(3, "dose")]


def test_two_failures_short_of_two_takes_two_trials() -> None:
    found = assessed([trial(dose=None), trial(drug="mirtazapine", dose=30, benefit=None)])
    assert [tuple(question) for question in smallest_questions(found)] == [(1, "dose"), (2, "outcome")]


def test_a_settled_count_asks_nothing() -> None:
    settled = [trial(), trial(drug="mirtazapine"), trial(drug="bupropion", dose=None)]
    assert smallest_questions(assessed(settled)) == ()
    assert smallest_questions(assessed([trial(dose=None)])) == ()


def test_an_unknown_definition_is_a_fault_and_not_a_guess() -> None:
    with pytest.raises(KeyError):
        criteria("no_such_definition")


@pytest.mark.parametrize("chosen", [("trad_domschke_2024",), ("trd_ema",), ("trd_n3", "trd_n4")])
def test_a_definition_not_enabled_or_a_second_one_is_a_fault(chosen: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"^a definition that is not enabled, or a second one for a condition$"):
        criteria(*chosen)


def test_a_clinic_keeps_the_defaults_where_it_chose_nothing() -> None:
    in_use = {row[1]: row[0] for row in criteria("trd_n3", "trptsd")}
    assert in_use == {
        "anxiety": "trad_bokma_2019",
        "bipolar": "trbd_2019",
        "depression": "trd_n3",
        "ptsd": "trptsd",
    }


def test_a_hundred_trials_are_judged_in_no_time() -> None:
    names = sorted(agent["names"][0] for agent in _agents())
    rows = [
        taken(names[place % len(names)], place % 20, 8 + place % 7, combined=(None, "partly_together")[place % 2])
        for place in range(100)
    ]
    unnamed = [trial(drug=f"unknown {place}", combined=None, start=TODAY - place, end=None) for place in range(100)]
    begun = process_time()
    assessed(rows)
    assessed(unnamed)
    assert process_time() - begun < 2


def _agents() -> Any:
    return released().document["knowledge"]["trials"]["agents"]


def test_every_medicine_is_found_by_each_of_its_names() -> None:
    for agent in _agents():
        for name in agent["names"]:
            found = tables().agents.named(name.upper())
            assert found is not None
            assert found.id == agent["id"]
