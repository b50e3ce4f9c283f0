"""What cannot be seen in one entry alone: reused ids, names nobody reads, clauses that can never fire."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from rules.authoring.content import Content, Placed
from rules.authoring.examples import ExampleFinder
from rules.authoring.problems import Problem
from rules.authoring.schema import Citation, Column, Derived, Item, Parameter, Rule
from rules.engine.provided import PROVIDED_FACTS
from rules.engine.reads import facts_read
from rules.engine.rule_set import RuleSet
from rules.engine.units import factor


def check_entries(content: Content) -> Iterator[Problem]:
    """Problems between entries, before anything is compiled."""
    yield from _repeated(content)
    yield from _reused_ids(content)
    yield from _unknown_sources(content)
    yield from _unmeasured(content)


def check_rule_set(content: Content, rule_set: RuleSet) -> Iterator[Problem]:
    """Problems that show only when the set is compiled."""
    yield from _never_fires(content, rule_set)
    yield from _never_fed(content, rule_set)
    yield from _never_read(content, rule_set)


def _repeated(content: Content) -> Iterator[Problem]:
    names = [
        *((entry.value.fact, entry) for entry in content.items),
        *((entry.value.id, entry) for entry in content.derived),
        *((entry.value.id, entry) for entry in content.parameters),
    ]
    yield from _duplicates(names, "is declared twice")
    yield from _duplicates([(entry.value.link_id, entry) for entry in content.items], "is asked twice")
    yield from _duplicates([(entry.value.id, entry) for entry in content.rules], "is a duplicate id")
    yield from (
        Problem(entry.place, f"`{name}` is a name of the engine's own")
        for name, entry in names
        if name in PROVIDED_FACTS
    )


def _duplicates(names: Iterable[tuple[str, Placed[Any]]], reason: str) -> Iterator[Problem]:
    named = list(names)
    counts = Counter(name for name, _ in named)
    yield from (Problem(entry.place, f"`{name}` {reason}") for name, entry in named if counts[name] > 1)


def _reused_ids(content: Content) -> Iterator[Problem]:
    """Ids are permanent: a retired one is never used again, and a deferred one is not there yet."""
    for entry in content.rules:
        if entry.value.id in content.header.retired:
            yield Problem(entry.place, "reuses a retired id")
        if entry.value.id in content.header.incomplete:
            yield Problem(entry.place, "is here and is listed as still missing")


def _unknown_sources(content: Content) -> Iterator[Problem]:
    keys = {source.value.key for source in content.sources}
    cited: Iterable[Placed[Rule] | Placed[Parameter]] = (*content.rules, *content.parameters)
    for entry in cited:
        for citation in _cited(entry.value):
            if citation.key is not None and citation.key not in keys:
                yield Problem(entry.place, f"cites `{citation.key}`, which is not among the sources")


def _cited(value: Rule | Parameter) -> Iterable[Citation]:
    return value.sources


def _unmeasured(content: Content) -> Iterator[Problem]:
    """A quantity has a unit, a choice has options, a bound is a declared parameter of that unit."""
    units = {entry.value.id: entry.value.unit for entry in content.parameters}
    numbers = {entry.value.id: entry.value.value for entry in content.parameters}
    for entry in content.items:
        for part in entry.value.parts:
            if part.kind == "quantity" and part.unit is None:
                yield Problem(entry.place, f"`{part.link_id}` has no unit")
            if part.kind in {"choice", "multi_choice"} and not part.options:
                yield Problem(entry.place, f"`{part.link_id}` has no options")
            if part.assume_unit and _plausible_in_two(part, numbers):
                yield Problem(entry.place, f"a bare number of `{part.link_id}` would be plausible in two units")
            for bound in part.plausible or ():
                if units.get(bound) != part.unit:
                    yield Problem(entry.place, f"`{bound}` is no parameter in {part.unit}")
    for derived in content.derived:
        if derived.value.function is not None:
            yield from _unmeasured_result(derived)


def _plausible_in_two(part: Item | Column, numbers: Mapping[str, Decimal]) -> bool:
    """Whether some number lies within the plausible bounds both as the kept unit and as another one."""
    others = [factor(unit, part.unit or "") for unit in part.units if unit != part.unit]
    if part.plausible is None:
        return bool(others)
    low, high = (numbers.get(bound, Decimal(0)) for bound in part.plausible)
    return any(scale is not None and low <= high * scale and low * scale <= high for scale in others)


def _unmeasured_result(derived: Placed[Derived]) -> Iterator[Problem]:
    for part in derived.value.parts:
        if part.kind == "quantity" and part.unit is None:
            yield Problem(derived.place, "a computed quantity needs a unit")
        if part.kind in {"choice", "multi_choice"} and not part.options:
            yield Problem(derived.place, "a computed choice needs its options")
    if (derived.value.kind == "group") != bool(derived.value.fields):
        yield Problem(derived.place, "a computed group and only that has fields")


def _never_fires(content: Content, rule_set: RuleSet) -> Iterator[Problem]:
    finder = ExampleFinder(rule_set)
    for entry, rule in zip(content.rules, rule_set.rules, strict=True):
        for place, clause in enumerate(rule.clauses, start=1):
            if finder.firing(clause.node, rule.id) is None:
                yield Problem(entry.place, f"clause {place} can never fire: no answers were found that make it true")


def _never_fed(content: Content, rule_set: RuleSet) -> Iterator[Problem]:
    """In each phase a rule runs in, the phase's form asks something that it reads, or the engine states it."""
    for entry, rule in zip(content.rules, rule_set.rules, strict=True):
        fed = {phase for item in rule_set.items if item.fact in rule.depends_on for phase in item.phases}
        if rule.depends_on.isdisjoint(PROVIDED_FACTS):
            yield from (
                Problem(entry.place, f"no item that it reads is asked in the {phase.value} form")
                for phase in entry.value.phases
                if phase not in fed
            )


def _never_read(content: Content, rule_set: RuleSet) -> Iterator[Problem]:
    """An item, a derived fact or a parameter that nothing reads is either a mistake or a burden."""
    used = _used_names(content, rule_set)
    declared: Iterable[tuple[str, Placed[Item] | Placed[Derived] | Placed[Parameter]]] = (
        *((entry.value.fact, entry) for entry in content.items),
        *((entry.value.id, entry) for entry in content.derived),
        *((entry.value.id, entry) for entry in content.parameters),
    )
    yield from (Problem(entry.place, f"nothing reads `{name}`") for name, entry in declared if name not in used)


def _used_names(content: Content, rule_set: RuleSet) -> set[str]:
    nodes = [clause.node for rule in rule_set.rules for clause in rule.clauses]
    nodes += [derived.node for derived in rule_set.derived if derived.node is not None]
    nodes += [item.enabled_when for item in rule_set.items if item.enabled_when is not None]
    used = {name for node in nodes for name in _everything_named(node)}
    used |= {name.partition(".")[0] for derived in rule_set.derived for name in derived.inputs}
    parts = [part for entry in content.items for part in entry.value.parts]
    return used | {bound for part in parts for bound in part.plausible or ()}


def _everything_named(node: Any) -> set[str]:
    """Names a condition reads, those inside counts included."""
    names = set(facts_read(node))
    if node[0] == "count":
        names |= _everything_named(node[3]) | {node[4]}
    if node[0] == "any_row":
        names |= _everything_named(node[2])
    if node[0] in {"and", "or", "not"} or (node[0] == "unknown" and not isinstance(node[1], str)):
        names = names.union(*(_everything_named(part) for part in node[1:]))
    return names
