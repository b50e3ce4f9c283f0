"""Who may what: every route against every kind of caller, made from the published contract."""

from collections.abc import Mapping
from typing import Any

import pytest

from functions.service.staff import Role
from tests.functions.builders import CLINIC, OTHER_CLINIC
from tests.functions.contract.conftest import Ask
from tests.functions.contract.requests import Prepared
from tests.functions.desks import machine_claims, staff_claims
from tests.functions.promises import Promise, promises

FORM = "form"
NOBODY = "nobody"
PLACES = ("own clinic", "other clinic", "no clinic")
REFUSED = (401, 403)
MISSING = "0" * 32

type Row = tuple[Promise, str, str]
ROWS: list[Row] = [
    (promise, caller, place)
    for promise in promises()
    for caller in (FORM, *(role.value for role in Role))
    for place in PLACES
] + [(promise, NOBODY, "no clinic") for promise in promises()]


def named(row: Row) -> str:
    promise, caller, place = row
    return f"{promise.method} {promise.path} - {caller} - {place}"


def test_every_route_stands_in_the_matrix_with_every_caller() -> None:
    assert len(ROWS) == len(promises()) * (len(PLACES) * (len(Role) + 1) + 1)
    assert len(promises()) > 0


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_route_lets_in_exactly_whom_it_names(row: Row, clinic: Prepared, to_service: Ask) -> None:
    promise, caller, place = row
    before = clinic.state()
    answer = to_service(clinic.request(promise, _claims(caller, place)))
    if not _admits(promise, caller, place):
        assert answer.status == _refusal(promise, caller)
        assert clinic.state() == before
    elif place == "other clinic":
        assert answer.status not in REFUSED
        assert clinic.state() == before
        assert clinic.case_id not in answer.text
        assert clinic.screening_id not in answer.text
    else:
        # A move may be illegal in this state, a link may be unknown; it is never a question of who asks.
        unknown = (404,) if promise.path.startswith("/v1/information") else ()
        assert answer.status in (200, 201, 409, *unknown), answer.text


@pytest.mark.parametrize(
    "row", [row for row in ROWS if "_id}" in row[0].path and row[2] == "other clinic"], ids=named
)
def test_what_belongs_to_another_clinic_answers_like_what_does_not_exist(
    row: Row, clinic: Prepared, to_service: Ask
) -> None:
    promise, caller, place = row
    request = clinic.request(promise, _claims(caller, place))
    nothing = request | {"path": request["path"].replace(clinic.case_id, MISSING)}
    nothing["path"] = nothing["path"].replace(clinic.screening_id, MISSING)
    theirs, absent = to_service(request), to_service(nothing)
    assert (theirs.status, theirs.text, theirs.headers) == (absent.status, absent.text, absent.headers)


def _admits(promise: Promise, caller: str, place: str) -> bool:
    ways = promise.operation["security"]
    if ways == [{}]:
        return True
    if place == "no clinic":
        return False
    return any("form" in way for way in ways) if caller == FORM else {"staff": [caller]} in ways


def _refusal(promise: Promise, caller: str) -> int:
    """401 for the wrong kind of token, 403 for the right kind in the wrong hands."""
    for_forms = any("form" in way for way in promise.operation["security"])
    return 403 if caller != NOBODY and for_forms is (caller == FORM) else 401


def _claims(caller: str, place: str) -> Mapping[str, Any] | None:
    if caller == NOBODY:
        return None
    clinic = OTHER_CLINIC if place == "other clinic" else CLINIC
    if caller == FORM:
        claims = machine_claims(clinic)
        return claims | {"scope": "ketascreen/submit"} if place == "no clinic" else claims
    claims = staff_claims(clinic, caller)
    return claims | {"cognito:groups": caller} if place == "no clinic" else claims
