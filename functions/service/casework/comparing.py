"""What changed from one screening to another: answers, findings and dispositions side by side."""

from collections.abc import Mapping
from typing import Any, cast

from functions.service.documents import JSON
from functions.service.records import StoredScreening

_NO_FINDING: Mapping[str, Any] = {}


def comparison(earlier: StoredScreening, later: StoredScreening) -> dict[str, JSON]:
    """Only what differs; a value that is absent on one side is null there.

    Raises KeyError, TypeError or AttributeError for a record of a form this version does not know.
    """
    before, after = _record(earlier), _record(later)
    return {
        "from": earlier.summary.id,
        "to": later.summary.id,
        "answers": _differences("linkId", _answers(earlier), _answers(later)),
        "findings": _differences("ruleId", _findings(before), _findings(after)),
        "dispositions": _differences("route", before["dispositions"], after["dispositions"]),
        "contact": _side_by_side(before["contact"], after["contact"]),
        "ruleSet": _side_by_side(before["ruleSet"]["version"], after["ruleSet"]["version"]),
    }


def _differences(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> JSON:
    names = [*before, *(each for each in after if each not in before)]
    return [
        {name: each, "before": before.get(each), "after": after.get(each)}
        for each in names
        if before.get(each) != after.get(each) or (each in before) is not (each in after)
    ]


def _side_by_side(before: JSON, after: JSON) -> JSON:
    return None if before == after else {"before": before, "after": after}


def _record(screening: StoredScreening) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", screening.record["screening"])


def _answers(screening: StoredScreening) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", screening.answers)


def _findings(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was found by each rule, without the wording: outcome, severity on each route, and what is missing."""
    shown = ("outcome", "severity", "possible", "missing", "contact")
    return {finding["ruleId"]: {name: finding[name] for name in shown} for finding in record["findings"]}
