"""What a patient could still be asked: the questions behind a case's open findings, each once, with who waits for it.

Questions of the clinic are not among them, nor those whose official wording the clinic has to supply itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from functions.service.documents import JSON
from functions.service.information import Question
from functions.service.ports import Words
from functions.service.records import StoredScreening
from rules.engine.terms import Phase
from rules.engine.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One question with the rules that wait for its answer."""

    item: Question
    rules: tuple[str, ...]

    def to_json(self) -> dict[str, JSON]:
        shown = ("linkId", "ask", "says", "kind")
        return {**{name: self.item[name] for name in shown}, "waitingRules": list(self.rules)}


def open_questions(
    screenings: Sequence[StoredScreening], words: Words, items: Mapping[str, Question]
) -> Mapping[str, OpenQuestion]:
    """By link id, in the order of the questionnaire. `items` are the clinic's questions by link id.

    Raises KeyError, TypeError or ValueError for a record that cannot be read.
    """
    waiting: dict[str, dict[str, None]] = {}
    for screening in screenings:
        for link_id, rule in _waiting(screening, words, items):
            waiting.setdefault(link_id, {})[rule] = None
    return {
        link_id: OpenQuestion(item=item, rules=tuple(waiting[link_id]))
        for link_id, item in items.items()
        if link_id in waiting
    }


def _waiting(screening: StoredScreening, words: Words, items: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
    record = cast("Mapping[str, Any]", screening.record["screening"])
    stamp = record["ruleSet"]
    wording = words(str(stamp["version"]), str(stamp.get("digest", "")))
    askable = _askable(items, screening.summary.phase)
    for finding in record["findings"]:
        if _matters(finding, record["site"]["routes"]):
            yield from ((link_id, finding["ruleId"]) for link_id in _asked(finding, screening, wording, askable))


def _matters(finding: Mapping[str, Any], routes: Sequence[str]) -> bool:
    """A finding on a route the clinic does not offer is not worth a question."""
    concerned = {*finding["severity"], *finding["possible"]}
    return not concerned or bool(concerned & set(routes))


def _askable(items: Mapping[str, Question], phase: Phase) -> Mapping[str, str]:
    """Link ids by fact."""
    return {
        str(item["fact"]): link_id
        for link_id, item in items.items()
        if item["answeredBy"] == "patient"
        and phase.value in cast("Sequence[str]", item["phases"])
        and not item.get("slot")
    }


def _asked(
    finding: Mapping[str, Any], screening: StoredScreening, wording: Wording, askable: Mapping[str, str]
) -> Iterable[str]:
    facts = screening_facts(screening)
    answers = cast("Mapping[str, Any]", screening.answers)
    for name in finding["missing"]:
        if name in askable:
            yield askable[name]
            continue
        # What is computed from several answers waits for those among them that are not there.
        for fact in facts.get(name, {}).get("items") or wording.asked(name):
            if fact in askable and _is_open(answers.get(askable[fact])):
                yield askable[fact]


def screening_facts(screening: StoredScreening) -> Mapping[str, Any]:
    record = cast("Mapping[str, Any]", screening.record["screening"])
    return cast("Mapping[str, Any]", record.get("facts", {}))


def _is_open(answer: Any) -> bool:
    """Whether nothing, or nothing but the reason for it, was answered."""
    return answer in (None, "dont_know", "declined") or (isinstance(answer, Mapping) and "state" in answer)
