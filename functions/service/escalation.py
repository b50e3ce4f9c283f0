"""Who is woken next when nobody has acknowledged a case, and when again. Pure: time is an argument.

Contact now: a second person, then on-call, then on-call again and again; outside staffed hours on-call from the
start. Contact today: the same in staffed hours. Routine: nobody is woken, the case is marked as overdue.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from functions.service.due_times import Wake, is_staffed, staffed_later
from functions.service.identifiers import Identifiers
from functions.service.notices import Notice
from functions.service.reach import Level, ReachSettings
from rules.engine.terms import Contact

# The turn at which the time to acknowledge is over; an earlier one exists only where on-call was woken at once.
_OVERDUE_TURN: Final = 1
# Turns are counted no further than a key has room for; what happens stays the same.
_LAST_TURN: Final = 99


class StepTaken(StrEnum):
    """What the audit says of a step."""

    OVERDUE = "case.overdue"
    ESCALATED = "case.escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a wake leads to: whom it calls, whether the case is overdue from now on, when it is looked at again."""

    level: Level | None
    is_overdue: bool
    next: Wake | None

    @property
    def taken(self) -> StepTaken:
        return StepTaken.OVERDUE if self.is_overdue else StepTaken.ESCALATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One call through the second channel. Its id stays the same however often it is sent."""

    id: str
    clinic: str
    case_id: str
    contact: Contact
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWake:
    """A case whose time has come."""

    clinic: str
    case_id: str
    wake: Wake


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEntry:
    """Something that is due since `at`. Nothing is due where the board's key says nothing that can be understood."""

    at: datetime
    place: tuple[str, str, str]
    due: Notice | Alert | CaseWake | None


def step(wake: Wake, now: datetime, reach: ReachSettings) -> Step:
    """The same for everybody who looks at the same wake in the same minute."""
    overdue = wake.turn == _OVERDUE_TURN
    if wake.contact is Contact.ROUTINE:
        return Step(level=None, is_overdue=overdue, next=None)
    return Step(level=_level(wake, now, reach), is_overdue=overdue, next=_next(wake, now, reach))


def _level(wake: Wake, now: datetime, reach: ReachSettings) -> Level:
    """The second person only where somebody is there; a clinic that names none goes on to on-call."""
    second = wake.turn == _OVERDUE_TURN and is_staffed(now, reach)
    absent = reach.names_nobody_at(Level.SECOND_PERSON) and not reach.names_nobody_at(Level.ON_CALL)
    return Level.SECOND_PERSON if second and not absent else Level.ON_CALL


def _next(wake: Wake, now: datetime, reach: ReachSettings) -> Wake:
    minutes = _pause(wake, reach)
    at = (
        now + timedelta(minutes=minutes)
        if wake.contact is Contact.NOW
        else staffed_later(now, minutes, wake.contact, reach)
    )
    return Wake(at=at, contact=wake.contact, turn=min(wake.turn + 1, _LAST_TURN))


def _pause(wake: Wake, reach: ReachSettings) -> int:
    timers = reach.timers
    if wake.turn < _OVERDUE_TURN:
        return timers.acknowledge_now
    return timers.next_level if wake.turn == _OVERDUE_TURN else timers.on_call_again


def step_digest(
    identifiers: Identifiers, *, chain: str, entry_id: str, actor: str, action: str, level: str | None, at: str
) -> str:
    """Covers everything the audit entry of a step says. The key is the sweeper's own."""
    return identifiers.digest("escalation", "\n".join((chain, entry_id, actor, action, level or "", at)))
