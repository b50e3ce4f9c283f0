"""What a case asks for, from the screenings that count: those no later one has replaced."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from functions.service.casework.work import Work
from functions.service.records import Case, ScreeningSummary, most_demanding
from rules.engine.terms import Contact, Disposition, Lane


def with_standing(case: Case, counted: Sequence[ScreeningSummary], at: datetime) -> Case:
    """The case with its place by these screenings (at least one).

    A call that is more pressing than the one before is a new alarm: whoever was called before is called again.

    INVARIANT: a call that was asked for stays asked for until somebody has logged an attempt, whatever a correction
    makes of the answers.
    """
    leading = min(counted, key=_pressing)
    contact = min((each.contact for each in counted), key=lambda each: each.rank)
    lanes = {each.lane for each in counted}
    if _call_is_owed(case) and case.summary.contact.rank < contact.rank:
        contact = case.summary.contact
        lanes.add(Lane.CONTACT)
    summary = replace(
        case.summary,
        contact=contact,
        disposition=Disposition.strictest(*(each.disposition for each in counted)),
        lane=most_demanding(lanes),
    )
    if contact.rank < case.summary.contact.rank:
        summary = replace(summary, since=at.isoformat(), work=_uncalled(summary.work))
    return replace(case, summary=summary, leading_id=leading.id, lanes=frozenset(lanes))


def _uncalled(work: Work) -> Work:
    return replace(work, acknowledged_at=None, contacted_at=None, reached_at=None)


def _pressing(screening: ScreeningSummary) -> tuple[int, int, str]:
    return screening.contact.rank, -screening.disposition.rank, screening.received_at


def _call_is_owed(case: Case) -> bool:
    return case.summary.contact is not Contact.ROUTINE and case.summary.work.contacted_at is None
