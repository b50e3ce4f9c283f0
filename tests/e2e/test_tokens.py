"""Forged, stale and borrowed tokens: who refuses each, and that only the true one is let in.

`gateway` means API Gateway's authorizer (here the emulator's), `function` our own check of the claims. What the
function refuses carries a signature of the pool's own key: what the authorizer lets through is stopped all the same.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from functions.service.staff import Role
from infra.callers import staff_token
from infra.onboarding import staff_group
from infra.staffing import new_password
from tests.e2e.cloud import Clinic, Cloud
from tests.e2e.tokens import Token, foreign_key, pool_key, public_bytes

HOUR = 3600
type Forge = Callable[[Cloud, Clinic, Clinic, Token], str]


def resigned(**claims: Any) -> Forge:
    """Other claims (None takes one away), signed by the pool's own key."""

    def forge(cloud: Cloud, _here: Clinic, _there: Clinic, true: Token) -> str:
        changed = {name: value for name, value in {**true.claims, **claims}.items() if value is not None}
        return replace(true, claims=changed).signed(pool_key(cloud))

    return forge


def _headed(**header: Any) -> Forge:
    return lambda _cloud, _here, _there, true: replace(true, header={**true.header, **header}).as_it_is()


def _other_clinics_groups(_cloud: Cloud, _here: Clinic, there: Clinic, true: Token) -> str:
    groups = [staff_group(there.id, Role.PRACTITIONER)]
    return replace(true, claims={**true.claims, "cognito:groups": groups}).as_it_is()


def _two_clinics(cloud: Cloud, here: Clinic, there: Clinic, true: Token) -> str:
    groups = [staff_group(each.id, Role.PRACTITIONER) for each in (here, there)]
    return replace(true, claims={**true.claims, "cognito:groups": groups}).signed(pool_key(cloud))


def _admin(cloud: Cloud, here: Clinic, _there: Clinic, true: Token) -> str:
    groups = [staff_group(here.id, Role.ADMIN)]
    return replace(true, claims={**true.claims, "cognito:groups": groups}).signed(pool_key(cloud))


def _secret_is_the_public_key(cloud: Cloud, _here: Clinic, _there: Clinic, true: Token) -> str:
    confused = replace(true, header={**true.header, "alg": "HS256"})
    return confused.signed_with_secret(public_bytes(pool_key(cloud)))


def _other_pool(cloud: Cloud, here: Clinic, _there: Clinic, _true: Token) -> str:
    """Somebody of the same groups, but in a pool of somebody else's in the same account."""
    people, password = cloud.services.people, new_password()
    pool = people.create_user_pool(PoolName=f"other-{secrets.token_hex(4)}")["UserPool"]["Id"]
    group, flows = staff_group(here.id, Role.PRACTITIONER), ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    client = people.create_user_pool_client(UserPoolId=pool, ClientName="other", ExplicitAuthFlows=flows)  # type: ignore[arg-type]
    people.create_group(UserPoolId=pool, GroupName=group)
    people.admin_create_user(UserPoolId=pool, Username="somebody", MessageAction="SUPPRESS")
    people.admin_set_user_password(UserPoolId=pool, Username="somebody", Password=password, Permanent=True)
    people.admin_add_user_to_group(UserPoolId=pool, Username="somebody", GroupName=group)
    stack = replace(cloud.stack, user_pool_id=pool, staff_client_id=client["UserPoolClient"]["ClientId"])
    return staff_token(cloud.services, stack, "somebody", password)


CASES: dict[str, tuple[Forge, str]] = {
    "unsigned, algorithm none": (
        lambda _cloud, _here, _there, true: f"{replace(true, header={'alg': 'none'}).unsigned()}.",
        "gateway",
    ),
    "algorithm none, signature kept": (_headed(alg="none"), "gateway"),
    "algorithm confusion: the public key as a secret": (_secret_is_the_public_key, "gateway"),
    "signed with a key of somebody's own": (lambda *given: given[3].signed(foreign_key()), "gateway"),
    "key id that does not exist": (_headed(kid="nobody"), "gateway"),
    "key id that is a path": (_headed(kid="../../../../dev/null"), "gateway"),
    "no key id": (_headed(kid=None), "gateway"),
    "key brought along in the header": (
        _headed(jwk={"kty": "RSA", "n": "AQAB", "e": "AQAB"}, jku="http://127.0.0.1/keys"),
        "gateway",
    ),
    "signature cut short": (lambda *given: given[3].as_it_is()[:-20], "gateway"),
    "signature left out": (lambda *given: given[3].unsigned() + ".", "gateway"),
    "claims changed to another clinic": (_other_clinics_groups, "gateway"),
    "expired": (resigned(exp=int(time.time()) - HOUR, iat=int(time.time()) - 2 * HOUR), "gateway"),
    "not valid yet": (resigned(nbf=int(time.time()) + HOUR), "gateway"),
    "another issuer": (resigned(iss="https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Elsewhere"), "gateway"),
    "of another pool": (_other_pool, "gateway"),
    "made for another application": (resigned(aud="another-application"), "function"),
    "an access token's use": (resigned(token_use="access"), "function"),
    "no use named": (resigned(token_use=None), "function"),
    "a form's token": (lambda *given: given[1].form.token, "function"),
    "of two clinics at once": (_two_clinics, "function"),
    "of a role that sees no patient": (_admin, "function"),
    "of no group": (resigned(**{"cognito:groups": None}), "function"),
}


def asked(cloud: Cloud, token: str) -> httpx.Response:
    return cloud.http.get("/v1/cases", headers={"Authorization": f"Bearer {token}"})


def test_there_are_at_least_twenty_cases() -> None:
    assert len(CASES) >= 20
    assert {by for _, by in CASES.values()} == {"gateway", "function"}


def test_the_true_token_is_let_in(cloud: Cloud, clinic: Clinic) -> None:
    assert asked(cloud, clinic.practitioner.token).status_code == httpx.codes.OK


def test_a_token_signed_again_unchanged_is_let_in_so_that_the_cases_below_are_about_their_claims(
    cloud: Cloud, clinic: Clinic
) -> None:
    true = Token.read(clinic.practitioner.token)
    assert asked(cloud, true.signed(pool_key(cloud))).status_code == httpx.codes.OK


@pytest.mark.parametrize("case", CASES)
def test_no_other_token_is_let_in(cloud: Cloud, clinic: Clinic, other_clinic: Clinic, case: str) -> None:
    forge, refused_by = CASES[case]
    token = forge(cloud, clinic, other_clinic, Token.read(clinic.practitioner.token))
    reply = asked(cloud, token)
    assert reply.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}
    # Only our own refusal is a problem with an id here; the emulator does not apply the template's gateway responses.
    assert (reply.headers["content-type"] == "application/problem+json") is (refused_by == "function")
