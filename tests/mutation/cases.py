"""The boundary cases of the rules, each as one filled form with what has to come out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rules.authoring.stories import day_of, sent_on
from rules.engine.findings import Finding
from rules.engine.terms import Outcome, Phase
from tests.mutation.sheets import Sheet
from tests.rules.expectations import differences
from tests.rules.intakes import DEMO, boundary_cases, changed

_OUTCOMES = {"fires": Outcome.FIRED, "just_does_not": Outcome.CLEAR}


@dataclass(frozen=True, slots=True)
class Case:
    """A form, the rule that is looked at, and what it has to find; None asks only that something is missing."""

    name: str
    rule: str
    overrides: Mapping[str, Any]
    sheet: Sheet
    expected: Mapping[str, Any] | None


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
    wanted = expected or {}
    site = replace(DEMO, country=wanted.get("country", DEMO.country))
    phase = Phase(case.get("phase", "intake"))
    sheet = Sheet(changed(answers), phase, day_of(wanted), sent_on(wanted), site)
    return Case(f"{case['rule']} {name}", case["rule"], answers, sheet, expected)
