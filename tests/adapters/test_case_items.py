"""A case's partition read for its record, and signatures by a key that never leaves KMS."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from functions.adapters.dynamodb.case_items import CaseItemsTable
from functions.adapters.signing import ALGORITHM, SigningKey
from functions.service.documents import packed, written
from functions.service.errors import KeyUnreadableError, StoreUnavailableError
from functions.service.record_export import case_record
from tests.adapters.faulty import FAULTS, Faulty
from tests.adapters.store_contract import receive
from tests.adapters.tables import TABLE, store_on, table
from tests.functions.builders import CLINIC, IDENTIFIERS, OTHER_CLINIC, arrival

if TYPE_CHECKING:
    from collections.abc import Iterator

CASE = IDENTIFIERS.case(CLINIC, "patient-1")


@pytest.fixture
def client() -> Iterator[Any]:
    with table() as made:
        receive(store_on(made), arrival("review"), "1")
        receive(store_on(made), arrival("now"), "2")
        yield made


def journal(client: Any, **attributes: Any) -> None:
    place = {"pk": {"S": f"CLINIC#{CLINIC}#CASE#{CASE}"}, "sk": {"S": "JOURNAL#0000000002"}}
    client.put_item(TableName=TABLE, Item={**place, **attributes})


def test_everything_beside_a_case_is_read_and_no_place_is_shown(client: Any) -> None:
    journal(client, body={"B": packed(written({"comment": "called"}))}, version={"N": "2"}, tags={"SS": ["b", "a"]})
    items = CaseItemsTable(TABLE, lambda: client).everything(CLINIC, CASE)
    assert items is not None
    assert items.journal == ({"body": {"comment": "called"}, "version": 2, "tags": ["a", "b"]},)
    assert {entry["action"] for entry in items.entries.values()} == {"screening.received"}
    assert not {"pk", "sk", "queue_pk", "due_sk", "patient_key"} & {*items.case, *next(iter(items.entries.values()))}
    assert items.chain.entries.keys() == items.entries.keys()


def test_bytes_that_are_no_document_are_counted_and_not_shown(client: Any) -> None:
    journal(client, body={"B": b"\x00\x01"})
    items = CaseItemsTable(TABLE, lambda: client).everything(CLINIC, CASE)
    assert items is not None
    assert items.journal == ({"body": "2 bytes that are not a packed document"},)


def test_a_screening_that_only_an_audit_entry_names_belongs_to_the_record(client: Any) -> None:
    client.update_item(
        TableName=TABLE,
        Key={"pk": {"S": f"CLINIC#{CLINIC}#CASE#{CASE}"}, "sk": {"S": "CASE"}},
        UpdateExpression="SET screening_ids = :none",
        ExpressionAttributeValues={":none": {"L": []}},
    )
    record = case_record(CLINIC, CASE, CaseItemsTable(TABLE, lambda: client), store_on(client).reviews)
    assert (len(record.screenings), record.missing) == (2, ())


def test_another_clinics_case_is_not_there(client: Any) -> None:
    assert CaseItemsTable(TABLE, lambda: client).everything(OTHER_CLINIC, CASE) is None


@pytest.mark.parametrize("fault", FAULTS)
def test_a_case_that_cannot_be_read_is_never_an_empty_record(client: Any, fault: str) -> None:
    failing: Any = Faulty(client, "query", fault)
    with pytest.raises(StoreUnavailableError) as refused:
        CaseItemsTable(TABLE, lambda: failing).everything(CLINIC, CASE)
    assert failing.fired == 1
    assert "patient-1" not in repr(refused.value)


@pytest.fixture
def signing() -> Iterator[tuple[Any, str]]:
    with mock_aws():
        made = boto3.client("kms", region_name="us-east-1")
        yield made, made.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]


def test_a_signature_holds_for_the_content_and_for_no_other(signing: tuple[Any, str]) -> None:
    client, arn = signing
    signature = SigningKey(arn, lambda: client).sign(b"page")

    def verified(content: bytes) -> bool:
        try:
            answer = client.verify(
                KeyId=arn,
                Message=sha256(content).digest(),
                MessageType="DIGEST",
                Signature=signature,
                SigningAlgorithm=ALGORITHM,
            )
        except client.exceptions.KMSInvalidSignatureException:
            return False
        return bool(answer["SignatureValid"])

    assert verified(b"page")
    assert not verified(b"page ")


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_signed_is_not_handed_out(signing: tuple[Any, str], fault: str) -> None:
    client, arn = signing
    failing: Any = Faulty(client, "sign", fault)
    with pytest.raises(KeyUnreadableError):
        SigningKey(arn, lambda: failing).sign(b"page")
    assert failing.fired == 1
