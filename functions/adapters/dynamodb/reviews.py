"""The table as practitioners read it: single items and queries within one clinic, never a scan."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from functions.adapters.aws import dynamodb
from functions.adapters.dynamodb.attributes import plain
from functions.adapters.dynamodb.keys import (
    Key,
    case_key,
    journal_end,
    journal_key,
    nothing_found_partition,
    patient_partition,
    queue_partition,
    screening_key,
)
from functions.adapters.dynamodb.narrowing import NO_NARROWING, Narrowing, narrowing
from functions.adapters.dynamodb.readings import (
    as_case,
    as_case_summary,
    as_journal_row,
    as_screening,
    as_screening_summary,
)
from functions.service.errors import StoreUnavailableError
from functions.service.records import (
    Case,
    CaseStatus,
    CaseSummary,
    Page,
    Position,
    ScreeningSummary,
    StoredScreening,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryOutputTypeDef

    from functions.service.ports import JournalRow
    from functions.service.queue import QueueFilter

# A page that a filter leaves almost empty is handed over as it is; its cursor goes on from there.
_MOST_ROUNDS = 8
_MOST_OF_A_PATIENT = 100

type _Rows = tuple[list[dict[str, Any]], Position | None]


class ReviewTable:
    """Reads one table and two of its indexes."""

    def __init__(
        self,
        table: str,
        *,
        queue_index: str,
        patient_index: str,
        connect: Callable[[], DynamoDBClient] = dynamodb,
    ) -> None:
        self._table = table
        self._queue_index = queue_index
        self._patient_index = patient_index
        self._connect = connect

    @cached_property
    def _client(self) -> DynamoDBClient:
        return self._connect()

    def queue(self, clinic: str, wanted: QueueFilter, *, limit: int, after: Position | None) -> Page[CaseSummary]:
        rows, following = self._listed(
            queue_partition(clinic, wanted.status),
            narrowing(wanted),
            limit=limit,
            after=after,
            newest_first=wanted.status is CaseStatus.CLOSED,
        )
        return Page(rows=tuple(as_case_summary(row) for row in rows), next=following)

    def nothing_found(self, clinic: str, *, limit: int, after: Position | None) -> Page[ScreeningSummary]:
        rows, following = self._listed(
            nothing_found_partition(clinic), NO_NARROWING, limit=limit, after=after, newest_first=True
        )
        return Page(rows=tuple(as_screening_summary(row) for row in rows), next=following)

    def case(self, clinic: str, case_id: str) -> Case | None:
        item = self._item(case_key(clinic, case_id))
        return None if item is None else as_case(item)

    def journal(self, clinic: str, case_id: str, *, before: int | None, limit: int) -> tuple[JournalRow, ...]:
        case = case_key(clinic, case_id)
        last = journal_key(case, before - 1) if before else journal_end(case)
        answer = self._query(
            KeyConditionExpression="pk = :case AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues={
                ":case": {"S": case["pk"]},
                ":first": {"S": journal_key(case, 0)["sk"]},
                ":last": {"S": last["sk"]},
            },
            ScanIndexForward=False,
            Limit=limit,
            ConsistentRead=True,
        )
        return tuple(as_journal_row(item) for item in map(plain, answer["Items"]))

    def screening(self, clinic: str, screening_id: str) -> StoredScreening | None:
        item = self._item(screening_key(clinic, screening_id))
        return None if item is None else as_screening(item)

    def patient(
        self, clinic: str, patient_key: str, *, limit: int = _MOST_OF_A_PATIENT
    ) -> tuple[tuple[str, str], ...]:
        answer = self._query(
            IndexName=self._patient_index,
            KeyConditionExpression="patient_pk = :partition",
            ExpressionAttributeValues={":partition": {"S": patient_partition(clinic, patient_key)}},
            ScanIndexForward=False,
            Limit=limit,
        )
        places = [item["patient_sk"]["S"].split("#") for item in answer["Items"]]
        return tuple((kind, item_id) for _, kind, item_id in places)

    def _listed(
        self, partition: str, narrowed: Narrowing, *, limit: int, after: Position | None, newest_first: bool
    ) -> _Rows:
        rows: list[dict[str, Any]] = []
        for _ in range(_MOST_ROUNDS):
            answer = self._page(partition, narrowed, limit - len(rows), after, newest_first=newest_first)
            rows.extend(plain(item) for item in answer["Items"])
            after = {name: value["S"] for name, value in answer.get("LastEvaluatedKey", {}).items()} or None
            if after is None or len(rows) >= limit:
                break
        return rows, after

    def _page(
        self, partition: str, narrowed: Narrowing, limit: int, after: Position | None, *, newest_first: bool
    ) -> QueryOutputTypeDef:
        asked: dict[str, Any] = {
            "IndexName": self._queue_index,
            "KeyConditionExpression": "queue_pk = :partition",
            "ExpressionAttributeValues": {":partition": {"S": partition}, **narrowed.values},
            "ScanIndexForward": not newest_first,
            "Limit": limit,
        }
        if narrowed.expression:
            asked["FilterExpression"] = narrowed.expression
        if after:
            asked["ExclusiveStartKey"] = {name: {"S": value} for name, value in after.items()}
        return self._query(**asked)

    def _query(self, **asked: Any) -> QueryOutputTypeDef:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            return self._client.query(TableName=self._table, **asked)
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None

    def _item(self, key: Key) -> dict[str, Any] | None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            answer = self._client.get_item(
                TableName=self._table,
                Key={name: {"S": value} for name, value in key.items()},
                # What gates a decision is read as it is, not as it was.
                ConsistentRead=True,
            )
        except (ClientError, BotoCoreError):
            raise StoreUnavailableError from None
        return plain(answer["Item"]) if "Item" in answer else None
