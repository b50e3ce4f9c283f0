"""Comparing a fact with a number, another fact, or the day that lies a period back.

The usual cases are decided in place; only intervals, which may straddle the bound, take a call.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rules.engine.truth import NO, UNKNOWN, YES, Truth, negation
from rules.engine.values import Interval, Number, Value, at_most, equal, less

type Frame = Sequence[Any]
type Comparison = Callable[[Frame], Truth]
type Relation = Callable[[Value, Value], Truth]


def between_facts(operator: str, slot: int, other: int) -> Comparison:
    relation = _RELATIONS[operator]
    return lambda frame: relation(frame[slot], frame[other])


def elapsed_since(operator: str, slot: int, cutoff: int) -> Comparison:
    """Time elapsed since a date against a period: the date against the day that lies that period back."""
    relation = _RELATIONS[_BACKWARDS[operator]]
    if operator != "<":
        return lambda frame: relation(frame[slot], frame[cutoff])

    def within(frame: Frame) -> Truth:
        day = frame[slot]
        if day is None:
            return UNKNOWN
        if day.__class__ is Interval:
            return relation(day, frame[cutoff])
        return YES if day > frame[cutoff] else NO

    return within


def against_number(operator: str, slot: int, bound: Number) -> Comparison:
    """The commonest comparison, with the three usual cases decided without a call."""
    relation = _RELATIONS[operator]
    builder = _FAST[operator]
    return builder(slot, bound, relation)


def _greater(slot: int, bound: Number, relation: Relation) -> Comparison:
    def greater(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        if value.__class__ is Interval:
            return relation(value, bound)
        return YES if value > bound else NO

    return greater


def _at_least(slot: int, bound: Number, relation: Relation) -> Comparison:
    def at_least(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        if value.__class__ is Interval:
            return relation(value, bound)
        return YES if value >= bound else NO

    return at_least


def _at_most(slot: int, bound: Number, relation: Relation) -> Comparison:
    def at_most_bound(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        if value.__class__ is Interval:
            return relation(value, bound)
        return YES if value <= bound else NO

    return at_most_bound


def _slow(slot: int, bound: Number, relation: Relation) -> Comparison:
    return lambda frame: relation(frame[slot], bound)


def _smaller(slot: int, bound: Number, relation: Relation) -> Comparison:
    def smaller(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        if value.__class__ is Interval:
            return relation(value, bound)
        return YES if value < bound else NO

    return smaller


_RELATIONS: Mapping[str, Relation] = {
    "<": less,
    "<=": at_most,
    ">": lambda value, bound: less(bound, value),
    ">=": lambda value, bound: at_most(bound, value),
    "==": equal,
    "!=": lambda value, bound: negation(equal(value, bound)),
}
_FAST: Mapping[str, Callable[[int, Number, Relation], Comparison]] = {
    ">": _greater,
    ">=": _at_least,
    "<": _smaller,
    "<=": _at_most,
    "==": _slow,
    "!=": _slow,
}
_BACKWARDS = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
