"""The routes of the published contract against each kind of caller, through gateway and deployed functions."""

import secrets
import time
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from functions.service.staff import Role
from infra.callers import Form, machine_token, staff_token
from infra.credentials import credentials, retire_credential, rotate_credential
from infra.staffing import Member, add_staff, disable_staff, new_password, staff_of
from tests.e2e.cloud import Clinic, Cloud, intake, new_key, new_patient
from tests.functions.promises import Promise, promises

REFUSED = {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}
ROLES = tuple(role.value for role in Role)
NOTHING = "0" * 32
MOST_ATTEMPTS = 20


@pytest.fixture(scope="module")
def tokens(cloud: Cloud, clinic: Clinic) -> Mapping[str, str]:
    """An identity token of somebody in each role."""
    return {role.value: _sign_in(cloud, clinic, role)[1] for role in Role}


@pytest.mark.parametrize("caller", ["nobody", "form", *ROLES])
@pytest.mark.parametrize("promise", promises(), ids=lambda promise: f"{promise.method} {promise.path}")
def test_a_route_lets_in_exactly_whom_the_contract_names(
    cloud: Cloud, clinic: Clinic, tokens: Mapping[str, str], promise: Promise, caller: str
) -> None:
    reply = _asked(cloud, promise, _headers(clinic, tokens, caller))
    assert (reply.status_code not in REFUSED) is _admits(promise, caller), reply.text


def test_the_contract_is_served_as_it_is_published(cloud: Cloud) -> None:
    served = cloud.http.get("/v1/openapi.json").raise_for_status().json()
    assert set(served["paths"]) == {promise.path for promise in promises()}


def test_an_old_credential_works_until_it_is_retired(cloud: Cloud) -> None:
    clinic = cloud.open_clinic()
    (old,) = credentials(cloud.services, cloud.stack, clinic.id)
    new = rotate_credential(cloud.services, cloud.stack, clinic.id)
    form = Form(cloud.http, machine_token(cloud.stack, new, clinic.id), new.api_key)
    for each in (clinic.form, form):
        assert each.submit(intake("needs_review", new_patient()), new_key()).status_code == httpx.codes.CREATED
    retire_credential(cloud.services, cloud.stack, clinic.id, old)
    assert clinic.form.submit(intake("needs_review", new_patient()), new_key()).status_code in REFUSED
    assert form.submit(intake("needs_review", new_patient()), new_key()).status_code == httpx.codes.CREATED
    assert credentials(cloud.services, cloud.stack, clinic.id) == [new.client_id]


def test_somebody_who_is_disabled_cannot_sign_in_again(cloud: Cloud, clinic: Clinic) -> None:
    email, token, password = _account(cloud, clinic, Role.PRACTITIONER)
    disable_staff(cloud.services, cloud.stack, clinic.id, email)
    with pytest.raises(cloud.services.people.exceptions.ClientError):
        staff_token(cloud.services, cloud.stack, email, password)
    assert [each.enabled for each in staff_of(cloud.services, cloud.stack, clinic.id) if each.email == email] == [
        False
    ]
    # What no platform takes back: the token that is out already, until it expires. Said in docs/decisions/0015.
    assert cloud.http.get("/v1/cases", headers={"Authorization": f"Bearer {token}"}).status_code == httpx.codes.OK


def _admits(promise: Promise, caller: str) -> bool:
    ways: list[dict[str, Any]] = promise.operation["security"]
    return ways == [{}] or (caller == "form" and any("form" in way for way in ways)) or {"staff": [caller]} in ways


def _headers(clinic: Clinic, tokens: Mapping[str, str], caller: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "x-api-key": clinic.form.api_key}
    if caller == "nobody":
        return headers
    token = clinic.form.token if caller == "form" else tokens[caller]
    return {**headers, "Authorization": f"Bearer {token}"}


def _asked(cloud: Cloud, promise: Promise, headers: Mapping[str, str]) -> httpx.Response:
    """The reply to somebody who waits while there are too many requests at once."""
    for _ in range(MOST_ATTEMPTS):
        reply = cloud.http.request(promise.method, _path(promise), headers=dict(headers), content="{}")
        if reply.status_code != httpx.codes.TOO_MANY_REQUESTS:
            break
        time.sleep(0.5)
    return reply


def _path(promise: Promise) -> str:
    """Of things that do not exist: who is let in is decided before that is looked up."""
    names = ("case_id", "screening_id", "draft_id", "version", "questionnaire_id", "request_id")
    return promise.path.format(**dict.fromkeys(names, NOTHING))


def _sign_in(cloud: Cloud, clinic: Clinic, role: Role) -> tuple[str, str]:
    email, token, _ = _account(cloud, clinic, role)
    return email, token


def _account(cloud: Cloud, clinic: Clinic, role: Role) -> tuple[str, str, str]:
    email, password = f"{role.value}-{secrets.token_hex(4)}@{clinic.id}.example", new_password()
    add_staff(cloud.services, cloud.stack, Member(email, clinic.id, role), password)
    cloud.services.people.admin_set_user_password(
        UserPoolId=cloud.stack.user_pool_id, Username=email, Password=password, Permanent=True
    )
    return email, staff_token(cloud.services, cloud.stack, email, password), password
