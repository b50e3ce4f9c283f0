"""Gives a person a place in a clinic. One person belongs to one clinic: the service refuses tokens with two."""

import secrets
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.onboarding import ROLES, clinic_exists, staff_group
from infra.stack import Services, Stack

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

PASSWORD_LENGTH = 20


class RoleUnknownError(Exception):
    """There is no such role."""


class ClinicUnknownError(Exception):
    """Staff can only join a clinic that is on board."""


class StaffExistsError(Exception):
    """The address is taken."""


@dataclass(frozen=True)
class Member:
    """A person's place: which clinic, in which role."""

    email: str
    clinic_id: str
    role: str


def add_staff(services: Services, stack: Stack, member: Member, temporary_password: str | None = None) -> None:
    """Make the account. Cognito sends the invitation, unless a temporary password is handed over in person."""
    if member.role not in ROLES:
        raise RoleUnknownError(f"The role is one of: {', '.join(ROLES)}.")
    if not clinic_exists(services, stack, member.clinic_id):
        raise ClinicUnknownError(f"There is no clinic {member.clinic_id}. Add it first: ketascreen clinic add")
    _make_account(services, stack, member.email, temporary_password)
    try:
        _join(services, stack, member)
    except Exception:
        # Without its group the account could sign in and belong nowhere.
        services.people.admin_delete_user(UserPoolId=stack.user_pool_id, Username=member.email)
        raise


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
