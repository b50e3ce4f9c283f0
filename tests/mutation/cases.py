"""The boundary cases of the rules, each as one set of answers with what has to come out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rules.engine.findings import Finding
from rules.engine.frames import Frames, Given
from rules.engine.judging import Submission
from rules.engine.rule_set import RuleSet
from rules.engine.screening import _reasons
from rules.engine.site import SiteSettings
from rules.engine.terms import Outcome, Phase
from tests.rules.expectations import differences
from tests.rules.intakes import DEMO, TODAY, boundary_cases, changed, submission_day

_OUTCOMES = {"fires": Outcome.FIRED, "just_does_not": Outcome.CLEAR}


@dataclass(frozen=True, slots=True)
class Case:
    """Answers, the rule that is looked at, and what it has to find; None asks only that something is missing."""

    name: str
    rule: str
    overrides: Mapping[str, Any]
    phase: Phase
    submitted_on: date | None
    expected: Mapping[str, Any] | None

    @property
    def answers(self) -> Mapping[str, Any]:
        return changed(self.overrides)

    def given(self, rule_set: RuleSet) -> Given:
        unexpected = tuple(sorted(self.answers.keys() - rule_set.link_ids))
        return Given(self.submitted_on, unexpected, self._site.in_united_states, self._site.profiles)

    @property
    def _site(self) -> SiteSettings:
        return replace(DEMO, country=(self.expected or {}).get("country", DEMO.country))

    def submission(self, rule_set: RuleSet) -> Submission:
        facts = rule_set.reader.read(self.answers, as_of=TODAY, phase=self.phase)
        return self.submitted(rule_set, Frames(rule_set, facts, self.given(rule_set), as_of=TODAY))

    def submitted(self, rule_set: RuleSet, frames: Frames) -> Submission:
        return Submission(rule_set, frames, frames.plain, self.phase, TODAY, _reasons(rule_set, frames))


def all_cases() -> Iterator[Case]:
    """Every boundary case as its tests read it."""
    for case in boundary_cases():
        for name, outcome in _OUTCOMES.items():
            yield _case(case, case[name], {"outcome": outcome}, name)
        if not isinstance(case["unknown"], str):
            yield _case(case, case["unknown"], None, "unknown")
        for place, limit in enumerate(case.get("boundaries", ())):
            yield _case(case, limit["answers"], limit, str(place))


def fails(expected: Mapping[str, Any] | None, finding: Finding) -> bool:
    if expected is not None:
        return any(differences(expected, finding))
    open_or_assumed = finding.outcome is Outcome.UNKNOWN or finding.basis == "assumed_worst"
    return not (open_or_assumed and finding.missing)


def _case(case: Mapping[str, Any], answers: Mapping[str, Any], expected: Mapping[str, Any] | None, name: str) -> Case:
    sent = submission_day(expected or {})
    phase = Phase(case.get("phase", "intake"))
    return Case(f"{case['rule']} {name}", case["rule"], answers, phase, sent, expected)
