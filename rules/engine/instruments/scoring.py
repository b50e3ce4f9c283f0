"""The score of an instrument. There is no partial total: while an item is missing, only bounds are known.

Clinical source: treatment-resistance catalogue, section 4.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, cast

from rules.engine.instruments.definition import Instrument
from rules.engine.instruments.points import Answered, answered
from rules.engine.instruments.readings import Meaning, meaning
from rules.engine.values import Value

type Bounds = tuple[int, int]


class Flag(StrEnum):
    """What a person should know beside the score."""

    INCOMPLETE = "incomplete"
    ANSWERED_BEHIND_GATE = "answered_behind_gate"
    IMPLAUSIBLE_ITEM = "implausible_item"
    IMPLAUSIBLE_TOTAL = "implausible_total"
    TOTAL_MISMATCH = "total_mismatch"


class Score(NamedTuple):
    """The total, None while it is open; its bounds, None for an instrument without one; what it means."""

    total: int | None
    bounds: Bounds | None
    readings: Mapping[str, Meaning]
    flags: frozenset[Flag]


class Total(NamedTuple):
    """A total, None while it is open, with its bounds, and what is wrong with the one that was submitted."""

    value: int | None
    bounds: Bounds
    flag: Flag | None = None


def score(definition: Instrument, answers: Sequence[Value] = (), submitted: Value = None) -> Score:
    """Score the answers, in the order of the items, and compare a total that somebody else worked out.

    No answers at all stand for a score entry. Of two totals that differ neither is believed: the bounds hold both.
    """
    read = answered(definition, answers or (None,) * len(definition.items))
    total = total_of(definition, read, submitted)
    bounds = None if total is None else total.bounds
    return Score(
        total=None if total is None else total.value,
        bounds=bounds,
        readings={name: meaning(reading, read, bounds) for name, reading in definition.readings.items()},
        flags=_flags(read, total),
    )


def _flags(read: Answered, total: Total | None) -> frozenset[Flag]:
    found = {
        Flag.INCOMPLETE: bool(read.missing) if total is None else total.value is None,
        Flag.ANSWERED_BEHIND_GATE: read.behind_gate,
        Flag.IMPLAUSIBLE_ITEM: read.implausible,
    }
    flags = {flag for flag, holds in found.items() if holds}
    return frozenset(flags if total is None or total.flag is None else flags | {total.flag})


def total_from(definition: Instrument, answers: Sequence[Value], submitted: Value = None) -> Total | None:
    """The total of the answers. A complete form that simply adds up, the usual case, is added up at once."""
    whole = definition.total
    if whole is None or not definition.additive or not _all_offered(definition, answers):
        return total_of(definition, answered(definition, answers), submitted)
    points = sum(cast("Sequence[int]", answers))
    return _with_submitted(whole, Total(points, (points, points)), submitted)


def _all_offered(definition: Instrument, answers: Sequence[Value]) -> bool:
    return all(
        value.__class__ is int and value in allowed for value, allowed in zip(answers, definition.items, strict=True)
    )


def total_of(definition: Instrument, read: Answered, submitted: Value = None) -> Total | None:
    """The total alone; None for an instrument without one."""
    whole = definition.total
    if whole is None:
        return None
    own = _of_items(definition, read) if definition.items else Total(None, whole)
    return _with_submitted(whole, own, submitted)


def _with_submitted(whole: Bounds, own: Total, submitted: Value) -> Total:
    if submitted is None:
        return own
    lowest, highest = whole
    if not isinstance(submitted, int) or not lowest <= submitted <= highest:
        return own._replace(flag=Flag.IMPLAUSIBLE_TOTAL)
    return _compared(own, submitted, nothing_answered=own.bounds == whole)


def _of_items(definition: Instrument, read: Answered) -> Total:
    """The sum over the domains, of which the highest item counts."""
    low = sum(max(read.points[place].scored_low for place in domain) for domain in definition.domains)
    high = sum(max(read.points[place].scored_high for place in domain) for domain in definition.domains)
    scored = {place for domain in definition.domains for place in domain}
    complete = low == high and scored.isdisjoint(read.missing)
    return Total(low if complete else None, (low, high))


def _compared(own: Total, submitted: int, *, nothing_answered: bool) -> Total:
    low, high = own.bounds
    if not low <= submitted <= high:
        return Total(None, (min(low, submitted), max(high, submitted)), Flag.TOTAL_MISMATCH)
    # A form that adds up what it has gives the lower bound: no proof that the rest was answered.
    partial_sum = own.value is None and submitted == low and not nothing_answered
    return own if partial_sum else Total(submitted, (submitted, submitted))
