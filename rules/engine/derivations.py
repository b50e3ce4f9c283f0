"""Named computations behind derived facts: age, body mass index, the mean of the last readings.

Each takes the as-of day number first, then its inputs in the order the content names them. None is unknown and
stays unknown; an interval stays an interval.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any

from rules.engine.dates import whole_years
from rules.engine.instruments.change import improvement
from rules.engine.values import Interval, Number, Value, lower_end, upper_end

type Derivation = Callable[..., Value]

_KEPT_READINGS = 2
_CM_PER_M = 100
_PERCENT = 100


def age_in_years(as_of: int, born: Any) -> Value:
    """Completed years since the birth date; an interval for a partial date; unknown for one in the future."""
    if born is None or upper_end(born) > as_of:
        return None
    if isinstance(born, Interval):
        youngest, oldest = whole_years(int(born.high), as_of), whole_years(int(born.low), as_of)
        return oldest if youngest == oldest else Interval(youngest, oldest)
    return whole_years(born, as_of)


def body_mass_index(_as_of: int, weight_kg: Any, height_cm: Any) -> Value:
    """Weight in kg over the square of height in m (kg/m²), unrounded: 15.95 is below 16."""
    if weight_kg is None or height_cm is None or height_cm <= 0:
        return None
    metres = Decimal(height_cm) / _CM_PER_M
    return Decimal(weight_kg) / (metres * metres)


def difference(_as_of: int, one: Any, other: Any) -> Value:
    """The absolute difference of two numbers; an interval when either is one."""
    if one is None or other is None:
        return None
    near = max(lower_end(one) - upper_end(other), lower_end(other) - upper_end(one), 0)
    far = max(upper_end(one) - lower_end(other), upper_end(other) - lower_end(one))
    return near if near == far else Interval(near, far)


def ratio(_as_of: int, value: Any, limit: Any) -> Value:
    """A measured value in multiples of its limit; an interval for a reported bound, unknown without a limit."""
    if value is None or limit is None or limit <= 0 or lower_end(value) < 0:
        return None
    if isinstance(value, Interval):
        return Interval(_divided(value.low, limit), _divided(value.high, limit))
    return _divided(value, limit)


def change_in_percent(_as_of: int, now: Any, before: Any) -> Value:
    """How far a plain number moved, up or down, in percent of what it was before; unknown without both."""
    if now is None or before is None or before <= 0:
        return None
    return _divided(abs(now - before) * _PERCENT, before)


def mean_of_last_two(as_of: int, readings: Any, taken: Any, oldest: int) -> Value:
    """The mean of the last two dated readings of the period that ends today and begins at `oldest`.

    A reading without an exact day in that period, unless it is surely older, can only raise the result: it neither
    takes the place of a dated one nor is left out when it is higher.
    """
    if readings is None:
        return None
    rows = [(day, value) for value, day in zip(readings, taken, strict=True) if value is not None]
    dated = [(day, value) for day, value in rows if _exact(day) and oldest <= day <= as_of]
    loose = [value for day, value in rows if _may_be_new(day, oldest, as_of)]
    return max((value for value in (_mean_of_latest(dated), *loose) if value is not None), default=None)


def mean_of_last_two_in_date(as_of: int, readings: Any, taken: Any, oldest: int) -> Value:
    """The mean of the last two readings that surely lie in the period: what a reading without a day cannot hide."""
    if readings is None:
        return None
    rows = [(day, value) for value, day in zip(readings, taken, strict=True) if value is not None and day is not None]
    return _mean_of_latest([(lower_end(day), value) for day, value in rows if oldest <= lower_end(day) <= as_of])


def least_difference(as_of: int, upper: Any, lower: Any, taken: Any, oldest: int) -> Value:
    """The smallest difference within one row, for instance the pulse pressure, of the rows that may be in date.

    A mean of several readings would hide the one that was mistyped. Unknown when no row holds both numbers.
    """
    rows = zip(upper or (), lower or (), taken or (), strict=True)
    current = [
        (lower_end(one) - upper_end(other), upper_end(one) - lower_end(other))
        for one, other, day in rows
        if one is not None and other is not None and (_may_be_new(day, oldest, as_of) or oldest <= lower_end(day))
    ]
    if not current:
        return None
    near, far = min(low for low, _ in current), min(high for _, high in current)
    return near if near == far else Interval(near, far)


def first_known(_as_of: int, *values: Any) -> Value:
    """The first of several values that is known: what was stated, else what stands in for it."""
    return next((value for value in values if value is not None), None)


def _may_be_new(day: Any, oldest: int, as_of: int) -> bool:
    """A reading without a day, with a vague one that may lie in the period, or with one that cannot be right."""
    return day is None or upper_end(day) > as_of or (not _exact(day) and upper_end(day) >= oldest)


def _exact(day: Any) -> bool:
    return day is not None and not isinstance(day, Interval)


def _mean_of_latest(dated: Sequence[tuple[int, Number]]) -> Number | None:
    """Of the last two readings, each with its day; within a day those that are listed last."""
    last = [value for _, value in sorted(dated, key=itemgetter(0))[-_KEPT_READINGS:]]
    return _mean(last) if last else None


def _mean(values: Sequence[Number]) -> Number:
    added = sum(values)
    if added.__class__ is int and added % len(values) == 0:
        return added // len(values)
    mean = Decimal(added) / len(values)
    return int(mean) if mean == mean.to_integral_value() else mean


def _divided(value: Number, by: Number) -> Decimal:
    return Decimal(value) / Decimal(by)


DERIVATIONS: Mapping[str, Derivation] = {
    function.__name__: function
    for function in (
        age_in_years,
        body_mass_index,
        change_in_percent,
        difference,
        least_difference,
        mean_of_last_two,
        mean_of_last_two_in_date,
        ratio,
        first_known,
        improvement,
    )
}
