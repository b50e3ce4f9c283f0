"""A table and a bucket like the deployed ones, with the sealing function's own code at work on them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from moto import mock_aws

from functions.adapters.anchors import PREFIX, AnchorBucket, anchored
from functions.adapters.dynamodb.attributes import typed
from functions.adapters.dynamodb.chain import ChainTable
from functions.adapters.dynamodb.keys import audit_key, case_key
from functions.adapters.dynamodb.tail import TailTable
from functions.adapters.dynamodb.trail import chain_of
from functions.service.sealing import Head, Sealing
from tests.adapters.tables import TABLE, create_table
from tests.functions.builders import CLINIC
from tests.functions.desks import Context
from tests.functions.memory_chains import NOW, SEALER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from functions.service.verifying import Chain

BUCKET = "ledger"
CASE = case_key(CLINIC, "0" * 32)


class Plenty(Context):
    """A context with time left."""

    def get_remaining_time_in_millis(self) -> int:
        return 50_000


@dataclass
class Ledger:
    """The two places; each client can be exchanged for one that fails."""

    table: Any
    bucket: Any

    def sealing(self, at: datetime = NOW, **failing: Any) -> Sealing:
        return Sealing(
            store=ChainTable(TABLE, lambda: failing.get("table", self.table)),
            anchors=AnchorBucket(BUCKET, lambda: failing.get("bucket", self.bucket)),
            sealer=failing.get("sealer", lambda: SEALER),
            clock=lambda: at,
        )

    def tail(self, **failing: Any) -> TailTable:
        return TailTable(TABLE, "due", lambda: failing.get("table", self.table))

    def write(self, number: int, at: datetime = NOW) -> str:
        """An audit entry of the case, as a writer puts it. The entry's name."""
        key = audit_key(CASE, at, f"{number:032x}")
        self.table.put_item(
            TableName=TABLE, Item=typed({**key, "action": "case.read", "actor": "person-1", "at": at})
        )
        return key["due_sk"]

    def items(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.table.query(
            TableName=TABLE,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": CASE["pk"]}},
        )["Items"]
        return found

    def chain(self) -> Chain:
        listed = self.bucket.list_objects_v2(Bucket=BUCKET, Prefix=PREFIX).get("Contents", [])
        anchors = [Head(seq, mac) for _, seq, mac in (anchored(each["Key"]) for each in listed)]
        return chain_of(CASE["pk"], self.items(), anchors)


@contextmanager
def ledger() -> Iterator[Ledger]:
    with mock_aws():
        table = boto3.client("dynamodb", region_name="us-east-1")
        create_table(table)
        bucket = boto3.client("s3", region_name="us-east-1")
        bucket.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
        yield Ledger(table, bucket)


def stream_record(name: str, number: int = 1, chain: str = CASE["pk"]) -> dict[str, Any]:
    """As the stream hands an entry over: its keys and nothing else."""
    return {
        "eventName": "INSERT",
        "dynamodb": {"SequenceNumber": str(number), "Keys": {"pk": {"S": chain}, "sk": {"S": f"AUDIT#{name}"}}},
    }
