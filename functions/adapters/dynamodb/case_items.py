"""Everything that lies in the partition of a case, read in one go for its record."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from functions.adapters.aws import dynamodb
from functions.adapters.dynamodb.attributes import plain
from functions.adapters.dynamodb.keys import case_key
from functions.adapters.dynamodb.trail import chain_of, entries_of
from functions.service.documents import JSON, unpacked
from functions.service.errors import StoreUnavailableError
from functions.service.record_export import CaseItems

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient

_JOURNAL: Final = "JOURNAL#"
# Where an item lies is no part of what it says.
_PLACES: Final = frozenset(
    {"pk", "sk", "queue_pk", "queue_sk", "place_due", "patient_pk", "patient_sk", "due_pk", "due_sk"}
    | {"request_id", "patient_key"}
)

type _Item = Mapping[str, Any]


class CaseItemsTable:
    """One table; reads whole partitions of cases."""

    def __init__(self, table: str, connect: Callable[[], DynamoDBClient] = dynamodb) -> None:
        self._table = table
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def everything(self, clinic: str, case_id: str) -> CaseItems | None:
        name = case_key(clinic, case_id)["pk"]
        items = self._partition(name)
        cases = [item for item in items if item["sk"]["S"] == "CASE"]
        if not cases:
            return None
        return CaseItems(
            case=_said(cases[0]),
            journal=tuple(_said(item) for item in items if item["sk"]["S"].startswith(_JOURNAL)),
            entries={entry: _said(item) for entry, item in entries_of(items).items()},
            chain=chain_of(name, items),
        )

    def _partition(self, name: str) -> list[_Item]:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": name}},
                ConsistentRead=True,
            )
            return [item for page in pages for item in page["Items"]]
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None


def _said(item: _Item) -> dict[str, JSON]:
    """Every attribute that is not a place, whatever it is called: kinds of items may be newer than this function."""
    return {name: _readable(value) for name, value in plain(item).items() if name not in _PLACES}


def _readable(value: Any) -> JSON:
    if isinstance(value, bytes):
        return _document(value)
    if isinstance(value, set):
        return sorted(value)
    readable: JSON = value
    return readable


def _document(content: bytes) -> JSON:
    try:
        return unpacked(content)
    except (zlib.error, ValueError):
        return f"{len(content)} bytes that are not a packed document"
