"""The table as the intake function sees it: whole transactions go in, nothing is read."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from functions.adapters.aws import dynamodb_for_writes
from functions.adapters.dynamodb.actions import actions_of
from functions.adapters.dynamodb.refusals import refusal
from functions.service.errors import StoreBusyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient

    from functions.service.records import Write

_TOKEN_LENGTH = 32


class IntakeTable:
    """Writes to one table. The client is made at the first write."""

    def __init__(self, table: str, connect: Callable[[], DynamoDBClient] = dynamodb_for_writes) -> None:
        self._table = table
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def write(self, write: Write) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        names, actions = zip(*actions_of(self._table, write), strict=True)
        try:
            self._client.transact_write_items(TransactItems=actions, ClientRequestToken=_token(write))
        except ClientError as error:
            # The cause is dropped: it holds the table's answer, of which no part may reach a log.
            raise refusal(error, names) from None
        except BotoCoreError as error:
            raise StoreBusyError(type(error).__name__) from None


def _token(write: Write) -> str:
    """One for each attempt at each move: a repetition on the way to the table is no second write."""
    return sha256(f"{write.request_id}#{write.move}".encode()).hexdigest()[:_TOKEN_LENGTH]
