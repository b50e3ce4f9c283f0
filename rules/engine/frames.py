"""Frames: all values of one submission in slots, derived facts computed, ready for the conditions.

Conflicting answers give several frames, one for each combination of what was said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from rules.engine.dates import PERIODS
from rules.engine.model import DerivedFact, input_values
from rules.engine.rule_set import ISSUE_FACTS, SUBMITTED_ON, RuleSet
from rules.engine.truth import UNKNOWN
from rules.engine.values import Fact, Issue, Value

MOST_COMBINATIONS = 64


@dataclass(frozen=True, slots=True)
class Frame:
    """Slots of one reading of the answers, and the derived facts that could not be computed."""

    slots: list[Any]
    faulty: frozenset[str]


class Frames:
    """The readings of one submission: the plain one, and those its conflicts allow."""

    def __init__(
        self, rule_set: RuleSet, facts: Mapping[str, Fact], *, as_of: date, submitted_on: date | None
    ) -> None:
        self._rule_set = rule_set
        self._today = as_of.toordinal()
        self._cutoffs = tuple(PERIODS[unit](as_of, amount) for unit, amount in rule_set.periods.values())
        self.conflicts = {name: fact.values for name, fact in facts.items() if fact.conflicting}
        self.plain = self._derived(self._base_slots(facts, submitted_on), rule_set.derived, frozenset())

    @property
    def too_many(self) -> bool:
        """More combinations of conflicting answers than are worth evaluating; a person has to look."""
        combinations = 1
        for values in self.conflicts.values():
            combinations *= len(values)
        return combinations > MOST_COMBINATIONS

    def combinations(self) -> Iterator[Frame]:
        """One frame for each combination of conflicting values."""
        for values in product(*self.conflicts.values()):
            yield self.with_values(dict(zip(self.conflicts, values, strict=True)))

    def with_values(self, values: Mapping[str, Value]) -> Frame:
        """A frame in which some base facts read otherwise, derived facts recomputed."""
        slots = self.plain.slots.copy()
        for name, value in values.items():
            slots[self._rule_set.layout.slots[name]] = self._with_cutoffs(name, value)
        touched = [fact for fact in self._rule_set.derived if not fact.depends_on.isdisjoint(values)]
        return self._derived(slots, touched, self.plain.faulty)

    def _derived(self, slots: list[Any], touched: Iterable[DerivedFact], faulty: frozenset[str]) -> Frame:
        """Compute the touched derived facts in their order; those that fail are faulty."""
        failed = set(faulty)
        for fact in touched:
            try:
                slots[fact.slot] = _derive(fact, slots, self._today)
                failed.discard(fact.id)
            except Exception:  # noqa: BLE001 - a computation that fails is a fault of every rule that reads it
                slots[fact.slot] = None
                failed.add(fact.id)
        return Frame(slots, frozenset(failed))

    def _base_slots(self, facts: Mapping[str, Fact], submitted_on: date | None) -> list[Any]:
        layout = self._rule_set.layout
        slots: list[Any] = [None] * len(layout.slots)
        for name, fact in facts.items():
            slots[layout.slots[name]] = self._with_cutoffs(name, fact.values[0]) if fact.values else None
        slots[layout.slots[SUBMITTED_ON]] = submitted_on.toordinal() if submitted_on else None
        for name, items in _items_with_issues(facts).items():
            slots[layout.slots[name]] = items
        slots[len(slots) - len(self._cutoffs) :] = self._cutoffs
        return slots

    def _with_cutoffs(self, name: str, value: Any) -> Any:
        """Rows carry the days the periods lead back to, since their conditions see nothing else."""
        if name not in self._rule_set.layout.groups or value is None:
            return value
        return tuple(row + self._cutoffs for row in value)


def _items_with_issues(facts: Mapping[str, Fact]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {name: [] for name in ISSUE_FACTS}
    for name, fact in facts.items():
        for issue in fact.issues:
            found[_ISSUE_FACT[issue]].append(name)
    return found


def _derive(derived: DerivedFact, slots: Sequence[Any], as_of: int) -> Any:
    if derived.condition is not None:
        verdict = derived.condition(slots)
        return None if verdict is UNKNOWN else verdict
    assert derived.function is not None  # noqa: S101 - one of the two, by construction
    return derived.function(as_of, *input_values(derived, slots))


_ISSUE_FACT = dict(zip(Issue, ISSUE_FACTS, strict=True))
