"""Answers to items become points: what was answered, what a gate closed, and bounds for what is missing."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rules.engine.instruments.definition import Gate, Instrument
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.values import Value

type Read = Mapping[int, int | None]


class Point(NamedTuple):
    """What an item counts: as answered (for criteria) and as scored (for the total), each with bounds."""

    low: int
    high: int
    scored_low: int
    scored_high: int


class Answered(NamedTuple):
    """The points of all items and what stood out while they were read."""

    points: tuple[Point, ...]
    missing: frozenset[int]
    implausible: bool
    behind_gate: bool


class _Gates(NamedTuple):
    """Items closed for sure, items that may be closed, and what an item left open is taken for."""

    closed: frozenset[int]
    unsure: frozenset[int]
    assumed: Mapping[int, int]


def answered(definition: Instrument, answers: Sequence[Value]) -> Answered:
    """The points of the answers, in the order of the items. Raises ValueError for another number of answers.

    An answer that no such item can have counts as missing. An item behind a closed gate counts nothing; given all
    the same it counts, except where a "no" is what scores: who skips the question says "no" to nothing.
    """
    given = tuple(_point(value, allowed) for value, allowed in zip(answers, definition.items, strict=True))
    read, gates = _through_gates(definition, _without_needless_partners(definition, given))
    return Answered(
        points=tuple(_scored(place, point, definition, gates) for place, point in read.items()),
        missing=frozenset(place for place, point in read.items() if point is None),
        implausible=any(point is None and value is not None for point, value in zip(given, answers, strict=True)),
        behind_gate=any(given[place] for place in gates.closed - definition.reversed),
    )


def _point(value: Value, allowed: frozenset[int]) -> int | None:
    """A "yes" is one point, a "no" none; anything the item does not offer is no answer."""
    if value is YES or value is NO:
        value = int(value is YES)
    return int(value) if isinstance(value, int) and value in allowed else None


def _without_needless_partners(definition: Instrument, given: Sequence[int | None]) -> Read:
    """Of two items that exclude each other (appetite up, appetite down) one answer is enough."""
    read = dict(enumerate(given))
    for pair in definition.alternatives:
        if any(read[place] is not None for place in pair):
            read |= {place: 0 for place in pair if read[place] is None}
    return read


def _through_gates(definition: Instrument, read: Read) -> tuple[Read, _Gates]:
    states: list[tuple[Gate, Truth]] = []
    for gate in definition.gates:
        state = _is_closed(gate, read, definition)
        states.append((gate, state))
        if state is YES:
            read = {place: 0 if point is None and place in gate.closes else point for place, point in read.items()}
    open_items = {place: gate.unanswered_reads for gate, state in states if state is NO for place in gate.closes}
    return read, _Gates(
        closed=_items_behind(states, YES),
        unsure=_items_behind(states, UNKNOWN),
        assumed={place: points for place, points in open_items.items() if points is not None},
    )


def _items_behind(states: Sequence[tuple[Gate, Truth]], wanted: Truth) -> frozenset[int]:
    return frozenset(place for gate, state in states if state is wanted for place in gate.closes)


def _is_closed(gate: Gate, read: Read, definition: Instrument) -> Truth:
    points = [read[place] for place in gate.on]
    least = sum(point for point in points if point is not None)
    most = least + sum(definition.spans[place][1] for place in gate.on if read[place] is None)
    if most <= gate.at_most:
        return YES
    return NO if least > gate.at_most else UNKNOWN


def _scored(place: int, point: int | None, definition: Instrument, gates: _Gates) -> Point:
    point = gates.assumed.get(place) if point is None else point
    lowest, highest = definition.spans[place]
    low, high = (lowest, highest) if point is None else (point, point)
    if place not in definition.reversed:
        return Point(low, high, low, high)
    if place in gates.closed:
        return Point(low, high, 0, 0)
    turned_low = 0 if place in gates.unsure else highest + lowest - high
    return Point(low, high, turned_low, highest + lowest - low)
