"""One trial at a time: what counts, what is adequate, what failed."""

from typing import Any

import pytest

from rules.engine.trials.judging import Judgement
from rules.engine.trials.questions import recheck_on
from rules.engine.truth import NO, UNKNOWN, YES
from tests.rules.trials.histories import TODAY, assessed, day, trial


def judged(profile: str = "trd_fda_v1", **answers: Any) -> Judgement:
    return assessed([trial(**answers)], profile).judgements[0]


@pytest.mark.parametrize(("weeks", "label"), [(5, "inadequate"), (6, "adequate_failed"), (7, "adequate_failed")])
def test_six_weeks_are_long_enough(weeks: int, label: str) -> None:
    assert judged(weeks=weeks).label == label


@pytest.mark.parametrize(("dose", "label"), [(49, "inadequate"), (50, "adequate_failed"), (51, "adequate_failed")])
def test_the_minimum_dose_is_enough(dose: int, label: str) -> None:
    assert judged(dose=dose).label == label


def test_a_trial_stopped_for_side_effects_is_not_a_failure() -> None:
    found = judged(weeks=3, stop_reasons=frozenset({"side_effects"}))
    assert found.label == "intolerant"
    assert found.reasons == {"duration"}
    assert found.counted is NO


def test_side_effects_after_an_adequate_trial_leave_it_a_failure() -> None:
    found = judged(stop_reasons=frozenset({"side_effects"}))
    assert found.label == "adequate_failed"
    assert "also_intolerant" in found.flags


def test_side_effects_after_a_response_are_no_failure() -> None:
    found = judged(benefit="much_better", stop_reasons=frozenset({"side_effects"}))
    assert found.label == "adequate_responded"
    assert "stopped_for_side_effects" in found.flags


def test_remission_on_too_low_a_dose_is_said() -> None:
    found = judged(dose=25, benefit="back_to_normal")
    assert found.label == "inadequate"
    assert found.reasons == {"dose", "benefit"}
    assert "responded" in found.flags


def test_every_reason_against_a_trial_is_listed() -> None:
    found = judged(dose=25, weeks=2, adherence="under_50")
    assert found.reasons == {"dose", "duration", "adherence"}


def test_one_certain_reason_is_enough_and_nothing_is_asked() -> None:
    found = judged(dose=None, weeks=3)
    assert found.label == "inadequate"
    assert found.reasons == {"duration"}
    assert not found.missing


def test_half_of_the_doses_taken_leaves_it_open() -> None:
    found = judged(adherence="from_50_to_79")
    assert found.label == "indeterminate"
    assert found.missing == {"adherence"}


def test_a_running_trial_counts_from_a_stated_day() -> None:
    found = assessed(
        [
            trial(
                drug="venlafaxine",
                dose=150,
                weeks=None,
                start=day(2025, 5, 12),
                stop_reasons=frozenset({"still_taking"}),
            )
        ]
    )
    one = found.judgements[0]
    assert one.label == "inadequate"
    assert one.reasons == {"in_progress"}
    assert recheck_on(one, found.definition, TODAY) == day(2025, 5, 12) + 49


def test_a_running_trial_without_a_start_counts_after_the_weeks_that_are_left() -> None:
    found = assessed([trial(weeks=4, stop_reasons=frozenset({"still_taking"}))])
    assert recheck_on(found.judgements[0], found.definition, TODAY) == TODAY + 14


def test_a_finished_trial_has_no_day_to_wait_for() -> None:
    found = assessed([trial(weeks=4)])
    assert recheck_on(found.judgements[0], found.definition, TODAY) is None


def test_a_running_trial_of_sufficient_length_is_a_provisional_failure() -> None:
    found = judged(stop_reasons=frozenset({"still_taking"}))
    assert found.label == "adequate_failed"
    assert "provisional_ongoing" in found.flags


def test_stopping_because_of_feeling_well_contradicts_no_benefit() -> None:
    found = judged(stop_reasons=frozenset({"felt_well"}))
    assert found.label == "indeterminate"
    assert found.missing == {"outcome"}
    assert "contradiction" in found.flags


def test_stopping_for_money_does_not_undo_a_failure() -> None:
    assert judged(stop_reasons=frozenset({"cost"})).label == "adequate_failed"


@pytest.mark.parametrize(("percent", "label"), [(49, "adequate_failed"), (50, "adequate_responded")])
def test_half_of_the_symptoms_gone_is_a_response(percent: int, label: str) -> None:
    assert judged(benefit=None, improvement=percent).label == label


