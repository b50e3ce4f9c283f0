"""What a visit after a treatment found, from the findings as they were stored. Nothing is judged anew."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from functions.service.documents import JSON
from functions.service.ports import Words
from functions.service.records import StoredScreening
from rules.engine.effects import EFFECTS
from rules.engine.terms import Contact, Outcome, Phase, Severity
from rules.engine.wording import NO_WORDING, Wording


def flags_of(stored: StoredScreening, words: Words) -> list[dict[str, JSON]] | None:
    """What fired on a session day or at follow-up, faults and calls included; things only missing are not flags.

    Nothing where the record cannot be read. The findings of an intake are read with the intake.
    """
    if stored.summary.phase is Phase.INTAKE:
        return []
    try:
        record = cast("Mapping[str, Any]", stored.record["screening"])
        return list(_flags(record, _wording(record, words)))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _wording(record: Mapping[str, Any], words: Words) -> Wording:
    stamp = record["ruleSet"]
    return words(str(stamp["version"]), str(stamp["digest"])) if "digest" in stamp else NO_WORDING


def _flags(record: Mapping[str, Any], wording: Wording) -> Iterator[dict[str, JSON]]:
    for finding in record["findings"]:
        if _tells(finding):
            effect = EFFECTS.get(finding["ruleId"])
            yield {
                "ruleId": finding["ruleId"],
                "title": wording.rule(finding["ruleId"]).get("title", finding["ruleId"]),
                "effect": effect.value if effect else None,
                "outcome": finding["outcome"],
                "severity": finding["severity"],
                "contact": finding["contact"],
            }


def _tells(finding: Mapping[str, Any]) -> bool:
    if finding["contact"] != Contact.ROUTINE.value or finding["outcome"] == Outcome.FAULT.value:
        return True
    return finding["outcome"] == Outcome.FIRED.value and set(finding["severity"].values()) != {Severity.MISSING.value}
