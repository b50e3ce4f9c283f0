"""The table as people work on it: whole changes go in, each on the condition that the case is as it was seen."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from functions.adapters.aws import dynamodb_for_writes
from functions.adapters.dynamodb.case_changes import actions_of_change
from functions.adapters.dynamodb.refusals import change_refusal
from functions.service.errors import StoreBusyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient

    from functions.service.casework.changes import CaseChange
    from functions.service.ports import ReviewStore
    from functions.service.records import Case

_TOKEN_LENGTH = 32


class CaseworkTable:
    """Changes cases of one table; reads them through the store of reviews."""

    def __init__(
        self, table: str, archive: ReviewStore, connect: Callable[[], DynamoDBClient] = dynamodb_for_writes
    ) -> None:
        self._table = table
        self._archive = archive
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def case(self, clinic: str, case_id: str) -> Case | None:
        return self._archive.case(clinic, case_id)

    def change(self, change: CaseChange) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        actions = actions_of_change(self._table, change)
        try:
            self._client.transact_write_items(TransactItems=actions, ClientRequestToken=_token(change))
        except ClientError as error:
            # The cause is dropped: it holds the table's answer, of which no part may reach a log.
            raise change_refusal(error) from None
        except BotoCoreError as error:
            raise StoreBusyError(type(error).__name__) from None


def _token(change: CaseChange) -> str:
    """The same for each attempt at a change: a repetition on the way to the table is no second change."""
    other = change.also.expected if change.also else ""
    return sha256(f"{change.audit.id}#{change.at.isoformat()}#{other}".encode()).hexdigest()[:_TOKEN_LENGTH]
