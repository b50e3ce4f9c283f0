"""Counts the latest days of every clinic in which something happened, and keeps each day's figures.

Every run counts whole days anew from the audit trail, so a run that is repeated, that overlaps another or that broke
off leaves nothing doubled and nothing lost. A day is the clinic's own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from functions.service.assessment import today_at
from functions.service.figures.counting import figures_of
from functions.service.figures.trail import CountedDay, KeptFigures, Place, Trail
from functions.service.ports import ClinicSettings, Clock
from rules.engine.site import SiteSettings

# A day when clocks are put back has 25 hours; its first may lie so far before the span that was asked for.
_LONGEST_DAY: Final = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many days of clinics were counted, and how many could not be."""

    counted: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallying:
    """What a run works with."""

    trail: Trail
    kept: KeptFigures
    clinics: ClinicSettings
    clock: Clock
    report: Callable[[str, Exception], None]

    def run(self, back: timedelta, may_go_on: Callable[[], bool]) -> Tally:
        """Counts every day that has a part in the last `back`.

        Raises StoreUnavailableError when it cannot even be seen what happened.
        """
        now = self.clock()
        counted = failed = 0
        for clinic, places in _by_clinic(self.trail.happened(now - back - _LONGEST_DAY, now)).items():
            try:
                days = _days(self.clinics.of(clinic), places, now - back, now)
            except Exception as error:  # noqa: BLE001 - one clinic holds up no other
                self.report("days not counted", error)
                failed += 1
                continue
            for day, of_day in days.items():
                if may_go_on() and self._count(clinic, day, of_day, now):
                    counted += 1
                else:
                    failed += 1
        return Tally(counted, failed)

    def _count(self, clinic: str, day: date, places: Sequence[Place], now: datetime) -> bool:
        try:
            figures = figures_of(clinic, places, self.trail)
            self.kept.keep(clinic, CountedDay(day=day, figures=figures, counted_at=now))
        except Exception as error:  # noqa: BLE001 - one day holds up no other
            self.report("day not counted", error)
            return False
        return True


def _by_clinic(places: Iterable[Place]) -> Mapping[str, Sequence[Place]]:
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place.clinic, []).append(place)
    return found


def _days(
    site: SiteSettings, places: Sequence[Place], since: datetime, now: datetime
) -> Mapping[date, Sequence[Place]]:
    """What happened on each day of the span, quiet days included.

    Raises SiteSettingsUnreadableError when the clinic's zone is none, ValueError for an entry without a time.
    """
    first, last = today_at(site, since), today_at(site, now)
    days: dict[date, list[Place]] = {first + timedelta(days=number): [] for number in range((last - first).days + 1)}
    for place in places:
        day = today_at(site, place.at)
        if day in days:
            days[day].append(place)
    return days
