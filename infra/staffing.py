"""Gives a person a place in a clinic. One person belongs to one clinic: the service refuses tokens with two."""

import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.service.staff import Role
from infra.onboarding import clinic_exists, staff_group
from infra.stack import Services, Stack

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

PASSWORD_LENGTH = 20


class ClinicUnknownError(Exception):
    """Staff can only join a clinic that is on board."""


class StaffExistsError(Exception):
    """The address is taken."""


class StaffUnknownError(Exception):
    """Nobody of the clinic has this address."""


@dataclass(frozen=True)
class Member:
    """A person's place: which clinic, in which role."""

    email: str
    clinic_id: str
    role: Role


def add_staff(services: Services, stack: Stack, member: Member, temporary_password: str | None = None) -> None:
    """Make the account. Cognito sends the invitation, unless a temporary password is handed over in person."""
    if not clinic_exists(services, stack, member.clinic_id):
        raise ClinicUnknownError(f"There is no clinic {member.clinic_id}. Add it first: ketascreen clinic add")
    _make_account(services, stack, member.email, temporary_password)
    try:
        _join(services, stack, member)
    except Exception:
        # Without its group the account could sign in and belong nowhere.
        services.people.admin_delete_user(UserPoolId=stack.user_pool_id, Username=member.email)
        raise


@dataclass(frozen=True)
class Account:
    """Somebody of a clinic, with all roles, and whether the account can still be used."""

    email: str
    roles: tuple[Role, ...]
    enabled: bool


def staff_of(services: Services, stack: Stack, clinic_id: str) -> list[Account]:
    """Everybody of the clinic, disabled accounts included, by address. Raises ClinicUnknownError."""
    if not clinic_exists(services, stack, clinic_id):
        raise ClinicUnknownError(f"There is no clinic {clinic_id}.")
    found: dict[str, Account] = {}
    for role in Role:
        for email, enabled in _members(services, stack, staff_group(clinic_id, role)):
            others = found[email].roles if email in found else ()
            found[email] = Account(email, (*others, role), enabled)
    return [found[email] for email in sorted(found)]


def disable_staff(services: Services, stack: Stack, clinic_id: str, email: str) -> None:
    """No sign-in and no new token from now on; the groups stay, because the record names who it was.

    A token that is already out cannot be called back: API Gateway does not ask Cognito again, so it is good until it
    expires, 30 minutes at most. Raises ClinicUnknownError or StaffUnknownError.
    """
    if email not in {account.email for account in staff_of(services, stack, clinic_id)}:
        raise StaffUnknownError(f"Nobody at {clinic_id} has the address {email}; nothing was changed.")
    services.people.admin_disable_user(UserPoolId=stack.user_pool_id, Username=email)
    services.people.admin_user_global_sign_out(UserPoolId=stack.user_pool_id, Username=email)


def _members(services: Services, stack: Stack, group: str) -> Iterator[tuple[str, bool]]:
    pages = services.people.get_paginator("list_users_in_group").paginate(
        UserPoolId=stack.user_pool_id, GroupName=group
    )
    for page in pages:
        for user in page["Users"]:
            attributes = {each["Name"]: each.get("Value", "") for each in user.get("Attributes", [])}
            yield attributes["email"], user["Enabled"]


def new_password() -> str:
    """A password that meets the pool's policy: each kind of character, the rest at random."""
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_.!")
    drawn = [secrets.choice(kind) for kind in kinds]
    drawn += [secrets.choice("".join(kinds)) for _ in range(PASSWORD_LENGTH - len(kinds))]
    secrets.SystemRandom().shuffle(drawn)
    return "".join(drawn)


def _make_account(services: Services, stack: Stack, email: str, temporary_password: str | None) -> None:
    attributes: list[AttributeTypeTypeDef] = [
        {"Name": "email", "Value": email},
        {"Name": "email_verified", "Value": "true"},
    ]
    try:
        if temporary_password is None:
            services.people.admin_create_user(
                UserPoolId=stack.user_pool_id,
                Username=email,
                UserAttributes=attributes,
                DesiredDeliveryMediums=["EMAIL"],
            )
        else:
            services.people.admin_create_user(
                UserPoolId=stack.user_pool_id,
                Username=email,
                UserAttributes=attributes,
                TemporaryPassword=temporary_password,
                MessageAction="SUPPRESS",
            )
    except services.people.exceptions.UsernameExistsException as error:
        raise StaffExistsError(f"There is an account for {email} already; nothing was changed.") from error


def _join(services: Services, stack: Stack, member: Member) -> None:
    services.people.admin_add_user_to_group(
        UserPoolId=stack.user_pool_id,
        Username=member.email,
        GroupName=staff_group(member.clinic_id, member.role),
    )
