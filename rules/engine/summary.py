"""One paragraph that says what a screening amounts to. Every word of it comes from findings; nothing is inferred."""

from collections.abc import Mapping, Sequence
from typing import Any

from rules.engine.terms import Contact, Disposition

type Json = Mapping[str, Any]

ROUTE_WORDS: Mapping[str, str] = {"iv_ketamine": "IV ketamine", "esketamine": "esketamine"}
DISPOSITION_WORDS: Mapping[str, str] = {
    "no_flags": "nothing was found in the answers given",
    "precautions": "precautions",
    "needs_information": "needs information",
    "needs_review": "needs a practitioner's review",
    "deferred": "deferred",
    "contraindicated": "contraindicated",
    "urgent": "urgent",
}
_NEEDED_BY: Mapping[str, str] = {
    "consultation": "before the consultation",
    "first_dose": "before the first dose",
    "session": "before the session",
}
_CALLS: Mapping[str, str] = {"now": "Speak to the patient now", "today": "Speak to the patient today"}
_NAMED = 3


def summary(reading: Json, record: Json) -> str:
    """Call, disposition of each offered route, what is to be judged and collected, and how much was clear."""
    sentences = [
        _call(reading["contact"], record),
        _dispositions(record),
        _named("To judge", [entry["title"] for entry in reading["judgement"]]),
        _open(reading["collecting"]),
        _named("Precautions", [entry["title"] for entry in reading["precautions"]]),
        _floor(reading, record),
        _clear(record),
        "The rule set is incomplete: not for clinical use." if record["ruleSet"]["incomplete"] else "",
    ]
    return " ".join(filter(None, sentences))


def _call(entries: Sequence[Json], record: Json) -> str:
    titles = [entry["title"] for entry in entries]
    return _named(_CALLS[record["contact"]], titles) if record["contact"] != Contact.ROUTINE.value else ""


def _named(heading: str, titles: Sequence[str]) -> str:
    """The first few by name, the others by number."""
    if not titles:
        return ""
    more = f" and {len(titles) - _NAMED} more" if len(titles) > _NAMED else ""
    return f"{heading}: {'; '.join(titles[:_NAMED])}{more}."


def _dispositions(record: Json) -> str:
    words = {route: _disposition(route, record) for route in record["site"]["routes"]}
    if len(set(words.values())) == 1:
        routes = " and ".join(ROUTE_WORDS[route] for route in words)
        return _sentence(f"{routes}: {next(iter(words.values()))}")
    return _sentence("; ".join(f"{ROUTE_WORDS[route]}: {word}" for route, word in words.items()))


def _disposition(route: str, record: Json) -> str:
    word = DISPOSITION_WORDS[Disposition(record["dispositions"][route])]
    possible = record["possible"].get(route)
    return f"{word}, possibly {DISPOSITION_WORDS[possible]}" if possible else word


def _open(lines: Sequence[Json]) -> str:
    if not lines:
        return ""
    counts: dict[tuple[str, str], int] = {}
    for line in lines:
        key = line["waitingOn"], line["neededBy"]
        counts[key] = counts.get(key, 0) + 1
    parts = [f"{count} from the {who} {_NEEDED_BY[when]}" for (who, when), count in counts.items()]
    return f"Still open: {', '.join(parts)}."


def _floor(reading: Json, record: Json) -> str:
    """Said where no finding yet is as strict as the disposition: every answer to what is open leads there."""
    strict = [Disposition(record["dispositions"][route]).rank for route in record["site"]["routes"]]
    explained = reading["contact"] or reading["judgement"] or not reading["collecting"]
    trusted = record["site"]["demo"] or not record["ruleSet"]["incomplete"]
    if explained or not trusted or max(strict) < Disposition.NEEDS_REVIEW.rank:
        return ""
    return "No answer to what is open would make this milder."


def _clear(record: Json) -> str:
    total = len(record["clear"])
    return f"{total} other {'rule is' if total == 1 else 'rules are'} clear."


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
