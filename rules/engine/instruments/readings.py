"""What a score means: the band its total lies in, or the level its items reach. Unknown as long as two are open."""

from collections.abc import Sequence
from typing import NamedTuple

from rules.engine.instruments.definition import Criterion, Level, Reading
from rules.engine.instruments.points import Answered, Point
from rules.engine.truth import NO, UNKNOWN, YES, Truth, conjunction, disjunction


class Meaning(NamedTuple):
    """The band or level, None while it is open, and all that are still possible, the mildest first."""

    name: str | None
    possible: tuple[str, ...]


def meaning(reading: Reading, read: Answered, bounds: tuple[int, int] | None) -> Meaning:
    """How a reading takes the points and the bounds of the total."""
    if reading.bands:
        return banded(reading, bounds)
    possible = _levels(reading, read.points)
    settled = len(possible) == 1 and not (reading.every_item and read.missing and not _strictest(reading, possible))
    return Meaning(possible[0] if settled else None, possible)


def banded(reading: Reading, bounds: tuple[int, int] | None) -> Meaning:
    """The band in which both bounds of the total lie, and all bands they touch."""
    low, high = bounds or (reading.bands[0].low, reading.bands[-1].high)
    possible = tuple(band.name for band in reading.bands if band.low <= high and band.high >= low)
    return Meaning(possible[0] if len(possible) == 1 else None, possible)


def _levels(reading: Reading, points: Sequence[Point]) -> tuple[str, ...]:
    """Levels from the strictest down to the first that is surely reached."""
    possible: list[str] = []
    for level in reading.levels:
        verdict = _reached(level, points)
        if verdict is not NO:
            possible.append(level.name)
        if verdict is YES:
            return tuple(reversed(possible))
    return (reading.otherwise, *reversed(possible))


def _strictest(reading: Reading, possible: Sequence[str]) -> bool:
    return possible[0] == reading.levels[0].name


def _reached(level: Level, points: Sequence[Point]) -> Truth:
    return disjunction(
        *(conjunction(*(_holds(criterion, points) for criterion in criteria)) for criteria in level.alternatives)
    )


def _holds(criterion: Criterion, points: Sequence[Point]) -> Truth:
    surely = sum(points[place].low >= wanted for place, wanted in criterion.points.items())
    maybe = sum(points[place].high >= wanted for place, wanted in criterion.points.items())
    return conjunction(_at_least(criterion.at_least, surely, maybe), _at_most(criterion.at_most, surely, maybe))


def _at_least(bound: int | None, surely: int, maybe: int) -> Truth:
    if bound is None or surely >= bound:
        return YES
    return NO if maybe < bound else UNKNOWN


def _at_most(bound: int | None, surely: int, maybe: int) -> Truth:
    if bound is None or maybe <= bound:
        return YES
    return NO if surely > bound else UNKNOWN
