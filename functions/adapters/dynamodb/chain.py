"""Audit entries and the chain over them, in the table. Puts seals and the head; changes and deletes nothing else."""

from __future__ import annotations

import base64
import json
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from functions.adapters.aws import dynamodb
from functions.adapters.dynamodb.attributes import plain, typed, typed_value
from functions.adapters.dynamodb.keys import audit_place, chain_head_key, seal_key
from functions.adapters.dynamodb.refusals import PASSING
from functions.service.errors import StoreBusyError, StoreUnavailableError
from functions.service.sealing import EMPTY, AlreadySealedError, Head, HeadMovedError, Seal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from botocore.exceptions import ClientError
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from functions.adapters.dynamodb.attributes import Plain
    from functions.adapters.dynamodb.keys import Key

_CONDITION: Final = "ConditionalCheckFailed"


def covered(item: Mapping[str, Any]) -> str:
    """The digest of an entry: every attribute with its type, whatever it is called."""
    return sha256(json.dumps(item, sort_keys=True, default=_binary).encode()).hexdigest()


def as_seal(item: Mapping[str, Any]) -> Seal:
    return Seal(
        seq=item["seq"],
        entry=item["entry"],
        covers=item["covers"],
        previous=item["previous"],
        sealed_at=item["sealed_at"],
        mac=item["mac"],
    )


def as_head(item: Mapping[str, Any]) -> Head:
    return Head(item["seq"], item["mac"])


class ChainTable:
    """One table, as the sealing function uses it."""

    def __init__(self, table: str, connect: Callable[[], DynamoDBClient] = dynamodb) -> None:
        self._table = table
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def head(self, chain: str) -> Head:
        item = self._item(chain_head_key(chain))
        return EMPTY if item is None else as_head(plain(item))

    def covered(self, chain: str, entry: str) -> str | None:
        item = self._item(audit_place(chain, entry))
        return None if item is None else covered(item)

    def append(self, chain: str, head: Head, seals: Sequence[Seal]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        actions = [self._put_head(chain, head, seals[-1]), *(self._put_seal(chain, seal) for seal in seals)]
        try:
            self._client.transact_write_items(TransactItems=actions)
        except ClientError as error:
            raise _refusal(error, seals) from None
        except BotoCoreError as error:
            raise StoreBusyError(type(error).__name__) from None

    def _put_head(self, chain: str, before: Head, last: Seal) -> TransactWriteItemTypeDef:
        item: dict[str, Plain] = {
            **chain_head_key(chain),
            "seq": last.seq,
            "mac": last.mac,
            "sealed_at": last.sealed_at,
        }
        if before == EMPTY:
            return self._put(item, "attribute_not_exists(pk)")
        return self._put(item, "seq = :seq AND mac = :mac", {":seq": before.seq, ":mac": before.mac})

    def _put_seal(self, chain: str, seal: Seal) -> TransactWriteItemTypeDef:
        item: dict[str, Plain] = {
            **seal_key(chain, seal.entry),
            "seq": seal.seq,
            "entry": seal.entry,
            "covers": seal.covers,
            "previous": seal.previous,
            "sealed_at": seal.sealed_at,
            "mac": seal.mac,
        }
        return self._put(item, "attribute_not_exists(pk)")

    def _put(
        self, item: Mapping[str, Plain], condition: str, values: Mapping[str, Plain] | None = None
    ) -> TransactWriteItemTypeDef:
        action: TransactWriteItemTypeDef = {
            "Put": {"TableName": self._table, "Item": typed(item), "ConditionExpression": condition}
        }
        if values:
            action["Put"]["ExpressionAttributeValues"] = {name: typed_value(value) for name, value in values.items()}
        return action

    def _item(self, key: Key) -> Mapping[str, Any] | None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            answer = self._client.get_item(TableName=self._table, Key=typed(key), ConsistentRead=True)
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None
        return answer.get("Item")


def _refusal(error: ClientError, seals: Sequence[Seal]) -> Exception:
    code = error.response.get("Error", {}).get("Code", "")
    if code in PASSING:
        return StoreBusyError(code)
    if code != "TransactionCanceledException":
        return StoreUnavailableError(code)
    answer: Mapping[str, Any] = error.response
    codes = [reason.get("Code") for reason in answer.get("CancellationReasons", ())]
    sealed = [seal.entry for seal, reason in zip(seals, codes[1:], strict=False) if reason == _CONDITION]
    if sealed:
        return AlreadySealedError(sealed)
    if codes[:1] == [_CONDITION]:
        return HeadMovedError()
    return StoreBusyError() if set(codes) & PASSING else StoreUnavailableError(code)


def _binary(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError
