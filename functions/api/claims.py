"""Who is calling, from the claims the authorizer verified.

Checked again here: an authorizer that was set up wrongly must not open another clinic's door. Must not know what the
caller wants.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.api.operations import Admission, Door
from functions.service.errors import NotAllowedError, NotAuthenticatedError
from functions.service.staff import Person, Role

_SUBMIT_SCOPE: Final = "ketascreen/submit"
_MEMBER_SCOPE: Final = re.compile(r"clinic\.([a-z0-9]{8,32})/member")
_ROLE_GROUP: Final = re.compile(r"clinic\.([a-z0-9]{8,32})\.([a-z]{1,32})")
_ROLES: Final = frozenset(role.value for role in Role)


@dataclass(frozen=True, slots=True)
class Machine:
    """A clinic's form, sending on behalf of whoever fills it in."""

    clinic: str
    client: str


type Caller = Machine | Person | None
"""None on a public route, where nobody is asked."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Whose tokens count: those of one user pool, and of people only those made for the clinics' own sign-in.

    A function without routes for people names no sign-in and admits nobody by one.
    """

    issuer: str
    staff_client: str | None = None


def admitted(claims: Mapping[str, Any], gate: Gate, admits: Admission) -> Caller:
    """The caller of a route. Raises NotAuthenticatedError or NotAllowedError for anybody it does not admit."""
    if admits is Door.PUBLIC:
        return None
    return machine(claims, gate) if isinstance(admits, Door) else staff(claims, gate, admits)


def machine(claims: Mapping[str, Any], gate: Gate) -> Machine:
    """The caller of a form route: an access token with the submit scope and exactly one clinic."""
    _check_origin(claims, gate, "access")
    scopes = str(claims.get("scope", "")).split()
    clinics = {match[1] for scope in scopes if (match := _MEMBER_SCOPE.fullmatch(scope))}
    if _SUBMIT_SCOPE not in scopes or len(clinics) != 1:
        raise NotAllowedError
    return Machine(clinic=clinics.pop(), client=_required(claims, "client_id"))


def staff(claims: Mapping[str, Any], gate: Gate, admits: frozenset[Role]) -> Person:
    """The caller of a staff route: an identity token of somebody with an admitted role, in exactly one clinic."""
    _check_origin(claims, gate, "id")
    # API Gateway looks at the pool only; a token made for another application of the pool is not one for us.
    if gate.staff_client is None or claims.get("aud") != gate.staff_client:
        raise NotAuthenticatedError
    memberships = [match for group in _groups(claims) if (match := _ROLE_GROUP.fullmatch(group))]
    clinics = {match[1] for match in memberships}
    roles = frozenset(Role(match[2]) for match in memberships if match[2] in _ROLES)
    if len(clinics) != 1 or not roles & admits:
        raise NotAllowedError
    subject = _required(claims, "sub")
    return Person(clinic=clinics.pop(), subject=subject, name=_name(claims) or subject, roles=roles)


def _name(claims: Mapping[str, Any]) -> str:
    """How colleagues know the person. The address is verified; the display name is the person's own word."""
    return next((str(claims[name]) for name in ("email", "name") if claims.get(name)), "")


def _check_origin(claims: Mapping[str, Any], gate: Gate, use: str) -> None:
    if not claims or claims.get("token_use") != use or claims.get("iss") != gate.issuer:
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
