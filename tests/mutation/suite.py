"""The checks a mutant has to fail: boundary cases, the catalogue, the person who is well, the stories.

What the answers of a case say is read once; a mutant that leaves everything a case reads as it was is not tried on
it, and otherwise costs little more than judging one rule.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.engine.answers import FactReader
from rules.engine.frames import Frames
from rules.engine.items import Item
from rules.engine.judging import Submission, judge
from rules.engine.model import DerivedFact
from rules.engine.rule_set import RuleSet
from rules.engine.screening import screen
from rules.engine.terms import Disposition, Phase
from rules.engine.values import Fact
from tests.mutation.cases import Case, all_cases, fails
from tests.mutation.claims import OF_INSTRUMENTS, claims, first_broken, holding
from tests.mutation.mutants import Mutant
from tests.rules.catalogue import catalogue, rows_that_differ
from tests.rules.expectations import story_differences
from tests.rules.intakes import DEMO, STORIES, TODAY, changed, read_yaml


@dataclass(frozen=True, slots=True)
class Read:
    """A case under the unchanged rule set."""

    case: Case
    facts: Mapping[str, Fact]
    frames: Frames


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as it was: items and derived facts; None where a case has to be tried whatever it reads."""

    items: Sequence[Item]
    derived: Sequence[DerivedFact]


class Suite:
    """Looks for the first check that notices a mutant."""

    def __init__(self, original: RuleSet) -> None:
        self._original = original
        self._cases: dict[str, list[Read]] = {}
        for case in all_cases():
            facts = original.reader.read(case.answers, as_of=TODAY, phase=case.phase)
            read = Read(case, facts, Frames(original, facts, case.given(original), as_of=TODAY))
            self._cases.setdefault(case.rule, []).append(read)
        self._stories = [(path.stem, read_yaml(path)) for path in sorted(STORIES.glob("*.yaml"))]
        self._of_instruments = holding(claims(OF_INSTRUMENTS))
        self._well = [phase for phase in Phase if not has_flags(original, phase)]

    def noticed(self, mutant: Mutant, rule_set: RuleSet, reached: Iterable[str] | None) -> str | None:
        """The name of the check that fails, or None when the mutant lives."""
        rules = [*self._cases] if reached is None else sorted(reached)
        checks = (
            self._by_definitions(mutant, rule_set),
            self._by_cases(rules, mutant, rule_set),
            self._by_catalogue(mutant, rule_set),
            self._by_whole(rule_set),
        )
        return next((name for names in checks for name in names), None)

    def _by_cases(self, rules: Iterable[str], mutant: Mutant, rule_set: RuleSet) -> Iterator[str]:
        held = {rule.id: rule for rule in rule_set.rules}
        difference = self._difference(mutant, rule_set)
        for read in (read for rule_id in rules for read in self._cases.get(rule_id, ())):
            rule = held.get(read.case.rule)
            if rule is None:
                yield f"{read.case.name}: the rule is gone"
                continue
            submission = self._submission(read, rule_set, mutant, difference)
            if submission is not None and fails(read.case.expected, judge(rule, submission)):
                yield read.case.name

    def _difference(self, mutant: Mutant, rule_set: RuleSet) -> Difference | None:
        if mutant.path[0] == "rules":
            return Difference((), ())
        if len(rule_set.items) != len(self._original.items) or rule_set.layout is not self._original.layout:
            return None
        items = zip(rule_set.items, self._original.items, strict=True)
        derived = zip(rule_set.derived, self._original.derived, strict=True)
        return Difference([new for new, old in items if new != old], [new for new, old in derived if new is not old])

    def _submission(
        self, read: Read, rule_set: RuleSet, mutant: Mutant, difference: Difference | None
    ) -> Submission | None:
        """The case under the changed rule set; None where nothing it reads has changed."""
        if mutant.path[0] == "rules":
            return read.case.submitted(rule_set, read.frames)
        if difference is None:
            facts = rule_set.reader.read(read.case.answers, as_of=TODAY, phase=read.case.phase)
        else:
            reader = FactReader(difference.items)
            facts = {**read.facts, **reader.read(read.case.answers, as_of=TODAY, phase=read.case.phase)}
            if facts == read.facts and _computes_the_same(read.frames, difference.derived):
                return None
        return read.case.submitted(rule_set, Frames(rule_set, facts, read.case.given(rule_set), as_of=TODAY))

    def _by_catalogue(self, mutant: Mutant, rule_set: RuleSet) -> Iterator[str]:
        if mutant.path[0] == "rules":
            yield from (f"catalogue, {rule_id}" for rule_id in rows_that_differ(rule_set, catalogue()))

    def _by_definitions(self, mutant: Mutant, rule_set: RuleSet) -> Iterator[str]:
        if mutant.path[:2] == ("knowledge", "instruments"):
            broken = first_broken(self._of_instruments, rule_set)
            yield from () if broken is None else (broken,)

    def _by_whole(self, rule_set: RuleSet) -> Iterator[str]:
        yield from (f"the person who is well, {phase}" for phase in self._well if has_flags(rule_set, phase))
        for name, story in self._stories:
            answers, phase = changed(story["answers"]), Phase(story.get("phase", "intake"))
            screening = screen(rule_set, answers, phase=phase, as_of=TODAY, site=DEMO, submitted_on=TODAY)
            if any(story_differences(story["expect"], screening)):
                yield f"story {name}"


def _computes_the_same(frames: Frames, derived: Iterable[DerivedFact]) -> bool:
    """Whether the facts come out as before, on the plain reading of answers without conflicts."""
    if frames.conflicts or frames.plain.faulty:
        return False
    slots = frames.plain.slots
    try:
        return all(fact.compute(slots, TODAY.toordinal()) == slots[fact.slot] for fact in derived)
    except Exception:  # noqa: BLE001 - one that fails is a difference, and the rules that read it are faults
        return False


def has_flags(rule_set: RuleSet, phase: Phase) -> bool:
    screening = screen(rule_set, changed({}), phase=phase, as_of=TODAY, site=DEMO, submitted_on=TODAY)
    return set(screening.dispositions.values()) != {Disposition.NO_FLAGS}
