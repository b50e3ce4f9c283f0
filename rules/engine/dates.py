"""Dates as the clinical rules need them: partial dates, two possible orders, periods back from a day.

Dates are day numbers (`date.toordinal`), so that comparing them is comparing integers.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta

from rules.engine.values import Interval, Value

_FULL = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_YEAR = re.compile(r"(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)


def days_back(as_of: date, amount: int) -> int:
    """The day number that many days before a date."""
    return as_of.toordinal() - amount


def months_back(as_of: date, amount: int) -> int:
    """The day number that many calendar months before a date, the end of a shorter month at the latest."""
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - amount, 12)
    return date(year, month + 1, min(as_of.day, monthrange(year, month + 1)[1])).toordinal()


PERIODS: Mapping[str, Callable[[date, int], int]] = {
    "hours": lambda as_of, amount: days_back(as_of, -(-amount // 24)),
    "days": days_back,
    "weeks": lambda as_of, amount: days_back(as_of, 7 * amount),
    "months": months_back,
    "years": lambda as_of, amount: months_back(as_of, 12 * amount),
}
"""Units a period may have. Hours count as whole days, rounded up, since answers carry dates and no times."""


def read_date(text: str) -> tuple[Value, bool]:
    """The day a text names and whether its order of day and month is ambiguous.

    `2026-04-18` is one day; `2026-04` and `2026` are intervals; `03/04/2026` is both of its readings.
    Raises ValueError for anything else, an impossible date included.
    """
    if _FULL.fullmatch(text):
        return _known_day(date.fromisoformat(text)), False
    if match := _MONTH.fullmatch(text):
        year, month = map(int, match.groups())
        return _span(_day(year, month, 1), _day(year, month, monthrange(year, month)[1])), False
    if match := _YEAR.fullmatch(text):
        year = int(match[1])
        return _span(_day(year, 1, 1), _day(year, 12, 31)), False
    if match := _SLASHED.fullmatch(text):
        return _either_order(*map(int, match.groups()))
    raise ValueError("not a date")


def whole_years(born: int, as_of: int) -> int:
    """Completed years between two days; a birthday on 29 February is kept on 1 March in common years."""
    birth, today = date.fromordinal(born), date.fromordinal(as_of)
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def _either_order(first: int, second: int, year: int) -> tuple[Value, bool]:
    days = set()
    for day, month in ((first, second), (second, first)):
        try:
            days.add(_day(year, month, day))
        except ValueError:
            continue
    if not days:
        raise ValueError("not a date")
    return _span(min(days), max(days)), len(days) > 1


def _span(low: int, high: int) -> Value:
    return low if low == high else Interval(low, high)


def _day(year: int, month: int, day: int) -> int:
    return _known_day(date(year, month, day))


def _known_day(day: date) -> int:
    if not MINYEAR < day.year < MAXYEAR:
        raise ValueError("year out of range")
    return day.toordinal()


def iso(day: int) -> str:
    """A day number as an ISO date."""
    return (date.min + timedelta(days=day - 1)).isoformat()
