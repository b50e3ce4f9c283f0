"""The document says what the code does, and nothing is missing from it."""

import re

import pytest

from functions.api.operations import Door
from functions.api.problems import PROBLEMS, UNEXPECTED
from functions.service.casework.moves import Assign
from functions.service.staff import COLLECTING, EMPLOYED, JUDGING, LEADING, READING, Role
from infra.contract.__main__ import check
from infra.contract.document import operations
from tests.functions.promises import Promise, contract, promises
from tests.infra.template import FUNCTIONS, properties

ASKED: dict[str, set[str]] = {"Staff": {"staff"}, "Machine": {"form", "key"}, "NONE": set()}


def test_the_committed_document_is_the_one_the_code_gives_and_breaks_no_promise() -> None:
    assert check() == []


def test_every_route_of_the_template_is_in_the_document_and_the_other_way_round() -> None:
    assert {(promise.method, _shape(promise.path)) for promise in promises()} == set(_deployed())


def test_the_gateway_asks_for_the_token_the_document_names() -> None:
    deployed = _deployed()
    for promise in promises():
        named = {scheme for way in promise.operation["security"] for scheme in way}
        assert named == ASKED[deployed[promise.method, _shape(promise.path)]], promise.path


def test_every_problem_there_is_can_occur_somewhere() -> None:
    told = " ".join(
        reply["description"] for promise in promises() for reply in promise.operation["responses"].values()
    )
    named = set(re.findall(r"`([a-z-]+)`:", told))
    assert named >= {problem.name for problem in (*PROBLEMS.values(), UNEXPECTED)}


@pytest.mark.parametrize("promise", promises(), ids=lambda promise: f"{promise.method} {promise.path}")
def test_a_route_says_what_may_go_wrong_in_words_that_fit_its_kind(promise: Promise) -> None:
    responses = promise.operation["responses"]
    assert {"429", "500", "503"} <= responses.keys()
    assert ("401" in responses) == ("403" in responses) == (promise.operation["security"] != [{}])
    assert ("requestBody" in promise.operation) == ("413" in responses) == ("415" in responses)
    assert all("Retry-After" in responses[status]["headers"] for status in ("429", "503"))
    changes_case = any(each["name"] == "If-Match" for each in promise.operation["parameters"])
    assert changes_case == ("412" in responses) == ("ETag" in responses.get("412", {}).get("headers", {}))


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [promise.operation["operationId"] for promise in promises()]
    assert len(set(names)) == len(names)


def test_an_admin_sees_no_patient() -> None:
    for area in ("reviews", "casework"):
        assert not [each.path for each in operations()[area] if Role.ADMIN in _roles(each.admits)]


def test_an_auditor_reads_and_changes_nothing() -> None:
    assert Role.AUDITOR in READING
    assert not [each.path for each in operations()["casework"] if Role.AUDITOR in _roles(each.admits)]


def test_a_coordinator_collects_and_cannot_decide() -> None:
    admitted = {each.path.rpartition("/")[2] for each in operations()["casework"] if _admits_coordinator(each.admits)}
    assert admitted == {"claim", "release", "comments", "contacts", "information-requests", "withdrawal"}


def test_only_a_lead_hands_a_case_to_somebody_else() -> None:
    assert Assign.admits == LEADING == {Role.LEAD}


def test_whoever_judges_may_collect_and_whoever_collects_may_read() -> None:
    assert LEADING < JUDGING < COLLECTING < READING < EMPLOYED


def test_the_document_names_itself_openapi_3_1() -> None:
    assert contract()["openapi"].startswith("3.1.")


def _admits_coordinator(admits: Door | frozenset[Role]) -> bool:
    return Role.COORDINATOR in _roles(admits)


def _roles(admits: Door | frozenset[Role]) -> frozenset[Role]:
    return frozenset() if isinstance(admits, Door) else admits


def _deployed() -> dict[tuple[str, str], str]:
    """Method and path of each route of the template, with the authorizer it names."""
    events = [event for function in FUNCTIONS for event in properties(function).get("Events", {}).values()]
    routes = [event["Properties"] for event in events if event["Type"] == "Api"]
    return {(route["Method"], _shape(route["Path"])): route["Auth"]["Authorizer"] for route in routes}


def _shape(path: str) -> str:
    """What a part of a path is called does not travel."""
    return re.sub(r"{\w+}", "{}", path)
