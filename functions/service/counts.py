"""How much work waits in a clinic, read within a budget: beyond it the numbers are said to be at least so large."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from functions.service.documents import JSON
from functions.service.ports import ReviewStore
from functions.service.queue import QueueFilter
from functions.service.records import CaseSummary, Position
from rules.engine.terms import Contact, Lane

# Rows of some hundred bytes: about one read of a megabyte at most.
MOST_COUNTED: Final = 1000
_PAGE: Final = 250


@dataclass
class Counts:
    """Open cases by lane and contact, those nobody has, those whose time is over."""

    lanes: Counter[Lane] = field(default_factory=Counter)
    contacts: Counter[Contact] = field(default_factory=Counter)
    free: int = 0
    overdue: int = 0
    complete: bool = True

    def take(self, case: CaseSummary, now: str) -> None:
        self.lanes[case.lane] += 1
        self.contacts[case.contact] += 1
        self.free += case.work.assignee is None
        self.overdue += case.due_at is not None and case.due_at <= now

    def to_json(self) -> dict[str, JSON]:
        return {
            "open": self.lanes.total(),
            "lanes": {lane.value: self.lanes[lane] for lane in Lane if lane is not Lane.NOTHING_FOUND},
            "contacts": {contact.value: self.contacts[contact] for contact in Contact},
            "free": self.free,
            "overdue": self.overdue,
            "complete": self.complete,
        }


def counts_of(clinic: str, archive: ReviewStore, *, now: datetime) -> Counts:
    cases, complete = open_cases(clinic, archive)
    counts = Counts(complete=complete)
    for case in cases:
        counts.take(case, now.isoformat())
    return counts


def open_cases(clinic: str, archive: ReviewStore) -> tuple[Sequence[CaseSummary], bool]:
    """The open cases, and whether these are all of them.

    Most pressing first, so that what is left out beyond the budget is the least pressing.
    """
    cases: list[CaseSummary] = []
    after: Position | None = None
    while len(cases) < MOST_COUNTED:
        page = archive.queue(clinic, QueueFilter(), limit=_PAGE, after=after)
        cases.extend(page.rows)
        after = page.next
        if after is None:
            return cases, True
    return cases, False
