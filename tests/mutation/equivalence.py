"""Answers that tell a mutant from the content, looked for; and the mutants of which it is stated that there are none.

The search starts from every boundary case of the rules the mutant can reach, and from the person who is well. It
changes the answers these rules read, one and then two at a time, to every value on both sides of everything the
content tells apart, to vague dates and to each way of not knowing. A change to the lexicon is looked for in the
sentences in which it could matter.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from random import Random
from typing import Any

from rules.engine.findings import Finding
from rules.engine.free_text.mentions import mentions_in
from rules.engine.judging import judge
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Phase
from tests.mutation.candidates import Candidates
from tests.mutation.cases import Case, all_cases
from tests.mutation.lexicons import LEXICON, Lexicons
from tests.mutation.listed import listed
from tests.mutation.mutants import Mutant
from tests.mutation.running import original
from tests.mutation.sheets import Sheet
from tests.rules.intake_strategies import ITEMS, known_answers
from tests.rules.intakes import DEMO, TODAY, changed

type Answers = Mapping[str, Any]

_UNKNOWN = (None, "dont_know", "declined")
_VAGUE_DAYS = ("2026", "2025", "2026-04", "2026-03", "2026-01", "2027-01-01")
_PAIRS_EACH = 400


@cache
def known_equivalent() -> Mapping[str, str]:
    """Names of mutants, each with the reason why nothing can tell it from the content."""
    return listed("equivalent.yaml")


def told_apart(mutant: Mutant) -> tuple[str, Phase, Answers] | None:
    """A rule, a phase and answers on which the mutant finds something else; None when the search finds none."""
    if mutant.path[:2] == LEXICON:
        return _read_otherwise(mutant)
    changed_set = original().rule_set_of(mutant)
    for rule_id in sorted(original().rules_reached(mutant) or ()):
        for phase, answers in _tried(rule_id):
            if _found(original().rule_set, rule_id, phase, answers) != _found(changed_set, rule_id, phase, answers):
                return rule_id, phase, answers
    return None


def _read_otherwise(mutant: Mutant) -> tuple[str, Phase, Answers] | None:
    """A text in which the changed lexicon finds something else, of those in which what was changed could matter."""
    lexicons = _lexicons()
    for _, text, _ in Candidates(lexicons.document).of(mutant):
        found = list(mentions_in(text, lexicons.original, TODAY.toordinal()))
        with lexicons.under(mutant) as changed_lexicon:
            if list(mentions_in(text, changed_lexicon, TODAY.toordinal())) != found:
                return "mentions", Phase.INTAKE, {"free.anything": text}
    return None


@cache
def _lexicons() -> Lexicons:
    return Lexicons(original().document["knowledge"]["free_text"])


def _found(rule_set: RuleSet, rule_id: str, phase: Phase, answers: Answers) -> tuple[Any, ...]:
    """What a practitioner would see differ."""
    rule = next(rule for rule in rule_set.rules if rule.id == rule_id)
    sheet = Sheet(changed(answers), phase, TODAY, TODAY, DEMO)
    return _seen(judge(rule, sheet.submission(rule_set)))


def _seen(finding: Finding) -> tuple[Any, ...]:
    return finding.outcome, dict(finding.severity), finding.contact, finding.needed_by, finding.waiting_on


def _tried(rule_id: str) -> Iterator[tuple[Phase, Answers]]:
    starts = [(case.sheet.phase, case.overrides) for case in _cases() if case.rule == rule_id]
    variations = _variations(rule_id)
    yield from starts
    for phase, overrides in starts:
        for link_id, values in variations.items():
            yield from ((phase, {**overrides, link_id: value}) for value in values)
    random = Random(rule_id)
    for phase, overrides in starts:
        yield from ((phase, {**overrides, **pair}) for pair in islice(_pairs(variations, random), _PAIRS_EACH))


def _pairs(variations: Mapping[str, list[Any]], random: Random) -> Iterator[dict[str, Any]]:
    names = sorted(variations)
    while names:
        yield {name: random.choice(variations[name]) for name in random.sample(names, min(2, len(names)))}


@cache
def _variations(rule_id: str) -> Mapping[str, list[Any]]:
    rule = next(rule for rule in original().rule_set.rules if rule.id == rule_id)
    return {link_id: _answers_to(link_id) for link_id, item in ITEMS.items() if item.fact in rule.depends_on}


def _answers_to(link_id: str) -> list[Any]:
    item = ITEMS[link_id]
    written: Iterable[Any] = [case.overrides[link_id] for case in _cases() if link_id in case.overrides]
    vague = _VAGUE_DAYS if item.kind == "date" else ()
    unsure = (
        [[tick, "unsure"] for tick in sorted(item.options - {"unsure", "none"})] if "unsure" in item.options else []
    )
    values = [*known_answers(link_id), *written, *vague, *unsure, *_UNKNOWN]
    return [value for place, value in enumerate(values) if value not in values[:place]]


@cache
def _cases() -> tuple[Case, ...]:
    return tuple(all_cases())
