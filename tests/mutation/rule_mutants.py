"""Mutants of rules: what they say of a condition, how strongly, when, and what happens while it is unknown."""

from collections.abc import Iterator, Mapping
from typing import Any

from rules.engine.terms import Contact, CrisisKind, IfUnknown, NeededBy, Phase, Severity, WaitingOn
from tests.mutation.conditions import condition_mutants
from tests.mutation.mutants import DROPPED, Change, Document, Mutant, each_dropped

_CLAUSE_WORDS: Mapping[str, tuple[str, ...]] = {
    "ifUnknownCountsAs": (Severity.MISSING, Severity.CAUTION),
    "neededBy": tuple(NeededBy),
    "waitingOn": tuple(WaitingOn),
    "contact": tuple(Contact),
}


def rule_mutants(document: Document) -> Iterator[Mutant]:
    for place, rule in enumerate(document["rules"]):
        name = f"rule {rule['id']}"
        if len(document["rules"]) > 1:
            yield Mutant(("rules", place), DROPPED, name, "deleted")
        for key, value, what in _changes(rule):
            yield Mutant(("rules", place, key), value, name, what)
        for number, clause in enumerate(rule["clauses"]):
            for key, value, what in _clause_changes(clause):
                yield Mutant(("rules", place, "clauses", number, key), value, name, f"clause {number + 1}: {what}")


def _changes(rule: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    if len(rule["clauses"]) > 1:
        for number, rest in each_dropped(rule["clauses"]):
            yield "clauses", rest, f"without clause {number + 1}"
    for phases, what in _other_phases(rule["phases"]):
        yield "phases", phases, what
    yield from (("ifUnknown", word, f"if unknown {word}") for word in IfUnknown if word != rule["ifUnknown"])
    yield "decliningCounts", not rule["decliningCounts"], f"declining counts: {not rule['decliningCounts']}"
    for kind in (None, *CrisisKind):
        if kind != rule.get("crisis"):
            yield "crisis", kind, f"crisis {kind}"


def _other_phases(phases: list[str]) -> Iterator[Change]:
    if len(phases) > 1:
        for place, rest in each_dropped(phases):
            yield rest, f"not in {phases[place]}"
    yield from (([*phases, phase.value], f"also in {phase}") for phase in Phase if phase not in phases)


def _clause_changes(clause: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    yield from (("when", node, what) for node, what in condition_mutants(clause["when"]))
    yield from (("severity", severity, what) for severity, what in _other_severities(clause["severity"]))
    for key, words in _CLAUSE_WORDS.items():
        yield from ((key, str(word), f"{key} {word}") for word in words if word != clause[key])


def _other_severities(severity: Mapping[str, str]) -> Iterator[Change]:
    """The next stricter and the next milder word on each route; a route dropped; the routes exchanged."""
    words = list(Severity)
    for route, word in severity.items():
        rank = Severity(word).rank
        for other in words[max(0, rank - 1) : rank + 2]:
            if other != word:
                yield {**severity, route: other.value}, f"{other} on {route}"
    if len(severity) > 1:
        for route in severity:
            yield {other: word for other, word in severity.items() if other != route}, f"not on {route}"
    swapped = {_OTHER_ROUTE[route]: word for route, word in severity.items()}
    if swapped != severity:
        yield swapped, "routes exchanged"


_OTHER_ROUTE = {"iv_ketamine": "esketamine", "esketamine": "iv_ketamine"}
