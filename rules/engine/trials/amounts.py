"""Amounts known only to lie between two bounds, either of which may be open. Nothing here knows a medicine."""

from typing import NamedTuple

from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.values import Number, Value


class Span(NamedTuple):
    """Both bounds included; without a `high` there is no upper bound."""

    low: Number
    high: Number | None


ANY = Span(0, None)
"""An amount of which nothing is known."""


def exactly(amount: Number) -> Span:
    return Span(amount, amount)


def at_least(span: Span, bound: Number) -> Truth:
    """Whether the amount surely reaches a bound; UNKNOWN while it may lie on either side."""
    if span.low >= bound:
        return YES
    return NO if span.high is not None and span.high < bound else UNKNOWN


def below(span: Span, bound: Number) -> Truth:
    """Whether the amount surely stays under a bound."""
    if span.low >= bound:
        return NO
    return YES if span.high is not None and span.high < bound else UNKNOWN


def exact_day(day: Value) -> int | None:
    """The day itself where it is known to the day."""
    return day if isinstance(day, int) else None
