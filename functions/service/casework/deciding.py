"""The end of the work on a case: a decision with its reasons and overrides, its second signature, and re-opening.

A decision never alters a screening. Nothing here approves a treatment: the furthest it goes is a consultation.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from functions.service.casework.contacting import may_be_closed
from functions.service.casework.correcting import counted_ids
from functions.service.casework.journal import Deed
from functions.service.casework.moves import Moved, Waking, still_open
from functions.service.casework.open_findings import OpenFinding
from functions.service.casework.waiver import Waiver
from functions.service.casework.work import Decision, Proposal
from functions.service.documents import JSON
from functions.service.errors import ContentRefusedError, MoveRefusedError
from functions.service.notices import Event
from functions.service.records import Case, CaseStatus
from functions.service.staff import JUDGING, Person, Role

LONGEST_OVERRIDE: Final = timedelta(days=365)
ATTESTATION: Final = (
    "I have read the findings of this case and take this decision as a licensed practitioner. "
    "It does not authorise a dose."
)


class Reason(StrEnum):
    """Why a decision was taken."""

    NOTHING_SPEAKS_AGAINST_IT = "nothing_speaks_against_it"
    FINDINGS_OVERRIDDEN = "findings_overridden"
    CONTRAINDICATION = "contraindication"
    TEMPORARY_CONTRAINDICATION = "temporary_contraindication"
    RISK_OUTWEIGHS_BENEFIT = "risk_outweighs_benefit"
    NOT_TREATMENT_RESISTANT = "not_treatment_resistant"
    INFORMATION_MISSING = "information_missing"
    OTHER_TREATMENT_FIRST = "other_treatment_first"
    REFERRED_ELSEWHERE = "referred_elsewhere"
    WISH_OF_PATIENT = "wish_of_patient"
    WRONG_PATIENT = "wrong_patient"
    DUPLICATE_REFERENCE = "duplicate_reference"


class OverrideReason(StrEnum):
    """Why a finding does not stand in the way of this patient."""

    VERIFIED_NOT_PRESENT = "verified_not_present"
    TREATED_AND_CONTROLLED = "treated_and_controlled"
    BENEFIT_OUTWEIGHS_RISK = "benefit_outweighs_risk"
    SPECIALIST_ADVICE = "specialist_advice"
    ANSWER_MISTAKEN = "answer_mistaken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One finding that is set aside, until a day."""

    rule_id: str
    reason: OverrideReason
    comment: str | None
    expires_on: date

    def to_json(self) -> dict[str, JSON]:
        return {
            "ruleId": self.rule_id,
            "reason": self.reason.value,
            "comment": self.comment,
            "expiresOn": self.expires_on.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """Concludes a case.

    `findings_of` tells which findings of a case call for judgement. `today` is the day in the clinic's time zone,
    `waiver` what the clinic has settled about the second clinician.
    """

    decision: Decision
    reasons: tuple[Reason, ...]
    overrides: tuple[Override, ...] = ()
    defer_until: date | None = None
    defer_condition: str | None = None
    comment: str | None = None
    today: date
    findings_of: Callable[[Case], Mapping[str, OpenFinding]]
    waiver: Waiver | None = None
    deed: ClassVar[Deed] = Deed.DECIDED
    admits: ClassVar[frozenset[Role]] = JUDGING

    def content(self) -> Mapping[str, JSON]:
        return {
            "decision": self.decision.value,
            "reasons": [reason.value for reason in self.reasons],
            "overrides": [override.to_json() for override in self.overrides],
            "deferUntil": self.defer_until.isoformat() if self.defer_until else None,
            "deferCondition": self.defer_condition,
            "comment": self.comment,
            "attestation": ATTESTATION,
        }

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        still_open(case)
        _is_with(case, by)
        may_be_closed(case)
        weighed = self.overrides or self.decision is Decision.PROCEED_TO_CONSULTATION
        findings = self.findings_of(case) if weighed else {}
        self._check(findings)
        for_two = sorted(each.rule_id for each in self.overrides if findings[each.rule_id].takes_two)
        if not for_two:
            return _closed(case, self.decision, self._until(), at, _rests_on(case))
        if self.waiver is None or not self.waiver.holds_on(self.today):
            added = {"secondClinician": "awaited", **_rests_on(case)}
            return Moved(case=self._proposed(case, by), deed=Deed.PROPOSED, added=added)
        return self._alone(case, at, self.waiver, for_two)

    def _alone(self, case: Case, at: datetime, waiver: Waiver, for_two: Sequence[str]) -> Moved:
        """One signature where two are usual: case, journal and audit say so, and who answers for it."""
        said: dict[str, JSON] = {"secondClinician": {**waiver.to_json(), "rules": list(for_two)}, **_rests_on(case)}
        moved = _closed(case, self.decision, self._until(), at, said)
        work = replace(moved.case.summary.work, second_waived=True)
        alone = replace(moved.case, summary=replace(moved.case.summary, work=work))
        return replace(moved, case=alone, deed=Deed.DECIDED_ALONE)

    def _check(self, findings: Mapping[str, OpenFinding]) -> None:
        faults = [*self._faulty_overrides(findings), *self._faulty_deferral(), *self._not_overridden(findings)]
        if faults:
            raise ContentRefusedError(*faults)

    def _faulty_overrides(self, findings: Mapping[str, OpenFinding]) -> list[tuple[str, str]]:
        faults = []
        for place, override in enumerate(self.overrides):
            if override.rule_id not in findings:
                faults.append((f"/overrides/{place}/ruleId", "not_an_open_finding"))
            if not self.today < override.expires_on <= self.today + LONGEST_OVERRIDE:
                faults.append((f"/overrides/{place}/expiresOn", "not_within_a_year"))
        return faults

    def _faulty_deferral(self) -> list[tuple[str, str]]:
        deferred = self.defer_until is not None or self.defer_condition is not None
        if deferred is not (self.decision is Decision.DEFER):
            return [("/deferUntil", "not_for_this_decision" if deferred else "day_or_condition_missing")]
        if self.defer_until is not None and self.defer_until <= self.today:
            return [("/deferUntil", "not_in_the_future")]
        return []

    def _not_overridden(self, findings: Mapping[str, OpenFinding]) -> list[tuple[str, str]]:
        """Going on takes an override for every finding that speaks against it. Rule ids are the catalogue's own."""
        if self.decision is not Decision.PROCEED_TO_CONSULTATION:
            return []
        missing = findings.keys() - {override.rule_id for override in self.overrides}
        return [("/overrides", f"override_missing:{rule}") for rule in sorted(missing)]

    def _proposed(self, case: Case, by: Person) -> Case:
        version = case.summary.work.version + 1
        proposal = Proposal(version=version, decision=self.decision, by=by.subject, deferred_until=self._until())
        return _with_proposal(case, proposal)

    def _until(self) -> str | None:
        return self.defer_until.isoformat() if self.defer_until else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The second clinician signs."""

    comment: str | None = None
    deed: ClassVar[Deed] = Deed.CONFIRMED
    admits: ClassVar[frozenset[Role]] = JUDGING

    def content(self) -> Mapping[str, JSON]:
        return {"comment": self.comment, "attestation": ATTESTATION}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        proposal = _proposal_for(case, by)
        may_be_closed(case)
        return _closed(case, proposal.decision, proposal.deferred_until, at, {"decisionVersion": proposal.version})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """The second clinician does not sign; the case stays open."""

    comment: str
    deed: ClassVar[Deed] = Deed.DECLINED
    admits: ClassVar[frozenset[Role]] = JUDGING

    def content(self) -> Mapping[str, JSON]:
        return {"comment": self.comment}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        del at
        proposal = _proposal_for(case, by)
        return Moved(case=_with_proposal(case, None), added={"decisionVersion": proposal.version})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """Takes up a closed case again, as a further round."""

    reason: str
    deed: ClassVar[Deed] = Deed.REOPENED
    admits: ClassVar[frozenset[Role]] = JUDGING

    def content(self) -> Mapping[str, JSON]:
        return {"reason": self.reason}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        del by
        if case.summary.status is CaseStatus.OPEN:
            raise MoveRefusedError("case_is_open")
        # It waits anew, and whoever acknowledged it before is waited for as well.
        work = replace(
            case.summary.work,
            acknowledged_at=None,
            assignee=None,
            closed_at=None,
            outcome=None,
            deferred_until=None,
            second_waived=False,
        )
        summary = replace(
            case.summary,
            status=CaseStatus.OPEN,
            round=case.summary.round + 1,
            since=at.isoformat(),
            opened_at=at.isoformat(),
            work=work,
        )
        return Moved(case=replace(case, summary=summary), event=Event.CASE_REOPENED, placed=True, waking=Waking.ANEW)


def _is_with(case: Case, by: Person) -> None:
    """Whoever decides has taken the case, so that two people never decide the same one unseen."""
    assignee = case.summary.work.assignee
    if assignee is None or assignee.subject != by.subject:
        raise MoveRefusedError("case_is_not_yours")


def _proposal_for(case: Case, by: Person) -> Proposal:
    still_open(case)
    proposal = case.summary.work.proposal
    if proposal is None:
        raise MoveRefusedError("nothing_to_confirm")
    if proposal.by == by.subject:
        raise MoveRefusedError("second_clinician_needed")
    return proposal


def _rests_on(case: Case) -> Mapping[str, JSON]:
    """The screenings a decision was taken on; later ones may replace them."""
    return {"screeningIds": list(counted_ids(case))}


def _with_proposal(case: Case, proposal: Proposal | None) -> Case:
    return replace(case, summary=replace(case.summary, work=replace(case.summary.work, proposal=proposal)))


def _closed(case: Case, decision: Decision, until: str | None, at: datetime, added: Mapping[str, JSON]) -> Moved:
    work = replace(
        case.summary.work,
        closed_at=at.isoformat(),
        outcome=decision,
        deferred_until=until,
        proposal=None,
        awaiting=None,
    )
    summary = replace(case.summary, status=CaseStatus.CLOSED, work=work)
    return Moved(
        case=replace(case, summary=summary), event=Event.CASE_DECIDED, placed=True, waking=Waking.STOPPED, added=added
    )
