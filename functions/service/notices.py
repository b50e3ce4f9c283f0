"""What others are told about a write: which events it makes, and for whom each is. Ids, clinic and contact only.

A notice is stored in the outbox in the same transaction as what it tells of. Must not know how it is published.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from functions.service.records import CaseMove, ScreeningEntry
from rules.engine.terms import Contact

# A notice that is not confirmed as published by then is published again by the sweeper.
CONFIRMED_WITHIN: Final = timedelta(minutes=2)
_ID_DIGITS: Final = 32


class Event(StrEnum):
    """What happened, under the name others subscribe to."""

    SCREENING_COMPLETED = "screening.completed"
    CASE_OPENED = "case.opened"
    CASE_CLAIMED = "case.claimed"
    CASE_INFORMATION_REQUESTED = "case.information_requested"
    CASE_DECIDED = "case.decided"
    CASE_OVERDUE = "case.overdue"
    CASE_REOPENED = "case.reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One event. Its id stays the same however often it is published; that of a screening is the screening's."""

    id: str
    event: Event
    clinic: str
    case_id: str | None
    contact: Contact

    @property
    def calls_people(self) -> bool:
        """Whether a person is called at once. Only a screening does it, so that one danger is told once."""
        return self.event is Event.SCREENING_COMPLETED and self.contact is Contact.NOW


def notices_of(screening: ScreeningEntry, move: CaseMove | None) -> tuple[Notice, ...]:
    """Every screening is told of, one that found nothing too: nobody vanishes."""
    completed = Notice(
        id=screening.id,
        event=Event.SCREENING_COMPLETED,
        clinic=screening.clinic,
        case_id=screening.case_id,
        contact=screening.contact,
    )
    if move is not CaseMove.OPENED or not screening.case_id:
        return (completed,)
    return (completed, following(completed, Event.CASE_OPENED))


def following(cause: Notice, event: Event) -> Notice:
    """A further event of the same write, with an id that is the same whenever the write is repeated."""
    return Notice(
        id=event_id(cause.id, event),
        event=event,
        clinic=cause.clinic,
        case_id=cause.case_id,
        contact=cause.contact,
    )


def event_id(cause: str, event: str) -> str:
    """Derived from an id that is itself a keyed hash, so it tells nothing."""
    return sha256(f"{cause}#{event}".encode()).hexdigest()[:_ID_DIGITS]
