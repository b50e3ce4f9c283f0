"""What callers of a released contract rely upon is never taken away unnoticed."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.contract.__main__ import RELEASED
from infra.contract.comparison import breaking
from infra.contract.document import document

type Change = Callable[[dict[str, Any]], object]

NOW = document()
CASES = "/v1/cases"
CLAIM = "/v1/cases/{case_id}/claim"


def route(contract: dict[str, Any], path: str = CASES, method: str = "get") -> dict[str, Any]:
    found: dict[str, Any] = contract["paths"][path][method]
    return found


def schema(contract: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = contract["components"]["schemas"][name]
    return found


def retyped(part: dict[str, Any], kind: Any) -> None:
    part.clear()
    part["type"] = kind


BREAKING: dict[str, tuple[Change, str]] = {
    "a route is removed": (lambda c: c["paths"].pop(CASES), "is gone"),
    "a method is removed": (lambda c: c["paths"][CASES].pop("get"), "is gone"),
    "a field of a reply is removed": (lambda c: schema(c, "CaseRow")["properties"].pop("lane"), "lost lane"),
    "a field of a reply may be absent": (lambda c: schema(c, "CaseRow")["required"].remove("lane"), "may be absent"),
    "a field of a reply has another type": (
        lambda c: retyped(schema(c, "CaseRow")["properties"]["round"], "string"),
        "round",
    ),
    "a field of a reply may be null": (
        lambda c: retyped(schema(c, "CaseRow")["properties"]["round"], ["integer", "null"]),
        "round",
    ),
    "a status is removed": (lambda c: route(c, CLAIM, "post")["responses"].pop("409"), "no longer answers 409"),
    "a body needs a new field": (lambda c: schema(c, "CommentBody")["required"].append("title"), "now needs title"),
    "a body takes a field no longer": (
        lambda c: schema(c, "ContactBody")["properties"].pop("note"),
        "no longer takes note",
    ),
    "a text may be shorter only": (lambda c: schema(c, "Text").update(maxLength=10), "maxLength is lower"),
    "a word is no longer taken": (lambda c: schema(c, "Decision")["enum"].remove("defer"), "no longer takes defer"),
    "a query parameter is removed": (lambda c: route(c)["parameters"].clear(), "no longer takes query lane"),
    "a query parameter becomes needed": (
        lambda c: route(c)["parameters"][0].update(required=True),
        "now needs query status",
    ),
    "a header becomes needed": (
        lambda c: route(c)["parameters"].append(
            {"name": "X-New", "in": "header", "required": True, "schema": {"type": "string"}}
        ),
        "now needs header X-New",
    ),
    "a role is no longer admitted": (lambda c: route(c)["security"].pop(), "no longer admits staff"),
    "a page becomes smaller": (lambda c: schema(c, "Limit").update(maximum=10), "maximum is lower"),
    "a header of a reply is removed": (
        lambda c: route(c, CLAIM, "post")["responses"]["200"].pop("headers"),
        "lost its header ETag",
    ),
    "a kind of reply is removed": (
        lambda c: c["paths"]["/v1/questionnaires/{questionnaire_id}"]["get"]["responses"]["200"]["content"].pop(
            "application/fhir+json"
        ),
        "no longer told as application/fhir+json",
    ),
}
HARMLESS: dict[str, Change] = {
    "a new route": lambda c: c["paths"].update({"/v1/new": c["paths"][CASES]}),
    "a new field of a reply": lambda c: schema(c, "CaseRow")["properties"].update(extra={"type": "string"}),
    "a new word in a reply": lambda c: schema(c, "Deed")["enum"].append("case.exported"),
    "a new optional field of a body": lambda c: schema(c, "CommentBody")["properties"].update(
        extra={"type": "string"}
    ),
    "a longer text": lambda c: schema(c, "Text").update(maxLength=5000),
    "a new optional parameter": lambda c: route(c)["parameters"].append(
        {"name": "since", "in": "query", "required": False, "schema": {"type": "string"}}
    ),
    "one more role": lambda c: route(c)["security"].append({"staff": ["admin"]}),
    "one more way to be refused": lambda c: route(c)["responses"].update({"410": {"description": "Gone."}}),
    "other words in a description": lambda c: route(c).update(summary="The queue."),
    "another name for a part of the path": lambda c: c["paths"].update(
        {CLAIM: json.loads(json.dumps(c["paths"][CLAIM]).replace("case_id", "id"))}
    ),
}


@pytest.mark.parametrize("named", BREAKING)
def test_a_change_that_disappoints_somebody_is_named(named: str) -> None:
    change, said = BREAKING[named]
    assert any(said in sentence for sentence in breaking(NOW, changed(change))), breaking(NOW, changed(change))


@pytest.mark.parametrize("named", HARMLESS)
def test_adding_is_free(named: str) -> None:
    changed_now = changed(HARMLESS[named])
    changed_now["components"]["schemas"].setdefault("id", changed_now["components"]["schemas"]["case_id"])
    assert breaking(NOW, changed_now) == []


def test_a_contract_keeps_its_own_promises() -> None:
    assert breaking(NOW, NOW) == []


def test_what_was_released_is_still_kept() -> None:
    assert breaking(json.loads(RELEASED.read_text(encoding="utf-8")), NOW) == []


@settings(max_examples=30)
@given(st.data())
def test_whatever_field_of_whatever_reply_is_taken_away_somebody_is_told(data: st.DataObject) -> None:
    shrunk = copy.deepcopy(NOW)
    holder, name = data.draw(st.sampled_from(list(_fields_of_replies(shrunk))))
    holder["properties"].pop(name)
    assert breaking(NOW, shrunk)


def _fields_of_replies(contract: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    bodies = {"Submission", "Draft", "MedicineNames", "PatientSearch", "Nothing"}
    for name, part in contract["components"]["schemas"].items():
        if name not in bodies and not name.endswith(("Body", "Part")):
            yield from ((part, field) for field in part.get("properties", {}))


def changed(change: Change) -> dict[str, Any]:
    contract = copy.deepcopy(NOW)
    change(contract)
    return contract
