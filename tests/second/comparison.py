"""Both evaluators on one questionnaire, rule by rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from rules.engine.findings import Finding
from rules.engine.screening import screen
from rules.engine.terms import Outcome, Phase, Route, Severity
from tests.rules.intakes import DEMO, released
from tests.second.evaluate import evaluate
from tests.second.logic import NOT_APPLICABLE, UNKNOWN, Verdict
from tests.second.open_questions import OPEN
from tests.second.questionnaires import Case, questionnaire
from tests.second.tables import ROWS

_WORDS = {
    "caution": "CAU",
    "missing": "INF",
    "relative": "REL",
    "absolute_temporary": "ABS-T",
    "absolute": "ABS",
    "urgent": "URG",
}

_FREE_TEXT = "what is written freely cannot be transcribed from a table; it has tests of its own"

LEFT_OUT: Mapping[str, str] = {
    "data.free_text_unresolved": _FREE_TEXT,
    "data.subject_ambiguous": _FREE_TEXT,
    "psych.suicide_text_signal": _FREE_TEXT,
}  # fmt: skip


@dataclass(frozen=True)
class Disagreement:
    """One rule on which the two evaluators differ."""

    rule_id: str
    released: Verdict
    second: Verdict


def disagreements(case: Case) -> tuple[Disagreement, ...]:
    return compared(case)[1]


def compared(case: Case) -> tuple[Mapping[str, Verdict], tuple[Disagreement, ...]]:
    """The second evaluator's verdicts, and where the released rules give others."""
    ours, theirs = second_verdicts(case), released_verdicts(case)
    return ours, tuple(_differences(ours, theirs))


def _differences(ours: Mapping[str, Verdict], theirs: Mapping[str, Verdict]) -> Iterator[Disagreement]:
    for rule_id, verdict in ours.items():
        other = theirs.get(rule_id, NOT_APPLICABLE)
        if differ(rule_id, other, verdict):
            yield Disagreement(rule_id, other, verdict)


def differ(rule_id: str, released: Verdict, second: Verdict) -> bool:
    """Whether two verdicts on a rule count as a disagreement."""
    apart = _as_counted(released) != _as_counted(second)
    return apart and (rule_id, released.outcome, second.outcome) not in OPEN


def _as_counted(verdict: Verdict) -> Verdict:
    """An unknown rule counts as missing (0.3), which is all that a rule of class INF says where it fires."""
    only_missing = verdict.outcome == "fired" and all(word == "INF" for _, word in verdict.severity)
    return UNKNOWN if only_missing else verdict


def second_verdicts(case: Case) -> Mapping[str, Verdict]:
    united_states = None if case.country is None else case.country == "US"
    return evaluate(
        case.answers,
        phase=case.phase,
        as_of=case.as_of,
        submitted_on=case.submitted_on,
        in_united_states=united_states,
    )


def released_verdicts(case: Case) -> Mapping[str, Verdict]:
    screening = screen(
        released(),
        case.answers,
        phase=Phase(case.phase),
        as_of=case.as_of,
        site=replace(DEMO, country=case.country),
        submitted_on=case.submitted_on,
    )
    return {finding.rule_id: verdict_of(finding) for finding in screening.findings}


def verdict_of(finding: Finding) -> Verdict:
    """Severities only where a rule fired; a fault stays a fault and agrees with nothing."""
    return _verdict(finding.outcome, tuple(finding.severity.items()) if finding.outcome is Outcome.FIRED else ())


@cache
def _verdict(outcome: Outcome, severity: tuple[tuple[Route, Severity], ...]) -> Verdict:
    return Verdict(outcome.value, tuple(sorted((route.value, _WORDS[word.value]) for route, word in severity)))


def uncovered() -> frozenset[str]:
    """Released rules that are neither transcribed nor named as left out."""
    return frozenset(released_verdicts(questionnaire(0)).keys() - ROWS.keys() - LEFT_OUT.keys())
