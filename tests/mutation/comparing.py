"""The second evaluator as a judge: what it says of the questionnaires of a test run, beside what a mutant finds."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from rules.engine.judging import judge
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Phase
from tests.mutation.sheets import Difference, ReadSheet, Sheet
from tests.rules.intakes import DEMO
from tests.second.comparison import differ, second_verdicts, verdict_of
from tests.second.logic import NOT_APPLICABLE, Verdict
from tests.second.questionnaires import Case, questionnaire
from tests.second.tables import ROWS

_COUNT = 600


class Comparing:
    """The first questionnaires of the short run, read once by both evaluators."""

    def __init__(self, original: RuleSet) -> None:
        cases = [questionnaire(seed) for seed in range(_COUNT)]
        self._read: list[tuple[ReadSheet, Mapping[str, Verdict]]] = [
            (ReadSheet(_sheet(case), original), second_verdicts(case)) for case in cases
        ]

    def disagreements(
        self, rule_set: RuleSet, different: Difference, reached: AbstractSet[str] | None
    ) -> Iterator[str]:
        """Which rule the two evaluators tell apart on which questionnaire, of the rules that are transcribed."""
        names = ROWS.keys() if reached is None else ROWS.keys() & reached
        rules = [rule for rule in rule_set.rules if rule.id in names]
        for seed, (sheet, ours) in enumerate(self._read if names else ()):
            submission = sheet.under(rule_set, different)
            if submission is None:
                continue
            theirs = {rule.id: verdict_of(judge(rule, submission)) for rule in rules}
            for name in sorted(names):
                if differ(name, theirs.get(name, NOT_APPLICABLE), ours[name]):
                    yield f"second evaluator, {name} on questionnaire {seed}"


def _sheet(case: Case) -> Sheet:
    site = replace(DEMO, country=case.country)
    return Sheet(case.answers, Phase(case.phase), case.as_of, case.submitted_on, site)
