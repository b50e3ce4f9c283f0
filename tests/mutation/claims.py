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

from rules.engine.rule_set import RuleSet
from tests.rules import intakes
from tests.rules.free_text import texts
from tests.rules.instruments import definitions
from tests.rules.medicines import lexicon as medicines
from tests.rules.trials import histories


class Claim(NamedTuple):
    """A test with its parameters; `about` names the one derived fact it looks at, if it looks at one."""

    name: str
    call: Callable[[], object]
    about: str | None


OF_KNOWLEDGE: Mapping[str, Sequence[str]] = {
    "instruments": (
        "tests.rules.instruments.test_built",
        "tests.rules.instruments.test_vectors",
        "tests.rules.instruments.test_traps",
        "tests.rules.instruments.test_facts",
    ),
    "medicines": (
        "tests.rules.medicines.test_name_table",
        "tests.rules.medicines.test_classes",
        "tests.rules.medicines.test_names",
        "tests.rules.medicines.test_doses",
        "tests.rules.medicines.test_list",
    ),
    "trials": (
        "tests.rules.trials.test_agents",
        "tests.rules.trials.test_definitions",
        "tests.rules.trials.test_staging",
        "tests.rules.trials.test_judging",
        "tests.rules.trials.test_counting",
        "tests.rules.trials.test_reading",
        "tests.rules.trials.test_timeline",
    ),
    "free_text": ("tests.rules.free_text.test_traps", "tests.rules.free_text.test_suicide"),
}
"""Modules of tests by the knowledge they are about."""

OF_FACTS = (
    "tests.rules.test_summaries",
    "tests.rules.medicines.test_conditions",
    "tests.rules.medicines.test_totals",
    "tests.rules.free_text.test_mentioned",
    "tests.rules.trials.test_statuses",
)
"""Modules of tests that each look at one derived fact."""

OF_QUESTIONS = ("tests.rules.test_offered", "tests.rules.test_quantities")
"""Modules of tests about the questionnaire alone."""

GENERAL = (
    "tests.rules.test_statements",
    "tests.rules.test_follow_up",
    "tests.rules.test_substance_and_day",
    "tests.rules.test_tick_lists",
    "tests.rules.test_never_milder",
    "tests.rules.instruments.test_facts",
    "tests.rules.medicines.test_doses",
    "tests.rules.medicines.test_list",
    "tests.rules.free_text.test_unresolved",
    *(module for module in OF_KNOWLEDGE["trials"] if module != "tests.rules.trials.test_agents"),
)
"""Modules of tests about several rules at once."""


def claims(modules: Iterable[str]) -> list[Claim]:
    return [claim for name in modules for claim in _claims_of(import_module(name))]


def holding(modules: Iterable[str], original: RuleSet) -> list[Claim]:
    """Those that hold without any change; a claim that needs more than its parameters is left to the test run."""
    look_at(original)
    return [claim for claim in claims(modules) if _holds(claim)]


def first_broken(claimed: Iterable[Claim], rule_set: RuleSet) -> str | None:
    """The first claim that does not hold of the rule set."""
    look_at(rule_set)
    return next((claim.name for claim in claimed if broken(claim)), None)


def broken(claim: Claim) -> bool:
    """Whether a claim does not hold of the rule set that is looked at."""
    return not _holds(claim)


_REMEMBERED = (
    intakes.released,
    definitions.documents,
    definitions.defined,
    medicines.knowledge,
    medicines.lexicon,
    histories.tables,
    texts.lexicon,
)


def read_once() -> None:
    """Reads what the tests keep once they have read it."""
    for name in definitions.documents():
        definitions.defined(name)
    intakes.well()
    for remembered in (intakes.released, medicines.lexicon, histories.tables, texts.lexicon):
        remembered()


def look_at(rule_set: RuleSet) -> None:
    """What the tests read becomes this rule set and its knowledge."""
    vars(intakes)["current_rule_set"] = lambda: rule_set
    knowledge = rule_set.document["knowledge"]
    vars(definitions)["read_instruments"] = lambda _root: knowledge["instruments"]
    vars(medicines)["read_medicines"] = lambda _root: knowledge["medicines"]
    for remembered in _REMEMBERED:
        remembered.cache_clear()


def _holds(claim: Claim) -> bool:
    try:
        claim.call()
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - whatever went wrong, the test would have failed
        return False
    return True


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
