"""The store's promises, kept by the fake and by the table."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from functions.service.entries import audit_digest
from tests.adapters.asking_contract import AskingContract, SimultaneousAsking
from tests.adapters.casework_contract import CaseworkContract, SimultaneousCasework
from tests.adapters.store_contract import SimultaneousContract, Store, StoreContract, receive
from tests.adapters.tables import TABLE, store_on, table
from tests.functions.builders import IDENTIFIERS, arrival
from tests.functions.memory_store import MemoryStore


class TestMemoryStore(SimultaneousContract, SimultaneousCasework, SimultaneousAsking):
    """The fake that the tests of the service rely on."""

    @pytest.fixture
    def store(self) -> Store:
        kept = MemoryStore()
        return Store(intake=kept, reviews=kept, casework=kept, requests=kept)


class TestTable(StoreContract, CaseworkContract, AskingContract):
    """The adapter, against an imitation of DynamoDB."""

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        with table() as client:
            yield store_on(client)


def test_the_stored_bytes_can_be_verified_against_the_audit_entry_without_reading_them() -> None:
    with table() as client:
        received = receive(store_on(client), arrival("review", weight=Decimal("82.50")))
        items = client.scan(TableName=TABLE)["Items"]
    (screening,) = [item for item in items if item["sk"]["S"] == "SCREENING"]
    (audit,) = [item for item in items if item["sk"]["S"].startswith("AUDIT#")]
    answers, record = bytes(screening["answers"]["B"]), bytes(screening["record"]["B"])
    assert audit["digest"]["S"] == audit_digest(IDENTIFIERS, received.id, answers, record)
    assert audit["digest"]["S"] != audit_digest(IDENTIFIERS, received.id, answers + b" ", record)
