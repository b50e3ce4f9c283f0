"""The facts that are derived of a treatment history, each computed on its own."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from rules.engine.trials import facts
from rules.engine.trials.facts import FACTS, assessed
from rules.engine.trials.history import History
from rules.engine.trials.knowledge import TrialKnowledge
from rules.engine.trials.reading import Written
from rules.engine.truth import NO, YES, Truth
from tests.rules.intakes import released
from tests.rules.trials.histories import EPISODE, PARAMETERS, TODAY, criteria, day, read, trial

_TABLES: Mapping[str, Any] = {"trials": released().document["knowledge"]["trials"]}
_FAILED_TWICE = [trial(), trial(drug="citalopram")]
_MDD = frozenset({"mdd"})
_GAD = frozenset({"gad"})


def computed(name: str, given: str | None = None) -> Callable[..., Any]:
    return FACTS[name](_TABLES, given)


def told(rows: Any, *, profile: str = "trd_fda_v1", diagnoses: frozenset[str] = _MDD) -> History:
    """A history without any brain stimulation."""
    return History(criteria(profile), rows, diagnoses, frozenset(), (), ())


def test_a_judged_trial_has_the_columns_of_its_group() -> None:
    rows = [
        trial(drug="Zoloft", dose=25, stop_reasons=frozenset({"side_effects"})),
        trial(drug="the white ones", weeks=3),
        trial(drug="citalopram", dose=None),
        trial(drug="fluoxetine", weeks=None, start=day(2025, 5, 12), stop_reasons=frozenset({"still_taking"})),
        trial(drug="venlafaxine", dose=150),
    ]
    nothing: frozenset[str] = frozenset()
    assert computed("judged_trials", "depression")(TODAY, *told(read(rows))) == (
        (1, "Zoloft", "sertraline", "intolerant", frozenset({"dose"}), nothing, nothing, NO, NO, None),
        (2, "the white ones", None, "inadequate", frozenset({"duration"}), nothing, nothing, NO, NO, None),
        (3, "citalopram", "citalopram", "indeterminate", nothing, frozenset({"dose"}), nothing, None, YES, None),
        (
            4,
            "fluoxetine",
            "fluoxetine",
            "inadequate",
            frozenset({"in_progress"}),
            nothing,
            nothing,
            NO,
            NO,
            day(2025, 6, 23),
        ),
        (5, "venlafaxine", "venlafaxine", "adequate_failed", nothing, nothing, nothing, YES, NO, None),
    )


def test_a_running_trial_without_a_start_is_looked_at_again_some_weeks_from_today() -> None:
    rows = read([trial(weeks=4, stop_reasons=frozenset({"still_taking"}))])
    assert computed("judged_trials", "depression")(TODAY, *told(rows))[0][-1] == TODAY + 14


def test_without_a_history_or_a_definition_there_is_nothing_to_judge() -> None:
    assert computed("judged_trials", "depression")(TODAY, *told(None)) is None
    assert computed("judged_trials", "ocd")(TODAY, *told(read(_FAILED_TWICE))) is None
    assert computed("judged_trials", "depression")(TODAY, *told(())) == ()


def test_the_history_is_read_as_it_is_written() -> None:
    columns = [(trial().get(name),) for name in Written._fields]
    assert computed("read_trials")(TODAY, *columns, EPISODE, YES, 2) == read([trial()])


def test_the_criteria_are_those_of_the_clinic() -> None:
    numbers = [released().numbers[name] for name in PARAMETERS]
    assert computed("resistance_criteria")(TODAY, ("trd_n3",), *numbers) == criteria("trd_n3")


@pytest.mark.parametrize(
    ("given", "applies", "history", "status"),
    [
        ("depression", YES, told(read(_FAILED_TWICE)), "resistant"),
        ("depression", YES, told(read(_FAILED_TWICE[:1])), "not_yet_resistant"),
        ("depression", YES, told(read([trial(), trial(drug="citalopram", dose=None)])), None),
        ("depression", YES, told(None), None),
        ("depression", None, told(read(_FAILED_TWICE)), None),
        ("depression", NO, told(read(_FAILED_TWICE)), "not_applicable"),
        ("depression", YES, told(read(_FAILED_TWICE), profile="trd_n3"), "not_yet_resistant"),
        ("bipolar", YES, told(read(_FAILED_TWICE)), "not_yet_resistant"),
        # The clinic has no definition for it.
        ("ocd", YES, told(read(_FAILED_TWICE)), "not_applicable"),
        ("ocd", None, told(None), "not_applicable"),
    ],
)
def test_the_status_of_a_condition(given: str, applies: Truth | None, history: History, status: str | None) -> None:
    assert computed("resistance", given)(TODAY, applies, (), YES, *history) == status


_FOR_ANXIETY = read([trial(reasons=frozenset({"anxiety"}), benefit_anxiety="none")])
_CBT = ("cbt", frozenset({"anxiety"}), 12, 8, None, None, "none")


@pytest.mark.parametrize(
    ("therapies", "above", "status"),
    [
        ((_CBT,), YES, "resistant"),
        ((_CBT,), NO, "not_yet_resistant"),
        ((_CBT,), None, None),
        ((), YES, "not_yet_resistant"),
        (None, YES, None),
    ],
)
def test_the_status_of_anxiety_rests_on_therapy_and_severity_too(
    therapies: Any, above: Truth | None, status: str | None
) -> None:
    history = told(_FOR_ANXIETY, profile="trad_bokma_2019", diagnoses=_GAD)
    assert computed("resistance", "anxiety")(TODAY, YES, therapies, above, *history) == status


@pytest.mark.parametrize(("disorder", "status"), [("gad", "resistant"), ("panic", "not_yet_resistant")])
def test_a_therapy_for_panic_needs_exposure(disorder: str, status: str) -> None:
    history = told(_FOR_ANXIETY, profile="trad_bokma_2019", diagnoses=frozenset({disorder}))
    without = (*_CBT[:4], NO, *_CBT[5:])
    assert computed("resistance", "anxiety")(TODAY, YES, (without,), YES, *history) == status


def test_the_least_dose_is_the_one_for_the_disorders_of_this_patient() -> None:
    rows = read([trial(drug="fluvoxamine", dose=100, reasons=frozenset({"social_anxiety"}), benefit_anxiety="none")])
    found = {
        name: computed("resistance", "anxiety")(
            TODAY, YES, (_CBT,), YES, *told(rows, profile="trad_bokma_2019", diagnoses=frozenset({name}))
        )
        for name in ("gad", "social_anxiety")
    }
    assert found == {"gad": "resistant", "social_anxiety": "not_yet_resistant"}


def test_brain_stimulation_is_a_failure_where_the_clinic_says_so() -> None:
    history = told(read(_FAILED_TWICE[:1]), profile="trd_neurostimulation_counts")
    failed = history._replace(other_treatments=frozenset({"ect"}), ect=((10, "bilateral", "none", "current"),))
    status = computed("resistance", "depression")
    assert status(TODAY, YES, (), YES, *history) == "not_yet_resistant"
    assert status(TODAY, YES, (), YES, *failed) == "resistant"


@pytest.mark.parametrize("applies", [YES, NO, None])
def test_definitions_that_could_not_be_established_are_a_fault(applies: Truth | None) -> None:
    history = told(read(_FAILED_TWICE))._replace(criteria=None)
    with pytest.raises(ValueError, match=r"^no definition of treatment resistance could be established$"):
        computed("resistance", "depression")(TODAY, applies, (), YES, *history)


@pytest.mark.parametrize(
    ("statuses", "resistant"),
    [
        (("resistant", None), YES),
        (("not_yet_resistant", "resistant"), YES),
        (("not_yet_resistant", None), None),
        (("not_yet_resistant", "not_applicable"), NO),
        ((), NO),
    ],
)
def test_any_condition_is_resistant(statuses: tuple[str | None, ...], resistant: Truth | None) -> None:
    assert computed("any_resistant")(TODAY, *statuses) is resistant


def test_what_was_assessed_for_the_list_is_counted_once_and_then_forgotten() -> None:
    history = told(read(_FAILED_TWICE))
    computed("judged_trials", "depression")(TODAY, *history)
    kept = facts._Latest.assessment
    assert kept is not None
    assert assessed(kept[1], "depression", history, kept) is kept[2]
    assert computed("resistance", "depression")(TODAY, YES, (), YES, *history) == "resistant"
    assert facts._Latest.assessment is None


def test_what_is_kept_of_one_form_is_not_taken_for_another() -> None:
    history, same = told(read(_FAILED_TWICE)), told(read(_FAILED_TWICE))
    computed("judged_trials", "depression")(TODAY, *history)
    kept = facts._Latest.assessment
    assert kept is not None
    others = [
        assessed(kept[1], "depression", same, kept),
        assessed(kept[1], "bipolar", history, kept),
        assessed(TrialKnowledge.from_json(_TABLES["trials"]), "depression", history, kept),
        assessed(kept[1], "depression", history, None),
    ]
    assert all(other is not kept[2] for other in others)
    computed("judged_trials", "depression")(TODAY, *told(None))
    assert facts._Latest.assessment is None


def test_the_tables_of_a_rule_set_are_made_once() -> None:
    other = {"trials": dict(_TABLES["trials"])}
    known = facts._knowledge(_TABLES)
    assert facts._knowledge(_TABLES) is known
    assert facts._knowledge(other) is not known


def test_while_no_medicine_is_told_of_a_low_score_settles_nothing_about_anxiety() -> None:
    status = computed("resistance", "anxiety")
    untold = told(None, profile="trad_bokma_2019", diagnoses=_GAD)
    assert status(TODAY, YES, None, NO, *untold) is None
    assert status(TODAY, YES, (), NO, *untold) == "not_yet_resistant"
    assert status(TODAY, YES, None, NO, *untold._replace(trials=())) == "not_yet_resistant"
