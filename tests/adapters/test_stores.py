"""The store's promises, kept by the fake and by the table."""

from collections.abc import Iterator

import pytest

from tests.adapters.store_contract import SimultaneousContract, Store, StoreContract
from tests.adapters.tables import store_on, table
from tests.functions.memory_store import MemoryStore


class TestMemoryStore(SimultaneousContract):
    """The fake that the tests of the service rely on."""

    @pytest.fixture
    def store(self) -> Store:
        kept = MemoryStore()
        return Store(intake=kept, reviews=kept)


class TestTable(StoreContract):
    """The adapter, against an imitation of DynamoDB."""

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        with table() as client:
            yield store_on(client)
