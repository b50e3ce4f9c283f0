"""The tests that are written in Python, called directly on a mutant: far quicker than a test run for each.

A test counts here when it takes no fixture and draws nothing at random: its parameters, if any, are taken from its
marks.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from itertools import product
from types import ModuleType
from typing import Any, NamedTuple

import pytest


class Claim(NamedTuple):
    """A test with its parameters; `about` names the one derived fact it looks at, if it looks at one."""

    name: str
    call: Callable[[], object]
    about: str | None


def claims(modules: Iterable[str]) -> list[Claim]:
    return [claim for name in modules for claim in _claims_of(import_module(name))]


def broken(claim: Claim) -> bool:
    """Whether a claim does not hold of the rule set that is looked at."""
    try:
        claim.call()
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - whatever went wrong, the test would have failed
        return True
    return False


def _claims_of(module: ModuleType) -> Iterator[Claim]:
    for name, function in vars(module).items():
        if name.startswith("test_") and inspect.isfunction(function) and not hasattr(function, "hypothesis"):
            wanted = inspect.signature(function).parameters.keys()
            for number, arguments in enumerate(_arguments_of(function)):
                if not wanted <= arguments.keys():
                    break
                about = row.get("fact") if isinstance(row := arguments.get("row"), Mapping) else None
                yield Claim(f"{name} {number}", partial(function, **arguments), about)


def _arguments_of(function: Any) -> Iterator[dict[str, Any]]:
    """Every combination of the parameters in the marks of a test."""
    marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "parametrize"]
    for combination in product(*(_sets(*mark.args[:2]) for mark in marks)):
        yield {name: value for values in combination for name, value in values.items()}


def _sets(names: str | Sequence[str], values: Iterable[Any]) -> list[dict[str, Any]]:
    named = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    sets = []
    for value in values:
        plain = getattr(value, "values", value) if type(value).__name__ == "ParameterSet" else value
        listed = plain if len(named) > 1 or type(value).__name__ == "ParameterSet" else (plain,)
        sets.append(dict(zip(named, listed, strict=True)))
    return sets
