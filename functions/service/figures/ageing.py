"""How long the cases that are open now have been waiting, read within the budget of `service.counts`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from functions.service.casework.waits import Milestone, waits
from functions.service.records import CaseSummary
from rules.engine.terms import Contact, Lane


class Band(StrEnum):
    """How long ago a case was opened or taken up again. Defaults of ours: the first is the time for a call now."""

    UNDER_15_MINUTES = "under15Minutes"
    UNDER_1_HOUR = "under1Hour"
    UNDER_4_HOURS = "under4Hours"
    UNDER_1_DAY = "under1Day"
    UNDER_3_DAYS = "under3Days"
    UNDER_7_DAYS = "under7Days"
    UNDER_14_DAYS = "under14Days"
    OLDER = "older"


_UNDER: Final = {
    Band.UNDER_15_MINUTES: timedelta(minutes=15),
    Band.UNDER_1_HOUR: timedelta(hours=1),
    Band.UNDER_4_HOURS: timedelta(hours=4),
    Band.UNDER_1_DAY: timedelta(days=1),
    Band.UNDER_3_DAYS: timedelta(days=3),
    Band.UNDER_7_DAYS: timedelta(days=7),
    Band.UNDER_14_DAYS: timedelta(days=14),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """The open cases of one contact and lane: how many of each age, and when the oldest was opened."""

    contact: Contact
    lane: Lane
    bands: Mapping[Band, int]
    oldest_opened_at: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open cases that still wait for a milestone: how many, and how many seconds the longest has been waiting."""

    count: int = 0
    longest: int | None = None


def band(age: timedelta) -> Band:
    return next((band for band, limit in _UNDER.items() if age < limit), Band.OLDER)


def ages(cases: Iterable[CaseSummary], now: datetime) -> Sequence[Ages]:
    """Most pressing first; a contact and lane without a case is left out."""
    found: dict[tuple[Contact, Lane], list[CaseSummary]] = {}
    for case in cases:
        found.setdefault((case.contact, case.lane), []).append(case)
    order = [(contact, lane) for contact in Contact for lane in Lane if (contact, lane) in found]
    return [_ages(contact, lane, found[contact, lane], now) for contact, lane in order]


def waiting(cases: Iterable[CaseSummary], now: datetime) -> Mapping[tuple[Milestone, Contact], Waiting]:
    found: dict[tuple[Milestone, Contact], list[int]] = {}
    for case in cases:
        for step, since in waits(case).items():
            found.setdefault((step, case.contact), []).append(max(0, int((now - since).total_seconds())))
    return {place: Waiting(len(seconds), max(seconds)) for place, seconds in found.items()}


def _ages(contact: Contact, lane: Lane, cases: Sequence[CaseSummary], now: datetime) -> Ages:
    opened = [datetime.fromisoformat(case.opened_at) for case in cases]
    counted = Counter(band(now - at) for at in opened)
    return Ages(
        contact=contact,
        lane=lane,
        bands={each: counted[each] for each in Band},
        oldest_opened_at=min(opened).isoformat(),
    )
