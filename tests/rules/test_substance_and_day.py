"""Substance use, eyes, allergies, the way home and the day of a dose: what holds across several rules."""

from dataclasses import replace
from typing import Any

import pytest

from rules.engine.findings import Finding
from rules.engine.instruments.facts import instrument_total
from rules.engine.screening import Screening
from rules.engine.terms import Basis, Disposition, Outcome, Phase, Route, Severity
from rules.engine.values import Interval, Value
from tests.rules.intakes import DEMO, released, screened

_FILES = ("sud.", "eye.", "allergy.", "nasal.", "log.")
_MOST_OPENING_QUESTIONS = 9
_OCCASIONAL_CANNABIS = {"sud.each": ["cannabis"], "sud.cannabis_days": 2}


def finding(screening: Screening, rule_id: str) -> Finding:
    return next(found for found in screening.findings if found.rule_id == rule_id)


def outcomes(overrides: dict[str, Any], *, country: str | None) -> dict[str, Outcome]:
    screening = screened(overrides, site=replace(DEMO, country=country))
    return {rule_id: finding(screening, rule_id).outcome for rule_id in _OF_THE_UNITED_STATES}


_OF_THE_UNITED_STATES = ("sud.pdmp_missing", "consent.rems_not_enrolled")
_NOTHING_CHECKED = {"sud.pdmp": None, "consent.rems": "not_enrolled"}


@pytest.mark.parametrize("country", ["US", None])
def test_prescription_monitoring_and_rems_are_due_unless_the_clinic_is_known_to_be_elsewhere(
    country: str | None,
) -> None:
    assert set(outcomes(_NOTHING_CHECKED, country=country).values()) == {Outcome.FIRED}


def test_prescription_monitoring_and_rems_are_not_asked_of_a_clinic_in_another_country() -> None:
    assert set(outcomes(_NOTHING_CHECKED, country="CZ").values()) == {Outcome.CLEAR}
    assert set(outcomes({"consent.rems": None}, country="CZ").values()) == {Outcome.CLEAR}


@pytest.mark.parametrize("question", ["sud.each", "sud.history", "sud.auditc.1"])
def test_refusing_a_question_on_substances_goes_to_a_practitioner(question: str) -> None:
    refused = screened({question: "declined"})
    assert refused.strictest.rank >= Disposition.NEEDS_REVIEW.rank
    assert finding(refused, "sud.unknown_or_declined").basis is Basis.DECLINED


@pytest.mark.parametrize("question", ["sud.each", "sud.history", "sud.auditc.1"])
def test_not_knowing_an_answer_on_substances_only_asks_again(question: str) -> None:
    unsure = screened({question: "dont_know"})
    assert unsure.strictest is Disposition.NEEDS_INFORMATION
    assert finding(unsure, "sud.unknown_or_declined").basis is Basis.KNOWN


def test_repeated_ketamine_use_stays_a_possible_contraindication_until_somebody_assesses_it() -> None:
    used = {
        "sud.each": ["ketamine"],
        "sud.recent": "none",
        "sud.ketamine_times": "more",
        "sud.ketamine_date": "2024-04",
    }
    open_still = screened(used)
    assert open_still.strictest is Disposition.NEEDS_REVIEW
    assert open_still.possible[Route.IV_KETAMINE] is Disposition.CONTRAINDICATED
    assert finding(open_still, "sud.ketamine_pcp_disorder").missing == ("ketamine_disorder_found",)


def test_a_dast_that_was_not_entered_does_not_hold_up_the_consultation_of_an_occasional_user() -> None:
    assert screened(_OCCASIONAL_CANNABIS).strictest is Disposition.PRECAUTIONS


def test_what_was_used_within_a_month_stays_open_while_the_list_of_the_month_is_not_answered() -> None:
    later = screened({"sud.each": ["opioids"]})
    assert finding(later, "sud.illicit_30d").outcome is Outcome.UNKNOWN
    assert later.strictest.rank >= Disposition.NEEDS_INFORMATION.rank


@pytest.mark.parametrize(
    ("scores", "total"),
    [
        ((2, 1, 0), 3),
        ((4, 0, 0), 4),
        ((0, None, None), 0),
        ((0, 3, None), 3),
        ((1, None, 0), Interval(1, 5)),
        ((None, 1, 1), Interval(2, 6)),
        ((None, None, None), None),
    ],
)
def test_never_drinking_closes_the_audit_c_and_a_contradiction_never_lowers_it(
    scores: tuple[int | None, ...], total: Value
) -> None:
    assert instrument_total(released().document["knowledge"], "audit_c")(0, *scores) == total


@pytest.mark.parametrize(("sex", "outcome"), [("female", "fired"), (None, "fired"), ("male", "clear")])
def test_three_points_of_the_audit_c_are_hazardous_unless_the_patient_is_known_to_be_a_man(
    sex: str | None, outcome: str
) -> None:
    drinking = {"sud.auditc.1": 2, "sud.auditc.2": 1, "sud.auditc.3": 0, "ecg.reference_sex": sex}
    assert finding(screened(drinking), "sud.alcohol_hazardous").outcome == outcome


@pytest.mark.parametrize(
    ("overrides", "spray", "infusion"),
    [
        ({"day.food": 3}, Disposition.NO_FLAGS, Disposition.DEFERRED),
        ({"day.food": 2}, Disposition.NO_FLAGS, Disposition.DEFERRED),
        ({"day.food": 1}, Disposition.DEFERRED, Disposition.DEFERRED),
        ({"day.drink": 10}, Disposition.DEFERRED, Disposition.NO_FLAGS),
        ({"nasal.problems": ["bad_cold"]}, Disposition.NEEDS_REVIEW, Disposition.NO_FLAGS),
    ],
)
def test_food_drink_and_nose_matter_to_the_route_they_are_about(
    overrides: dict[str, Any], spray: Disposition, infusion: Disposition
) -> None:
    dispositions = screened(overrides, phase="session").dispositions
    assert dispositions[Route.ESKETAMINE] is spray
    assert dispositions[Route.IV_KETAMINE] is infusion


