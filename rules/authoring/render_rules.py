"""A rule as a clinician reads it, in Markdown: when it fires, what it says, what it rests on, what feeds it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rules.authoring.catalogue import Catalogue

type Part = Mapping[str, Any]

SIGN_OFF = "✎"
SEVERITY_WORDS: Mapping[str, str] = {
    "caution": "precaution",
    "missing": "something is missing",
    "relative": "a practitioner's review",
    "absolute_temporary": "defer",
    "absolute": "contraindicated",
    "urgent": "urgent",
}
ROUTE_WORDS: Mapping[str, str] = {"iv_ketamine": "IV ketamine", "esketamine": "esketamine"}
PHASE_WORDS: Mapping[str, str] = {"intake": "intake", "session": "day of a dose", "follow_up": "follow-up"}
NEEDED_WORDS: Mapping[str, str] = {
    "consultation": "by the consultation",
    "first_dose": "by the first dose",
    "session": "by the session",
}
UNKNOWN_WORDS: Mapping[str, str] = {
    "ask_patient": "The patient is asked",
    "clinic_obtains": "The clinic obtains it",
    "contact_today": "Somebody speaks to the patient today",
    "assume_worst": "On the day of a dose the worst is assumed until it is answered; earlier the patient is asked",
    "not_possible": "Cannot happen",
}


def rule_text(catalogue: Catalogue, rule: Part) -> Iterator[str]:
    """The whole rule, heading first, with every term it uses spelled out and the sources of every number."""
    yield from statement_text(catalogue, rule)
    yield from listed("Terms", [term_text(catalogue, term) for term in catalogue.terms_of(rule)])
    yield from listed("Numbers", [number_text(catalogue, name) for name in catalogue.numbers_of(rule)])
    yield from feeding_text(catalogue, rule)


def statement_text(catalogue: Catalogue, rule: Part) -> Iterator[str]:
    """When the rule fires and what follows from it."""
    yield f"## {rule['title']}{_mark(rule)}"
    yield ""
    yield f"`{rule['id']}` · {', '.join(PHASE_WORDS[phase] for phase in rule['phases'])}"
    yield ""
    for clause in rule["clauses"]:
        yield from _clause(catalogue, clause)
    yield f"**The practitioner reads:** {rule['shows']}"
    yield ""
    yield f"**What clears it:** {rule['clears']}"
    yield ""
    yield f"**If it is not known:** {_unknown(rule)}"
    yield ""


def feeding_text(catalogue: Catalogue, rule: Part) -> Iterator[str]:
    """The questions that feed the rule, and its sources."""
    yield from listed("Fed by", [f"`{item['linkId']}` {item['says']}" for item in catalogue.items_of(rule)])
    yield from listed("Sources", [citation_text(citation) for citation in rule["sources"]])


def severity_text(severity: Mapping[str, str]) -> str:
    """One word where the routes agree, otherwise one for each; a route that is not named is not concerned."""
    if len(set(severity.values())) == 1 and len(severity) == len(ROUTE_WORDS):
        return SEVERITY_WORDS[next(iter(severity.values()))]
    return ", ".join(
        f"{name}: {SEVERITY_WORDS[severity[route]]}" for route, name in ROUTE_WORDS.items() if route in severity
    )


def number_text(catalogue: Catalogue, name: str) -> str:
    """A parameter with its value, what it is for, and where it comes from."""
    parameter = catalogue.parameters[name]
    cited = "; ".join(citation_text(citation) for citation in parameter["sources"])
    return f"{catalogue.phrases.number(name)}: {parameter['says']} (`{name}`). {cited}"


def citation_text(citation: Part) -> str:
    """A source by key and strength; ✎ marks what a clinician still has to sign off."""
    unverified = citation.get("unverified", False)
    ours = citation["strength"] == "default" or unverified
    words = [
        citation.get("key") or "our own value",
        f"({citation['strength']}{', not verified' if unverified else ''})",
    ]
    note = f": {citation['note']}" if "note" in citation else ""
    return f"{' '.join(words)}{note}{f' {SIGN_OFF}' if ours else ''}"


def _clause(catalogue: Catalogue, clause: Part) -> Iterator[str]:
    call = "" if clause["contact"] == "routine" else f", speak to the patient {clause['contact']}"
    yield f"**{_capital(severity_text(clause['severity']))}{call}**, if"
    yield ""
    yield from catalogue.phrases.outline(clause["when"])
    yield ""


def _unknown(rule: Part) -> str:
    if rule["ifUnknown"] == "not_possible":
        return f"{UNKNOWN_WORDS['not_possible']}. {rule['notPossibleBecause']}"
    words = (
        f"{UNKNOWN_WORDS[rule['ifUnknown']]}, {NEEDED_WORDS[rule['neededBy']]}; it waits for the {rule['waitingOn']}."
    )
    return f"{words} Declining to answer goes to a practitioner." if rule["decliningCounts"] else words


def _meaning(catalogue: Catalogue, term: Part) -> str:
    """A term made by a condition is spelled out; of a computed one its inputs are named."""
    if "when" in term:
        return catalogue.phrases.sentence(term["when"])
    inputs = [name for name in term["of"] if name not in catalogue.parameters]
    return f"computed from {'; '.join(dict.fromkeys(catalogue.phrases.fact(name) for name in inputs))}"


def term_text(catalogue: Catalogue, term: Part) -> str:
    return f"“{term['says']}” (`{term['id']}`): {_meaning(catalogue, term)}"


def listed(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"**{heading}**"
        yield ""
        yield from (f"- {line}" for line in lines)
        yield ""


def _mark(rule: Part) -> str:
    return f" {SIGN_OFF}" if rule["needsSignOff"] else ""


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
