"""Which facts have no harmless reading, found from the form of the conditions alone.

A reading is harmless when it makes no clause true that another reading would leave false. "No" is harmless for a
question that is only ever asked positively; no date is harmless for a stroke, when one rule fires before six weeks
and another after. Only such decisive facts can raise a disposition while they are unknown.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rules.engine.conditions import compile_condition
from rules.engine.frames import Frames, Given
from rules.engine.items import Item
from rules.engine.readings import readings_of
from rules.engine.reads import facts_read
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Severity
from rules.engine.truth import NO, UNKNOWN, YES

_ANY_DAY = date(2026, 1, 1)
_READABLE = frozenset({"yes_no", "choice", "multi_choice", "quantity", "date"})
type Atom = tuple[Sequence[Any], bool]


def decisive_facts(rule_set: RuleSet) -> list[str]:
    """The base facts without a harmless reading, in the order of the questionnaire."""
    atoms = list(_atoms_of_rules(rule_set))
    frames = Frames(rule_set, {}, Given(), as_of=_ANY_DAY)
    items = {item.fact: item for item in rule_set.items if item.kind in _READABLE}
    return [name for name, item in items.items() if not _has_harmless_reading(item, atoms, frames, rule_set)]


def _has_harmless_reading(item: Item, atoms: Sequence[Atom], frames: Frames, rule_set: RuleSet) -> bool:
    touching = [atom for atom in atoms if item.fact in _dependencies(atom[0], rule_set)]
    if not touching:
        return True
    conditions = [(compile_condition(node, rule_set.layout), wanted) for node, wanted in touching]
    bounds = rule_set.thresholds(item.fact, _ANY_DAY)
    for value in readings_of(item, None, bounds, _ANY_DAY):
        slots = frames.with_values({item.fact: value}).slots
        if all(
            condition(slots) in ((NO, UNKNOWN) if positive else (YES, UNKNOWN)) for condition, positive in conditions
        ):
            return True
    return False


def _dependencies(node: Sequence[Any], rule_set: RuleSet) -> frozenset[str]:
    depends = {derived.id: derived.depends_on for derived in rule_set.derived}
    read = frozenset(facts_read(node))
    return read.union(*(depends.get(name, frozenset()) for name in read))


def _atoms_of_rules(rule_set: RuleSet) -> Iterator[Atom]:
    """Every atom of every clause that speaks against going on, with whether it stands there positively."""
    nodes: Mapping[str, Any] = {derived.id: derived.node for derived in rule_set.derived}
    for rule in rule_set.rules:
        for clause in rule.clauses:
            if any(severity.rank >= Severity.RELATIVE.rank for severity in clause.severity.values()):
                yield from _atoms(clause.node, nodes, positive=True)


def _atoms(node: Sequence[Any], derived: Mapping[str, Any], *, positive: bool) -> Iterator[Atom]:
    if node[0] == "not":
        yield from _atoms(node[1], derived, positive=not positive)
    elif node[0] in {"and", "or"}:
        for part in node[1:]:
            yield from _atoms(part, derived, positive=positive)
    elif node[0] == "fact" and derived.get(node[1]) is not None:
        yield from _atoms(derived[node[1]], derived, positive=positive)
    elif node[0] != "unknown":
        yield node, positive
