"""A clinic's records on an imitation of AWS: table, ledger, keys; everything sealed as the function seals it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import boto3
from moto import mock_aws

from functions.adapters.anchors import AnchorBucket
from functions.adapters.dynamodb.accesses import AccessTable
from functions.adapters.dynamodb.chain import ChainTable
from functions.adapters.dynamodb.due import DueTable
from functions.adapters.dynamodb.keys import AUDIT
from functions.service.access import Access, Seen, access_entry
from functions.service.casework.moves import Claim
from functions.service.escalation import CaseWake, Step
from functions.service.reach import Level
from functions.service.sealing import Sealing, seal
from infra.audit_trail import Report, verify_trail
from infra.records_place import RecordsPlace, RecordsServices
from tests.adapters.casework_contract import Hands, correction
from tests.adapters.store_contract import open_cases, receive
from tests.adapters.tables import TABLE, create_table, store_on
from tests.functions.builders import CLINIC, NOW, arrival

if TYPE_CHECKING:
    from collections.abc import Iterator

    from functions.service.submission import Receipt

BUCKET = "ledger"
REGION = "us-east-1"


@dataclass
class Records:
    """What a test does to records and asks of them."""

    place: RecordsPlace
    services: RecordsServices

    def receive(
        self, says: str, patient: str = "patient-1", *, clinic: str = CLINIC, at: datetime = NOW, table: str = TABLE
    ) -> Receipt:
        """A submission, stored as the intake function stores it."""
        sent = arrival(says, patient, clinic=clinic, at=at)
        return receive(store_on(self.services.table, table), sent, f"{patient}-{says}-{at.isoformat()}")

    def read(self, case_id: str, request: str = "r", *, clinic: str = CLINIC, at: datetime = NOW) -> None:
        """A practitioner reads the case."""
        entry = access_entry(
            Seen(access=Access.CASE, case_id=case_id),
            clinic=clinic,
            actor="person-1",
            request_id=request,
            at=at,
            identifiers=self.services.identifiers(self.place),
        )
        AccessTable(TABLE, lambda: self.services.table).record(entry)

    def escalate(self, at: datetime) -> None:
        """Nobody has acknowledged what is due by now: somebody is woken, as the sweeper has it done."""
        table = DueTable(
            TABLE,
            due_index="due",
            identifiers=lambda: self.services.sweeper(self.place),
            connect=lambda: self.services.table,
        )
        step = Step(level=Level.ON_CALL, is_overdue=True, next=None)
        for entry in table.due(at):
            if isinstance(entry.due, CaseWake):
                table.escalate(entry, entry.due, step, at)

    def work(self) -> None:
        """A practitioner takes the first case and has it screened again with a corrected answer."""
        store = store_on(self.services.table)
        (row,) = open_cases(store, CLINIC)
        case = store.reviews.case(CLINIC, row.id)
        assert case is not None
        hands = Hands(store, CLINIC)
        hands.do(hands.do(case, Claim()), correction(store, self.services.identifiers(self.place)))

    def newest(self, beginning: str) -> dict[str, Any]:
        """Of the items whose sort key begins so, the one that was made last."""
        found = [item for item in self.items() if item["sk"]["S"].startswith(beginning)]
        return max(
            found,
            key=lambda item: ((item["received_at"] if "received_at" in item else item["at"])["S"], item["sk"]["S"]),
        )

    def seal(self, at: datetime = NOW, table: str = TABLE) -> None:
        """Everything that has no seal yet, as the stream would bring it."""
        work = Sealing(
            store=ChainTable(table, lambda: self.services.table),
            anchors=AnchorBucket(BUCKET, lambda: self.services.bucket),
            sealer=lambda: self.services.sealer(self.place),
            clock=lambda: at,
        )
        for item in self.items(table):
            if item["sk"]["S"].startswith(AUDIT):
                seal(item["pk"]["S"], [item["sk"]["S"].removeprefix(AUDIT)], work)

    def items(self, table: str = TABLE) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.services.table.scan(TableName=table)["Items"]
        return found

    def one(self, beginning: str) -> dict[str, Any]:
        """The first item whose sort key begins so."""
        return next(item for item in self.items() if item["sk"]["S"].startswith(beginning))

    def one_of_action(self, action: str) -> dict[str, Any]:
        """The first audit entry that says so."""
        return next(item for item in self.items() if item.get("action") == {"S": action})

    def put(self, item: dict[str, Any]) -> None:
        self.services.table.put_item(TableName=TABLE, Item=item)

    def delete(self, item: dict[str, Any]) -> None:
        self.services.table.delete_item(TableName=TABLE, Key={"pk": item["pk"], "sk": item["sk"]})

    def case_id(self) -> str:
        return str(self.one("CASE")["pk"]["S"]).rpartition("#")[2]

    def verify(
        self, case: str | None = None, *, clinic: str = CLINIC, now: datetime = NOW + timedelta(days=1)
    ) -> Report:
        return verify_trail(self.services, self.place, clinic, case, now)

    def faults(self, case: str | None = None) -> list[str]:
        return [finding.fault.value for finding in self.verify(case).findings]


@contextmanager
def records() -> Iterator[Records]:
    with mock_aws():
        services = RecordsServices(
            boto3.client("dynamodb", region_name=REGION),
            boto3.client("s3", region_name=REGION),
            boto3.client("secretsmanager", region_name=REGION),
            boto3.client("kms", region_name=REGION),
        )
        create_table(services.table)
        services.bucket.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
        seal_key, identifier_key, sweep_key = (
            services.secrets.create_secret(Name=name, SecretString=value)["ARN"]
            for name, value in (
                ("seal", "s" * 64),
                ("identifier", "a key that only tests use, 32 bytes+"),
                ("sweep", "w" * 64),
            )
        )
        key = services.signing.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
        yield Records(RecordsPlace("local", TABLE, BUCKET, seal_key, identifier_key, sweep_key, key), services)
