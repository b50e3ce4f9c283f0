"""Finds audit entries by the time they were written, and those without a seal.

The index names entries by time; whether they are sealed, the table says.
"""

from __future__ import annotations

from functools import cached_property
from itertools import batched
from typing import TYPE_CHECKING, Final

from functions.adapters.aws import dynamodb
from functions.adapters.dynamodb.keys import AUDIT, seal_key, sealing_partitions
from functions.service.errors import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.paginator import QueryPaginator
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from functions.adapters.dynamodb.keys import Key

# What BatchGetItem takes at once.
_MOST_KEYS: Final = 100

type Entry = tuple[str, str]


def written(
    query: QueryPaginator, table: str, index: str, partition: str, *, since: datetime, until: datetime
) -> Iterator[Entry]:
    """Pairs of chain and entry written in this span, of one shard, oldest first. Raises what the client raises."""
    pages = query.paginate(
        TableName=table,
        IndexName=index,
        KeyConditionExpression="due_pk = :partition AND due_sk BETWEEN :since AND :until",
        ExpressionAttributeValues={
            ":partition": {"S": partition},
            ":since": {"S": since.isoformat()},
            ":until": {"S": until.isoformat()},
        },
    )
    for page in pages:
        for item in page["Items"]:
            yield item["pk"]["S"], item["sk"]["S"].removeprefix(AUDIT)


class TailTable:
    """One table and its index of what is due."""

    def __init__(self, table: str, index: str, connect: Callable[[], DynamoDBClient] = dynamodb) -> None:
        self._table = table
        self._index = index
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def unsealed(self, since: datetime, until: datetime) -> Iterator[Entry]:
        """Pairs of chain and entry written in this span that have no seal, oldest of each shard first."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            query = self._client.get_paginator("query")
            for partition in sealing_partitions():
                found = written(query, self._table, self._index, partition, since=since, until=until)
                for entries in batched(found, _MOST_KEYS, strict=False):
                    sealed = self._sealed(entries)
                    yield from (entry for entry in entries if entry not in sealed)
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None

    def _sealed(self, entries: Sequence[Entry]) -> set[Entry]:
        wanted = {_name(key): entry for entry in entries for key in (seal_key(*entry),)}
        asked = [_typed(seal_key(*entry)) for entry in entries]
        found: set[Entry] = set()
        while asked:
            answer = self._client.batch_get_item(
                RequestItems={self._table: {"Keys": asked, "ProjectionExpression": "pk, sk", "ConsistentRead": True}}
            )
            for item in answer["Responses"].get(self._table, ()):
                found.add(wanted[item["pk"]["S"], item["sk"]["S"]])
            left = answer.get("UnprocessedKeys", {}).get(self._table)
            asked = [dict(key) for key in left["Keys"]] if left else []
        return found


def _name(key: Key) -> Entry:
    return key["pk"], key["sk"]


def _typed(key: Key) -> dict[str, AttributeValueTypeDef]:
    return {name: {"S": value} for name, value in key.items()}
