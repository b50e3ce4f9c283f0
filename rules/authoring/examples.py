"""Finds values that make a clause fire, so that a clause that can never fire is refused when the set is built."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from rules.engine.answers import NONE
from rules.engine.conditions import compile_condition
from rules.engine.frames import Frames, Given
from rules.engine.interpretations import INTERPRETATIONS
from rules.engine.items import Item
from rules.engine.provided import IN_UNITED_STATES, LIST_FACTS, SUBMITTED_ON
from rules.engine.readings import readings_of
from rules.engine.reads import facts_read
from rules.engine.rule_set import RuleSet
from rules.engine.truth import NO, YES
from rules.engine.values import Number, Value

_DAY = date(2026, 1, 1)
_TRIES = 300
_ATOM_TRIES = 60
_REPAIRS = 30
_BETWEEN = 0.5
_EMPTY_CELL = 0.1


class ExampleFinder:
    """Searches assignments of base facts, guided by the form of a condition.

    What an interpretation states (a medicine's classes, what a sentence says) is taken as any value it may have:
    whether words exist that lead to it is shown by the cases of each rule.
    """

    def __init__(self, rule_set: RuleSet) -> None:
        self._rule_set = rule_set
        self._frames = Frames(rule_set, {}, Given(), as_of=_DAY)
        functions = {part["id"]: part.get("function") for part in rule_set.document["derived"]}
        free = {name: item for name, item in rule_set.computed.items() if functions[name] in INTERPRETATIONS}
        self._items = {**free, **{item.fact: item for item in rule_set.items}}
        self._derived = {derived.id: derived for derived in rule_set.derived if derived.id not in free}

    def firing(self, node: Sequence[Any], seed: str) -> Mapping[str, Value] | None:
        """Values of base facts that make the condition true, or None when the search finds none."""
        random = Random(seed)  # noqa: S311 - a search that has to be repeatable
        condition = compile_condition(node, self._rule_set.layout)
        for _ in range(_TRIES):
            values: dict[str, Value] = {}
            self._aim(node, values, random, wanted=True)
            for _ in range(_REPAIRS):
                if condition(self._frames.with_values(values).slots) is YES:
                    return values
                if values:
                    name = random.choice(sorted(values))
                    values[name] = self._any_value(name, random)
        return None

    def _aim(self, node: Sequence[Any], values: dict[str, Value], random: Random, *, wanted: bool) -> None:
        """Set values that tend to give the condition the wanted truth."""
        if node[0] == "not":
            self._aim(node[1], values, random, wanted=not wanted)
        elif node[0] in {"and", "or"}:
            parts = node[1:] if (node[0] == "and") is wanted else [random.choice(node[1:])]
            for part in parts:
                self._aim(part, values, random, wanted=wanted)
        elif node[0] == "fact" and node[1] in self._derived:
            self._aim(self._derived[node[1]].node or (), values, random, wanted=wanted)
        elif node[0] == "unknown":
            self._leave_unknown(node, values, random, wanted=wanted)
        else:
            self._satisfy(node, values, random, wanted=wanted)

    def _leave_unknown(self, node: Sequence[Any], values: dict[str, Value], random: Random, *, wanted: bool) -> None:
        names = [node[1]] if isinstance(node[1], str) else facts_read(node[1])
        for name in self._base_facts(names):
            if wanted:
                values.setdefault(name, None)
            elif values.get(name) is None:
                values[name] = self._any_value(name, random)

    def _satisfy(self, node: Sequence[Any], values: dict[str, Value], random: Random, *, wanted: bool) -> None:
        condition = compile_condition(node, self._rule_set.layout)
        names = self._base_facts(facts_read(node))
        for _ in range(_ATOM_TRIES):
            trial = values | {name: self._any_value(name, random) for name in names}
            if (condition(self._frames.with_values(trial).slots) is YES) is wanted:
                values.update(trial)
                return

    def _base_facts(self, names: Sequence[str]) -> list[str]:
        found: set[str] = set()
        for name in names:
            derived = self._derived.get(name)
            found |= {name} if derived is None else derived.depends_on
        return sorted(
            name for name in found if name in self._items or name in (SUBMITTED_ON, IN_UNITED_STATES, *LIST_FACTS)
        )

    def _any_value(self, name: str, random: Random) -> Value:
        if name in LIST_FACTS:
            return random.choice(((), ("an_item",)))
        if name == IN_UNITED_STATES:
            return random.choice((YES, NO))
        item = self._items.get(name) or Item(link_id=name, fact=name, kind="date")
        return self._any_reading(item, random)

    def _any_reading(self, item: Item, random: Random) -> Value:
        if item.kind == "group":
            return tuple(self._any_row(item, random) for _ in range(random.randrange(4)))
        if item.kind == "text":
            return "words"
        if item.kind == "multi_choice":
            options = sorted(item.options - {NONE})
            return frozenset(random.sample(options, random.randint(0, len(options))))
        possible = readings_of(item, None, self._rule_set.thresholds(item.fact, _DAY), _DAY)
        if item.kind in {"date", "quantity"} and random.random() < _BETWEEN:
            return random.randint(int(min(map(_size, possible))), int(max(map(_size, possible))))
        return random.choice(possible)

    def _any_row(self, item: Item, random: Random) -> tuple[Value, ...]:
        return tuple(
            None if random.random() < _EMPTY_CELL else self._any_reading(part, random) for part in item.fields
        )


def _size(value: Value) -> Number:
    assert isinstance(value, int | Decimal)  # noqa: S101 - readings of dates and quantities are plain numbers
    return value
