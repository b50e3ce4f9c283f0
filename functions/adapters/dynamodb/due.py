"""The index of what is due: which rows of the outbox, which alerts, which cases. It holds keys only."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from functions import telemetry
from functions.adapters.aws import dynamodb
from functions.adapters.dynamodb.attributes import plain, typed
from functions.adapters.dynamodb.escalations import alert_at, alert_key, escalation
from functions.adapters.dynamodb.keys import Key, due_partitions
from functions.adapters.dynamodb.outbox import notice_at
from functions.service.due_times import Wake
from functions.service.errors import KeyUnreadableError, NoticeUnreadableError, StoreUnavailableError
from functions.service.escalation import CaseWake, DueEntry
from rules.engine.terms import Contact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from botocore.exceptions import ClientError
    from mypy_boto3_dynamodb import DynamoDBClient

    from functions.service.escalation import Alert, Step
    from functions.service.identifiers import Identifiers
    from functions.service.notices import Notice

# Eight shards of this many are more than a minute's work; the next run goes on from there.
_MOST_OF_A_SHARD: Final = 100
_LATER: Final = timedelta(minutes=1)
_CASE: Final = re.compile(r"CLINIC#([a-z0-9]{8,32})#CASE#([0-9a-f]{32})", re.ASCII)
_WAKE: Final = re.compile(r"(now|today|routine)\.(\d{1,2})", re.ASCII)
_REFUSED: Final = "ConditionalCheckFailedException"


class DueTable:
    """Reads one index of one table, and writes what comes of it."""

    def __init__(
        self,
        table: str,
        *,
        due_index: str,
        identifiers: Callable[[], Identifiers],
        connect: Callable[[], DynamoDBClient] = dynamodb,
    ) -> None:
        self._table = table
        self._index = due_index
        self._identifiers = identifiers
        self._connect = connect
        self._key_is_missing = False

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def due(self, now: datetime) -> Iterator[DueEntry]:
        """The oldest of each shard."""
        self._key_is_missing = False
        for partition in due_partitions():
            answer = self._asked(
                self._client.query,
                IndexName=self._index,
                KeyConditionExpression="due_pk = :shard AND due_sk < :now",
                ExpressionAttributeValues=typed({":shard": partition, ":now": now}),
                Limit=_MOST_OF_A_SHARD,
            )
            yield from (_entry(plain(item), now) for item in answer["Items"])

    def escalate(self, entry: DueEntry, case: CaseWake, step: Step, at: datetime) -> Alert | None:
        """Stores the step once, whoever else tries it; the alert is None where somebody else has acted."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        alert, actions = escalation(self._table, entry, case, step, at, self._key())
        try:
            self._client.transact_write_items(TransactItems=actions)
        except ClientError as error:
            if not _somebody_acted(error):
                raise StoreUnavailableError(_code(error)) from None
            self._forget(entry)
            return None
        except BotoCoreError as error:
            raise StoreUnavailableError(type(error).__name__) from None
        return alert

    def _key(self) -> Identifiers | None:
        """INVARIANT: nobody stays asleep for want of a digest; `audit verify` names the entry that has none.

        Asked for once a run where it cannot be read: waiting for it would keep the next case waiting.
        """
        if self._key_is_missing:
            return None
        try:
            return self._identifiers()
        except KeyUnreadableError as error:
            telemetry.log_failure("step without digest", error)
            self._key_is_missing = True
            return None

    def confirm_alert(self, alert: Alert, at: datetime) -> None:
        self._update(
            alert_key(alert),
            "SET published_at = :at REMOVE due_pk, due_sk",
            "attribute_exists(pk)",
            {":at": at.isoformat()},
        )

    def postpone(self, entry: DueEntry, now: datetime) -> None:
        _, rest = entry.place[2].split("#", 1) if "#" in entry.place[2] else ("", entry.place[2])
        later = f"{(now + _LATER).isoformat()}#{rest}"
        self._update(_key(entry), "SET due_sk = :later", "due_sk = :seen", {":later": later, ":seen": entry.place[2]})

    def _forget(self, entry: DueEntry) -> None:
        """A case that was closed and kept its place on the board by mistake wakes nobody again and again."""
        self._update(
            _key(entry),
            "REMOVE due_pk, due_sk",
            "due_sk = :seen AND #status = :closed",
            {":seen": entry.place[2], ":closed": "closed"},
            {"#status": "status"},
        )

    def _update(
        self, key: Key, update: str, condition: str, values: dict[str, str], names: dict[str, str] | None = None
    ) -> None:
        from botocore.exceptions import ClientError  # noqa: PLC0415 - the SDK is imported late

        asked: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
        try:
            self._asked(
                self._client.update_item,
                Key=typed({**key}),
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeValues=typed({**values}),
                **asked,
            )
        except ClientError as error:
            # Somebody else was faster, or the row is gone: nothing is left to be done.
            if _code(error) != _REFUSED:
                raise StoreUnavailableError(_code(error)) from None

    def _asked(self, call: Callable[..., Any], **asked: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            return call(TableName=self._table, **asked)
        except ClientError as error:
            if _code(error) == _REFUSED:
                raise
            raise StoreUnavailableError(_code(error)) from None
        except BotoCoreError as error:
            raise StoreUnavailableError(type(error).__name__) from None


def _entry(row: dict[str, str], now: datetime) -> DueEntry:
    place = (row["pk"], row["sk"], row["due_sk"])
    try:
        at = datetime.fromisoformat(row["due_sk"].split("#")[0])
        return DueEntry(at=at, place=place, due=_due(row, at))
    except (NoticeUnreadableError, ValueError):
        return DueEntry(at=now, place=place, due=None)


def _due(row: dict[str, str], at: datetime) -> Notice | Alert | CaseWake:
    key = {"pk": row["pk"], "sk": row["sk"]}
    if row["sk"] == "CASE":
        return _case_wake(row, at)
    return alert_at(key) if row["sk"].startswith("ALERT#") else notice_at(key)


def _case_wake(row: dict[str, str], at: datetime) -> CaseWake:
    case, wake = _CASE.fullmatch(row["pk"]), _WAKE.fullmatch(row["due_sk"].rpartition("#")[2])
    if not case or not wake:
        raise NoticeUnreadableError
    clinic, case_id = case.groups()
    return CaseWake(clinic=clinic, case_id=case_id, wake=Wake(at=at, contact=Contact(wake[1]), turn=int(wake[2])))


def _key(entry: DueEntry) -> Key:
    return {"pk": entry.place[0], "sk": entry.place[1]}


def _somebody_acted(error: ClientError) -> bool:
    """Whether the case, the first of the actions, is no longer where it was. Any other refusal is a failure."""
    reasons = error.response.get("CancellationReasons", [])
    return bool(reasons) and reasons[0].get("Code") == "ConditionalCheckFailed"


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
