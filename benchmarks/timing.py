"""Two contenders in turn over the same blocks of questionnaires, so that a busy machine slows both alike.

Times are processor time of this process, all its threads together: waiting for other processes does not count.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import process_time_ns
from typing import Any

BLOCK = 20

type Evaluate = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Race:
    """The median ratio of the blocks, its middle half, and the median microseconds for one questionnaire."""

    ratio: float
    quarter: float
    three_quarters: float
    microseconds: float


@contextmanager
def settled() -> Iterator[None]:
    """Whatever exists already is left out of collections, which would otherwise push it through the caches."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def collected() -> Iterator[None]:
    """Garbage is collected before and not during: whoever triggers a collection would pay for the other's."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def race(unit: Evaluate, for_unit: Sequence[Any], other: Evaluate, for_other: Sequence[Any], *, passes: int) -> Race:
    """Time of the other in times of the unit. Who goes first alternates from block to block."""
    ratios, times = [], []
    starts = [start for _ in range(passes) for start in range(0, len(for_unit), BLOCK)]
    with settled():
        for turn, start in enumerate(starts):
            blocks = (for_unit[start : start + BLOCK], for_other[start : start + BLOCK])
            by_unit, by_other = _turn(unit, other, blocks, unit_first=turn % 2 == 0)
            ratios.append(by_other / by_unit)
            times.append(by_other / len(blocks[1]) / 1000)
    ratios.sort()
    quarter = len(ratios) // 4
    return Race(median(ratios), ratios[quarter], ratios[-1 - quarter], median(times))


def _turn(
    unit: Evaluate, other: Evaluate, blocks: tuple[Sequence[Any], Sequence[Any]], *, unit_first: bool
) -> tuple[int, int]:
    with collected():
        if unit_first:
            by_unit = _time(unit, blocks[0])
            return by_unit, _time(other, blocks[1])
        by_other = _time(other, blocks[1])
        return _time(unit, blocks[0]), by_other


def _time(evaluate: Evaluate, block: Sequence[Any]) -> int:
    begun = process_time_ns()
    for prepared in block:
        evaluate(prepared)
    return process_time_ns() - begun


def in_turn(steps: Mapping[str, Callable[[], Any]], *, repeats: int) -> dict[str, float]:
    """Median microseconds of each step; every round takes all of them, so that a slow moment hits all alike."""
    times: dict[str, list[int]] = {name: [] for name in steps}
    with settled():
        for _ in range(repeats):
            for name, step in steps.items():
                times[name].append(_alone(step))
    return {name: median(taken) / 1000 for name, taken in times.items()}


def _alone(step: Callable[[], Any]) -> int:
    """The second of two calls: the first finds the caches as another step left them."""
    with collected():
        step()
        begun = process_time_ns()
        step()
        return process_time_ns() - begun
