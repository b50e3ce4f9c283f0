"""The figures of a clinic for a period: the queue as it is now, times and rules of the days from one to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from functions.service.casework.waits import Milestone
from functions.service.counts import open_cases
from functions.service.documents import JSON
from functions.service.errors import UnreadableRequestError
from functions.service.figures.ageing import Ages, Waiting, ages, waiting
from functions.service.figures.days import Figures, RuleFigures, together
from functions.service.figures.trail import FigureStore
from functions.service.ports import ReviewStore
from rules.engine.terms import Contact

# One row is read for each day.
LONGEST_PERIOD: Final = 366
USUAL_PERIOD: Final = 30
_MEDIAN: Final = 50
_SLOW: Final = 90
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the clinic's own calendar, both included."""

    first: date
    last: date

    @classmethod
    def asked(cls, first: date | None, last: date | None, today: date) -> "Period":
        """The latest thirty days unless said. Raises UnreadableRequestError for one that is empty or too long."""
        end = last or today
        start = first or end - timedelta(days=USUAL_PERIOD - 1)
        if not 0 <= (end - start).days < LONGEST_PERIOD:
            raise UnreadableRequestError("period")
        return cls(start, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is handed out. `complete` is false where more cases are open than were read."""

    period: Period
    at: datetime
    days_counted: int
    counted_at: datetime | None
    open: int
    complete: bool
    ages: Sequence[Ages]
    waiting: Mapping[tuple[Milestone, Contact], Waiting]
    figures: Figures

    def to_json(self) -> dict[str, JSON]:
        return {
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "daysCounted": self.days_counted,
            "countedAt": self.counted_at.isoformat() if self.counted_at else None,
            "forms": self.figures.forms,
            "decisions": self.figures.decisions,
            "uncounted": self.figures.uncounted,
            "queue": {
                "at": self.at.isoformat(),
                "open": self.open,
                "complete": self.complete,
                "ages": [_ages(each) for each in self.ages],
            },
            "times": [self._time(step, contact) for step in Milestone for contact in Contact],
            "rules": [_rule(rule, figures) for rule, figures in self.figures.rules.items()],
        }

    def _time(self, step: Milestone, contact: Contact) -> dict[str, JSON]:
        seconds = self.figures.waits.get(step, {}).get(contact, ())
        still = self.waiting.get((step, contact), Waiting())
        return {
            "step": step.value,
            "contact": contact.value,
            "count": len(seconds),
            "median": percentile(seconds, _MEDIAN),
            "ninetieth": percentile(seconds, _SLOW),
            "slowest": percentile(seconds, 100),
            "waiting": still.count,
            "longestWaiting": still.longest,
        }


def report(clinic: str, period: Period, *, archive: ReviewStore, counted: FigureStore, now: datetime) -> Report:
    """Raises StoreUnavailableError."""
    cases, complete = open_cases(clinic, archive)
    days = counted.days(clinic, period.first, period.last)
    return Report(
        period=period,
        at=now,
        days_counted=len(days),
        counted_at=max((day.counted_at for day in days), default=None),
        open=len(cases),
        complete=complete,
        ages=ages(cases, now),
        waiting=waiting(cases, now),
        figures=together(day.figures for day in days),
    )


def percentile(ascending: Sequence[int], percent: int) -> int | None:
    """The nearest rank: the smallest value that so many per cent do not exceed. Always one that occurred."""
    if not ascending:
        return None
    rank = -(-len(ascending) * percent // 100)
    return ascending[rank - 1]


def rate(part: int, whole: int) -> float | None:
    """Nothing where there is nothing to compare with."""
    return round(part / whole, _DIGITS) if whole else None


def _ages(each: Ages) -> dict[str, JSON]:
    return {
        "contact": each.contact.value,
        "lane": each.lane.value,
        "count": sum(each.bands.values()),
        "bands": {band.value: count for band, count in each.bands.items()},
        "oldestOpenedAt": each.oldest_opened_at,
    }


def _rule(rule: str, figures: RuleFigures) -> dict[str, JSON]:
    return {
        "ruleId": rule,
        "screened": figures.screened,
        "fired": figures.fired,
        "unknown": figures.unknown,
        "faults": figures.faults,
        "decided": figures.decided,
        "overridden": figures.overridden,
        "firedRate": rate(figures.fired, figures.screened),
        "unknownRate": rate(figures.unknown, figures.screened),
        "overrideRate": rate(figures.overridden, figures.decided),
    }
