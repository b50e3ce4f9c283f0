"""Staging scores. They describe; nothing is decided by them. What is not known widens a score into a range."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from rules.engine.dates import months_back
from rules.engine.trials.counting import Tally
from rules.engine.truth import NO, YES, Truth
from rules.engine.values import Interval, Number, Value, lower_end, upper_end

_TCA, _MAOI = "TCA", "MAOI"
_LAST = 5
_BEFORE_LAST = 4


class Range(NamedTuple):
    """A score from its lowest to its highest possible value."""

    low: Number
    high: Number


def thase_rush(count: Tally, bilateral_failed: Truth) -> Range:
    """Stage 0 to V by the classes that failed; bilateral electroconvulsive therapy makes the last step."""
    sure = frozenset(one.agent.thase_rush for course in count.failed.values() for one in course if one.agent)
    maybe = frozenset(one.agent.thase_rush for course in count.possible.values() for one in course if one.agent)
    unnamed = sum(all(one.agent is None for one in course) for course in count.possible.values())
    low, high = min(_stage(sure, 0), count.low), min(_stage(maybe, unnamed), count.high)
    return Range(
        _LAST if low == _BEFORE_LAST and bilateral_failed is YES else low,
        _LAST if high == _BEFORE_LAST and bilateral_failed is not NO else high,
    )


def _stage(classes: frozenset[str], free: int) -> int:
    """The highest stage reached when `free` further failures may be of any class."""
    others = len(classes - {_TCA, _MAOI})
    lacking = {
        0: 0,
        1: 1 - len(classes),
        2: 2 - len(classes),
        3: (_TCA not in classes) + max(2 - len(classes - {_TCA}), 0),
        4: (_TCA not in classes) + (_MAOI not in classes) + max(2 - others, 0),
    }
    return max(stage for stage, needed in lacking.items() if needed <= free)


class Maudsley(NamedTuple):
    """The tables of the Maudsley Staging Method: points by dimension."""

    duration_months: Sequence[tuple[int | None, int]]
    failures: Sequence[tuple[int | None, int]]
    severity: Mapping[str, int]
    phq9: Sequence[tuple[int | None, int]]
    augmentation: int
    ect: int
    bands: Sequence[tuple[int | None, str]]


def maudsley(
    table: Maudsley, failures: Range, episode: Range, severity: Range, augmented: Truth, ect: Truth
) -> Range | None:
    """The total; None while there may be no failed antidepressant, since the method then does not apply."""
    if failures.low < 1:
        return None
    failed = Range(_points(table.failures, failures.low), _points(table.failures, failures.high))
    used = (_used(augmented, table.augmentation), _used(ect, table.ect))
    parts = (failed, episode, severity, *used)
    return Range(sum(part.low for part in parts), sum(part.high for part in parts))


def duration_points(table: Maudsley, start: Value, as_of: int) -> Range:
    """Points for the length of the episode, the time before treatment included."""
    first, last = lower_end(start), upper_end(start)
    lowest, highest = table.duration_months[0][1], table.duration_months[-1][1]
    return Range(
        lowest if last is None else _months_points(table, last, as_of),
        highest if first is None else _months_points(table, first, as_of),
    )


def _months_points(table: Maudsley, start: int, as_of: int) -> int:
    today = date.fromordinal(as_of)
    return next(
        points for months, points in table.duration_months if months is None or start >= months_back(today, months)
    )


def severity_points(table: Maudsley, rated: str | None, phq9: Value) -> Range:
    """A clinician's rating before the questionnaire; psychosis is only ever a clinician's word."""
    if rated is not None:
        return Range(table.severity[rated], table.severity[rated])
    if phq9 is None:
        return Range(min(table.severity.values()), max(table.severity.values()))
    low, high = (phq9.low, phq9.high) if isinstance(phq9, Interval) else (phq9, phq9)
    return Range(_points(table.phq9, _number(low)), _points(table.phq9, _number(high)))


def _number(value: Any) -> Number:
    if isinstance(value, int | Decimal):
        return value
    raise TypeError("a score is a number")


def _points(table: Iterable[tuple[int | None, int]], amount: Number) -> int:
    return next(points for most, points in table if most is None or amount <= most)


def band(table: Maudsley, total: Number) -> str:
    """Mild, moderate or severe resistance."""
    return next(name for most, name in table.bands if most is None or total <= most)


def _used(used: Truth, points: int) -> Range:
    return Range(points if used is YES else 0, 0 if used is NO else points)


class MassachusettsGeneral(NamedTuple):
    """Points of the Massachusetts General Hospital staging method."""

    failure: Number
    augmentation: Number
    ect: Number


def massachusetts_general(points: MassachusettsGeneral, failures: Range, added: Range, ect_failed: Truth) -> Range:
    """An open-ended total. Steps of dose within a trial are not asked for and add nothing."""
    sure, possible = (points.ect if ect_failed is YES else 0), (0 if ect_failed is NO else points.ect)
    return Range(
        points.failure * failures.low + points.augmentation * added.low + sure,
        points.failure * failures.high + points.augmentation * added.high + possible,
    )
