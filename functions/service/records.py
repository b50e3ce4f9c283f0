"""What is stored and what is read back, in the words of the domain. Must not know keys, indexes or item layout."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.service.casework.work import Work
from functions.service.documents import JSON
from functions.service.due_times import Due
from functions.service.information import InformationRequest
from rules.engine.terms import Contact, Disposition, Lane, Phase


class CaseMove(StrEnum):
    """How a screening reaches its patient's case, in the order in which they are tried."""

    OPENED = "opened"
    RAISED = "raised"
    JOINED = "joined"
    RAISED_FULL = "raised_full"
    JOINED_FULL = "joined_full"

    @property
    def kind(self) -> str:
        """What the audit says; that the list of ids is full is the store's own affair."""
        return self.value.removesuffix("_full")


def most_demanding(lanes: Iterable[Lane]) -> Lane:
    """A call first, then judgement, then collecting: lanes are declared in the order in which they are worked."""
    return min(lanes, key=tuple(Lane).index)


class CaseStatus(StrEnum):
    """Whether somebody still has to work on the case."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningSummary:
    """A screening without its answers and findings."""

    id: str
    patient_reference: str
    case_id: str | None
    received_at: str
    phase: Phase
    lane: Lane
    contact: Contact
    disposition: Disposition
    draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningEntry:
    """One stored screening: its summary, and the two documents it consists of, packed as they are stored."""

    clinic: str
    id: str
    patient_key: str
    patient_reference: str
    case_id: str | None
    received_at: datetime
    phase: Phase
    lane: Lane
    contact: Contact
    disposition: Disposition
    draft: bool
    due: Due
    domains: frozenset[str]
    answers: bytes
    record: bytes

    def summary(self) -> ScreeningSummary:
        """What a list shows of it."""
        return ScreeningSummary(
            id=self.id,
            patient_reference=self.patient_reference,
            case_id=self.case_id,
            received_at=self.received_at.isoformat(),
            phase=self.phase,
            lane=self.lane,
            contact=self.contact,
            disposition=self.disposition,
            draft=self.draft,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyEntry:
    """Remembers that a request was answered, and with which receipt."""

    request_key: str
    body_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEntry:
    """A form that is still being filled in, its answers packed."""

    clinic: str
    id: str
    patient_key: str
    revision: int
    body_hash: str
    saved_at: datetime
    expires_at: datetime
    answers: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Says who changed what and when, with a keyed digest of what it covers; holds no answer and no finding."""

    id: str
    actor: str
    action: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Answers to an information request: taken once, on the condition that it is still open."""

    request: InformationRequest
    body_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One transaction: all of it is stored, or nothing is."""

    request_id: str
    at: datetime
    screening: ScreeningEntry | None = None
    idempotency: IdempotencyEntry | None = None
    draft: DraftEntry | None = None
    move: CaseMove | None = None
    audit: AuditEntry | None = None
    response: Response | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """A row of the queue. Contact, disposition and lane are the most demanding of all screenings that count.

    `domains` are those of the rules that fired in any of its screenings.
    """

    id: str
    patient_reference: str
    status: CaseStatus
    round: int
    contact: Contact
    disposition: Disposition
    lane: Lane
    since: str
    opened_at: str
    latest_at: str
    updated_at: str
    due_at: str | None
    screening_count: int
    domains: frozenset[str]
    work: Work

    @property
    def paused_until(self) -> str | None:
        """Until when nobody is reminded, because the patient was asked. Only a routine case waits for its patient."""
        awaiting = self.work.awaiting
        return awaiting.expires_at if awaiting and self.contact is Contact.ROUTINE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case with the ids of its screenings, oldest first, and of the one that gave it its place in the queue.

    `lanes` are all the lanes in which it has work. `place_due` is the due time it stands in the queue by; it stays
    when nobody is waited for any more.
    """

    summary: CaseSummary
    patient_key: str
    place_due: str
    screening_ids: tuple[str, ...]
    leading_id: str
    lanes: frozenset[Lane]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredScreening:
    """A screening as it was stored, complete."""

    summary: ScreeningSummary
    answers: JSON
    record: Mapping[str, JSON]


type Position = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page[Row]:
    """Some rows, and where the next ones begin."""

    rows: tuple[Row, ...]
    next: Position | None
