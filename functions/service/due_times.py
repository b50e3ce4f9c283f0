"""When somebody has to have acted, and when the next person is woken. Pure: time is an argument.

A clinic's day is cut into stretches of real time, so that an hour is an hour when clocks are put forward or back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from functions.service.reach import DAY_MINUTES, ReachSettings
from rules.engine.terms import Contact

# Waiting for staffed hours has an end: a clinic may be closed for a fortnight, a patient may not wait for it.
LONGEST_WAIT: Final = {Contact.TODAY: timedelta(days=3), Contact.ROUTINE: timedelta(days=14)}

type Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake:
    """When the sweeper looks at a case again, for which contact, and how many times it has done so before."""

    at: datetime
    contact: Contact
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """By when somebody has to have acted, and the first wake that comes of it."""

    at: datetime
    wake: Wake


def due(contact: Contact, at: datetime, reach: ReachSettings) -> Due:
    """For a case that became this pressing at this moment."""
    if contact is Contact.NOW:
        return _due_now(at, reach)
    minutes = reach.timers.acknowledge_today if contact is Contact.TODAY else reach.timers.routine
    return _due_at(staffed_later(at, minutes, contact, reach), contact)


def _due_now(at: datetime, reach: ReachSettings) -> Due:
    """Its clock never stops. Where nobody is present, on-call is woken at once and has as long as the others."""
    limit = at + timedelta(minutes=reach.timers.acknowledge_now)
    if is_staffed(at, reach):
        return _due_at(limit, Contact.NOW)
    return Due(at=limit, wake=Wake(at=at, contact=Contact.NOW, turn=0))


def _due_at(at: datetime, contact: Contact) -> Due:
    return Due(at=at, wake=Wake(at=at, contact=contact, turn=1))


def is_staffed(at: datetime, reach: ReachSettings) -> bool:
    return any(start <= at < end for start, end in _stretches(at, reach, timedelta()))


def staffed_later(at: datetime, minutes: int, contact: Contact, reach: ReachSettings) -> datetime:
    """The moment after so many minutes of staffed time; of any time where there are no staffed hours."""
    left = timedelta(minutes=minutes)
    if not any(reach.hours.values()):
        return at + left
    longest = LONGEST_WAIT[contact]
    for start, end in _stretches(at, reach, longest):
        begun = max(start, at)
        if end - begun >= left:
            return min(begun + left, at + longest)
        left -= max(end - begun, timedelta())
    return at + longest


def _stretches(at: datetime, reach: ReachSettings, ahead: timedelta) -> Iterator[Stretch]:
    """Staffed time from the day of `at` in the clinic's zone on, in UTC, oldest first."""
    today = at.astimezone(reach.zone).date()
    for days in range(ahead.days + 2):
        day = today + timedelta(days=days)
        if day in reach.closed:
            continue
        for start, end in reach.hours.get(day.weekday(), ()):
            yield _moment(day, start, reach), _moment(day, end, reach)


def _moment(day: date, minutes: int, reach: ReachSettings) -> datetime:
    """A time by the clinic's clock. An hour that is left out or comes twice is taken as it was before the change."""
    day, minutes = (day + timedelta(days=1), 0) if minutes == DAY_MINUTES else (day, minutes)
    local = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=reach.zone)
    return local.astimezone(UTC)
