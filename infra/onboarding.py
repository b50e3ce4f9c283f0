"""Brings a clinic on board: its scope, its machine client, its API key, its settings. Knows nothing of patients.

A clinic is complete or absent: whatever fails on the way is undone. The settings come last, because without them
the service takes nothing in for the clinic.
"""

import json
import re
from contextlib import ExitStack

from botocore.exceptions import ClientError

from functions.service.staff import Role
from infra.credentials import MachineCredential, make_credential
from infra.stack import Services, Stack
from rules.engine.site import SiteSettings

CLINIC_ID = re.compile(r"[a-z0-9]{8,32}")


class ClinicIdError(Exception):
    """The id would not do as a part of keys and scopes."""


class ClinicExistsError(Exception):
    """A clinic is added once; its credentials are not shown again."""


def staff_group(clinic_id: str, role: Role) -> str:
    return f"clinic.{clinic_id}.{role.value}"


def clinic_exists(services: Services, stack: Stack, clinic_id: str) -> bool:
    try:
        services.parameters.get_parameter(Name=f"{stack.clinics_prefix}/{clinic_id}")
    except services.parameters.exceptions.ParameterNotFound:
        return False
    return True


def add_clinic(services: Services, stack: Stack, name: str, settings: SiteSettings) -> MachineCredential:
    clinic_id = settings.clinic
    if not CLINIC_ID.fullmatch(clinic_id):
        raise ClinicIdError("A clinic id has 8 to 32 lower-case letters and digits.")
    if clinic_exists(services, stack, clinic_id):
        raise ClinicExistsError(f"The clinic {clinic_id} is on board already; nothing was changed.")
    with ExitStack() as undo:
        _make_scope(undo, services, stack, clinic_id, name)
        _make_groups(undo, services, stack, clinic_id)
        credential = make_credential(undo, services, stack, clinic_id)
        _store_settings(services, stack, settings)
        undo.pop_all()
    return credential


def clinics(services: Services, stack: Stack) -> list[SiteSettings]:
    """Every clinic that is on board, by id."""
    pages = services.parameters.get_paginator("get_parameters_by_path").paginate(Path=stack.clinics_prefix)
    stored = [SiteSettings.from_json(json.loads(each["Value"])) for page in pages for each in page["Parameters"]]
    return sorted(stored, key=lambda settings: settings.clinic)


def _make_scope(undo: ExitStack, services: Services, stack: Stack, clinic_id: str, name: str) -> None:
    identifier = f"clinic.{clinic_id}"
    services.people.create_resource_server(
        UserPoolId=stack.user_pool_id,
        Identifier=identifier,
        Name=name,
        Scopes=[{"ScopeName": "member", "ScopeDescription": "Acts for this clinic"}],
    )
    undo.callback(services.people.delete_resource_server, UserPoolId=stack.user_pool_id, Identifier=identifier)


def _make_groups(undo: ExitStack, services: Services, stack: Stack, clinic_id: str) -> None:
    for role in Role:
        group = staff_group(clinic_id, role)
        services.people.create_group(UserPoolId=stack.user_pool_id, GroupName=group)
        undo.callback(services.people.delete_group, UserPoolId=stack.user_pool_id, GroupName=group)


def _store_settings(services: Services, stack: Stack, settings: SiteSettings) -> None:
    try:
        services.parameters.put_parameter(
            Name=f"{stack.clinics_prefix}/{settings.clinic}",
            Value=json.dumps(settings.to_json(), sort_keys=True),
            Type="String",
            Overwrite=False,
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterAlreadyExists":
            raise ClinicExistsError(f"The clinic {settings.clinic} was added by somebody else just now.") from error
        raise
