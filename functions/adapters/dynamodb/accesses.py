"""Entries about reads, in the table: one put for each, and nothing is read or changed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from functions.adapters.aws import dynamodb
from functions.adapters.dynamodb.attributes import Item, typed
from functions.adapters.dynamodb.keys import Key, accesses_key, audit_key, case_key, screening_key
from functions.service.errors import ReadNotRecordedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient

    from functions.service.access import AccessEntry

_CONDITION = "ConditionalCheckFailedException"


class AccessTable:
    """One table. A repeated put of the same entry finds it there and is content."""

    def __init__(self, table: str, connect: Callable[[], DynamoDBClient] = dynamodb) -> None:
        self._table = table
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def record(self, entry: AccessEntry) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            self._client.put_item(
                TableName=self._table, Item=typed(_item(entry)), ConditionExpression="attribute_not_exists(pk)"
            )
        except ClientError as error:
            # The name derives from the request: only an attempt of the same request can have put it.
            if error.response.get("Error", {}).get("Code") != _CONDITION:
                raise ReadNotRecordedError from None
        except BotoCoreError:
            raise ReadNotRecordedError from None


def _item(entry: AccessEntry) -> Item:
    seen = entry.seen
    return {
        **audit_key(_owner(entry), entry.at, entry.id),
        "action": seen.access.value,
        "actor": entry.actor,
        "at": entry.at,
        "case_id": seen.case_id,
        "screening_id": seen.screening_id,
        "patient_key": seen.patient_key,
        "count": seen.count,
        "digest": entry.digest,
    }


def _owner(entry: AccessEntry) -> Key:
    """Beside what was read; what belongs to no single case or screening, beside the day's other reads."""
    if entry.seen.case_id:
        return case_key(entry.clinic, entry.seen.case_id)
    if entry.seen.screening_id:
        return screening_key(entry.clinic, entry.seen.screening_id)
    return accesses_key(entry.clinic, entry.at.date())
