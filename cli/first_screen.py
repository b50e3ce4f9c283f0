"""A screening's reading order as lines of text: what a practitioner takes in at a glance."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rules.engine.summary import ROUTE_WORDS

type Json = Mapping[str, Any]

_SEVERITY: Mapping[str, str] = {
    "caution": "precaution",
    "missing": "missing",
    "relative": "review",
    "absolute_temporary": "defer",
    "absolute": "contraindicated",
    "urgent": "urgent",
}
_NEEDED_BY = {"consultation": "consultation", "first_dose": "first dose", "session": "session"}
_FACTS_SHOWN = 3


def first_screen(reading: Json) -> list[str]:
    """One line for the summary, one for each finding and each open question, one for everything else."""
    return [
        reading["summary"],
        *(f"CALL {entry['contact'].upper()}  {_finding(entry)}" for entry in reading["contact"]),
        *(f"JUDGE  {_finding(entry)}" for entry in reading["judgement"]),
        *_collecting(reading["collecting"]),
        *_precautions(reading["precautions"]),
        *([f"SIGN-OFF  {reading['signOff']['says']}"] if reading["signOff"] else []),
    ]


def details(reading: Json) -> Iterator[str]:
    """What would clear each finding, for those who read on."""
    for entry in (*reading["contact"], *reading["judgement"], *reading["precautions"]):
        if entry["clears"]:
            yield f"{entry['ruleId']}: {entry['clears']}"
    for line in reading["collecting"]:
        yield f"{', '.join(line['rules'])}: {line['question']['ask'] or line['question']['says']}"


def _finding(entry: Json) -> str:
    heading = f"{_severity(entry)}: {entry['title']} [{entry['ruleId']}]"
    return " ".join(filter(None, (heading, f"({entry['basis']})" if entry["basis"] else "", _facts(entry))))


def _facts(entry: Json) -> str:
    """The first few facts; all of them stand in the JSON."""
    more = len(entry["facts"]) - _FACTS_SHOWN
    shown = "; ".join(entry["facts"][:_FACTS_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown


def _severity(entry: Json) -> str:
    """One word where the routes agree; otherwise one for each route."""
    severity = entry["severity"]
    certain = _by_route({route: _SEVERITY[word] for route, word in severity.items()}, differ=entry["routesDiffer"])
    return (certain or entry["basis"] or "review") + _possible(entry["possible"])


def _possible(possible: Mapping[str, str]) -> str:
    if not possible:
        return ""
    words = {route: _SEVERITY[word] for route, word in possible.items()}
    return f" (possibly {_by_route(words, differ=len(set(words.values())) > 1)})"


def _by_route(words: Mapping[str, str], *, differ: bool) -> str:
    if differ:
        return ", ".join(f"{ROUTE_WORDS[route]} {word}" for route, word in words.items())
    return next(iter(words.values()), "")


def _collecting(lines: Sequence[Json]) -> Iterator[str]:
    """Questions with the same person to move, the same day and the same at stake stand on one line."""
    together: dict[str, list[str]] = {}
    for line in lines:
        due = f"({line['waitingOn']}, by {_NEEDED_BY[line['neededBy']]}){_possible(line['possible'])}"
        together.setdefault(due, []).append(line["question"]["says"])
    yield from (f"ASK  {'; '.join(says)} {due}" for due, says in together.items())


def _precautions(entries: Iterable[Json]) -> Iterator[str]:
    for entry in entries:
        yield f"NOTE  {entry['title']} [{entry['ruleId']}] {_facts(entry)}".rstrip()
