"""The published questionnaire as a FHIR R4 Questionnaire: one for each phase, with a patient's and a clinic's part.

A yes or no has three values, so it is a choice that also offers not to know and not to answer. Nothing but such a
choice is required, and no bound is given: a form that refuses an odd height would lose the other answers with it.
A list of entries is preceded by a question about it, because an empty list cannot say "none".
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from functions.api.fhir_codes import (
    NO_ANSWER,
    YES_OR_NO,
    Coding,
    answer_coding,
    option_coding,
    published_codings,
    unit_coding,
)
from functions.api.fhir_gates import Gates
from functions.service.documents import JSON
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Phase

type Element = dict[str, JSON]
type Item = Mapping[str, Any]

_DEFINED_BY_FHIR: Final = "http://hl7.org/fhir/StructureDefinition"
OFFICIAL_WORDING: Final = "urn:ketascreen:official-wording-slot"
LISTED: Final = "listed"
NONE: Final = "none"
_NUMERIC_UNIT: Final = "1"


class Part(StrEnum):
    """Who answers."""

    PATIENT = "patient"
    CLINIC = "clinic"


_PARTS: Final[Mapping[Part, str]] = {Part.PATIENT: "Questions for the patient", Part.CLINIC: "For the clinic"}
_TITLES: Final[Mapping[Phase, str]] = {
    Phase.INTAKE: "Ketamine therapy: before the first consultation",
    Phase.SESSION: "Ketamine therapy: on the day of a session",
    Phase.FOLLOW_UP: "Ketamine therapy: follow-up",
}


def canonical_url(questionnaire_id: str, phase: Phase) -> str:
    """What a QuestionnaireResponse names, with `|version` behind it."""
    return f"urn:ketascreen:questionnaire:{questionnaire_id}:{phase}"


def questionnaire_resource(rule_set: RuleSet, phase: Phase, part: Part | None = None) -> Element:
    """The form of a phase, of one part where only one is wanted."""
    questionnaire = rule_set.questionnaire
    resource: Element = {
        "resourceType": "Questionnaire",
        "url": canonical_url(questionnaire["id"], phase),
        "version": questionnaire["version"],
        "name": "".join(word.capitalize() for word in [*questionnaire["id"].split("-"), *phase.split("_")]),
        "title": _TITLES[phase],
        "status": "draft" if rule_set.incomplete else "active",
        "subjectType": ["Patient"],
    }
    asked = [item for item in questionnaire["items"] if phase in item["phases"]]
    return {**resource, "item": list(_parts(asked, Gates(rule_set.document), part))}


def _parts(asked: Sequence[Item], gates: Gates, only: Part | None) -> Iterator[JSON]:
    earlier: list[Item] = []
    for part in Part if only is None else [only]:
        elements: list[JSON] = []
        for item in [item for item in asked if item["answeredBy"] == part]:
            elements += _elements(item, _gate(item, gates, earlier))
            earlier.append(item)
        if elements:
            yield {"linkId": f"part.{part}", "type": "group", "text": _PARTS[part], "item": elements}


def _gate(item: Item, gates: Gates, earlier: Sequence[Item]) -> Element:
    gate = gates.told(item["enabledWhen"], earlier) if "enabledWhen" in item else None
    return {} if gate is None else gate.to_json()


def _elements(item: Item, gate: Element) -> list[JSON]:
    """The item; for a list of entries the question about it and the entries."""
    described = {**_described(item), **gate}
    if item["kind"] != "group":
        return [described | _typed(item["linkId"], item) | _required(item) | _help(item)]
    about = f"{item['linkId']}.{LISTED}"
    there = {LISTED: "I list them below", NONE: "None"}
    options = [option_coding(about, word, label) for word, label in there.items()] + _no_answer()
    listed: Element = {"question": about, "operator": "=", "answerCoding": options[0]}
    columns = [_described(part, item["linkId"]) | _typed(_column_id(item, part), part) for part in item["fields"]]
    return [
        {"linkId": about, "text": item["ask"], **gate, **_choice(options), **_required(item), **_help(item)},
        {
            **_described(item),
            "text": item["says"],
            "type": "group",
            "repeats": True,
            "enableWhen": [listed],
            "item": columns,
        },
    ]


def _column_id(group: Item, part: Item) -> str:
    return f"{group['linkId']}.{part['linkId']}"


def _described(item: Item, group: str | None = None) -> Element:
    link_id = item["linkId"] if group is None else f"{group}.{item['linkId']}"
    described: Element = {"linkId": link_id, "text": item["ask"]}
    codings = published_codings(item.get("codes", ()))
    if codings:
        described["code"] = codings
    if item.get("slot"):
        described["_text"] = {"extension": [{"url": OFFICIAL_WORDING, "valueBoolean": True}]}
    return described


def _typed(link_id: str, item: Item) -> Element:
    """What kind of answer is taken."""
    kind = item["kind"]
    if kind == "quantity":
        return _quantity(link_id, item)
    if kind == "yes_no":
        return _choice([answer_coding(word) for word in YES_OR_NO] + _no_answer())
    if kind in {"choice", "multi_choice"}:
        options = [option_coding(link_id, option["value"], option["label"]) for option in item["options"]]
        return _choice(options + _no_answer(), several=kind == "multi_choice")
    return {"type": kind}


def _quantity(link_id: str, item: Item) -> Element:
    """A number with words for its values is a choice; one whose unit goes without saying is a plain number."""
    if item.get("anchors"):
        points = [option_coding(link_id, str(anchor["value"]), anchor["label"]) for anchor in item["anchors"]]
        return _choice(points + _no_answer())
    if item["assumeUnit"] and len(item["units"]) == 1:
        unit = item["unit"]
        return {"type": "decimal"} | ({} if unit == _NUMERIC_UNIT else {"extension": [_extension("unit", unit)]})
    return {"type": "quantity", "extension": [_extension("unitOption", unit) for unit in item["units"]]}


def _extension(name: str, unit: str) -> Element:
    return {"url": f"{_DEFINED_BY_FHIR}/questionnaire-{name}", "valueCoding": unit_coding(unit)}


def _no_answer() -> list[Coding]:
    return [answer_coding(word) for word in NO_ANSWER]


def _choice(codings: Sequence[Coding], *, several: bool = False) -> Element:
    options: list[JSON] = [{"valueCoding": coding, **(_alone(coding) if several else {})} for coding in codings]
    return {"type": "choice", "answerOption": options} | ({"repeats": True} if several else {})


def _alone(coding: Coding) -> Element:
    """Nothing else can be ticked beside "none" or beside not answering."""
    if coding["code"] not in {NONE, *NO_ANSWER}:
        return {}
    return {"extension": [{"url": f"{_DEFINED_BY_FHIR}/questionnaire-optionExclusive", "valueBoolean": True}]}


def _required(item: Item) -> Element:
    """Only what can also be answered with "I don't know", and never the clinic's part: it comes when it comes."""
    choice = item["kind"] in {"yes_no", "choice", "multi_choice", "group"} or "anchors" in item
    return {"required": True} if item["required"] and choice and item["answeredBy"] == Part.PATIENT else {}


def _help(item: Item) -> Element:
    if "help" not in item:
        return {}
    control: Element = {"coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"}]}
    shown: Element = {"url": f"{_DEFINED_BY_FHIR}/questionnaire-itemControl", "valueCodeableConcept": control}
    return {
        "item": [{"linkId": f"{item['linkId']}.help", "type": "display", "text": item["help"], "extension": [shown]}]
    }
