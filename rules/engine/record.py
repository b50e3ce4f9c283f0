"""A screening as plain JSON: what is stored, what a practitioner is shown, what a replay is compared with."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rules.engine.findings import Finding
from rules.engine.rule_set import ENGINE_VERSION
from rules.engine.statements import statement
from rules.engine.terms import Outcome

if TYPE_CHECKING:
    from rules.engine.screening import Screening


def record_of(screening: "Screening") -> dict[str, Any]:
    """Findings that say something in full, the others as ids, every fact they read, and the stamps.

    The answers are not in it: whoever stores a screening keeps them as they were written.

    The same answers, rule set, site settings and day give the same record, byte for byte once written.
    """
    telling = screening.telling
    return {
        "ruleSet": {
            "version": screening.rule_set.version,
            "digest": screening.rule_set.digest,
            "incomplete": bool(screening.rule_set.incomplete),
        },
        "engine": ENGINE_VERSION,
        "asOf": screening.as_of.isoformat(),
        "phase": screening.phase.value,
        "submittedOn": screening.submitted_on.isoformat() if screening.submitted_on else None,
        "site": screening.site.to_json(),
        "contact": screening.contact.value,
        "lane": screening.lane.value,
        "crisis": [kind.value for kind in screening.crisis],
        "dispositions": _words(screening.dispositions),
        "possible": _words(screening.possible),
        "findings": [finding_record(finding) | _rows_of(screening, finding) for finding in telling],
        "clear": _ids(screening, Outcome.CLEAR),
        "notApplicable": _ids(screening, Outcome.NOT_APPLICABLE),
        "facts": {name: statement(screening, name) for name in _facts_of(telling)},
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding, its facts and missing things by name."""
    return {
        "ruleId": finding.rule_id,
        "outcome": str(finding.outcome),
        "severity": _words(finding.severity),
        "possible": _words(finding.possible),
        "basis": str(finding.basis),
        "facts": list(finding.facts),
        "missing": list(finding.missing),
        "neededBy": str(finding.needed_by) if finding.needed_by else None,
        "waitingOn": str(finding.waiting_on) if finding.waiting_on else None,
        "contact": str(finding.contact),
    }


def _rows_of(screening: "Screening", finding: Finding) -> dict[str, dict[str, list[int]]]:
    """Of the computed lists a fired rule looks at, the rows it is about, where these are not all there are."""
    rule_set = screening.rule_set
    lists = [name for name in finding.facts if name in rule_set.computed and rule_set.computed[name].row]
    if finding.outcome is not Outcome.FIRED or not lists:
        return {}
    rows: dict[str, set[int]] = {}
    for clause in rule_set.rules_by_id[finding.rule_id].clauses:
        for name, places in rule_set.rows.behind(clause.node, screening.values).items():
            rows.setdefault(name, set()).update(places)
    found = {name: sorted(rows[name]) for name in lists if name in rows}
    return {"rows": found} if found else {}


def _words(mapping: Mapping[Any, Any]) -> dict[str, str]:
    return {str(key): str(word) for key, word in mapping.items()}


def _ids(screening: "Screening", outcome: Outcome) -> list[str]:
    return [finding.rule_id for finding in screening.findings if finding.outcome is outcome]


def _facts_of(findings: Iterable[Finding]) -> list[str]:
    return sorted({name for finding in findings for name in (*finding.facts, *finding.missing)})