def test_a_percentage_that_contradicts_the_word_leaves_the_result_open() -> None:
    assert judged(benefit="none", improvement=70).label == "indeterminate"
    assert judged(benefit="partial", improvement=30).label == "adequate_failed"


def test_the_strict_definition_calls_a_little_help_partial() -> None:
    assert judged("trd_eu_delphi", benefit="partial").label == "adequate_partial"
    assert judged("trd_eu_delphi", benefit="none").label == "adequate_failed"


@pytest.mark.parametrize(
    ("kept", "label"),
    [(0, "adequate_responded"), (5, "adequate_responded"), (6, "adequate_failed"), (None, "indeterminate")],
)
def test_a_relapse_counts_when_the_medicine_was_kept_up_long_enough(kept: int | None, label: str) -> None:
    assert judged(benefit="worked_then_stopped", weeks_after_relapse=kept).label == label


def test_an_unknown_medicine_is_asked_about() -> None:
    found = judged(drug="the white ones")
    assert found.label == "indeterminate"
    assert "agent" in found.missing
    assert found.counted is UNKNOWN


def test_a_medicine_taken_when_needed_is_never_a_trial() -> None:
    found = judged(often="as_needed")
    assert found.label == "not_counted"
    assert "as_needed" in found.reasons


def test_a_response_of_which_the_dose_is_not_known_is_not_asked_about() -> None:
    found = judged(dose=None, benefit="much_better")
    assert (found.label, found.missing, found.counted) == ("indeterminate", frozenset(), NO)


def test_a_clinician_may_settle_the_dose() -> None:
    assert judged(drug="nortriptyline", dose=50, dose_ok=YES).label == "adequate_failed"
    assert judged(dose=200, dose_ok=NO).label == "inadequate"


def test_a_condition_that_was_not_treated_is_not_judged_by_it() -> None:
    assert judged(reasons=frozenset({"pain"})).label == "not_counted"


def test_bipolar_depression_asks_for_remission() -> None:
    answers: dict[str, Any] = {"drug": "quetiapine", "dose": 300, "weeks": 10}
    assert judged("trbd_2019", **answers, benefit="much_better").label == "adequate_failed"
    assert judged("trbd_2019", **answers, benefit="back_to_normal").label == "adequate_responded"
    assert judged("trbd_2019", **answers, benefit=None, improvement=40).label == "adequate_failed"
    assert judged("trbd_2019", **answers, benefit=None, improvement=80).label == "indeterminate"
    assert judged("trbd_2019", drug="sertraline").label == "not_counted"


def test_a_medicine_without_a_known_minimum_waits_for_the_clinician() -> None:
    found = judged("trbd_2019", drug="lurasidone", dose=60, weeks=10)
    assert found.label == "indeterminate"
    assert found.missing == {"dose"}
    assert "no_minimum_dose" in found.flags


def test_obsessions_and_trauma_together_share_no_answer() -> None:
    both = judged("trptsd", reasons=frozenset({"ocd", "ptsd"}), benefit_other="none")
    assert both.label == "indeterminate"
    assert judged("trptsd", reasons=frozenset({"ptsd"}), benefit_other="none").label == "adequate_failed"
    assert (
        judged(
            "trocd", drug="fluvoxamine", dose=200, weeks=13, reasons=frozenset({"ocd"}), benefit_other="none"
        ).label
        == "adequate_failed"
    )


def test_the_strict_definition_asks_for_more_venlafaxine() -> None:
    assert judged("trd_strict", drug="venlafaxine", dose=75).label == "inadequate"
    assert judged("trd_strict", drug="venlafaxine", dose=150).label == "adequate_failed"


def test_the_highest_minimum_of_several_anxiety_disorders_holds() -> None:
    answers = trial(drug="imipramine", reasons=frozenset({"panic"}), benefit_anxiety="none")
    found = assessed([answers], "trad_bokma_2019", frozenset({"panic", "gad"})).judgements[0]
    assert found.label == "not_counted"
    ssri = trial(drug="fluvoxamine", dose=150, reasons=frozenset({"panic"}), benefit_anxiety="none")
    assert assessed([ssri], "trad_bokma_2019", frozenset({"social_anxiety"})).judgements[0].label == "adequate_failed"
    assert (
        assessed([{**ssri, "dose": 149}], "trad_bokma_2019", frozenset({"social_anxiety", "gad"})).judgements[0].label
        == "inadequate"
    )
