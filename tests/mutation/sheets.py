"""A form as it was filled in, and what it says under a rule set that differs from the released one in one place.

What the answers say is read once; a change that leaves everything a form says as it was need not be tried on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.engine.answers import FactReader
from rules.engine.frames import Frames, Given
from rules.engine.items import Item
from rules.engine.model import DerivedFact
from rules.engine.rule_set import RuleSet
from rules.engine.site import SiteSettings
from rules.engine.submission import Submission
from rules.engine.terms import Phase
from rules.engine.values import Fact
from tests.mutation.mutants import Mutant


@dataclass(frozen=True, slots=True)
class Sheet:
    """Answers, and when, where and for what they were given."""

    answers: Mapping[str, Any]
    phase: Phase
    as_of: date
    submitted_on: date | None
    site: SiteSettings

    def facts(self, reader: FactReader) -> Mapping[str, Fact]:
        return reader.read(self.answers, as_of=self.as_of, phase=self.phase)

    def frames(self, rule_set: RuleSet, facts: Mapping[str, Fact]) -> Frames:
        unexpected = tuple(sorted(self.answers.keys() - rule_set.link_ids))
        given = Given(self.submitted_on, unexpected, self.site.in_united_states, self.site.profiles)
        return Frames(rule_set, facts, given, as_of=self.as_of)

    def submission(self, rule_set: RuleSet) -> Submission:
        return self.submitted(rule_set, self.frames(rule_set, self.facts(rule_set.reader)))

    def submitted(self, rule_set: RuleSet, frames: Frames) -> Submission:
        return Submission(rule_set, frames, frames.plain, self.phase, self.as_of)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as it was in a changed rule set: items and derived facts; None where it may be anything."""

    items: Sequence[Item] | None
    derived: Sequence[DerivedFact]


def difference(mutant: Mutant, changed: RuleSet, original: RuleSet) -> Difference:
    if mutant.path[0] == "rules":
        return Difference((), ())
    if len(changed.items) != len(original.items) or changed.layout is not original.layout:
        return Difference(None, ())
    items = zip(changed.items, original.items, strict=True)
    derived = zip(changed.derived, original.derived, strict=True)
    return Difference([new for new, old in items if new != old], [new for new, old in derived if new is not old])


class ReadSheet:
    """A sheet under the unchanged rule set."""

    def __init__(self, sheet: Sheet, original: RuleSet) -> None:
        self._sheet = sheet
        self._facts = sheet.facts(original.reader)
        self._frames = sheet.frames(original, self._facts)

    def under(self, rule_set: RuleSet, different: Difference) -> Submission | None:
        """The sheet under a changed rule set; None where the sheet says what it said before."""
        if different == _ONLY_RULES:
            return self._sheet.submitted(rule_set, self._frames)
        facts = self._facts_under(rule_set, different.items)
        if different.items is not None and facts == self._facts and self._says_the_same(different.derived):
            return None
        return self._sheet.submitted(rule_set, self._sheet.frames(rule_set, facts))

    def _facts_under(self, rule_set: RuleSet, items: Sequence[Item] | None) -> Mapping[str, Fact]:
        if items is None:
            return self._sheet.facts(rule_set.reader)
        return {**self._facts, **self._sheet.facts(FactReader(items))}

    def _says_the_same(self, derived: Iterable[DerivedFact]) -> bool:
        """Whether the facts come out as before, on the plain reading of answers without conflicts."""
        frames, today = self._frames, self._sheet.as_of.toordinal()
        if frames.conflicts or frames.plain.faulty:
            return False
        slots = frames.plain.slots
        try:
            return all(fact.compute(slots, today) == slots[fact.slot] for fact in derived)
        except Exception:  # noqa: BLE001 - one that fails is a difference, and the rules that read it are faults
            return False


_ONLY_RULES = Difference((), ())
