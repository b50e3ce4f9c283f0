"""What webhooks need from outside: endpoints and their log in a table of their own, secrets, the queue of deliveries.

The table knows no patient and no case beyond its id, so that whoever delivers needs no access to the record of care.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from functions.adapters.aws import dynamodb, queue_service, systems_manager
from functions.adapters.dynamodb.attributes import Item, plain, typed
from functions.service.errors import KeyUnreadableError, NotPublishedError, StoreUnavailableError
from functions.service.notices import Event
from functions.service.webhooks import Delivery, Endpoint, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

LOG_KEPT_SECONDS: Final = 30 * 24 * 3600
# The longest a message may be hidden; a longer pause is several of these.
_LONGEST_DELAY: Final = 900


def endpoint_key(clinic: str, endpoint_id: str) -> dict[str, str]:
    return {"pk": f"CLINIC#{clinic}", "sk": f"ENDPOINT#{endpoint_id}"}


def as_endpoint(row: dict[str, Any]) -> Endpoint:
    return Endpoint(
        clinic=row["pk"].removeprefix("CLINIC#"),
        id=row["sk"].removeprefix("ENDPOINT#"),
        url=row["url"],
        events=tuple(map(Event, row["events"])),
        disabled_at=row.get("disabled_at"),
    )


class EndpointTable:
    """One table, read and written within one clinic at a time."""

    def __init__(self, table: str, connect: Callable[[], DynamoDBClient] = dynamodb) -> None:
        self._table = table
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def of(self, clinic: str) -> tuple[Endpoint, ...]:
        answer = self._asked(
            self._client.query,
            KeyConditionExpression="pk = :clinic AND begins_with(sk, :endpoint)",
            ExpressionAttributeValues=typed({":clinic": f"CLINIC#{clinic}", ":endpoint": "ENDPOINT#"}),
            ConsistentRead=True,
        )
        return tuple(as_endpoint(plain(item)) for item in answer["Items"])

    def one(self, clinic: str, endpoint_id: str) -> Endpoint | None:
        answer = self._asked(
            self._client.get_item, Key=typed({**endpoint_key(clinic, endpoint_id)}), ConsistentRead=True
        )
        return as_endpoint(plain(answer["Item"])) if "Item" in answer else None

    def log(self, delivery: Delivery, at: datetime, result: Outcome, status: int | None) -> None:
        happening = delivery.happening
        row: Item = {
            "pk": f"CLINIC#{happening.clinic}",
            "sk": f"DELIVERY#{delivery.endpoint}#{at.isoformat()}#{happening.id}#{delivery.attempt}",
            "delivery": json.dumps(delivery.to_json()),
            "outcome": result.value,
            "status": status,
            "expires_at": int(at.timestamp()) + LOG_KEPT_SECONDS,
        }
        self._asked(self._client.put_item, Item=typed(row))

    def disable(self, endpoint: Endpoint, at: datetime) -> None:
        self._asked(
            self._client.update_item,
            Key=typed({**endpoint_key(endpoint.clinic, endpoint.id)}),
            UpdateExpression="SET disabled_at = :at",
            ExpressionAttributeValues=typed({":at": at}),
        )

    def _asked(self, call: Callable[..., Any], **asked: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            return call(TableName=self._table, **asked)
        except (BotoCoreError, ClientError) as error:
            raise StoreUnavailableError(type(error).__name__) from None


class WebhookSecrets:
    """The secret of each endpoint, encrypted at rest. Read for each attempt, so that a new one holds at once."""

    def __init__(self, prefix: str, connect: Callable[[], SSMClient] = systems_manager) -> None:
        self._prefix = prefix.rstrip("/")
        self._connect = connect

    @cached_property
    def _client(self) -> SSMClient:
        return self._connect()

    def __call__(self, clinic: str, endpoint_id: str) -> str:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        name = f"{self._prefix}/{clinic}/{endpoint_id}"
        try:
            return self._client.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
        except (BotoCoreError, ClientError, KeyError):
            raise KeyUnreadableError from None


class WebhookQueue:
    """Deliveries that wait for their time."""

    def __init__(self, url: str, connect: Callable[[], SQSClient] = queue_service) -> None:
        self._url = url
        self._connect = connect

    @cached_property
    def _client(self) -> SQSClient:
        return self._connect()

    def put(self, delivery: Delivery, now: datetime) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        pause = 0 if delivery.not_before is None else (delivery.not_before - now).total_seconds()
        try:
            self._client.send_message(
                QueueUrl=self._url,
                MessageBody=json.dumps(delivery.to_json()),
                DelaySeconds=max(0, min(_LONGEST_DELAY, round(pause))),
            )
        except (BotoCoreError, ClientError) as error:
            raise NotPublishedError(type(error).__name__) from None
