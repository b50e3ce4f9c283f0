"""Slips of the finger, contradictions, faults and odd forms never lead to a milder result than the plain truth."""

from dataclasses import replace
from typing import Any

import pytest

from rules.engine.screening import Screening, screen
from rules.engine.terms import Contact, Disposition, Phase, Route
from tests.rules.intakes import DEMO, TODAY, released, screened
from tests.rules.test_invariants import failing

_HIGH = {"systolic": 170, "diastolic": 105, "taken": "2026-04-20"}
_NORMAL = {"systolic": 118, "diastolic": 75}


def strictest(overrides: dict[str, Any], **options: Any) -> Disposition:
    return screened(overrides, **options).dispositions[Route.IV_KETAMINE]


@pytest.mark.parametrize("phase", ["intake", "session"])
@pytest.mark.parametrize("taken", [None, "2026", "2026-04", "2027-01-01", "yesterday"])
def test_readings_without_an_exact_day_never_hide_a_high_one(taken: str | None, phase: str) -> None:
    vague = _NORMAL if taken is None else {**_NORMAL, "taken": taken}
    readings = {"vital.bp": [_HIGH, vague, vague]}
    assert strictest(readings, phase=phase).rank >= Disposition.DEFERRED.rank


@pytest.mark.parametrize("slip", [{"systolic": 17, "diastolic": 10}, {"systolic": 24, "diastolic": 15}])
def test_a_slip_of_the_finger_beside_a_high_reading_does_not_average_it_away(slip: dict[str, int]) -> None:
    assert strictest({"vital.bp": [_HIGH, {**slip, "taken": "2026-04-20"}]}).rank >= Disposition.DEFERRED.rank


def test_a_pressure_that_cannot_be_right_is_no_known_pressure_in_an_emergency() -> None:
    unknown = screened({"acute.now": ["vision_change"], "vital.bp": "dont_know"})
    in_kilopascal = [{"systolic": 24, "diastolic": 15, "taken": "2026-04-20"}]
    implausible = screened({"acute.now": ["vision_change"], "vital.bp": in_kilopascal})
    assert unknown.contact is implausible.contact is Contact.NOW
    assert set(unknown.crisis) <= set(implausible.crisis)


def test_contradictions_elsewhere_never_switch_off_an_urgent_rule() -> None:

    ticked = [item for item in released().items if item.kind == "multi_choice"]
    contradictory = {item.link_id: ["none", min(item.options - {"none"})] for item in ticked}
    screening = screened({**contradictory, "acute.now": ["none", "chest_pain"]})
    assert screening.contact is Contact.NOW
    assert screening.strictest is Disposition.URGENT
    assert not screening.faults


def test_an_answer_under_a_name_nobody_knows_is_seen_by_a_person() -> None:
    screening = screened({"scale.phq9.item9": 3, "psych.suicide.plan": "yes"})
    assert screening.strictest.rank >= Disposition.NEEDS_REVIEW.rank


def test_contact_details_that_decline_are_missing() -> None:
    nobody = {"demo.phone": "declined", "demo.emergency_contact": "declined", "demo.location": "dont_know"}
    assert strictest(nobody).rank >= Disposition.NEEDS_INFORMATION.rank


@pytest.mark.parametrize("phase", ["session", "follow_up"])
def test_a_contraindication_counts_in_every_phase_in_which_it_is_said(phase: str) -> None:
    assert strictest({"cv.vessels": ["malformation"]}, phase=phase) is Disposition.CONTRAINDICATED


def test_an_empty_draft_calls_nobody_and_a_dangerous_one_calls_now() -> None:

    def draft(answers: dict[str, Any]) -> Screening:
        return screen(released(), answers, phase=Phase.INTAKE, as_of=TODAY, site=DEMO, draft=True)

    assert draft({}).contact is Contact.ROUTINE
    assert draft({}).crisis == ()
    assert draft({"scale.cssrs.5": "yes"}).contact is Contact.NOW


def test_a_fault_of_a_rule_that_may_mean_danger_still_asks_for_a_call() -> None:

    rules = tuple(
        failing(rule, ValueError("broken")) if rule.id == "psych.suicide_high" else rule for rule in released().rules
    )
    screening = screened({"scale.cssrs.5": "yes"}, rule_set=replace(released(), rules=rules))
    assert screening.contact in {Contact.NOW, Contact.TODAY}
    assert "suicide" in screening.crisis
    assert screening.strictest.rank >= Disposition.NEEDS_REVIEW.rank
