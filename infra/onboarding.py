"""Brings a clinic on board: its scope, its machine client, its API key, its settings. Knows nothing of patients.

A clinic is complete or absent: whatever fails on the way is undone. The settings come last, because without them
the service takes nothing in for the clinic.
"""

import json
import re
from contextlib import ExitStack
from dataclasses import dataclass

from botocore.exceptions import ClientError

from infra.stack import Services, Stack
from rules.engine.site import SiteSettings

CLINIC_ID = re.compile(r"[a-z0-9]{8,32}")
SUBMIT_SCOPE = "ketascreen/submit"
ROLES = ("practitioner",)


class ClinicIdError(Exception):
    """The id would not do as a part of keys and scopes."""


class ClinicExistsError(Exception):
    """A clinic is added once; its credentials are not shown again."""


@dataclass(frozen=True)
class MachineCredential:
    """What a clinic's form needs to submit answers. Shown once, stored nowhere by us."""

    client_id: str
    client_secret: str
    api_key: str


def member_scope(clinic_id: str) -> str:
    return f"clinic.{clinic_id}/member"


def staff_group(clinic_id: str, role: str) -> str:
    return f"clinic.{clinic_id}.{role}"


def machine_name(clinic_id: str) -> str:
    return f"clinic.{clinic_id}.form"


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
        client_id, client_secret = _make_machine(undo, services, stack, clinic_id)
        api_key = _make_api_key(undo, services, stack, clinic_id)
        _store_settings(services, stack, settings)
        undo.pop_all()
    return MachineCredential(client_id, client_secret, api_key)


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
    for role in ROLES:
        group = staff_group(clinic_id, role)
        services.people.create_group(UserPoolId=stack.user_pool_id, GroupName=group)
        undo.callback(services.people.delete_group, UserPoolId=stack.user_pool_id, GroupName=group)


def _make_machine(undo: ExitStack, services: Services, stack: Stack, clinic_id: str) -> tuple[str, str]:
    client = services.people.create_user_pool_client(
        UserPoolId=stack.user_pool_id,
        ClientName=machine_name(clinic_id),
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=[SUBMIT_SCOPE, member_scope(clinic_id)],
        AccessTokenValidity=60,
        TokenValidityUnits={"AccessToken": "minutes"},
    )["UserPoolClient"]
    undo.callback(services.people.delete_user_pool_client, UserPoolId=stack.user_pool_id, ClientId=client["ClientId"])
    return client["ClientId"], client["ClientSecret"]


def _make_api_key(undo: ExitStack, services: Services, stack: Stack, clinic_id: str) -> str:
    key = services.gateway.create_api_key(name=machine_name(clinic_id), enabled=True)
    undo.callback(services.gateway.delete_api_key, apiKey=key["id"])
    services.gateway.create_usage_plan_key(usagePlanId=stack.usage_plan_id, keyId=key["id"], keyType="API_KEY")
    return key["value"]


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
