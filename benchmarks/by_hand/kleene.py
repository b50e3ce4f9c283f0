"""Three-valued logic in plain Python: True, False, and None for unknown."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

type Verdict = bool | None
type Answers = Mapping[str, Any]
type Rule = Callable[[Answers], Verdict]


def all_of(*verdicts: Verdict) -> Verdict:
    if False in verdicts:
        return False
    return None if None in verdicts else True


def any_of(*verdicts: Verdict) -> Verdict:
    if True in verdicts:
        return True
    return None if None in verdicts else False


def negated(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


def above(value: float | None, bound: float) -> Verdict:
    return None if value is None else value > bound


def at_least(value: float | None, bound: float) -> Verdict:
    return None if value is None else value >= bound


def below(value: float | None, bound: float) -> Verdict:
    return None if value is None else value < bound


def one_of(value: str | None, options: tuple[str, ...]) -> Verdict:
    return None if value is None else value in options


def ticked(options: frozenset[str] | None, *wanted: str) -> Verdict:
    return None if options is None else not options.isdisjoint(wanted)


def count_reaches(rows: Sequence[Answers] | None, meets: Rule, bound: int) -> Verdict:
    """Whether so many rows surely meet the condition, surely do not, or neither."""
    if rows is None:
        return None
    verdicts = [meets(row) for row in rows]
    sure = verdicts.count(True)
    if sure >= bound:
        return True
    return None if sure + verdicts.count(None) >= bound else False
