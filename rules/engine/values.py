"""Values a fact can hold, and what is known about it. Nothing here knows a rule or a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from rules.engine.terms import Unknown
from rules.engine.truth import NO, UNKNOWN, YES, Truth

UNSURE = "unsure"
"""The option of a tick list that leaves every option not ticked beside it unknown."""

type Json = bool | int | float | Decimal | str | Sequence[Json] | Mapping[str, Json] | None
type Number = int | Decimal
# A union that is written where it is tested is made anew each time.
_NUMBERS: Final = (int, Decimal)


@dataclass(frozen=True, slots=True)
class Interval:
    """A number, or a date as its day number, known only to lie between two bounds, both included."""

    low: Number
    high: Number

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("an interval runs from its lower to its higher bound")


type Row = tuple[Value, ...]
type Value = Truth | str | frozenset[str] | int | Decimal | Interval | tuple[Row, ...] | tuple[str, ...] | None
"""None is an unknown value. Dates are proleptic Gregorian day numbers (`date.toordinal`)."""


class Issue(StrEnum):
    """What is wrong with an answer as it was written. The answer itself is always kept."""

    UNREADABLE = "unreadable"
    IMPLAUSIBLE = "implausible"
    UNIT_AMBIGUOUS = "unit_ambiguous"
    DATE_AMBIGUOUS = "date_ambiguous"
    CONTRADICTORY = "contradictory"


class Fact(NamedTuple):
    """A typed clinical value read from answers.

    `values` holds one value when it is known, all of them when answers conflict, none when it is unknown;
    `unknown` then says why. A doubted value stands behind None: it is read as unknown and as written.
    """

    id: str
    values: tuple[Value, ...] = ()
    unknown: Unknown | None = None
    issues: tuple[Issue, ...] = ()


def lower_end(value: Any) -> Any:
    """The lower end of an interval; anything else stands for itself."""
    return value.low if value.__class__ is Interval else value


def upper_end(value: Any) -> Any:
    """The upper end of an interval; anything else stands for itself."""
    return value.high if value.__class__ is Interval else value


def uncertain(value: Value) -> bool:
    """Whether less than one plain value is known."""
    return value is None or isinstance(value, Interval) or (isinstance(value, frozenset) and UNSURE in value)


def less(value: Any, bound: Any) -> Truth:
    """Whether a number or interval lies surely below another; UNKNOWN where the two overlap or one is unknown."""
    if value is None or bound is None:
        return UNKNOWN
    if value.__class__ is int and bound.__class__ is int:
        return YES if value < bound else NO
    if _high(value) < _low(bound):
        return YES
    return NO if _low(value) >= _high(bound) else UNKNOWN


def at_most(value: Any, bound: Any) -> Truth:
    """As `less`, equality included."""
    if value is None or bound is None:
        return UNKNOWN
    if value.__class__ is int and bound.__class__ is int:
        return YES if value <= bound else NO
    if _high(value) <= _low(bound):
        return YES
    return NO if _low(value) > _high(bound) else UNKNOWN


def equal(value: Any, other: Any) -> Truth:
    """Whether two numbers are surely equal; UNKNOWN while an interval still allows both."""
    if value is None or other is None:
        return UNKNOWN
    if _high(value) < _low(other) or _low(value) > _high(other):
        return NO
    return YES if _low(value) == _high(value) == _low(other) == _high(other) else UNKNOWN


def _low(value: Any) -> Number:
    return _number(lower_end(value))


def _high(value: Any) -> Number:
    return _number(upper_end(value))


def _number(value: Any) -> Number:
    if isinstance(value, _NUMBERS):
        return value
    raise TypeError("only numbers and dates can be compared by size")
