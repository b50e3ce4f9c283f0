"""What an instrument is: its items and the points they can have, its gates, and how its score is read.

Items are numbered from 1 in the content, as on paper, and from 0 in here.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Gate(NamedTuple):
    """Items that need no answer once others together reach no more than `at_most` points.

    `unanswered_reads` is what an item left open behind an open gate counts as, where the instrument says so.
    """

    on: tuple[int, ...]
    at_most: int
    closes: frozenset[int]
    unanswered_reads: int | None


class Criterion(NamedTuple):
    """How many of some items must, or may at most, reach a number of points; single items may have their own."""

    points: Mapping[int, int]
    at_least: int | None
    at_most: int | None


class Level(NamedTuple):
    """A result by rule: reached when all criteria of any one alternative hold."""

    name: str
    alternatives: tuple[tuple[Criterion, ...], ...]


class Band(NamedTuple):
    """A range of totals with its name, both ends included."""

    name: str
    low: int
    high: int


class Reading(NamedTuple):
    """One way to read a score: by bands of the total, or by levels, the strictest first, else `otherwise`.

    With `every_item` a level below the strictest stands only when no item is missing.
    """

    bands: tuple[Band, ...]
    levels: tuple[Level, ...]
    otherwise: str
    every_item: bool


class Instrument(NamedTuple):
    """A scored instrument. `domains` are groups of items of which the highest counts; `total` is the whole range.

    Without items it takes a total that somebody else worked out; without a total it is read by levels alone.
    It is `additive` when a complete form of its items simply adds up; gates only say what a missing answer means.
    `spans` are the fewest and most points of each item.
    """

    items: tuple[frozenset[int], ...]
    reversed: frozenset[int]
    domains: tuple[tuple[int, ...], ...]
    alternatives: tuple[frozenset[int], ...]
    gates: tuple[Gate, ...]
    readings: Mapping[str, Reading]
    total: tuple[int, int] | None
    additive: bool
    spans: tuple[tuple[int, int], ...]


def instrument(document: Mapping[str, Any]) -> Instrument:
    """The definition in its released form. Raises KeyError, TypeError or ValueError when it is damaged."""
    total = document["total"]
    return Instrument(
        items=tuple(frozenset(values) for values in document["items"]),
        reversed=frozenset(_places(document["reversed"])),
        domains=tuple(_places(domain) for domain in document["domains"]),
        alternatives=tuple(frozenset(_places(pair)) for pair in document["alternatives"]),
        gates=tuple(_gate(gate) for gate in document["gates"]),
        readings={reading["id"]: _reading(reading) for reading in document["readings"]},
        total=None if total is None else (total[0], total[1]),
        additive=_is_additive(document),
        spans=tuple((min(values), max(values)) for values in document["items"]),
    )


def _is_additive(document: Mapping[str, Any]) -> bool:
    alone = [[item] for item in range(1, len(document["items"]) + 1)]
    return document["domains"] == alone != [] and not (document["reversed"] or document["alternatives"])


def _gate(document: Mapping[str, Any]) -> Gate:
    return Gate(
        on=_places(document["on"]),
        at_most=document["atMost"],
        closes=frozenset(_places(document["closes"])),
        unanswered_reads=document["unansweredReads"],
    )


def _reading(document: Mapping[str, Any]) -> Reading:
    return Reading(
        bands=tuple(Band(*band) for band in document["bands"]),
        levels=tuple(_level(level) for level in document["levels"]),
        otherwise=document["otherwise"],
        every_item=document["everyItem"],
    )


def _level(document: Mapping[str, Any]) -> Level:
    return Level(
        name=document["name"],
        alternatives=tuple(tuple(map(_criterion, criteria)) for criteria in document["any"]),
    )


def _criterion(document: Mapping[str, Any]) -> Criterion:
    own = {int(item): points for item, points in document["except"].items()}
    points = {item - 1: own.get(item, document["at"]) for item in document["items"]}
    return Criterion(points=points, at_least=document["atLeast"], at_most=document["atMost"])


def _places(items: Iterable[int]) -> tuple[int, ...]:
    return tuple(item - 1 for item in items)
