"""What one rule set says differently from another, in words."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from rules.authoring.catalogue import Catalogue
from rules.authoring.render_rules import citation_text, severity_text

type Part = Mapping[str, Any]

_TEXTS: Mapping[str, str] = {
    "title": "title",
    "phases": "phases",
    "ifUnknown": "what happens when it is not known",
    "notPossibleBecause": "why it cannot be unknown",
    "neededBy": "needed by",
    "waitingOn": "waiting on",
    "decliningCounts": "whether declining counts",
    "crisis": "crisis information",
    "shows": "what the practitioner reads",
    "clears": "what clears it",
}
_ITEM_TEXTS: Mapping[str, str] = {
    "ask": "question",
    "help": "help",
    "says": "label",
    "kind": "kind",
    "options": "options",
    "required": "required",
    "answeredBy": "answered by",
    "phases": "forms",
    "unit": "unit",
    "fields": "fields",
    "fact": "fact",
}


def differences(old: Catalogue, new: Catalogue) -> dict[str, list[str]]:
    """Sentences on rules, numbers, terms and questions; a kind in which nothing changed has none."""
    return {
        "rules": list(_changes(old.rules, new.rules, lambda before, after: _rule(old, new, before, after))),
        "numbers": list(_changes(old.parameters, new.parameters, lambda b, a: _number(old, new, b, a))),
        "terms": list(_changes(old.derived, new.derived, lambda before, after: _term(old, new, before, after))),
        "questions": list(_changes(old.items, new.items, lambda before, after: _item(old, new, before, after))),
    }


def _changes(
    old: Mapping[str, Part], new: Mapping[str, Part], changed: Callable[[Part, Part], Iterator[str]]
) -> Iterator[str]:
    yield from (f"{name} is gone: {_named(old[name])}" for name in old if name not in new)
    yield from (f"{name} is new: {_named(new[name])}" for name in new if name not in old)
    for name in (name for name in old if name in new):
        if old[name] != new[name]:
            yield from (f"{name}: {sentence}" for sentence in changed(old[name], new[name]))


def _named(part: Part) -> str:
    named: str = part.get("title") or part["says"]
    return named


def _rule(old: Catalogue, new: Catalogue, before: Part, after: Part) -> Iterator[str]:
    yield from (f"no longer {_clause(old, clause)}" for clause in _only_in(before, after))
    yield from (f"now {_clause(new, clause)}" for clause in _only_in(after, before))
    yield from _texts(before, after, _TEXTS)
    cited = [[citation_text(citation) for citation in rule["sources"]] for rule in (before, after)]
    if cited[0] != cited[1]:
        yield f"sources were {'; '.join(cited[0])} and are {'; '.join(cited[1])}"


def _only_in(rule: Part, other: Part) -> list[Part]:
    """The clauses the other does not have. Clauses name their numbers, so a changed number changes none of them."""
    known = [_without_text(clause) for clause in other["clauses"]]
    return [clause for clause in rule["clauses"] if _without_text(clause) not in known]


def _without_text(clause: Part) -> dict[str, Any]:
    """How the author spaced a condition is no part of what it says."""
    return {key: value for key, value in clause.items() if key != "text"}


def _clause(catalogue: Catalogue, clause: Part) -> str:
    return (
        f"{severity_text(clause['severity'])} (contact {clause['contact']}, needed by {clause['neededBy']}, "
        f"waiting on {clause['waitingOn']}, unknown counts as {clause['ifUnknownCountsAs']}) "
        f"if {catalogue.phrases.sentence(clause['when'])}"
    )


def _number(old: Catalogue, new: Catalogue, before: Part, after: Part) -> Iterator[str]:
    if (before["value"], before["unit"]) != (after["value"], after["unit"]):
        name = next(name for name, parameter in new.parameters.items() if parameter is after)
        turned = _direction(before, after)
        yield f"was {old.phrases.number(name)}, is {new.phrases.number(name)}{turned} ({after['says']})"
    yield from _texts(before, after, {"says": "label", "safer": "safer direction", "effective": "in force from"})


def _direction(before: Part, after: Part) -> str:
    if before["unit"] != after["unit"] or after["safer"] == "neither":
        return ""
    lower = Decimal(after["value"]) < Decimal(before["value"])
    return ", stricter" if after["safer"] == ("lower" if lower else "higher") else ", milder"


def _term(old: Catalogue, new: Catalogue, before: Part, after: Part) -> Iterator[str]:
    said = [_meaning(catalogue, term) for catalogue, term in ((old, before), (new, after))]
    if any(before.get(key) != after.get(key) for key in ("when", "function", "given", "of")):
        yield f"meant {said[0]}; means {said[1]}"
    yield from _texts(before, after, {"says": "label", "kind": "kind", "unit": "unit"})


def _meaning(catalogue: Catalogue, term: Part) -> str:
    if "when" in term:
        return catalogue.phrases.sentence(term["when"])
    return f"{term['function']}({', '.join(filter(None, (term.get('given'), *term['of'])))})"


def _item(old: Catalogue, new: Catalogue, before: Part, after: Part) -> Iterator[str]:
    shown = [
        catalogue.phrases.sentence(item["enabledWhen"]) if "enabledWhen" in item else "always"
        for catalogue, item in ((old, before), (new, after))
    ]
    if before.get("enabledWhen") != after.get("enabledWhen"):
        yield f"was asked if {shown[0]}; is asked if {shown[1]}"
    yield from _texts(before, after, _ITEM_TEXTS)


def _texts(before: Part, after: Part, names: Mapping[str, str]) -> Iterator[str]:
    for key, name in names.items():
        if before.get(key) != after.get(key):
            yield f"{name} was {_plain(before.get(key))}, is {_plain(after.get(key))}"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "none"
    if isinstance(value, Mapping):
        return str(value.get("label") or value.get("linkId") or dict(value))
    return f"“{value}”" if isinstance(value, str) else str(value)
