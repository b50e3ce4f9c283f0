"""The table as the public function sees it: single information requests, by their key and by named attributes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from functions.adapters.aws import dynamodb
from functions.adapters.dynamodb.attributes import plain, typed
from functions.adapters.dynamodb.information_items import REQUEST_ATTRIBUTES, as_kept_request
from functions.adapters.dynamodb.keys import information_key
from functions.service.errors import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient

    from functions.service.information import KeptRequest

# `state` is a word of the table's own language.
_NAMES = {f"#{name}": name for name in REQUEST_ATTRIBUTES}


class RequestTable:
    """Reads requests of one table."""

    def __init__(self, table: str, connect: Callable[[], DynamoDBClient] = dynamodb) -> None:
        self._table = table
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def request(self, clinic: str, request_id: str) -> KeptRequest | None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            answer = self._client.get_item(
                TableName=self._table,
                Key=typed({**information_key(clinic, request_id)}),
                # The role lets these attributes be read and no other.
                ProjectionExpression=", ".join(_NAMES),
                ExpressionAttributeNames=_NAMES,
                ConsistentRead=True,
            )
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None
        return as_kept_request(clinic, request_id, plain(answer["Item"])) if "Item" in answer else None
