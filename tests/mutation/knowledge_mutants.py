"""Mutants of knowledge: a lexicon's entries and words, an agent's classes, a minimum, a cut-off."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.mutation.mutants import DROPPED, Document, Mutant, Path

_NOT_EVALUATED = frozenset(
    {
        "answers",
        "licence",
        "loinc",
        "needsSignOff",
        "note",
        "rxnorm",
        "says",
        "source",
        "sources",
        "title",
        "unavailable_because",
    }
)
"""Words, codes and citations: they are published, and nothing is computed from them."""
_OF_QUESTIONS = "answers"
"""What is published under an instrument; at the head of the lexicon it is what may follow a question."""


def knowledge_mutants(document: Document) -> Iterator[Mutant]:
    for name, part in document["knowledge"].items():
        for path, value, what in _changes(part, (), ""):
            yield Mutant(("knowledge", name, *path), value, f"knowledge {name}", what)


def _changes(part: Any, path: Path, spoken: str) -> Iterator[tuple[Path, Any, str]]:
    """Whatever its form: an element dropped, a list emptied, a number moved, a truth turned."""
    if isinstance(part, Mapping):
        yield from _changes_of_entries(part, path, spoken)
    elif isinstance(part, list):
        yield from _changes_of_elements(part, path, spoken)
    elif isinstance(part, bool):
        yield path, not part, f"{spoken}: {not part}"
    elif (number := _number(part)) is not None:
        step = Decimal((0, (1,), min(0, int(number.as_tuple().exponent))))
        yield from (
            (path, type(part)(other), f"{spoken}: {other} for {number}") for other in (number - step, number + step)
        )


def _changes_of_entries(part: Mapping[str, Any], path: Path, spoken: str) -> Iterator[tuple[Path, Any, str]]:
    for key in _evaluated(part, of_questions=bool(path)):
        called = f"{spoken} {key}".strip()
        yield (*path, key), DROPPED, f"without {called}"
        if isinstance(part[key], list) and part[key]:
            yield (*path, key), [], f"{called} emptied"
        yield from _changes(part[key], (*path, key), called)


def _evaluated(part: Mapping[str, Any], *, of_questions: bool) -> list[str]:
    """What can be computed from; of a definition that cannot be chosen that is nothing but that it cannot."""
    if part.get("enabled") is False:
        return ["enabled"]
    published = _NOT_EVALUATED if of_questions else _NOT_EVALUATED - {_OF_QUESTIONS}
    return [key for key in part if key not in published]


def _changes_of_elements(part: list[Any], path: Path, spoken: str) -> Iterator[tuple[Path, Any, str]]:
    for place, element in enumerate(part):
        called = _called(element, place)
        yield (*path, place), DROPPED, f"{spoken}: without {called}"
        if not isinstance(element, str):
            yield from _changes(element, (*path, place), f"{spoken} {called}")


def _called(element: Any, place: int) -> str:
    if isinstance(element, str):
        return f"'{element}'"
    if isinstance(element, Mapping):
        for key in ("id", "name", "generic", "code"):
            if isinstance(element.get(key), str):
                return str(element[key])
    return f"number {place + 1}"


def _number(part: Any) -> Decimal | None:
    if not isinstance(part, int | float | str):
        return None
    try:
        number = Decimal(str(part))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
