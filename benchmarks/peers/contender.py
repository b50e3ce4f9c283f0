"""What is asked of everything that is raced, and how a peer's package is found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from benchmarks.guarded import Test

type Verdict = bool | None
type Rules = Sequence[tuple[Test, Test]]
"""Surely true, surely false, for each rule."""

BY_CODE: Mapping[int, Verdict] = {1: True, 0: False, 2: None}


class EngineMissingError(Exception):
    """A peer's package is not installed."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to evaluate the rules.

    `prepared` makes an engine's own input from answers, `evaluate` is what is raced, `verdicts` reads what that gave
    and is not timed.
    """

    engine: str
    form: str
    prepared: Callable[[Any], Any]
    evaluate: Callable[[Any], Any]
    verdicts: Callable[[Any], list[Verdict]]


def package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise EngineMissingError(name) from None


def by_code(codes: Sequence[Any]) -> list[Verdict]:
    return [BY_CODE[int(code)] for code in codes]
