"""A clinic's webhooks: adding an endpoint, removing it, looking at what was sent, sending it again."""

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from functions.adapters.dynamodb.attributes import plain, typed
from functions.adapters.web_targets import TargetRefusedError, target
from functions.adapters.webhook_store import EndpointTable, WebhookQueue, endpoint_key
from functions.service.notices import Event
from functions.service.webhooks import Delivery, Endpoint, Outcome
from infra.site_settings import SettingRefusedError, stored_settings
from infra.stack import Services, Stack

# Standard Webhooks asks for 24 to 64 bytes.
_SECRET_BYTES: Final = 32


@dataclass(frozen=True)
class Attempt:
    """One line of the delivery log."""

    at: str
    delivery: Delivery
    outcome: Outcome
    status: int | None


def add_endpoint(
    services: Services, stack: Stack, clinic_id: str, url: str, events: Sequence[Event]
) -> tuple[Endpoint, str]:
    """The endpoint and its secret, which is shown this once. Raises ClinicUnknownError or SettingRefusedError."""
    stored_settings(services, stack, clinic_id)
    _check(stack, url)
    endpoint = Endpoint(clinic=clinic_id, id=secrets.token_hex(8), url=url, events=tuple(events), disabled_at=None)
    secret = f"whsec_{base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}"
    # The secret first: an endpoint without one would only fail.
    services.parameters.put_parameter(
        Name=_secret_name(stack, clinic_id, endpoint.id), Value=secret, Type="SecureString", KeyId=stack.data_key_arn
    )
    services.tables.put_item(
        TableName=stack.webhook_table,
        Item=typed(
            {
                **endpoint_key(clinic_id, endpoint.id),
                "url": url,
                "events": [event.value for event in endpoint.events],
                "added_at": datetime.now(UTC),
            }
        ),
    )
    return endpoint, secret


def endpoints_of(services: Services, stack: Stack, clinic_id: str) -> tuple[Endpoint, ...]:
    return EndpointTable(stack.webhook_table, lambda: services.tables).of(clinic_id)


def remove_endpoint(services: Services, stack: Stack, clinic_id: str, endpoint_id: str) -> None:
    """What still waits for it is dropped when its time comes. Raises SettingRefusedError."""
    _known(services, stack, clinic_id, endpoint_id)
    services.tables.delete_item(TableName=stack.webhook_table, Key=typed({**endpoint_key(clinic_id, endpoint_id)}))
    services.parameters.delete_parameter(Name=_secret_name(stack, clinic_id, endpoint_id))


def attempts(services: Services, stack: Stack, clinic_id: str, endpoint_id: str, limit: int) -> tuple[Attempt, ...]:
    """The newest first."""
    _known(services, stack, clinic_id, endpoint_id)
    answer = services.tables.query(
        TableName=stack.webhook_table,
        KeyConditionExpression="pk = :clinic AND begins_with(sk, :log)",
        ExpressionAttributeValues=typed({":clinic": f"CLINIC#{clinic_id}", ":log": f"DELIVERY#{endpoint_id}#"}),
        ScanIndexForward=False,
        Limit=limit,
    )
    return tuple(_attempt(plain(item)) for item in answer["Items"])


def redeliver(services: Services, stack: Stack, clinic_id: str, endpoint_id: str, event_id: str, limit: int) -> None:
    """Sends one event again, under the same id. Raises SettingRefusedError when the log does not know it."""
    for attempt in attempts(services, stack, clinic_id, endpoint_id, limit):
        if attempt.delivery.happening.id == event_id:
            again = replace(attempt.delivery, attempt=0, not_before=None)
            WebhookQueue(stack.webhook_queue_url, lambda: services.queues).put(again, datetime.now(UTC))
            return
    raise SettingRefusedError(f"The log of this endpoint knows no event {event_id}.")


def _known(services: Services, stack: Stack, clinic_id: str, endpoint_id: str) -> None:
    if endpoint_id not in {endpoint.id for endpoint in endpoints_of(services, stack, clinic_id)}:
        raise SettingRefusedError(f"The clinic has no endpoint {endpoint_id}.")


def _check(stack: Stack, url: str) -> None:
    try:
        target(url, only_public=stack.webhook_targets != "any")
    except TargetRefusedError as error:
        raise SettingRefusedError(f"Nothing can be sent there: {error}.") from None


def _secret_name(stack: Stack, clinic_id: str, endpoint_id: str) -> str:
    return f"{stack.webhooks_prefix}/{clinic_id}/{endpoint_id}"


def _attempt(row: dict[str, Any]) -> Attempt:
    return Attempt(
        at=row["sk"].split("#")[2],
        delivery=Delivery.from_json(json.loads(row["delivery"])),
        outcome=Outcome(row["outcome"]),
        status=row.get("status"),
    )
