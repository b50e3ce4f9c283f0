"""Our engine as it runs in the functions: its verdicts alone, and its findings with what they read and miss."""

from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Contender, Verdict
from rules.authoring.release import compile_content
from rules.engine.findings import Finding
from rules.engine.frames import Frames, Given
from rules.engine.judging import judge
from rules.engine.rule_set import RuleSet
from rules.engine.submission import Submission
from rules.engine.terms import Outcome, Phase
from rules.engine.truth import NO, UNKNOWN, YES, Truth

CONTENT = Path(__file__).parent / "content"
AS_OF = date(2026, 4, 20)
ENGINE = "ours"
_OF_OUTCOME = {Outcome.FIRED: True, Outcome.CLEAR: False, Outcome.UNKNOWN: None}


def forty_rules() -> RuleSet:
    """The rules of this benchmark, compiled by the same build as the clinical ones."""
    return compile_content(CONTENT)[0]


def submission(rule_set: RuleSet, sent: Any) -> Submission:
    facts = rule_set.reader.read(sent, as_of=AS_OF, phase=Phase.INTAKE)
    frames = Frames(rule_set, facts, Given(), as_of=AS_OF)
    return Submission(rule_set, frames, frames.plain, Phase.INTAKE, AS_OF)


def bare(rule_set: RuleSet) -> Contender:
    """The verdict of every clause over one frame."""
    conditions = [clause.condition for rule in rule_set.rules for clause in rule.clauses]
    return Contender(
        ENGINE,
        "bare",
        lambda sent: submission(rule_set, sent).frame.slots,
        lambda slots: [condition(slots) for condition in conditions],
        lambda truths: [_verdict(truth) for truth in truths],
    )


def explained(rule_set: RuleSet) -> Contender:
    """The findings as they are stored, with the facts read and missing for fired and unknown ones."""
    return Contender(
        ENGINE,
        "explained",
        lambda sent: submission(rule_set, sent),
        lambda prepared: [judge(rule, prepared) for rule in rule_set.rules],
        _outcomes,
    )


def from_answers(rule_set: RuleSet) -> Contender:
    """The verdicts with everything before them: answers as sent become facts, facts a frame."""
    conditions = [clause.condition for rule in rule_set.rules for clause in rule.clauses]

    def evaluate(sent: Any) -> list[Truth]:
        slots = submission(rule_set, sent).frame.slots
        return [condition(slots) for condition in conditions]

    return Contender(ENGINE, "from answers", dict, evaluate, lambda truths: [_verdict(truth) for truth in truths])


def _verdict(truth: Truth) -> Verdict:
    return {YES: True, NO: False, UNKNOWN: None}[truth]


def _outcomes(findings: list[Finding]) -> list[Verdict]:
    return [_OF_OUTCOME[finding.outcome] for finding in findings]
