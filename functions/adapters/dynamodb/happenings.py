"""The audit trail of all clinics by time, and the journal entries and screenings it names.

Answers, patient references and everything else that is not counted is never asked for; the role of the function that
reads here lets the attributes below be read and no other.
"""

from __future__ import annotations

import re
import zlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

from functions.adapters.aws import dynamodb
from functions.adapters.dynamodb.attributes import plain, typed
from functions.adapters.dynamodb.keys import AUDIT, Key, audit_place, journal_key, screening_key, sealing_partitions
from functions.adapters.dynamodb.tail import written
from functions.service.documents import unpacked
from functions.service.errors import StoreUnavailableError
from functions.service.figures.trail import Change, Document, Entry, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

_OF_ENTRIES: Final = ("pk", "sk", "action", "version", "screening_id")
COUNTED_ATTRIBUTES: Final = (*_OF_ENTRIES, "body", "record")
_OWNER: Final = re.compile(r"CLINIC#([a-z0-9]{8,32})#.+", re.ASCII)
_COUNTED: Final = re.compile(r"CLINIC#[a-z0-9]+#(CASE|SCREENING)#.+", re.ASCII)


class HappeningTable:
    """One table and its index of what is due, in which every audit entry stands by its time."""

    def __init__(self, table: str, index: str, connect: Callable[[], DynamoDBClient] = dynamodb) -> None:
        self._table = table
        self._index = index
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def happened(self, since: datetime, until: datetime) -> Iterator[Place]:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            query = self._client.get_paginator("query")
            for partition in sealing_partitions():
                for owner, entry in written(query, self._table, self._index, partition, since=since, until=until):
                    match = _OWNER.fullmatch(owner)
                    if match:
                        yield Place(match[1], owner, entry)
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None

    def entries(self, places: Sequence[Place]) -> Iterator[Entry]:
        """One query for what happened with one case. Lists that were read stand elsewhere and are no work on any."""
        for owner, wanted in _by_owner(places).items():
            if _COUNTED.fullmatch(owner):
                found = self._entries(audit_place(owner, min(wanted)), audit_place(owner, max(wanted)))
                yield from (_as_entry(item) for item in found if item["sk"].removeprefix(AUDIT) in wanted)

    def changes(self, changes: Iterable[Change]) -> Mapping[Change, Document]:
        found = {change: self._change(change) for change in changes}
        return {change: document for change, document in found.items() if document is not None}

    def records(self, clinic: str, screening_ids: Sequence[str]) -> Iterator[Document]:
        for each in screening_ids:
            document = self._document(screening_key(clinic, each), "record")
            if document is not None:
                yield document

    def _change(self, change: Change) -> Document | None:
        return self._document(journal_key({"pk": change.owner}, change.version), "body")

    def _entries(self, first: Key, last: Key) -> Iterator[dict[str, Any]]:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                KeyConditionExpression="pk = :owner AND sk BETWEEN :first AND :last",
                ExpressionAttributeValues={
                    ":owner": {"S": first["pk"]},
                    ":first": {"S": first["sk"]},
                    ":last": {"S": last["sk"]},
                },
                Select="SPECIFIC_ATTRIBUTES",
                **_only(*_OF_ENTRIES),
            )
            yield from (plain(item) for page in pages for item in page["Items"])
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None

    def _document(self, key: Key, name: str) -> Document | None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            # Days are counted several times over: what an eventually consistent read misses, the next one finds.
            answer = self._client.get_item(TableName=self._table, Key=typed({**key}), **_only(name))
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None
        return _unpacked(plain(answer.get("Item", {})), name)


def _only(*attributes: str) -> Any:
    """The role lets named attributes be read and no whole item."""
    names = {f"#{name}": name for name in attributes}
    return {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names}


def _by_owner(places: Sequence[Place]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for place in places:
        found.setdefault(place.owner, set()).add(place.entry)
    return found


def _as_entry(item: Mapping[str, Any]) -> Entry:
    version = item.get("version")
    return Entry(
        action=str(item.get("action")),
        change=Change(item["pk"], version) if isinstance(version, int) else None,
        screening_id=item.get("screening_id"),
    )


def _unpacked(item: Mapping[str, Any], name: str) -> Document | None:
    try:
        return cast("Document", unpacked(item[name]))
    except (KeyError, TypeError, ValueError, zlib.error):
        return None
