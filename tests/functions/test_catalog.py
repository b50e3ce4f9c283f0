"""The published parts of the rule set."""

import json
from collections.abc import Mapping
from functools import partial
from types import ModuleType
from typing import Any

import pytest

from functions.adapters.contract import published_contract
from functions.adapters.released import current_rule_set
from functions.api.application import Handler
from functions.api.catalog_desk import CatalogDesk
from rules.engine.medicines.lexicon import Lexicon
from rules.engine.medicines.matching import match
from tests.functions.desks import JSON_TYPE, Answer, ask, catalog, event, machine_claims, staff_claims


@pytest.fixture
def handler(entries: Mapping[str, ModuleType]) -> Handler:
    rule_set = current_rule_set()
    lexicon = Lexicon(rule_set.document["knowledge"]["medicines"])
    return catalog(
        entries, CatalogDesk(rule_set=rule_set, match=partial(match, lexicon), contract=published_contract)
    )


def looked_up(handler: Handler, body: object, claims: dict[str, str] | None) -> Answer:
    text = body if isinstance(body, str) else json.dumps(body)
    return ask(handler, event("POST", "/v1/medicines/match", body=text, claims=claims, headers=JSON_TYPE))


def test_a_form_has_the_names_of_medicines_looked_up(handler: Handler) -> None:
    names = {"names": ["Zoloft 50 mg", "Nardel", "nothing like a medicine"]}
    exact, near, unknown = looked_up(handler, names, machine_claims()).body["matches"]
    assert (exact["status"], exact["ingredients"]) == ("exact", ["sertraline"])
    assert (near["status"], near["ingredients"], near["proposed"]) == ("proposed", [], ["phenelzine"])
    assert (unknown["status"], unknown["ingredients"], unknown["proposed"]) == ("unrecognised", [], [])


@pytest.mark.parametrize(
    "body",
    [[], {}, {"names": []}, {"names": "Zoloft"}, {"names": [5]}, {"names": ["x" * 201]}, {"names": ["x"] * 51}, "{"],
)
def test_names_that_cannot_be_read_are_refused_without_being_repeated(handler: Handler, body: object) -> None:
    answer = looked_up(handler, body, machine_claims())
    assert answer.status == 400
    assert "Zoloft" not in answer.text


@pytest.mark.parametrize("claims", [None, staff_claims()])
def test_only_a_clinics_form_looks_names_up(handler: Handler, claims: dict[str, str] | None) -> None:
    assert looked_up(handler, {"names": ["Zoloft"]}, claims).status == 401


def test_anybody_may_read_the_questionnaire(handler: Handler) -> None:
    answer = ask(handler, event("GET", "/v1/questionnaires/ketamine-intake"))
    assert (answer.status, answer.body["id"]) == (200, "ketamine-intake")
    assert answer.body["items"]


def test_a_questionnaire_that_did_not_change_is_not_sent_again(handler: Handler) -> None:
    path = "/v1/questionnaires/ketamine-intake"
    tag = ask(handler, event("GET", path)).headers["ETag"]
    again = ask(handler, event("GET", path, headers={"If-None-Match": tag}))
    assert (again.status, again.text, again.headers["ETag"]) == (304, "", tag)


def test_an_unknown_questionnaire_is_not_found_and_the_form_still_shows_help(handler: Handler) -> None:
    answer = ask(handler, event("GET", "/v1/questionnaires/other"))
    assert (answer.status, answer.body["crisis"]["show"]) == (404, "footer")


def test_practitioners_may_read_the_rules_behind_a_screening(handler: Handler) -> None:
    version = current_rule_set().version
    answer = ask(handler, event("GET", f"/v1/rulesets/{version}", claims=staff_claims()))
    assert answer.status == 200
    assert answer.body["document"]["rules"]
    assert ask(handler, event("GET", "/v1/rulesets/0.0.0", claims=staff_claims())).status == 404


@pytest.mark.parametrize("claims", [None, machine_claims()])
def test_nobody_else_reads_the_rules(handler: Handler, claims: dict[str, str] | None) -> None:
    version = current_rule_set().version
    assert ask(handler, event("GET", f"/v1/rulesets/{version}", claims=claims)).status == 401


def test_health_names_the_rules_in_force_and_whether_they_may_be_relied_upon(handler: Handler) -> None:
    rule_set = current_rule_set()
    answer = ask(handler, event("GET", "/v1/health"))
    stamp = "incomplete: not for clinical use" if rule_set.incomplete else None
    assert answer.body == {
        "status": "ok",
        "ruleSet": {"version": rule_set.version, "digest": rule_set.digest, "stamp": stamp},
    }


FHIR = {"Accept": "application/fhir+json; fhirVersion=4.0"}
PATH = "/v1/questionnaires/ketamine-intake"


@pytest.mark.parametrize(
    ("query", "url", "parts"),
    [
        ({}, "intake", ["part.patient", "part.clinic"]),
        ({"phase": "session", "part": "patient"}, "session", ["part.patient"]),
        ({"phase": "follow_up", "part": "clinic"}, "follow_up", ["part.clinic"]),
    ],
)
def test_a_form_tool_that_speaks_fhir_gets_the_form_of_a_phase(
    handler: Handler, query: dict[str, str], url: str, parts: list[str]
) -> None:
    answer = ask(handler, event("GET", PATH, headers=FHIR, query=query))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/fhir+json")
    assert answer.body["url"].endswith(f":{url}")
    assert [part["linkId"] for part in answer.body["item"]] == parts


def test_each_form_is_kept_apart_from_the_others(handler: Handler) -> None:
    tags = {
        ask(handler, event("GET", PATH, headers=headers, query=query)).headers["ETag"]
        for headers in ({}, FHIR)
        for query in ({}, {"phase": "session"}, {"part": "patient"})
    }
    assert len(tags) == 4
    again = {**FHIR, "If-None-Match": ask(handler, event("GET", PATH, headers=FHIR)).headers["ETag"]}
    assert ask(handler, event("GET", PATH, headers=again)).status == 304
    assert ask(handler, event("GET", PATH)).headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("path", "query", "status", "code", "problem"),
    [
        ("/v1/questionnaires/other", {}, 404, "not-found", "not-found"),
        (PATH, {"phase": "evening"}, 400, "invalid", "unreadable-request"),
        (PATH, {"part": "nurse"}, 400, "invalid", "unreadable-request"),
    ],
)
def test_whoever_asks_for_fhir_is_refused_in_fhir_and_still_shown_help(
    handler: Handler, path: str, query: dict[str, str], status: int, code: str, problem: str
) -> None:
    answer = ask(handler, event("GET", path, headers=FHIR, query=query))
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/fhir+json")
    refused, *shown = answer.body["issue"]
    assert (answer.body["resourceType"], refused["severity"], refused["code"]) == ("OperationOutcome", "error", code)
    assert refused["details"]["coding"][0]["code"] == problem
    assert ["988" in issue["details"]["text"] for issue in shown] == [True, False]


def test_a_failure_is_told_in_fhir_too(entries: Mapping[str, ModuleType]) -> None:
    nothing: Any = None
    broken = catalog(entries, CatalogDesk(rule_set=nothing, match=nothing, contract=nothing))
    answer = ask(broken, event("GET", PATH, headers=FHIR))
    assert (answer.status, answer.body["issue"][0]["code"]) == (500, "exception")
    assert "NoneType" not in answer.text
