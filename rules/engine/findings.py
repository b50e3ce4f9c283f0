"""Findings: what each rule concluded, and everything a practitioner needs to check it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from rules.engine.terms import (
    Basis,
    Contact,
    CrisisKind,
    Disposition,
    NeededBy,
    Outcome,
    Phase,
    Route,
    Severity,
    WaitingOn,
)

_NOTHING: Mapping[Route, Severity] = MappingProxyType({})


TELLING = frozenset({Outcome.FIRED, Outcome.UNKNOWN, Outcome.FAULT})
"""Outcomes that say something about the person, as against clear and not applicable ones."""


class Finding(NamedTuple):
    """The outcome of one rule.

    `severity` is what the finding counts as now, per route; `possible` the stricter class it could still turn out
    to be. `facts` are the facts it read, `missing` those that would settle it; `from_clinic` says that only the
    clinic can give these.
    """

    rule_id: str
    outcome: Outcome
    severity: Mapping[Route, Severity] = _NOTHING
    possible: Mapping[Route, Severity] = _NOTHING
    basis: Basis = Basis.KNOWN
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    needed_by: NeededBy | None = None
    waiting_on: WaitingOn | None = None
    contact: Contact = Contact.ROUTINE
    crisis: CrisisKind | None = None
    from_clinic: bool = False


_PROPOSES: Mapping[Severity, Disposition] = {
    Severity.CAUTION: Disposition.PRECAUTIONS,
    Severity.MISSING: Disposition.NEEDS_INFORMATION,
    Severity.RELATIVE: Disposition.NEEDS_REVIEW,
    Severity.ABSOLUTE_TEMPORARY: Disposition.DEFERRED,
    Severity.ABSOLUTE: Disposition.CONTRAINDICATED,
    Severity.URGENT: Disposition.URGENT,
}


def proposes(severity: Severity) -> Disposition:
    """The disposition a severity leads to when nothing stricter is found."""
    return _PROPOSES[severity]


def proposed_by(finding: Finding, route: Route, phase: Phase) -> Disposition:
    """What one finding alone leads to on a route.

    A missing thing that is only due before a dose, or that the clinic itself records at the consultation, does not
    hold up the consultation: at intake it counts as a precaution, so that it is collected, and can never read as
    "nothing found".
    """
    if finding.outcome is Outcome.FAULT:
        return Disposition.NEEDS_REVIEW
    severity = finding.severity.get(route)
    if severity is None:
        return Disposition.NO_FLAGS
    if severity is Severity.MISSING and phase is Phase.INTAKE and _can_be_collected(finding):
        return Disposition.PRECAUTIONS
    return proposes(severity)


def _can_be_collected(finding: Finding) -> bool:
    """Whether the patient's part is done: what is missing is due later, or only the clinic can give it."""
    return finding.contact is Contact.ROUTINE and (
        finding.needed_by is not NeededBy.CONSULTATION or finding.from_clinic
    )
