"""The judges a mutant has to face: boundary cases, the catalogue, stories, claims in Python, the second evaluator.

The quick and the likely come first. What somebody filled in is read once, and a mutant that leaves all of it as it
was is not tried on it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any

from rules.engine.judging import judge
from rules.engine.rule_set import RuleSet
from rules.engine.screening import screen
from rules.engine.terms import Disposition, Phase
from tests.mutation.calling import Claim, broken
from tests.mutation.cases import Case, all_cases, fails
from tests.mutation.claims import GENERAL, OF_FACTS, OF_KNOWLEDGE, OF_QUESTIONS, first_broken, holding, look_at
from tests.mutation.comparing import Comparing
from tests.mutation.mutants import Mutant
from tests.mutation.mutated import Ids
from tests.mutation.sheets import Difference, ReadSheet, difference
from tests.mutation.texts import Texts
from tests.rules.catalogue import catalogue, rows_that_differ
from tests.rules.intakes import DEMO, TODAY, changed
from tests.rules.stories import differences, stories

_LEXICON = ("knowledge", "free_text")


@dataclass(frozen=True, slots=True)
class Suspect:
    """A mutant, its rule set, what differs in it, and the rules and derived facts it can reach; None where any."""

    mutant: Mutant
    rule_set: RuleSet
    difference: Difference
    reached: Ids | None
    facts: Ids | None

    @property
    def part(self) -> str:
        return str(self.mutant.path[0])


class Suite:
    """Looks for the first check that notices a mutant. Refuses to begin when one fails without any change."""

    def __init__(self, original: RuleSet) -> None:
        self._original = self._looked_at = original
        self._cases: dict[str, list[tuple[Case, ReadSheet]]] = {}
        for case in all_cases():
            self._cases.setdefault(case.rule, []).append((case, ReadSheet(case.sheet, original)))
        self._stories = stories()
        self._general = holding(GENERAL, original)
        self._of_facts = holding(OF_FACTS, original)
        self._of_questions = holding(OF_QUESTIONS, original)
        self._well = [phase for phase in Phase if not has_flags(original, phase)]
        self._refuse_if_anything_fails()

    @cached_property
    def _second(self) -> Comparing:
        compared = Comparing(self._original)
        differing = next(compared.disagreements(self._original, Difference(None, ()), None), None)
        if differing is not None:
            raise AssertionError(f"fails without any mutant: {differing}")
        return compared

    @cached_property
    def _claims(self) -> Mapping[str, list[Claim]]:
        """By the knowledge they are about; those that hold without any change."""
        return {part: holding(modules, self._original) for part, modules in OF_KNOWLEDGE.items()}

    def _refuse_if_anything_fails(self) -> None:
        """A check that fails anyway would seem to catch every mutant. Raises AssertionError."""
        unchanged = Suspect(Mutant(("derived", 0), None, "", ""), self._original, Difference(None, ()), None, None)
        failing = [*islice(self._quick_checks(unchanged), 1), *rows_that_differ(self._original, catalogue())]
        if failing:
            raise AssertionError(f"fails without any mutant: {failing}")

    def noticed(self, mutant: Mutant, rule_set: RuleSet, rules: Ids | None, facts: Ids | None) -> str | None:
        """The name of the check that fails, or None when the mutant lives; looks only at what it can reach."""
        if mutant.path[:2] == _LEXICON:
            return self._misread(rule_set)
        suspect = Suspect(mutant, rule_set, difference(mutant, rule_set, self._original), rules, facts)
        return next(self._checks(suspect), None)

    def _misread(self, rule_set: RuleSet) -> str | None:
        """The second evaluator reads no text, so it is not asked about a changed lexicon."""
        self._looked_at = rule_set
        look_at(rule_set)
        try:
            return next(self._texts.failing(rule_set.document["knowledge"]), None)
        except Exception as error:  # noqa: BLE001 - a lexicon that cannot be made was never going to be used
            return f"refused: {type(error).__name__}"

    @cached_property
    def _texts(self) -> Texts:
        """Claims, boundary cases and stories by the texts they look at; Python first, since it is the quickest."""
        claimed = [*self._claims["free_text"], *self._of_facts, *self._general]
        cases = [case for each in self._cases.values() for case, _ in each]
        return Texts(
            [
                *((claim.name, claim.call, partial(broken, claim)) for claim in claimed),
                *((case.name, case.overrides, partial(self._case_fails, case)) for case in cases),
                *(
                    (f"story {name}", story, partial(self._story_fails, story))
                    for name, story in self._stories.items()
                ),
            ],
            self._original.document["knowledge"],
        )

    def _case_fails(self, case: Case) -> bool:
        rule = next(rule for rule in self._looked_at.rules if rule.id == case.rule)
        return fails(case.expected, judge(rule, case.sheet.submission(self._looked_at)))

    def _story_fails(self, story: Mapping[str, Any]) -> bool:
        return _ends_otherwise(story, self._looked_at)

    def _checks(self, suspect: Suspect) -> Iterator[str]:
        """The names of the checks that fail, each looked for when the one before it is not enough."""
        yield from self._quick_checks(suspect)
        yield from self._second.disagreements(suspect.rule_set, suspect.difference, suspect.reached)

    def _quick_checks(self, suspect: Suspect) -> Iterator[str]:
        rule_set = suspect.rule_set
        if suspect.part == "rules":
            yield from (f"catalogue, {rule_id}" for rule_id in rows_that_differ(rule_set, catalogue()))
        yield from self._by_definitions(suspect)
        yield from _broken(self._claims_about(suspect), rule_set)
        yield from self._by_cases(suspect)
        yield from _broken([*self._general, *self._of_facts] if suspect.facts is None else self._general, rule_set)
        yield from (f"the person who is well, {phase}" for phase in self._well if has_flags(rule_set, phase))
        yield from (f"story {name}" for name, story in self._stories.items() if _ends_otherwise(story, rule_set))

    def _claims_about(self, suspect: Suspect) -> Iterator[Claim]:
        if suspect.part in {"questionnaire", "parameters"}:
            yield from self._of_questions
        if suspect.facts is not None:
            yield from (claim for claim in self._of_facts if claim.about in suspect.facts)

    def _by_definitions(self, suspect: Suspect) -> Iterator[str]:
        if suspect.part == "knowledge":
            yield from _broken(self._claims.get(str(suspect.mutant.path[1]), ()), suspect.rule_set)

    def _by_cases(self, suspect: Suspect) -> Iterator[str]:
        held = {rule.id: rule for rule in suspect.rule_set.rules}
        looked_at = self._cases if suspect.reached is None else sorted(suspect.reached & self._cases.keys())
        for case, sheet in (pair for rule_id in looked_at for pair in self._cases[rule_id]):
            rule = held.get(case.rule)
            if rule is None:
                yield f"{case.name}: the rule is gone"
            elif (submission := sheet.under(suspect.rule_set, suspect.difference)) is not None:
                yield from (case.name,) if fails(case.expected, judge(rule, submission)) else ()


def _broken(claimed: Iterable[Claim], rule_set: RuleSet) -> Iterator[str]:
    found = first_broken(claimed, rule_set)
    yield from () if found is None else (found,)


def _ends_otherwise(story: Mapping[str, Any], rule_set: RuleSet) -> bool:
    try:
        return any(differences(story, rule_set))
    except Exception:  # noqa: BLE001 - a page that cannot be made of the story is a difference
        return True


def has_flags(rule_set: RuleSet, phase: Phase) -> bool:
    screening = screen(rule_set, changed({}), phase=phase, as_of=TODAY, site=DEMO, submitted_on=TODAY)
    return set(screening.dispositions.values()) != {Disposition.NO_FLAGS}
