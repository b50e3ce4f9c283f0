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
from functions.adapters.dynamodb.attributes import plain
from functions.adapters.dynamodb.batches import got
from functions.adapters.dynamodb.keys import JOURNAL, Key, audit_place, journal_key, screening_key, sealing_partitions
from functions.adapters.dynamodb.tail import written
from functions.service.documents import unpacked
from functions.service.errors import StoreUnavailableError
from functions.service.figures.trail import Change, Document, Entry, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

_OF_ENTRIES: Final = ("pk", "sk", "action", "version", "screening_id")
_OF_CHANGES: Final = ("pk", "sk", "body")
_OF_SCREENINGS: Final = ("pk", "sk", "record")
COUNTED_ATTRIBUTES: Final = tuple(dict.fromkeys((*_OF_ENTRIES, *_OF_CHANGES, *_OF_SCREENINGS)))
_OWNER: Final = re.compile(r"CLINIC#([a-z0-9]{8,32})#.+", re.ASCII)


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
            for partition in sealing_partitions():
                for owner, entry in written(
                    self._client, self._table, self._index, partition, since=since, until=until
                ):
                    match = _OWNER.fullmatch(owner)
                    if match:
                        yield Place(match[1], owner, entry)
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None

    def entries(self, places: Sequence[Place]) -> Iterator[Entry]:
        keys = (audit_place(place.owner, place.entry) for place in places)
        return (_as_entry(item) for item in self._got(keys, _OF_ENTRIES))

    def changes(self, changes: Iterable[Change]) -> Mapping[Change, Document]:
        keys = (journal_key({"pk": change.owner}, change.version) for change in changes)
        found = ((_as_change(item), _document(item, "body")) for item in self._got(keys, _OF_CHANGES))
        return {change: document for change, document in found if document is not None}

    def records(self, clinic: str, screening_ids: Sequence[str]) -> Iterator[Document]:
        keys = (screening_key(clinic, each) for each in screening_ids)
        found = (_document(item, "record") for item in self._got(keys, _OF_SCREENINGS))
        return (document for document in found if document is not None)

    def _got(self, keys: Iterable[Key], attributes: Sequence[str]) -> Iterator[dict[str, Any]]:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            # Days are counted several times over: what an eventually consistent read misses, the next one finds.
            for item in got(self._client, self._table, keys, attributes, consistent=False):
                yield plain(item)
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None


def _as_entry(item: Mapping[str, Any]) -> Entry:
    version = item.get("version")
    return Entry(
        action=str(item.get("action")),
        change=Change(item["pk"], version) if isinstance(version, int) else None,
        screening_id=item.get("screening_id"),
    )


def _as_change(item: Mapping[str, Any]) -> Change:
    return Change(item["pk"], int(item["sk"].removeprefix(JOURNAL)))


def _document(item: Mapping[str, Any], name: str) -> Document | None:
    try:
        return cast("Document", unpacked(item[name]))
    except (KeyError, TypeError, ValueError, zlib.error):
        return None
