"""The tests that are written in Python, called directly on a mutant: far quicker than a test run for each.

A test counts here when it takes no fixture: its parameters, if any, are taken from its marks.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import product
from types import ModuleType
from typing import Any

from rules.engine.rule_set import RuleSet
from tests.rules import intakes
from tests.rules.instruments import definitions

type Claim = tuple[str, Callable[[], object]]

OF_INSTRUMENTS = ("tests.rules.instruments.test_vectors", "tests.rules.instruments.test_traps")


def claims(modules: Iterable[str]) -> list[Claim]:
    return [claim for name in modules for claim in _claims_of(import_module(name))]


def holding(claimed: Iterable[Claim]) -> list[Claim]:
    """Those that hold without any change; a claim that needs more than its parameters is left to the test run."""
    return [claim for claim in claimed if _holds(claim)]


def first_broken(claimed: Iterable[Claim], rule_set: RuleSet) -> str | None:
    """The first claim that does not hold of the rule set."""
    _look_at(rule_set)
    return next((claim[0] for claim in claimed if not _holds(claim)), None)


def _look_at(rule_set: RuleSet) -> None:
    """What the tests read becomes this rule set and its knowledge."""
    vars(intakes)["current_rule_set"] = lambda: rule_set
    vars(definitions)["read_instruments"] = lambda _root: rule_set.document["knowledge"]["instruments"]
    for remembered in (intakes.released, definitions.documents, definitions.defined):
        remembered.cache_clear()


def _holds(claim: Claim) -> bool:
    try:
        claim[1]()
    except Exception:  # noqa: BLE001 - whatever went wrong, the test would have failed
        return False
    return True


def _claims_of(module: ModuleType) -> Iterator[Claim]:
    for name, function in vars(module).items():
        if name.startswith("test_") and inspect.isfunction(function):
            for number, arguments in enumerate(_arguments_of(function)):
                yield f"{name} {number}", partial(function, **arguments)


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
