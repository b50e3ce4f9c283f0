"""How far the work on a case is. Must not know screenings' contents or how anything is stored."""

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """What a practitioner can conclude. None of them approves a treatment."""

    PROCEED_TO_CONSULTATION = "proceed_to_consultation"
    DEFER = "defer"
    NOT_SUITABLE = "not_suitable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignee:
    """Who has taken the case."""

    subject: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """The information request that is out: nobody asks again before it ends."""

    request_id: str
    expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A decision that waits for a second clinician: the version it was made at, and by whom."""

    version: int
    decision: Decision
    by: str
    deferred_until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Where the work stands. `version` grows by one with every change, a joining screening included.

    `change_id` names the last change, so that its repetition is recognised. Times are ISO 8601 with a zone.
    `contacted_at` is the last attempt to speak to the patient since the case became as pressing as it is now,
    `reached_at` the last one that succeeded. `awaiting` is the information request that is out.
    `superseded` are screenings that a later one replaced. `second_waived` says that the case was decided by one
    clinician where two are usual.
    """

    version: int
    change_id: str
    assignee: Assignee | None = None
    acknowledged_at: str | None = None
    contacted_at: str | None = None
    reached_at: str | None = None
    awaiting: Awaiting | None = None
    proposal: Proposal | None = None
    superseded: frozenset[str] = frozenset()
    closed_at: str | None = None
    outcome: Decision | None = None
    deferred_until: str | None = None
    second_waived: bool = False
