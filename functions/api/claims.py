"""Who is calling, from the claims the authorizer verified.

Checked again here: an authorizer that was set up wrongly must not open another clinic's door. Must not know what the
caller wants.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.service.errors import NotAllowedError, NotAuthenticatedError

_SUBMIT_SCOPE: Final = "ketascreen/submit"
_MEMBER_SCOPE: Final = re.compile(r"clinic\.([a-z0-9]{8,32})/member")
_ROLE_GROUP: Final = re.compile(r"clinic\.([a-z0-9]{8,32})\.([a-z]{1,32})")
PRACTITIONER: Final = "practitioner"


@dataclass(frozen=True, slots=True)
class Machine:
    """A clinic's form, sending on behalf of whoever fills it in."""

    clinic: str
    client: str


@dataclass(frozen=True, slots=True)
class Practitioner:
    """A person of a clinic who may read its cases."""

    clinic: str
    subject: str


def machine(claims: Mapping[str, Any], issuer: str) -> Machine:
    """The caller of a form route: an access token with the submit scope and exactly one clinic."""
    _check_origin(claims, issuer, "access")
    scopes = str(claims.get("scope", "")).split()
    clinics = {match[1] for scope in scopes if (match := _MEMBER_SCOPE.fullmatch(scope))}
    if _SUBMIT_SCOPE not in scopes or len(clinics) != 1:
        raise NotAllowedError
    return Machine(clinic=clinics.pop(), client=_required(claims, "client_id"))


def practitioner(claims: Mapping[str, Any], issuer: str) -> Practitioner:
    """The caller of a staff route: an identity token of somebody with groups in exactly one clinic."""
    _check_origin(claims, issuer, "id")
    memberships = [match for group in _groups(claims) if (match := _ROLE_GROUP.fullmatch(group))]
    clinics = {match[1] for match in memberships}
    if len(clinics) != 1 or PRACTITIONER not in {match[2] for match in memberships}:
        raise NotAllowedError
    return Practitioner(clinic=clinics.pop(), subject=_required(claims, "sub"))


def _check_origin(claims: Mapping[str, Any], issuer: str, use: str) -> None:
    if not claims or claims.get("token_use") != use or claims.get("iss") != issuer:
        raise NotAuthenticatedError


def _groups(claims: Mapping[str, Any]) -> Iterable[str]:
    """The groups arrive as a list, as "a,b" or as "[a b]", depending on who passed the token on."""
    groups = claims.get("cognito:groups", ())
    if isinstance(groups, str):
        return [group for group in re.split(r"[\s,\[\]]", groups) if group]
    return [str(group) for group in groups] if isinstance(groups, Iterable) else []


def _required(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not value:
        raise NotAuthenticatedError
    return value
