"""A screening as people of the clinic read it."""

from typing import Any

from pydantic import Field

from infra.contract.treatment_replies import TreatmentHistory
from infra.contract.words import Cursor, Day, Id, Moment, Part, PerRoute
from rules.engine.terms import (
    Basis,
    Contact,
    CrisisKind,
    Disposition,
    Lane,
    NeededBy,
    Outcome,
    Phase,
    Severity,
    WaitingOn,
)


class ScreeningSummary(Part):
    """A screening without its answers and findings."""

    id: Id
    patient_reference: str
    case_id: Id | None
    received_at: Moment
    phase: Phase
    lane: Lane
    contact: Contact
    disposition: Disposition
    draft: bool


class Finding(Part):
    """What one rule concluded, with the facts it read."""

    rule_id: str
    outcome: Outcome
    severity: PerRoute[Severity]
    possible: PerRoute[Severity]
    missing: list[str]
    contact: Contact
    basis: Basis = Basis.KNOWN
    facts: list[str] = Field(default_factory=list)
    needed_by: NeededBy | None = None
    waiting_on: WaitingOn | None = None
    rows: dict[str, list[int]] = Field(default_factory=dict)
    """Of a list among the facts, the places of the rows it is about; all of them where the list is not named."""


class RuleSetStamp(Part):
    """The rules that produced a screening."""

    version: str
    digest: str = ""
    incomplete: bool = False


class EvaluationRecord(Part):
    """One evaluation, as stored. It is never changed, so a record of an older version may lack what came later."""

    rule_set: RuleSetStamp
    contact: Contact
    dispositions: PerRoute[Disposition]
    findings: list[Finding]
    site: dict[str, Any]
    engine: str = ""
    as_of: Day = ""
    phase: Phase = Phase.INTAKE
    submitted_on: Day | None = None
    lane: Lane = Lane.NOTHING_FOUND
    crisis: list[CrisisKind] = Field(default_factory=list)
    possible: PerRoute[Disposition] = Field(default_factory=dict)
    clear: list[str] = Field(default_factory=list)
    not_applicable: list[str] = Field(default_factory=list)
    facts: dict[str, dict[str, Any]] = Field(default_factory=dict)


class QuestionnaireNamed(Part):
    """Which form was filled in."""

    id: str
    version: str


class SubmissionRecord(Part):
    """How the answers came in."""

    questionnaire: QuestionnaireNamed
    requested_route: str | None
    submitted_at: str | None
    source: str | None
    submitted_by: str
    received_at: Moment


class DerivedFrom(Part):
    """The screening this one was made from, and why.

    Corrections with old and new side by side, answers to a request, or a reference that was not the right one.
    """

    screening_id: Id
    corrections: list[dict[str, Any]] = Field(default_factory=list)
    information_request_id: Id | None = None
    from_case: Id | None = None
    reason: str | None = None


class Reading(Part):
    """The screening in the order in which it is read. Every word comes from the rules that made it."""

    summary: str
    contact: list[dict[str, Any]]
    judgement: list[dict[str, Any]]
    collecting: list[dict[str, Any]]
    precautions: list[dict[str, Any]]
    rest: dict[str, Any]
    sign_off: dict[str, Any] | None


class Screening(ScreeningSummary):
    """How it reads, the answers as they were entered, the evaluation, and where it came from."""

    reading: Reading | None
    answers: dict[str, Any]
    screening: EvaluationRecord
    submission: SubmissionRecord
    derived_from: DerivedFrom | None = None


class ScreeningFile(Screening):
    """A screening with its past treatments; these are null where they cannot be told as they were judged."""

    treatment_history: TreatmentHistory | None


class ScreeningPage(Part):
    """Newest first; `next` asks for the page after."""

    screenings: list[ScreeningSummary]
    next: Cursor | None
