"""A clinic's machine credentials: made, exchanged for new ones, taken away. Shown once, stored nowhere by us.

An exchange makes a second credential beside the first, so that the form works all the time: the clinic puts the new
one in place and then has the old one retired. Cognito could hold two secrets for one client, but the API key would
have to be exchanged all the same, so both change together.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from infra.stack import Services, Stack

SUBMIT_SCOPE = "ketascreen/submit"


class CredentialUnknownError(Exception):
    """The clinic has no such credential."""


class LastCredentialError(Exception):
    """Without it the clinic's form could not send anything."""


class TooManyCredentialsError(Exception):
    """An earlier exchange was not finished."""


@dataclass(frozen=True)
class MachineCredential:
    """What a clinic's form needs to submit answers."""

    client_id: str
    client_secret: str
    api_key: str


def member_scope(clinic_id: str) -> str:
    return f"clinic.{clinic_id}/member"


def machine_name(clinic_id: str) -> str:
    return f"clinic.{clinic_id}.form"


def make_credential(undo: ExitStack, services: Services, stack: Stack, clinic_id: str) -> MachineCredential:
    """A client and a key of its own; `undo` takes both away again."""
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
    client_id = client["ClientId"]
    undo.callback(services.people.delete_user_pool_client, UserPoolId=stack.user_pool_id, ClientId=client_id)
    # The key bears the client's id, so that the two are retired together.
    key = services.gateway.create_api_key(name=_key_name(clinic_id, client_id), enabled=True)
    undo.callback(services.gateway.delete_api_key, apiKey=key["id"])
    services.gateway.create_usage_plan_key(usagePlanId=stack.usage_plan_id, keyId=key["id"], keyType="API_KEY")
    return MachineCredential(client_id, client["ClientSecret"], key["value"])


def credentials(services: Services, stack: Stack, clinic_id: str) -> list[str]:
    """The client ids of a clinic's credentials."""
    return sorted(_clients(services, stack, clinic_id))


def rotate_credential(services: Services, stack: Stack, clinic_id: str) -> MachineCredential:
    """A second credential; the first stays valid until it is retired. Raises TooManyCredentialsError."""
    if len(credentials(services, stack, clinic_id)) > 1:
        raise TooManyCredentialsError(
            f"The clinic {clinic_id} has two credentials already. Retire the old one first: "
            "ketascreen clinic retire-credential"
        )
    with ExitStack() as undo:
        made = make_credential(undo, services, stack, clinic_id)
        undo.pop_all()
    return made


def retire_credential(services: Services, stack: Stack, clinic_id: str, client_id: str) -> None:
    """No new token from now on, and no call with its key: tokens already out are of no use without a key.

    Raises CredentialUnknownError or LastCredentialError; then nothing was changed.
    """
    held = credentials(services, stack, clinic_id)
    if client_id not in held:
        raise CredentialUnknownError(f"The clinic {clinic_id} has no credential {client_id}.")
    if len(held) == 1:
        raise LastCredentialError(f"{client_id} is the only credential of {clinic_id}. Make a new one first.")
    for key in _keys(services, clinic_id):
        if key["name"] == _key_name(clinic_id, client_id):
            services.gateway.delete_api_key(apiKey=key["id"])
    services.people.delete_user_pool_client(UserPoolId=stack.user_pool_id, ClientId=client_id)


def credential_again(services: Services, stack: Stack, clinic_id: str) -> MachineCredential:
    """A clinic's first credential, read back: only for a local cloud, whose administrator may."""
    client_id = credentials(services, stack, clinic_id)[0]
    client = services.people.describe_user_pool_client(UserPoolId=stack.user_pool_id, ClientId=client_id)
    name = _key_name(clinic_id, client_id)
    keys = services.gateway.get_api_keys(nameQuery=name, includeValues=True)["items"]
    return MachineCredential(
        client_id, client["UserPoolClient"]["ClientSecret"], next(key["value"] for key in keys if key["name"] == name)
    )


def _key_name(clinic_id: str, client_id: str) -> str:
    return f"{machine_name(clinic_id)}.{client_id}"


def _clients(services: Services, stack: Stack, clinic_id: str) -> Iterator[str]:
    for page in services.people.get_paginator("list_user_pool_clients").paginate(UserPoolId=stack.user_pool_id):
        for client in page["UserPoolClients"]:
            if client["ClientName"] == machine_name(clinic_id):
                yield client["ClientId"]


def _keys(services: Services, clinic_id: str) -> Iterator[dict[str, str]]:
    for page in services.gateway.get_paginator("get_api_keys").paginate(nameQuery=machine_name(clinic_id)):
        yield from ({"id": key["id"], "name": key["name"]} for key in page["items"])
