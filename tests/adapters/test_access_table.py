"""Entries about reads in the table: where they lie, that they come once, and that no failure counts as success."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from functions.adapters.dynamodb.accesses import AccessTable
from functions.service.access import Access, Seen, access_entry
from functions.service.errors import ReadNotRecordedError
from tests.adapters.faulty import FAULTS, Faulty
from tests.adapters.tables import TABLE, table
from tests.functions.builders import CLINIC, IDENTIFIERS, NOW

if TYPE_CHECKING:
    from functions.service.access import AccessEntry


def entry(**seen: Any) -> AccessEntry:
    what = Seen(**{"access": Access.CASE, "case_id": "c" * 32, **seen})
    return access_entry(what, clinic=CLINIC, actor="a", request_id="r", at=NOW, identifiers=IDENTIFIERS)


@pytest.mark.parametrize(
    ("seen", "chain"),
    [
        ({}, f"CLINIC#{CLINIC}#CASE#{'c' * 32}"),
        ({"screening_id": "s" * 32}, f"CLINIC#{CLINIC}#CASE#{'c' * 32}"),
        ({"case_id": None, "screening_id": "s" * 32}, f"CLINIC#{CLINIC}#SCREENING#{'s' * 32}"),
        ({"case_id": None, "count": 3}, f"CLINIC#{CLINIC}#ACCESS#2026-04-20"),
    ],
)
def test_an_entry_lies_beside_what_was_read(seen: dict[str, Any], chain: str) -> None:
    with table() as client:
        AccessTable(TABLE, lambda: client).record(entry(**seen))
        (item,) = client.scan(TableName=TABLE)["Items"]
    assert item["pk"]["S"] == chain
    assert item["sk"]["S"] == f"AUDIT#{NOW.isoformat()}#{entry(**seen).id}"
    assert item["due_pk"]["S"].startswith("SEALING#")


def test_the_same_entry_twice_is_one() -> None:
    with table() as client:
        for _ in range(2):
            AccessTable(TABLE, lambda: client).record(entry())
        assert client.scan(TableName=TABLE)["Count"] == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failed_put_is_never_taken_for_a_record(fault: str) -> None:
    with table() as client:
        failing: Any = Faulty(client, "put_item", fault)
        accesses = AccessTable(TABLE, lambda: failing)
        with pytest.raises(ReadNotRecordedError) as refused:
            accesses.record(entry())
        assert failing.fired == 1
        assert "patient-1" not in repr(refused.value)
        accesses.record(entry())
        assert client.scan(TableName=TABLE)["Count"] == 1
