"""What a boundary case says must come out, against what did; used by the tests and on mutants."""

from collections.abc import Iterator, Mapping
from typing import Any

from rules.engine.findings import Finding

_ATTRIBUTES = ("contact", "crisis", "needed_by", "waiting_on", "basis")


def differences(expected: Mapping[str, Any], finding: Finding) -> Iterator[str]:
    """Where a finding is not as a boundary says. A severity in one word holds on every route it names."""
    if finding.outcome != expected["outcome"]:
        yield f"{finding.outcome} instead of {expected['outcome']}"
    if "severity" in expected:
        severity = {route.value: word.value for route, word in finding.severity.items()}
        wanted = expected["severity"]
        if severity != (wanted if isinstance(wanted, Mapping) else dict.fromkeys(severity or (None,), wanted)):
            yield f"severity {severity} instead of {wanted}"
    for name in _ATTRIBUTES:
        if name in expected and getattr(finding, name) != expected[name]:
            yield f"{name} {getattr(finding, name)} instead of {expected[name]}"
