"""Each rule fires, just does not, and is unknown; each threshold is tried just under, at and just over."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from rules.authoring.stories import day_of, sent_on
from rules.engine.findings import Finding
from tests.rules.expectations import differences
from tests.rules.intakes import DEMO, boundary_cases, released, screened

CASES = list(boundary_cases())
_IDS = [f"{case['rule']}-{case.get('phase', 'intake')}" for case in CASES]


def found(case: Mapping[str, Any], answers: Mapping[str, Any], **changed: Any) -> Finding:
    sent = sent_on(changed)
    site = replace(DEMO, country=changed.get("country", DEMO.country))
    phase, day = case.get("phase", "intake"), day_of(changed)
    screening = screened(answers, phase=phase, as_of=day, submitted_on=sent, site=site)
    return next(finding for finding in screening.findings if finding.rule_id == case["rule"])


@pytest.mark.parametrize("case", CASES, ids=_IDS)
def test_the_rule_fires(case: Mapping[str, Any]) -> None:
    assert found(case, case["fires"]).outcome == "fired"


@pytest.mark.parametrize("case", CASES, ids=_IDS)
def test_the_rule_just_does_not_fire(case: Mapping[str, Any]) -> None:
    assert found(case, case["just_does_not"]).outcome == "clear"


@pytest.mark.parametrize("case", CASES, ids=_IDS)
def test_the_rule_is_unknown_when_what_it_reads_is(case: Mapping[str, Any]) -> None:
    if isinstance(case["unknown"], str):
        assert case["unknown"].startswith("cannot be unknown: ")
    else:
        finding = found(case, case["unknown"])
        assert finding.outcome == "unknown" or finding.basis == "assumed_worst"
        assert finding.missing


_LIMITS = [
    pytest.param(case, limit, id=f"{case['rule']}-{place}")
    for case in CASES
    for place, limit in enumerate(case.get("boundaries", ()))
]


@pytest.mark.parametrize(("case", "limit"), _LIMITS)
def test_the_threshold_is_exact(case: Mapping[str, Any], limit: Mapping[str, Any]) -> None:
    finding = found(case, **limit)
    assert list(differences(limit, finding)) == []


def test_every_rule_has_its_cases() -> None:
    assert {case["rule"] for case in CASES} == {rule.id for rule in released().rules}
