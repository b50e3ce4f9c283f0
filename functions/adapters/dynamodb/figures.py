"""The figures of each clinic and day, in a partition of the clinic's own: one small row for each day."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from functions.adapters.aws import dynamodb
from functions.adapters.dynamodb.attributes import Item, plain, typed
from functions.adapters.dynamodb.keys import figures_day, figures_key
from functions.service.documents import packed, unpacked, written
from functions.service.errors import StoreUnavailableError
from functions.service.figures.days import Figures
from functions.service.figures.trail import CountedDay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from mypy_boto3_dynamodb import DynamoDBClient

# Long enough to compare a year with the two before it; a default of ours.
KEPT: Final = timedelta(days=3 * 366)
FIGURES_ATTRIBUTES: Final = ("pk", "sk", "body", "counted_at", "expires_at")


class FigureTable:
    """Keeps and reads figures in one table."""

    def __init__(self, table: str, connect: Callable[[], DynamoDBClient] = dynamodb) -> None:
        self._table = table
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def keep(self, clinic: str, counted: CountedDay) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            self._client.put_item(TableName=self._table, Item=typed(_item(clinic, counted)))
        except (ClientError, BotoCoreError) as error:
            raise StoreUnavailableError(type(error).__name__) from None

    def days(self, clinic: str, first: date, last: date) -> Sequence[CountedDay]:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        start, end = figures_key(clinic, first), figures_key(clinic, last)
        try:
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="pk = :clinic AND sk BETWEEN :first AND :last",
                ExpressionAttributeValues={
                    ":clinic": {"S": start["pk"]},
                    ":first": {"S": start["sk"]},
                    ":last": {"S": end["sk"]},
                },
            )
            return [_as_day(plain(item)) for page in pages for item in page["Items"]]
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None


def _item(clinic: str, counted: CountedDay) -> Item:
    begun = datetime.combine(counted.day, time(), tzinfo=UTC)
    return {
        **figures_key(clinic, counted.day),
        "body": packed(written(counted.figures.to_json())),
        "counted_at": counted.counted_at,
        "expires_at": int((begun + KEPT).timestamp()),
    }


def _as_day(item: Mapping[str, Any]) -> CountedDay:
    try:
        return CountedDay(
            day=figures_day({"pk": item["pk"], "sk": item["sk"]}),
            figures=Figures.from_json(unpacked(item["body"])),
            counted_at=datetime.fromisoformat(item["counted_at"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, zlib.error):
        # Half a period would look like a quiet one.
        raise StoreUnavailableError from None
