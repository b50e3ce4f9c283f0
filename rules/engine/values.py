"""Values a fact can hold, and what is known about it. Nothing here knows a rule or a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from rules.engine.terms import Unknown
from rules.engine.truth import NO, UNKNOWN, YES, Truth

UNSURE = "unsure"
"""The option of a tick list that leaves every option not ticked beside it unknown."""

type Json = bool | int | float | Decimal | str | Sequence[Json] | Mapping[str, Json] | None
type Number = int | Decimal


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


def uncertain(value: Value) -> bool:
    """Whether less than one plain value is known."""
    return value is None or isinstance(value, Interval) or (isinstance(value, frozenset) and UNSURE in value)


def less(value: Value, bound: Value) -> Truth:
    """Whether a number or interval lies surely below another; UNKNOWN where the two overlap or one is unknown."""
    if value is None or bound is None:
        return UNKNOWN
    if _high(value) < _low(bound):
        return YES
    return NO if _low(value) >= _high(bound) else UNKNOWN


def at_most(value: Value, bound: Value) -> Truth:
    """As `less`, equality included."""
    if value is None or bound is None:
        return UNKNOWN
    if _high(value) <= _low(bound):
        return YES
    return NO if _low(value) > _high(bound) else UNKNOWN


def equal(value: Value, other: Value) -> Truth:
    """Whether two numbers are surely equal; UNKNOWN while an interval still allows both."""
    if value is None or other is None:
        return UNKNOWN
    if _high(value) < _low(other) or _low(value) > _high(other):
        return NO
    return YES if _low(value) == _high(value) == _low(other) == _high(other) else UNKNOWN


def _low(value: Value) -> Number:
    return _number(value.low if isinstance(value, Interval) else value)


def _high(value: Value) -> Number:
    return _number(value.high if isinstance(value, Interval) else value)


def _number(value: Value) -> Number:
    if isinstance(value, int | Decimal):
        return value
    raise TypeError("only numbers and dates can be compared by size")
