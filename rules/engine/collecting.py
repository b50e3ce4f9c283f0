"""What is still being collected: one line for each question, however many rules wait for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rules.engine.terms import NeededBy, Severity, WaitingOn
from rules.engine.wording import Wording

type Record = Mapping[str, Any]
type _Due = tuple[int, int]


def collecting(findings: Sequence[Record], record: Record, wording: Wording) -> list[dict[str, Any]]:
    """Questions with who has to move and by when, the earliest first, then the one with most at stake.

    `possible` is the strictest each offered route could still become; `rules` names all that wait for the answer.
    """
    waiting: dict[str, list[Record]] = {}
    for finding in findings:
        for fact in _questions(finding, record, wording):
            waiting.setdefault(fact, []).append(finding)
    lines = [_line(fact, found, record, wording) for fact, found in waiting.items()]
    return sorted(lines, key=lambda line: _order(line, wording))


def _questions(finding: Record, record: Record, wording: Wording) -> Iterator[str]:
    """The facts to ask for. One that stands for several answers of the questionnaire stays one question."""
    if finding["neededBy"] is None and not finding["missing"]:
        return
    found: dict[str, None] = {}
    for name in finding["missing"]:
        for fact in record["facts"].get(name, {}).get("items") or (name,):
            asked = wording.asked(fact)
            found[asked[0] if len(asked) == 1 else fact] = None
    # A finding that names nothing to ask for is a question itself.
    yield from found or (finding["ruleId"],)


def _line(fact: str, findings: Sequence[Record], record: Record, wording: Wording) -> dict[str, Any]:
    first = min(findings, key=_due)
    item, said = wording.items.get(fact, {}), record["facts"].get(fact, {})
    return {
        "question": {
            "fact": fact,
            "linkId": item.get("linkId"),
            "linkIds": [wording.items[name]["linkId"] for name in wording.asked(fact) if name in wording.items],
            "says": said.get("says") or item.get("says") or wording.rule(fact).get("title", fact),
            "ask": item.get("ask"),
        },
        "why": said.get("unknown"),
        "waitingOn": _who(first, item),
        "neededBy": first["neededBy"] or NeededBy.CONSULTATION.value,
        "possible": _possible(findings, record["site"]["routes"]),
        "rules": [finding["ruleId"] for finding in findings],
        "clears": list(dict.fromkeys(filter(None, (wording.rule(f["ruleId"]).get("clears") for f in findings)))),
    }


def _due(finding: Record) -> _Due:
    """Earlier first; among equals the patient before the clinic before the practitioner."""
    by = NeededBy(finding["neededBy"] or NeededBy.CONSULTATION)
    on = WaitingOn(finding["waitingOn"] or WaitingOn.CLINIC)
    return by.rank, tuple(WaitingOn).index(on)


def _who(finding: Record, item: Mapping[str, Any]) -> str:
    """Who has to move. What only the clinic can give is never waited for from the patient."""
    word: str = finding["waitingOn"] or WaitingOn.CLINIC.value
    by_clinic = item.get("answeredBy") == "clinic" and word == WaitingOn.PATIENT.value
    return WaitingOn.CLINIC.value if by_clinic else word


def _possible(findings: Sequence[Record], routes: Sequence[str]) -> dict[str, str]:
    found = {route: [Severity(f["possible"][route]) for f in findings if route in f["possible"]] for route in routes}
    return {route: Severity.strictest(*words).value for route, words in found.items() if words}


def _order(line: Mapping[str, Any], wording: Wording) -> tuple[int, int, int, int]:
    stakes = max((Severity(word).rank for word in line["possible"].values()), default=0)
    return *_due(line), -stakes, wording.places.get(line["question"]["fact"], len(wording.places))
