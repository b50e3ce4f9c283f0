"""A case as people of the clinic read it and work on it."""

from typing import Annotated, Any

from pydantic import Field

from functions.service.casework.journal import Deed
from functions.service.casework.work import Decision
from functions.service.records import CaseStatus
from functions.service.staff import Role
from infra.contract.screening_replies import Screening, ScreeningSummary
from infra.contract.words import Cursor, Day, Id, Moment, Part, Problem
from rules.engine.terms import Contact, Disposition, Lane


class PersonNamed(Part):
    """Somebody of the clinic."""

    subject: str
    name: str


class Awaited(Part):
    """An information request that is out."""

    request_id: Id
    expires_at: Moment


class OpenQuestion(Part):
    """A question the patient could be asked, with the rules that wait for its answer."""

    link_id: str
    ask: str
    says: str
    kind: str
    waiting_rules: list[str]


class OpenQuestions(Part):
    """What could be asked, in the order of the questionnaire, and the request that is out already."""

    questions: list[OpenQuestion]
    awaiting: Awaited | None
    paused_until: Moment | None


class CaseRow(Part):
    """A case as the queue shows it: what it asks for, and how far the work on it is."""

    id: Id
    patient_reference: str
    status: CaseStatus
    round: int
    contact: Contact
    disposition: Disposition
    lane: Lane
    since: Moment
    opened_at: Moment
    latest_at: Moment
    updated_at: Moment
    due_at: Moment | None
    screening_count: int
    version: int
    assignee: PersonNamed | None
    acknowledged_at: Moment | None
    contacted_at: Moment | None
    reached_at: Moment | None
    awaiting: Awaited | None
    paused_until: Moment | None
    second_clinician_awaited: bool
    second_clinician_waived: bool
    closed_at: Moment | None
    outcome: Decision | None
    deferred_until: Day | None


class InformationAsked(CaseRow):
    """The case as it is then; the link is shown to whoever made the request, once, and never again."""

    link: str | None


class CasePage(Part):
    """Rows in the order in which they are worked; `next` asks for the page after."""

    cases: list[CaseRow]
    next: Cursor | None


class CaseCounts(Part):
    """Open cases. `complete` is false where there are more than were counted: then there are at least so many."""

    open: int
    lanes: dict[Lane, int]
    contacts: dict[Contact, int]
    free: int
    overdue: int
    complete: bool


class PatientCase(CaseRow):
    """A case of a patient with the ids of its screenings, oldest first."""

    screening_ids: list[Id]


class PatientFile(Part):
    """What the clinic has about one patient; empty for a reference nobody used."""

    cases: list[PatientCase]
    screenings: list[ScreeningSummary]


class Doer(PersonNamed):
    """Who did it, in which roles."""

    roles: list[Role]


class Waited(Part):
    """The steps a change brought about, after how many seconds; and the contact that was asked for until then."""

    contact: Contact
    acknowledged: int = 0
    reached: int = 0
    decided: int = 0


class JournalEntry(Part):
    """One change of a case: the version it had afterwards, who, when, and what was said."""

    version: int
    deed: Deed
    by: Doer
    at: Moment
    content: dict[str, Any]
    waited: Waited | None = None


class Changes(Part):
    """What the latest screening changed, side by side. The two screenings stand under `from` and `to`."""

    from_: Annotated[Id, Field(alias="from")]
    to: Id
    answers: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    dispositions: list[dict[str, Any]]
    contact: dict[str, Any] | None
    rule_set: dict[str, Any] | None


class CaseFile(CaseRow):
    """A case with what was done with it, and two screenings in full: the latest and the one that leads it."""

    screening_ids: list[Id]
    superseded_screening_ids: list[Id]
    screenings: list[ScreeningSummary]
    changes: Changes | None
    journal: list[JournalEntry]
    latest_screening: Screening | None
    leading_screening: Screening | None


class CaseChanged(Problem):
    """Somebody else was first: the case as it is now, with its `ETag` in the header."""

    current: CaseRow
