"""Outbox rows: how a notice stands in the table, how a key is read as a notice, how a row is confirmed."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from functions.adapters.aws import dynamodb
from functions.adapters.dynamodb.attributes import Item, typed, typed_value
from functions.adapters.dynamodb.keys import Key, case_key, due_key, outbox_key, screening_key
from functions.service.errors import NoticeUnreadableError, StoreUnavailableError
from functions.service.notices import CONFIRMED_WITHIN, Event, Notice
from rules.engine.terms import Contact

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

_OWNER: Final = re.compile(r"CLINIC#([a-z0-9]{8,32})#(CASE|SCREENING)#([0-9a-f]{32})", re.ASCII)
_ROW: Final = re.compile(r"OUTBOX#([a-z_.]+)#([a-z]+)#([0-9a-f]{32})", re.ASCII)
# An erased row must not come back as a row of its own.
_THERE: Final = "attribute_exists(pk)"
_CONFIRM: Final = "SET published_at = :at REMOVE due_pk, due_sk"


def outbox_item(notice: Notice, at: datetime) -> Item:
    """The row to be stored with what the notice tells of; it is due for the sweeper until it is confirmed."""
    owner = notice.case_id or notice.id
    return {**_key(notice), **due_key(at + CONFIRMED_WITHIN, owner, notice.id), "at": at}


def notice_at(key: Key) -> Notice:
    """What the row of this key tells. Raises NoticeUnreadableError when no writer of ours made such a key."""
    owner, row = _OWNER.fullmatch(key["pk"]), _ROW.fullmatch(key["sk"])
    if not owner or not row:
        raise NoticeUnreadableError
    clinic, kind, owner_id = owner.groups()
    event, contact, event_id = row.groups()
    try:
        notice = Notice(
            id=event_id,
            event=Event(event),
            clinic=clinic,
            case_id=owner_id if kind == "CASE" else None,
            contact=Contact(contact),
        )
    except ValueError:
        raise NoticeUnreadableError from None
    if _key(notice) != key:
        raise NoticeUnreadableError
    return notice


def _key(notice: Notice) -> Key:
    """Beside the case; a screening without a case is told of beside itself, under its own id."""
    owner = case_key(notice.clinic, notice.case_id) if notice.case_id else screening_key(notice.clinic, notice.id)
    return outbox_key(owner, notice.event, notice.contact, notice.id)


class OutboxTable:
    """Confirms rows of one table and reads nothing."""

    def __init__(self, table: str, connect: Callable[[], DynamoDBClient] = dynamodb) -> None:
        self._table = table
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def confirm(self, notice: Notice, at: datetime) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            self._client.update_item(
                TableName=self._table,
                Key=typed({**_key(notice)}),
                UpdateExpression=_CONFIRM,
                ConditionExpression=_THERE,
                ExpressionAttributeValues={":at": typed_value(at)},
            )
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code != "ConditionalCheckFailedException":
                raise StoreUnavailableError(code) from None
        except BotoCoreError as error:
            raise StoreUnavailableError(type(error).__name__) from None
