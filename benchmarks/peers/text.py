"""Guarded tests as text, for the two engines whose languages look alike; what differs is in the dialect."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.guarded import Test
from rules.engine.values import Number


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a language writes a name, a test for presence, membership, overlap and a number of matching rows."""

    conjunction: str
    disjunction: str
    negation: str
    outside: str
    inside: str
    known: Callable[[str], str]
    member: Callable[[str, str], str]
    overlap: Callable[[str, Sequence[str]], str]
    matching: Callable[[str, str], str]


def written(test: Test, dialect: Dialect, prefix: str | None = None) -> str:
    """One test. The prefix says whose fields are meant: the questionnaire's, or a row's."""
    here = dialect.outside if prefix is None else prefix
    match test:
        case ("and" | "or" as word, *parts):
            between = dialect.conjunction if word == "and" else dialect.disjunction
            return "(" + between.join(written(part, dialect, here) for part in parts) + ")"
        case ("not", inner):
            return f"{dialect.negation}({written(inner, dialect, here)})"
        case ("rows", operator, group, inner, bound):
            rows = dialect.matching(here + group, written(inner, dialect, dialect.inside))
            return f"{rows} {operator} {bound}"
    return _leaf(test, dialect, here)


def verdict(rule: tuple[Test, Test], dialect: Dialect) -> str:
    """1 when surely true, 0 when surely false, 2 otherwise."""
    true, false = (written(test, dialect) for test in rule)
    return f"({true} ? 1 : ({false} ? 0 : 2))"


def number(value: Number) -> str:
    return str(value)


def _leaf(test: Test, dialect: Dialect, here: str) -> str:
    match test:
        case ("known", name):
            return dialect.known(here + name)
        case ("yes", name):
            return here + str(name)
        case ("size", operator, name, bound):
            return f"{here}{name} {operator} {number(bound)}"
        case ("is", name, options):
            return dialect.member(here + name, texts(options))
        case ("ticked", name, options):
            return dialect.overlap(here + name, options)
    raise ValueError(f"{test[0]} cannot be written")


def texts(options: Sequence[Any]) -> str:
    return json.dumps(list(options))
