"""What one finding alone leads to."""

from collections.abc import Mapping
from typing import Any

import pytest

from rules.engine.findings import TELLING, Finding, proposed_by, proposes
from rules.engine.terms import Contact, Disposition, NeededBy, Outcome, Phase, Route, Severity

IV, SPRAY = Route.IV_KETAMINE, Route.ESKETAMINE
_LATER: tuple[Mapping[str, Any], ...] = ({"needed_by": NeededBy.SESSION}, {"from_clinic": True})


def missing(**changed: Any) -> Finding:
    """Something the patient has to answer before the consultation, with some of it changed."""
    usual: dict[str, Any] = {"severity": {IV: Severity.MISSING}, "needed_by": NeededBy.CONSULTATION, **changed}
    return Finding("a.rule", Outcome.UNKNOWN)._replace(**usual)


@pytest.mark.parametrize(
    ("severity", "disposition"),
    [
        (Severity.CAUTION, Disposition.PRECAUTIONS),
        (Severity.MISSING, Disposition.NEEDS_INFORMATION),
        (Severity.RELATIVE, Disposition.NEEDS_REVIEW),
        (Severity.ABSOLUTE_TEMPORARY, Disposition.DEFERRED),
        (Severity.ABSOLUTE, Disposition.CONTRAINDICATED),
        (Severity.URGENT, Disposition.URGENT),
    ],
)
@pytest.mark.parametrize("phase", list(Phase))
def test_each_severity_leads_to_its_disposition(severity: Severity, disposition: Disposition, phase: Phase) -> None:
    assert proposes(severity) is disposition
    fired = Finding("a.rule", Outcome.FIRED, {IV: severity}, needed_by=NeededBy.CONSULTATION)
    assert proposed_by(fired, IV, phase) is disposition


@pytest.mark.parametrize("phase", list(Phase))
def test_a_rule_that_failed_goes_to_a_practitioner_on_every_route(phase: Phase) -> None:
    fault = Finding("a.rule", Outcome.FAULT)
    assert {proposed_by(fault, route, phase) for route in Route} == {Disposition.NEEDS_REVIEW}


def test_a_finding_says_nothing_of_a_route_it_does_not_name() -> None:
    assert proposed_by(missing(), SPRAY, Phase.INTAKE) is Disposition.NO_FLAGS


def test_what_the_patient_has_to_answer_holds_up_the_consultation() -> None:
    assert proposed_by(missing(), IV, Phase.INTAKE) is Disposition.NEEDS_INFORMATION


@pytest.mark.parametrize("later", [NeededBy.FIRST_DOSE, NeededBy.SESSION])
def test_what_is_due_later_is_collected_at_intake_and_needed_afterwards(later: NeededBy) -> None:
    due = missing(needed_by=later)
    assert proposed_by(due, IV, Phase.INTAKE) is Disposition.PRECAUTIONS
    assert proposed_by(due, IV, Phase.SESSION) is Disposition.NEEDS_INFORMATION
    assert proposed_by(due, IV, Phase.FOLLOW_UP) is Disposition.NEEDS_INFORMATION


def test_what_only_the_clinic_can_give_is_collected() -> None:
    assert proposed_by(missing(from_clinic=True), IV, Phase.INTAKE) is Disposition.PRECAUTIONS


@pytest.mark.parametrize("contact", [Contact.NOW, Contact.TODAY])
def test_what_asks_for_a_call_is_never_only_collected(contact: Contact) -> None:
    for later in _LATER:
        pressing = missing(contact=contact, **later)
        assert proposed_by(pressing, IV, Phase.INTAKE) is Disposition.NEEDS_INFORMATION


def test_clear_and_not_applicable_findings_say_nothing_about_the_person() -> None:
    assert set(Outcome) - TELLING == {Outcome.CLEAR, Outcome.NOT_APPLICABLE}


def test_a_finding_holds_for_no_route_and_asks_for_nobody_unless_it_says_so() -> None:
    plain = Finding("a.rule", Outcome.CLEAR)
    assert (dict(plain.severity), dict(plain.possible), plain.contact) == ({}, {}, Contact.ROUTINE)
    assert (plain.crisis, plain.needed_by, plain.waiting_on, plain.from_clinic) == (None, None, None, False)
