"""Frames: all values of one submission in slots, derived facts computed, ready for the conditions.

Conflicting answers give several frames, one for each combination of what was said.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import product
from math import prod
from typing import Any, NamedTuple

from rules.engine.provided import IN_UNITED_STATES, ISSUE_FACTS, SITE_PROFILES, SUBMITTED_ON, UNEXPECTED_ITEMS
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Phase
from rules.engine.truth import truth
from rules.engine.usual import ALWAYS, Steps, changed_from
from rules.engine.values import Fact, Issue, Value

MOST_COMBINATIONS = 64


class Frame(NamedTuple):
    """Slots of one reading of the answers, and the derived facts that could not be computed.

    `changed` are the slots that differ from those of the frame it was made from, the usual one for the plain reading;
    ALWAYS is among them where the other frame was of another day.
    """

    slots: list[Any]
    faulty: frozenset[str]
    changed: set[int]


class Given(NamedTuple):
    """What is known of a submission beside its facts: its day, items the questionnaire does not have, its clinic."""

    submitted_on: date | None = None
    unexpected: tuple[str, ...] = ()
    in_united_states: bool | None = None
    profiles: tuple[str, ...] = ()


class Frames:
    """The readings of one submission: the plain one, and those its conflicts and doubts allow.

    In a phase, derived facts that none of its rules can look at stay unknown.
    """

    def __init__(
        self, rule_set: RuleSet, facts: Mapping[str, Fact], given: Given, *, as_of: date, phase: Phase | None = None
    ) -> None:
        self._rule_set, self._phase = rule_set, phase
        self._today = as_of.toordinal()
        self._cutoffs = rule_set.cutoffs(as_of)
        # Nearly every fact is known and plain; only the others are looked at again.
        self.troubled = [fact for fact in facts.values() if fact.unknown is not None or fact.issues]
        self.unknown = {fact.id: fact.unknown for fact in self.troubled if fact.unknown is not None}
        self.conflicts = {fact.id: fact.values for fact in self.troubled if len(fact.values) > 1}
        self.plain = self._plain(self._base_slots(facts, given))
        self._combined: dict[frozenset[str], list[Frame]] = {}

    def combinations(self, names: frozenset[str]) -> tuple[Sequence[Frame], bool]:
        """One frame for each combination of these conflicting values, and whether that is every combination.

        Where there are too many, each value is read in turn beside the plain reading of the others.
        """
        frames = self._combined.get(names)
        if frames is None:
            frames = self._combined[names] = [self.with_values(values) for values in self._readings(names)]
        return frames, self._can_be_combined(names)

    def _readings(self, names: frozenset[str]) -> Iterable[Mapping[str, Value]]:
        ordered = sorted(names)
        if self._can_be_combined(names):
            every = product(*(self.conflicts[name] for name in ordered))
            return [dict(zip(ordered, values, strict=True)) for values in every]
        return [{name: value} for name in ordered for value in self.conflicts[name]]

    def _can_be_combined(self, names: frozenset[str]) -> bool:
        return prod(len(self.conflicts[name]) for name in names) <= MOST_COMBINATIONS

    def with_values(self, values: Mapping[str, Value]) -> Frame:
        """A frame in which some base facts read otherwise, derived facts recomputed."""
        slots = self.plain.slots.copy()
        for name, value in values.items():
            slots[self._rule_set.layout.slots[name]] = self._with_cutoffs(name, value)
        changed = {self._rule_set.layout.slots[name] for name in values}
        touched = self._rule_set.derived_from(frozenset(values), self._phase)
        return self._derived(slots, changed, touched, self.plain.faulty)

    def _plain(self, slots: list[Any]) -> Frame:
        usual = self._rule_set.usual[self._phase]
        changed = changed_from(usual.slots, slots)
        slots += usual.slots[len(slots) : len(usual.slots) - len(self._cutoffs)]
        slots += self._cutoffs
        return self._derived(slots, changed | {ALWAYS}, usual.derived, frozenset())

    def _derived(self, slots: list[Any], changed: set[int], touched: Steps, faulty: frozenset[str]) -> Frame:
        """Compute, in their order, those of the touched derived facts that read something changed."""
        if faulty:
            return self._one_by_one(slots, changed, touched, faulty)
        try:
            today = self._today
            for fact, reads in touched:
                if not reads.isdisjoint(changed):
                    value = fact.compute(slots, today)
                    if value is not slots[fact.slot]:
                        slots[fact.slot] = value
                        changed.add(fact.slot)
        except Exception:  # noqa: BLE001 - one that fails is found, and the others computed, one by one
            return self._one_by_one(slots, changed, touched, faulty)
        return Frame(slots, faulty, changed)

    def _one_by_one(self, slots: list[Any], changed: set[int], touched: Steps, faulty: frozenset[str]) -> Frame:
        failed = set(faulty)
        for fact, _ in touched:
            try:
                slots[fact.slot] = fact.compute(slots, self._today)
                failed.discard(fact.id)
            except Exception:  # noqa: BLE001 - a computation that fails is a fault of every rule that reads it
                slots[fact.slot] = None
                failed.add(fact.id)
        return Frame(slots, frozenset(failed), changed)

    def _base_slots(self, facts: Mapping[str, Fact], given: Given) -> list[Any]:
        """Everything that stands before the derived facts."""
        layout = self._rule_set.layout
        slots: list[Any] = [None] * (len(layout.slots) - len(self._rule_set.derived) - len(self._cutoffs))
        for name, fact in facts.items():
            if fact.values:
                slots[layout.slots[name]] = fact.values[0]
        for name in layout.groups.keys() & facts.keys():
            slots[layout.slots[name]] = self._with_cutoffs(name, slots[layout.slots[name]])
        slots[layout.slots[SUBMITTED_ON]] = given.submitted_on.toordinal() if given.submitted_on else None
        slots[layout.slots[UNEXPECTED_ITEMS]] = given.unexpected
        in_states = given.in_united_states
        slots[layout.slots[IN_UNITED_STATES]] = None if in_states is None else truth(in_states)
        slots[layout.slots[SITE_PROFILES]] = given.profiles
        for name, items in _items_with_issues(self.troubled).items():
            slots[layout.slots[name]] = items
        return slots

    def _with_cutoffs(self, name: str, value: Any) -> Any:
        """Rows carry the days the periods lead back to, since their conditions see nothing else."""
        if name not in self._rule_set.layout.groups or value is None:
            return value
        return tuple(row + self._cutoffs for row in value)


def _items_with_issues(facts: Iterable[Fact]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {name: [] for name in ISSUE_FACTS}
    for fact in facts:
        for issue in fact.issues:
            found[_ISSUE_FACT[issue]].append(fact.id)
    return {name: tuple(items) for name, items in found.items()}


_ISSUE_FACT = dict(zip(Issue, ISSUE_FACTS, strict=True))
