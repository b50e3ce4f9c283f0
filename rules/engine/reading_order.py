"""The order in which a practitioner reads a screening: whom to call, what to judge, what is still collected.

Made from the record of a screening and the words of its rule set, never from the answers, so that a stored screening
reads the same today and in years to come. Only routes the clinic offers are shown, strictest first, then the order of
the rule set. Nothing is left out: what no section names is counted in `rest`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rules.engine.collecting import collecting
from rules.engine.summary import summary
from rules.engine.terms import Contact, Outcome, Severity
from rules.engine.wording import Wording

type Record = Mapping[str, Any]
type Entry = dict[str, Any]

_BASIS: Mapping[str, str] = {
    "conflict": "answers conflict",
    "assumed_worst": "assumed worst until answered",
    "declined": "declined to answer",
}
_NOT_EVALUATED = "could not be evaluated"
_FOR_JUDGEMENT = Severity.RELATIVE.rank


def reading_order(record: Record, wording: Wording) -> dict[str, Any]:
    """Summary, contact, judgement, collecting, precautions and the rest, as plain JSON.

    `signOff` names the rules among those shown that rest on values a clinician still has to confirm. Raises KeyError
    or ValueError for a record that is not one.
    """
    routes = tuple(record["site"]["routes"])
    findings = sorted(
        ((_section(finding, routes), finding) for finding in record["findings"]),
        key=lambda pair: _pressing(pair[1], routes),
    )
    sections: dict[str, list[Record]] = {}
    for section, finding in findings:
        sections.setdefault(section, []).append(finding)
    called, judged = sections.get("contact", ()), sections.get("judgement", ())
    reading: dict[str, Any] = {
        "contact": _entries(called, record, wording),
        "judgement": _entries(judged, record, wording),
        "collecting": collecting([*judged, *sections.get("collecting", ())], record, wording),
        "precautions": _entries(sections.get("precautions", ()), record, wording),
        "rest": {
            "clear": len(record["clear"]),
            "notApplicable": len(record["notApplicable"]),
            "otherRoutes": [finding["ruleId"] for finding in sections.get("other_routes", ())],
            "ids": [*record["clear"], *record["notApplicable"]],
        },
        "signOff": _to_sign_off([finding for _, finding in findings], wording),
    }
    return {"summary": summary(reading, record), **reading}


def _section(finding: Record, routes: Sequence[str]) -> str:
    """Where a finding is read. One that asks for a call is read first whatever routes it concerns."""
    words = [Severity(word) for route, word in finding["severity"].items() if route in routes]
    if finding["contact"] != Contact.ROUTINE.value or Severity.URGENT in words:
        return "contact"
    if finding["outcome"] == Outcome.FAULT.value:
        return "judgement"
    if not words:
        return "other_routes"
    if Severity.strictest(*words).rank >= _FOR_JUDGEMENT:
        return "judgement"
    return "collecting" if _waits(finding) else "precautions"


def _waits(finding: Record) -> bool:
    return finding["neededBy"] is not None or finding["outcome"] == Outcome.UNKNOWN.value


def _pressing(finding: Record, routes: Sequence[str]) -> tuple[int, int]:
    """The sooner call first, then the stricter finding; the sort keeps the order of the rule set among equals.

    A fault counts as what it leads to: a practitioner's review.
    """
    words = [Severity(word).rank for route, word in finding["severity"].items() if route in routes]
    fault = _FOR_JUDGEMENT if finding["outcome"] == Outcome.FAULT.value else 0
    return Contact(finding["contact"]).rank, -max([fault, *words])


def _entries(findings: Sequence[Record], record: Record, wording: Wording) -> list[Entry]:
    return [_entry(finding, record, wording) for finding in findings]


def _entry(finding: Record, record: Record, wording: Wording) -> Entry:
    """One finding with the words of its rule. Without words the id stands for the title."""
    rule, routes = wording.rule(finding["ruleId"]), record["site"]["routes"]
    severity = {route: finding["severity"][route] for route in routes if route in finding["severity"]}
    # A call is made whatever the route; then the finding shows what it says about the others.
    severity = severity or dict(finding["severity"])
    return {
        "ruleId": finding["ruleId"],
        "title": rule.get("title", finding["ruleId"]),
        "contact": finding["contact"],
        "severity": severity,
        "routesDiffer": len({severity.get(route) for route in routes}) > 1,
        "possible": {route: finding["possible"][route] for route in routes if route in finding["possible"]},
        "basis": _basis(finding),
        "facts": [_fact(name, finding, record) for name in finding["facts"] if name not in finding["missing"]],
        "missing": [record["facts"][name]["text"] for name in finding["missing"]],
        "shows": rule.get("shows"),
        "clears": rule.get("clears"),
    }


def _fact(name: str, finding: Record, record: Record) -> str:
    """What a fact says; of a list only the rows the finding is about."""
    fact = record["facts"][name]
    places = finding.get("rows", {}).get(name)
    text: str = fact["text"]
    told = fact.get("rows", ())
    shown = [told[place] for place in places or () if place < len(told)]
    return f"{fact['says']}: {'; '.join(shown)}" if shown else text


def _basis(finding: Record) -> str | None:
    if finding["outcome"] == Outcome.FAULT.value:
        return _NOT_EVALUATED
    return _BASIS.get(finding["basis"])


def _to_sign_off(findings: Sequence[Record], wording: Wording) -> dict[str, Any] | None:
    rules = [f["ruleId"] for f in findings if wording.rule(f["ruleId"]).get("needsSignOff")]
    if not rules:
        return None
    verb = "finding rests" if len(rules) == 1 else "findings rest"
    return {"says": f"{len(rules)} {verb} on values a clinician still has to sign off.", "ruleIds": sorted(rules)}
