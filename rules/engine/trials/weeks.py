"""How many weeks a trial lasted, from what was stated or from its dates."""

from decimal import Decimal
from typing import NamedTuple

from rules.engine.trials.amounts import ANY, Span
from rules.engine.values import Number, Value, lower_end, upper_end

DAYS = 7
CONFLICT = "conflict"


class Stated(NamedTuple):
    """Weeks as the answers give them: in all (from, to), and at the dose itself."""

    weeks: Number | None
    weeks_most: Number | None
    at_dose: Number | None


def weeks_between(days: int) -> Decimal:
    return Decimal(days) / DAYS


def duration(stated: Stated, start: Value, end: Value, titration: Number, most_apart: Number) -> tuple[Span, bool]:
    """Weeks at a sufficient dose, and whether stated weeks and dates contradict each other.

    Weeks at the dose are taken as they are; from a total the weeks of titration are taken off its lower bound.
    Statements and dates that lie further apart than `most_apart` weeks leave the duration unknown.
    """
    total, dated = _total(stated), _dated(start, end)
    if dated is None or _apart(total, dated, most_apart) or _too_long(stated.at_dose, dated, most_apart):
        return ANY, True
    if stated.at_dose is not None:
        return Span(stated.at_dose, stated.at_dose), False
    low, high = dated if total == ANY else total
    return Span(max(low - titration, 0), high), False


def _total(stated: Stated) -> Span:
    low, high = stated.weeks, stated.weeks_most
    if low is None:
        return Span(0, high)
    if high is None:
        return Span(low, low)
    return Span(min(low, high), max(low, high))


def _dated(start: Value, end: Value) -> Span | None:
    """Weeks between the dates, both days included; None where the end surely lies before the start."""
    started, started_late = lower_end(start), upper_end(start)
    ended_early, ended = lower_end(end), upper_end(end)
    if started is not None and ended is not None and ended < started:
        return None
    low = _weeks(started_late, ended_early)
    return Span(Decimal(0) if low is None else max(low, Decimal(0)), _weeks(started, ended))


def _weeks(start: int | None, end: int | None) -> Decimal | None:
    return None if start is None or end is None else weeks_between(end - start + 1)


def _apart(one: Span, other: Span, most: Number) -> bool:
    return _above(one.low, other, most) or _above(other.low, one, most)


def _above(low: Number, other: Span, most: Number) -> bool:
    return other.high is not None and low - other.high > most


def _too_long(at_dose: Number | None, dated: Span, most: Number) -> bool:
    return at_dose is not None and _above(at_dose, dated, most)