@pytest.mark.parametrize(
    ("substance", "spray", "infusion"),
    [
        ("spray_excipient", Disposition.CONTRAINDICATED, Disposition.NO_FLAGS),
        ("vial_excipient", Disposition.NO_FLAGS, Disposition.CONTRAINDICATED),
        ("ketamine", Disposition.CONTRAINDICATED, Disposition.CONTRAINDICATED),
    ],
)
def test_an_allergy_to_an_excipient_speaks_against_the_product_that_holds_it(
    substance: str, spray: Disposition, infusion: Disposition
) -> None:
    dispositions = screened({"allergy.list": [{"substance": substance, "reaction": "rash"}]}).dispositions
    assert dispositions[Route.ESKETAMINE] is spray
    assert dispositions[Route.IV_KETAMINE] is infusion


@pytest.mark.parametrize("question", ["day.substances", "day.escort", "day.stay", "day.food", "day.drink"])
def test_on_the_day_of_a_dose_what_nobody_answered_counts_as_the_worst(question: str) -> None:
    on_the_day = screened({question: None, "sud.each": None}, phase="session")
    assert on_the_day.strictest is Disposition.DEFERRED
    at_intake = screened({question: None})
    assert at_intake.strictest is Disposition.NO_FLAGS


def test_at_intake_a_withdrawal_seizure_of_the_past_is_urgent_only_with_daily_use_now() -> None:
    past = {"sud.history": ["withdrawal_seizure"], "sud.disorder_severity": "mild", "sud.disorder_date": "2010"}
    assert screened({**past, "sud.daily": "yes"}).strictest is Disposition.URGENT
    assert screened({**past, "sud.daily": "no"}).strictest is Disposition.PRECAUTIONS
    assert screened(past).contact == "today"


@pytest.mark.parametrize(
    "answers",
    [
        {"sud.each": "none", "sud.recent": ["cocaine"]},
        {"sud.each": "none", "sud.psychedelic_date": "2026-04-01"},
        {"sud.each": ["ketamine"], "ket.prior": "no"},
        {"sud.each": ["cannabis"], "sud.cannabis_days": 1, "sud.ketamine_date": "2010"},
        {"sud.history": "none", "sud.disorder_date": "2010"},
        {"sud.history": ["cannabis_psychosis"], "sud.disorder_date": "2010"},
        {"sud.auditc.1": 0, "sud.auditc.3": 4},
        {"eye.conditions": "none", "eye.surgery_date": "2010"},
        {"eye.conditions": ["surgery"], "eye.surgery_date": "2010", "eye.glaucoma_control": "controlled"},
    ],
    ids=repr,
)
def test_answers_that_exclude_each_other_are_shown_side_by_side(answers: dict[str, Any]) -> None:
    assert finding(screened(answers), "data.contradiction").outcome is Outcome.FIRED


@pytest.mark.parametrize(
    "answers",
    [
        {"sud.each": ["ketamine"], "ket.prior": "yes", "ket.prior_reaction": "none"},
        {"sud.each": ["cocaine"], "sud.recent": ["cocaine"], "sud.stimulant_date": "2026-04-01"},
        {"sud.auditc.1": 1, "sud.auditc.2": 0, "sud.auditc.3": 0},
        {"sud.each": "dont_know", "sud.psychedelic_date": "2026-04-01"},
    ],
    ids=repr,
)
def test_answers_that_fit_together_contradict_nothing(answers: dict[str, Any]) -> None:
    assert finding(screened(answers), "data.contradiction").outcome is Outcome.CLEAR


@pytest.mark.parametrize(
    ("question", "lowest", "highest"),
    [
        ("sud.auditc.1", 0, 4),
        ("sud.auditc.2", 0, 4),
        ("sud.auditc.3", 0, 4),
        ("sud.dast10", 0, 10),
        ("sud.cannabis_days", 0, 30),
        ("day.food", 0, 24),
        ("day.drink", 0, 1440),
    ],
)
def test_a_number_outside_what_the_question_allows_is_doubted(question: str, lowest: int, highest: int) -> None:
    def doubted(number: int) -> bool:
        return finding(screened({question: number}), "data.answer_implausible").outcome is Outcome.FIRED

    assert [doubted(number) for number in (lowest - 1, lowest, highest, highest + 1)] == [True, False, False, True]


def test_an_uncomplicated_patient_sees_few_opening_questions_of_these_sections() -> None:
    opening = [
        item["linkId"]
        for item in released().questionnaire["items"]
        if item["linkId"].startswith(_FILES) and item["answeredBy"] == "patient" and "enabledWhen" not in item
    ]
    assert len(opening) <= _MOST_OPENING_QUESTIONS, opening


def test_on_the_day_a_stimulant_counts_although_a_doubtful_pressure_leaves_the_stricter_clause_open() -> None:
    doubtful = [{"systolic": 138, "diastolic": 34, "taken": "2026-03-21", "place": "other"}]
    taken = [{"name": "Provigil", "amount": 200, "unit": "mg", "times_a_day": 1, "taking": "yes"}]
    on_the_day = screened({"vital.bp": doubtful, "med.list": taken, "med.any": "yes"}, phase=Phase.SESSION)
    stimulant = finding(on_the_day, "med.stimulant")
    assert stimulant.outcome is Outcome.FIRED
    assert set(stimulant.severity.values()) == {Severity.CAUTION}
