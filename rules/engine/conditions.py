"""Checked conditions become closures over a frame: a list of values, one slot for each fact.

A condition is JSON written by the rule-set build, for example `["compare", ">", "systolic", "bp_severe_systolic"]`.
Every closure takes a frame and returns a truth. Kleene logic throughout: an unknown value makes a condition
unknown unless the rest decides it, and an interval that straddles a threshold is unknown as well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.engine.truth import NO, UNKNOWN, YES, Truth, negation, truth
from rules.engine.values import Interval, Number, Value, at_most, equal, less

type Frame = Sequence[Any]
type Condition = Callable[[Frame], Truth]
type Node = Sequence[Any]
type Relation = Callable[[Value, Value], Truth]


class ConditionError(ValueError):
    """A condition that the engine does not understand; a rule set holding one is refused."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each fact stands in a frame, the numbers behind the parameters, and the rows of each group.

    `periods` are the parameters that are lengths of time: their slots hold the day that lies so far back.
    """

    slots: Mapping[str, int]
    numbers: Mapping[str, Number]
    groups: Mapping[str, "Layout"]
    periods: frozenset[str] = frozenset()


def compile_condition(node: Node, layout: Layout) -> Condition:
    """The closure of a checked condition.

    Raises ConditionError for a form the engine does not know and KeyError for a name the layout lacks.
    """
    build = _FORMS.get(node[0])
    if build is None:
        raise ConditionError(f"unknown form {node[0]!r}")
    return build(node, layout)


def _and(node: Node, layout: Layout) -> Condition:
    parts = tuple(compile_condition(part, layout) for part in node[1:])
    if len(parts) == 2:  # noqa: PLR2004 - the commonest length, worth its own closure
        return _and_two(*parts)

    def every(frame: Frame) -> Truth:
        result = YES
        for part in parts:
            value = part(frame)
            if value is NO:
                return NO
            if value is UNKNOWN:
                result = UNKNOWN
        return result

    return every


def _and_two(left: Condition, right: Condition) -> Condition:
    def both(frame: Frame) -> Truth:
        first = left(frame)
        if first is NO:
            return NO
        second = right(frame)
        return second if first is YES or second is NO else UNKNOWN

    return both


def _or(node: Node, layout: Layout) -> Condition:
    parts = tuple(compile_condition(part, layout) for part in node[1:])
    if len(parts) == 2:  # noqa: PLR2004 - as above
        return _or_two(*parts)

    def some(frame: Frame) -> Truth:
        result = NO
        for part in parts:
            value = part(frame)
            if value is YES:
                return YES
            if value is UNKNOWN:
                result = UNKNOWN
        return result

    return some


def _or_two(left: Condition, right: Condition) -> Condition:
    def either(frame: Frame) -> Truth:
        first = left(frame)
        if first is YES:
            return YES
        second = right(frame)
        return second if first is NO or second is YES else UNKNOWN

    return either


def _not(node: Node, layout: Layout) -> Condition:
    inner = compile_condition(node[1], layout)
    return lambda frame: negation(inner(frame))


def _fact(node: Node, layout: Layout) -> Condition:
    slot = layout.slots[node[1]]

    def read(frame: Frame) -> Truth:
        value = frame[slot]
        return UNKNOWN if value is None else value

    return read


def _option(node: Node, layout: Layout) -> Condition:
    """The chosen option is one of those named."""
    slot, wanted = layout.slots[node[1]], frozenset(node[2])

    def chosen(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        return YES if value in wanted else NO

    return chosen


def _has_any(node: Node, layout: Layout) -> Condition:
    """At least one of the named options was ticked."""
    slot, wanted = layout.slots[node[1]], frozenset(node[2])

    def ticked(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        return NO if wanted.isdisjoint(value) else YES

    return ticked


def _some(node: Node, layout: Layout) -> Condition:
    """A list of items (say, of ambiguous answers) or a repeating group is not empty."""
    slot = layout.slots[node[1]]
    return lambda frame: UNKNOWN if frame[slot] is None else truth(len(frame[slot]) > 0)


def _is_unknown(node: Node, layout: Layout) -> Condition:
    """Asks about knowledge itself and is therefore never unknown."""
    if isinstance(node[1], str):
        slot = layout.slots[node[1]]
        return lambda frame: YES if frame[slot] is None else NO
    inner = compile_condition(node[1], layout)
    return lambda frame: truth(inner(frame) is UNKNOWN)


def _compare(node: Node, layout: Layout) -> Condition:
    _, operator, left, right = node
    if right in layout.numbers:
        return _against_number(operator, layout.slots[left], layout.numbers[right])
    slot, other = layout.slots[left], layout.slots[right]
    relation = _RELATIONS[operator]
    return lambda frame: relation(frame[slot], frame[other])


def _since(node: Node, layout: Layout) -> Condition:
    """Time elapsed since a date against a period: the date against the day that lies that period back."""
    _, operator, fact, period = node
    slot, cutoff = layout.slots[fact], layout.slots[period]
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


def _against_number(operator: str, slot: int, bound: Number) -> Condition:
    """The commonest comparison, with the three usual cases decided without a call."""
    relation = _RELATIONS[operator]
    builder = _FAST[operator]
    return builder(slot, bound, relation)


def _greater(slot: int, bound: Number, relation: Relation) -> Condition:
    def greater(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        if value.__class__ is Interval:
            return relation(value, bound)
        return YES if value > bound else NO

    return greater


def _at_least(slot: int, bound: Number, relation: Relation) -> Condition:
    def at_least(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        if value.__class__ is Interval:
            return relation(value, bound)
        return YES if value >= bound else NO

    return at_least


def _slow(slot: int, bound: Number, relation: Relation) -> Condition:
    return lambda frame: relation(frame[slot], bound)


def _smaller(slot: int, bound: Number, relation: Relation) -> Condition:
    def smaller(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        if value.__class__ is Interval:
            return relation(value, bound)
        return YES if value < bound else NO

    return smaller


def _count(node: Node, layout: Layout) -> Condition:
    """How many rows of a group meet a condition, with bounds: rows that surely do, rows that may."""
    _, operator, group, inner, bound_name = node
    slot, bound, relation = layout.slots[group], layout.numbers[bound_name], _RELATIONS[operator]
    meets = compile_condition(inner, layout.groups[group])

    def counted(frame: Frame) -> Truth:
        rows = frame[slot]
        if rows is None:
            return UNKNOWN
        sure = possible = 0
        for row in rows:
            met = meets(row)
            if met is YES:
                sure += 1
            elif met is UNKNOWN:
                possible += 1
        return relation(Interval(sure, sure + possible), bound)

    return counted


def _any_row(node: Node, layout: Layout) -> Condition:
    _, group, inner = node
    slot = layout.slots[group]
    meets = compile_condition(inner, layout.groups[group])

    def some_row(frame: Frame) -> Truth:
        rows = frame[slot]
        if rows is None:
            return UNKNOWN
        result = NO
        for row in rows:
            met = meets(row)
            if met is YES:
                return YES
            if met is UNKNOWN:
                result = UNKNOWN
        return result

    return some_row


_RELATIONS: Mapping[str, Relation] = {
    "<": less,
    "<=": at_most,
    ">": lambda value, bound: less(bound, value),
    ">=": lambda value, bound: at_most(bound, value),
    "==": equal,
    "!=": lambda value, bound: negation(equal(value, bound)),
}
_FAST: Mapping[str, Callable[[int, Number, Relation], Condition]] = {
    ">": _greater,
    ">=": _at_least,
    "<": _smaller,
    "<=": _slow,
    "==": _slow,
    "!=": _slow,
}
_BACKWARDS = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

_FORMS: Mapping[str, Callable[[Node, Layout], Condition]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "fact": _fact,
    "option": _option,
    "has_any": _has_any,
    "some": _some,
    "unknown": _is_unknown,
    "compare": _compare,
    "since": _since,
    "count": _count,
    "any_row": _any_row,
}
