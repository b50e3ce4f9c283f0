"""Mutants of what rules read: derived facts, parameters, the questionnaire."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.mutation.conditions import condition_mutants
from tests.mutation.mutants import DROPPED, Document, Mutant, each_dropped

_IN_ANY_ORDER = frozenset({"difference", "any_resistant"})
"""Computations that give the same whatever the order of their inputs."""


def derived_mutants(document: Document) -> Iterator[Mutant]:
    for place, fact in enumerate(document["derived"]):
        name = f"derived {fact['id']}"
        if "when" in fact:
            for node, what in condition_mutants(fact["when"]):
                yield Mutant(("derived", place, "when"), node, name, what)
        else:
            for inputs, what in _other_inputs(fact["of"], ordered=fact["function"] not in _IN_ANY_ORDER):
                yield Mutant(("derived", place, "of"), inputs, name, what)


def _other_inputs(inputs: list[str], *, ordered: bool) -> Iterator[tuple[list[str], str]]:
    for place, rest in each_dropped(inputs):
        yield rest, f"without {inputs[place]}"
    for place in range(len(inputs) - 1 if ordered else 0):
        pair = inputs[place : place + 2]
        yield [*inputs[:place], *reversed(pair), *inputs[place + 2 :]], f"{pair[1]} before {pair[0]}"


def parameter_mutants(document: Document) -> Iterator[Mutant]:
    """Each number moved by the smallest step in which it is written, both ways."""
    for name, parameter in document["parameters"].items():
        value = Decimal(parameter["value"])
        step = Decimal((0, (1,), min(0, int(value.as_tuple().exponent))))
        for other in (value - step, value + step):
            yield Mutant(("parameters", name, "value"), str(other), f"parameter {name}", f"{other} for {value}")


def questionnaire_mutants(document: Document) -> Iterator[Mutant]:
    for place, item in enumerate(document["questionnaire"]["items"]):
        path = ("questionnaire", "items", place)
        name = f"item {item['linkId']}"
        yield Mutant(path, DROPPED, name, "deleted")
        yield from _part_mutants(item, path, name)
        for number, part in enumerate(item.get("fields", ())):
            yield from _part_mutants(part, (*path, "fields", number), f"{name}, {part['linkId']}")


def _part_mutants(part: Mapping[str, Any], path: tuple[str | int, ...], name: str) -> Iterator[Mutant]:
    for option, rest in each_dropped(part.get("options", ())):
        yield Mutant((*path, "options"), rest, name, f"without option '{part['options'][option]['value']}'")
    if "plausible" in part:
        yield Mutant((*path, "plausible"), DROPPED, name, "without plausible bounds")
    for unit, rest in each_dropped(part.get("units", ())):
        yield Mutant((*path, "units"), rest, name, f"without unit {part['units'][unit]}")
    if "assumeUnit" in part:
        yield Mutant((*path, "assumeUnit"), not part["assumeUnit"], name, f"unit assumed: {not part['assumeUnit']}")
