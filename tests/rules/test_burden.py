"""What somebody is asked: how much an uncomplicated patient sees of the questionnaire, and what each form needs."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from rules.authoring.content import CONTENT
from rules.engine.frames import Frames, Given
from rules.engine.screening import screen
from rules.engine.terms import Disposition, Outcome, Phase
from rules.engine.truth import YES
from tests.rules.intakes import DEMO, TODAY, read_yaml, released, well

MOST_ITEMS = 75
MOST_OF_THE_FIRST_SECTIONS = 34
MOST_WHEN_COMING_BACK = {Phase.SESSION: 25, Phase.FOLLOW_UP: 45}
# Two scales take 16 of the questions at follow-up; without them the change could not be told.
BETTER = {
    **{f"scale.phq9.{item}": 0 for item in range(1, 10)},
    "scale.phq9": 0,
    "scale.scores": [{"instrument": "madrs", "total": 5, "date": "2026-04-18"}],
}
FIRST_SECTIONS = ("10_about_you", "20_heart", "30_brain", "40_mental_health", "50_pregnancy", "60_consent")
CLINIC, PATIENT = "clinic", "patient"


def shown(phase: Phase, *, answered_by: str) -> list[str]:
    """The questions of a phase's form that a well person, or the clinic for them, comes to see."""
    facts = released().reader.read(well(), as_of=TODAY, phase=phase)
    slots = Frames(released(), facts, Given(TODAY), as_of=TODAY).plain.slots
    gates = released().gate_conditions
    return [
        item["linkId"]
        for item in asked(phase)
        if item["answeredBy"] == answered_by and (item["fact"] not in gates or gates[item["fact"]](slots) is YES)
    ]


def asked(phase: Phase) -> Iterable[Mapping[str, Any]]:
    return [item for item in released().questionnaire["items"] if phase in item["phases"]]


def listed(section: str) -> set[str]:
    return {item["linkId"] for item in read_yaml(CONTENT / "questionnaire" / f"{section}.yaml")}


def test_an_uncomplicated_patient_is_asked_no_more_than_75_questions() -> None:
    assert len(shown(Phase.INTAKE, answered_by=PATIENT)) <= MOST_ITEMS


def test_history_and_consent_take_no_more_than_34_of_them() -> None:
    first = set().union(*map(listed, FIRST_SECTIONS))
    assert len(first.intersection(shown(Phase.INTAKE, answered_by=PATIENT))) <= MOST_OF_THE_FIRST_SECTIONS


@pytest.mark.parametrize("phase", MOST_WHEN_COMING_BACK)
def test_whoever_comes_back_is_asked_little(phase: Phase) -> None:
    assert 0 < len(shown(phase, answered_by=PATIENT)) <= MOST_WHEN_COMING_BACK[phase]


def test_readings_tests_and_judgements_are_asked_of_the_clinic_alone() -> None:
    of_patient = [item["linkId"] for item in released().questionnaire["items"] if item["answeredBy"] == PATIENT]
    assert not [link_id for link_id in of_patient if link_id.startswith(("vital.", "lab.", "ecg."))]
    assert {"cv.bp_hazard", "consent.capacity", "consent.rems"}.isdisjoint(of_patient)


@pytest.mark.parametrize("phase", Phase)
def test_a_well_person_who_fills_in_the_form_of_a_phase_leaves_nothing_open(phase: Phase) -> None:
    form = {item["linkId"] for item in asked(phase)}
    better = BETTER if phase is Phase.FOLLOW_UP else {}
    answers = {link_id: answer for link_id, answer in {**well(), **better}.items() if link_id in form}
    screening = screen(released(), answers, phase=phase, as_of=TODAY, site=DEMO, submitted_on=TODAY)
    telling = [f.rule_id for f in screening.findings if f.outcome not in {Outcome.CLEAR, Outcome.NOT_APPLICABLE}]
    assert not telling
    assert set(screening.dispositions.values()) == {Disposition.NO_FLAGS}


@pytest.mark.parametrize("phase", [Phase.SESSION, Phase.FOLLOW_UP])
def test_a_form_that_leaves_a_question_of_its_own_open_says_so(phase: Phase) -> None:
    form = {item["linkId"] for item in asked(phase)}
    # The date of birth decides only where the pressure lies between the limits of two ages; see below.
    required = [item["linkId"] for item in asked(phase) if item["required"] and item["fact"] != "date_of_birth"]
    for left_open in well().keys() & required:
        answers = {link_id: answer for link_id, answer in well().items() if link_id in form - {left_open}}
        screening = screen(released(), answers, phase=phase, as_of=TODAY, site=DEMO, submitted_on=TODAY)
        assert set(screening.dispositions.values()) != {Disposition.NO_FLAGS}, left_open


def test_on_the_day_a_pressure_between_the_limits_of_two_ages_waits_for_the_date_of_birth() -> None:
    form = {item["linkId"] for item in asked(Phase.SESSION)} - {"demo.dob"}
    answers = {link_id: answer for link_id, answer in well().items() if link_id in form}
    answers["vital.bp"] = [{"systolic": 146, "diastolic": 86, "taken": "2026-04-20"}]
    screening = screen(released(), answers, phase=Phase.SESSION, as_of=TODAY, site=DEMO, submitted_on=TODAY)
    (finding,) = [finding for finding in screening.findings if finding.outcome is Outcome.UNKNOWN]
    assert (finding.rule_id, finding.missing) == ("cardiac.bp_elevated_day", ("date_of_birth",))
    assert all(word.rank >= Disposition.NEEDS_INFORMATION.rank for word in screening.dispositions.values())
