"""Rules made for one test, and what is known of a person, as the engine holds them: no content, no answers."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from rules.engine.frames import Frames, Given
from rules.engine.rule_set import RuleSet, build_rule_set
from rules.engine.submission import Submission
from rules.engine.terms import Phase, Unknown
from rules.engine.values import Fact, Issue, Value
from tests.rules.small_set import TODAY, small_rule_set

type Facts = Mapping[str, Fact]


def clause(when: Any, word: str = "absolute", *routes: str, **changed: Any) -> dict[str, Any]:
    on = dict.fromkeys(routes or ("iv_ketamine", "esketamine"), word)
    usual = {"contact": "routine", "neededBy": "first_dose", "waitingOn": "patient", "ifUnknownCountsAs": "missing"}
    return {"when": when, "severity": on, **usual, **changed}


def rule(*clauses: dict[str, Any], **changed: Any) -> dict[str, Any]:
    usual = {"phases": ["intake"], "ifUnknown": "ask_patient", "decliningCounts": False}
    due = {"neededBy": "first_dose", "waitingOn": "patient"}
    return {"id": "a.rule", "clauses": list(clauses), **usual, **due, **changed}


@cache
def _items() -> list[dict[str, Any]]:
    """The class of heart failure is for the clinic to say."""
    asked = small_rule_set().questionnaire["items"]
    return [{**item, "answeredBy": "clinic"} if item["linkId"] == "cv.hf" else item for item in asked]


def rule_set(*rules: dict[str, Any]) -> RuleSet:
    document = small_rule_set().document
    questionnaire = {**small_rule_set().questionnaire, "items": _items()}
    return build_rule_set({**document, "questionnaire": questionnaire, "rules": rules, "decisive": []}, "")


def submission(rules: RuleSet, facts: Facts, phase: Phase = Phase.INTAKE, as_of: date = TODAY) -> Submission:
    frames = Frames(rules, facts, Given(), as_of=as_of, phase=phase)
    return Submission(rules, frames, frames.plain, phase, as_of)


def known(name: str, *values: Value) -> dict[str, Fact]:
    """Two values are two answers that contradict each other; None and a value are a doubted answer."""
    doubt = Issue.IMPLAUSIBLE if None in values else Issue.CONTRADICTORY
    return {name: Fact(name, values, issues=(doubt,) if len(values) > 1 else ())}


def unknown(name: str, reason: Unknown) -> dict[str, Fact]:
    return {name: Fact(name, unknown=reason)}
