"""Whoever is shown anything of a patient leaves an audit entry: every route of the contract that staff may call."""

from typing import Any

import pytest

from tests.functions.contract.conftest import Ask
from tests.functions.contract.requests import Prepared
from tests.functions.desks import staff_claims
from tests.functions.promises import Promise, promises

# A route that is not named here has to record what it shows.
SHOWS_NO_PATIENT = {"countCases", "readFigures", "readRuleSet"}
REFERENCE = "patient-1"
NEVER = '"4000000000"'


def roles(promise: Promise) -> list[str]:
    return [role for way in promise.operation["security"] for role in way.get("staff", ())]


def changes(promise: Promise) -> bool:
    return "412" in promise.operation["responses"]


FOR_STAFF = [promise for promise in promises() if roles(promise)]
READS = [
    promise
    for promise in FOR_STAFF
    if not changes(promise) and promise.operation["operationId"] not in SHOWS_NO_PATIENT
]
CHANGES = [promise for promise in FOR_STAFF if changes(promise)]


def named(promise: Promise) -> str:
    return str(promise.operation["operationId"])


def asked(clinic: Prepared, promise: Promise, **headers: str) -> dict[str, Any]:
    """A request for it that has left no trace yet."""
    request = clinic.request(promise, staff_claims(role=roles(promise)[0]))
    request["headers"] |= headers
    request["multiValueHeaders"] |= {name: [value] for name, value in headers.items()}
    clinic.service.accesses.entries.clear()
    return request


def test_the_exceptions_are_routes_and_there_are_routes_of_both_kinds() -> None:
    assert {named(promise) for promise in FOR_STAFF} >= SHOWS_NO_PATIENT
    assert len(READS) > 1
    assert len(CHANGES) > 1


@pytest.mark.parametrize("promise", READS, ids=named)
def test_a_read_leaves_one_entry(promise: Promise, clinic: Prepared, to_service: Ask) -> None:
    answer = to_service(asked(clinic, promise))
    assert answer.status == 200
    (entry,) = clinic.service.accesses.entries
    assert entry.actor == "person-1"


@pytest.mark.parametrize("promise", READS, ids=named)
def test_what_cannot_be_recorded_is_not_shown(promise: Promise, clinic: Prepared, to_service: Ask) -> None:
    request = asked(clinic, promise)
    clinic.service.accesses.broken = True
    answer = to_service(request)
    assert (answer.status, answer.body["type"]) == (503, "urn:ketascreen:problem:read-not-recorded")
    assert REFERENCE not in answer.text
    assert clinic.case_id not in answer.text


@pytest.mark.parametrize("promise", CHANGES, ids=named)
def test_whoever_is_shown_a_case_instead_of_changing_it_leaves_one_entry(
    promise: Promise, clinic: Prepared, to_service: Ask
) -> None:
    request = asked(clinic, promise, **{"If-Match": NEVER})
    answer = to_service(request)
    assert (answer.status, answer.body["current"]["id"]) == (412, clinic.case_id)
    assert [entry.seen.case_id for entry in clinic.service.accesses.entries] == [clinic.case_id]
    clinic.service.accesses.broken = True
    refused = to_service(request)
    assert refused.status == 503
    assert REFERENCE not in refused.text


@pytest.mark.parametrize("promise", [p for p in FOR_STAFF if named(p) in SHOWS_NO_PATIENT], ids=named)
def test_the_exceptions_show_nothing_of_a_patient(promise: Promise, clinic: Prepared, to_service: Ask) -> None:
    answer = to_service(asked(clinic, promise))
    assert answer.status == 200
    assert not any(word in answer.text for word in (REFERENCE, clinic.case_id, clinic.screening_id))


@pytest.mark.parametrize("promise", CHANGES, ids=named)
def test_a_change_that_is_refused_shows_nothing_of_the_patient(
    promise: Promise, clinic: Prepared, to_service: Ask
) -> None:
    """What is made leaves the entry of the change; what is not made leaves none and tells nothing."""
    kept = len(clinic.service.store.audit)
    answer = to_service(asked(clinic, promise))
    if answer.status in (200, 201):
        assert len(clinic.service.store.audit) > kept
    else:
        assert answer.status == 409
        assert REFERENCE not in answer.text
