"""When somebody of the clinic has to speak to a patient next, from what is settled. Nothing settled, nothing stated.

The clinical documents give no interval for follow-ups: it is a setting of the clinic, without a default.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from functions.service.course import Course
from functions.service.reach import ReachSettings
from functions.service.records import Case, CaseStatus
from rules.engine.terms import Contact, Phase


class ContactReason(StrEnum):
    """What makes the contact due."""

    CALL_OWED = "call_owed"
    CASE_WAITS = "case_waits"
    ANSWERS_AWAITED = "answers_awaited"
    DEFERRED_UNTIL = "deferred_until"
    FOLLOW_UP_INTERVAL = "follow_up_interval"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextContact:
    """The day by the clinic's clock, the moment where one is known, and why."""

    day: date | None
    at: str | None
    because: ContactReason


def next_contact(course: Course, reach: ReachSettings) -> NextContact:
    """The earliest, whether or not it has passed."""
    dated = [each for each in _dues(course, reach) if each.day is not None]
    return min(
        dated,
        key=lambda each: (each.day, each.at is None, each.at or ""),
        default=NextContact(day=None, at=None, because=ContactReason.NOT_STATED),
    )


def _dues(course: Course, reach: ReachSettings) -> Iterator[NextContact]:
    if course.case is not None:
        yield from _of_case(course.case, reach)
    treated = [taken.place[0] for taken in course.counted if taken.phase is not Phase.INTAKE and not taken.draft]
    if reach.follow_up_days is not None and treated:
        day = max(treated) + timedelta(days=reach.follow_up_days)
        yield NextContact(day=day, at=None, because=ContactReason.FOLLOW_UP_INTERVAL)


def _of_case(case: Case, reach: ReachSettings) -> Iterator[NextContact]:
    summary = case.summary
    if summary.status is CaseStatus.CLOSED:
        if summary.work.deferred_until:
            day = date.fromisoformat(summary.work.deferred_until)
            yield NextContact(day=day, at=None, because=ContactReason.DEFERRED_UNTIL)
        return
    if summary.due_at:
        owed = summary.contact is not Contact.ROUTINE and summary.work.reached_at is None
        yield _at(summary.due_at, reach, ContactReason.CALL_OWED if owed else ContactReason.CASE_WAITS)
    if summary.work.awaiting:
        yield _at(summary.work.awaiting.expires_at, reach, ContactReason.ANSWERS_AWAITED)


def _at(moment: str, reach: ReachSettings, because: ContactReason) -> NextContact:
    day = datetime.fromisoformat(moment).astimezone(reach.zone).date()
    return NextContact(day=day, at=moment, because=because)
