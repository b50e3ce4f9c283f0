"""The chain in the table, its anchors in the bucket, and the sealing function over both."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from functions.adapters.anchors import anchor_name, anchored
from functions.adapters.dynamodb.chain import ChainTable
from functions.adapters.secrets import SecretKey
from functions.service.errors import StoreBusyError, StoreUnavailableError
from functions.service.sealing import EMPTY, AlreadySealedError, Head, HeadMovedError, Sealer, seal
from functions.service.verifying import Fault, verify
from tests.adapters.faulty import FAULTS, Faulty
from tests.adapters.ledger import BUCKET, CASE, Ledger, Plenty, ledger, stream_record
from tests.adapters.tables import TABLE
from tests.functions.captured import captured_output
from tests.functions.entry_files import environment, import_entries
from tests.functions.memory_chains import NOW, SEALER

if TYPE_CHECKING:
    from collections.abc import Iterator

CHAIN = CASE["pk"]
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def kept() -> Iterator[Ledger]:
    with ledger() as made:
        yield made


def run(kept: Ledger, event: dict[str, Any], **failing: Any) -> dict[str, Any]:
    with environment():
        handler = import_entries()["seal"].opened(kept.sealing(LATER, **failing), kept.tail(**failing))
        answer: dict[str, Any] = handler(event, Plenty())
    return answer


def delivered(names: list[str]) -> dict[str, Any]:
    return {"Records": [stream_record(name, number) for number, name in enumerate(names)]}


def test_entries_the_stream_brings_are_sealed_and_their_head_is_anchored(kept: Ledger) -> None:
    names = [kept.write(number) for number in range(5)]
    assert run(kept, delivered(names)) == {"batchItemFailures": []}
    verdict = verify(kept.chain(), SEALER, NOW)
    assert (verdict.sealed, verdict.findings, verdict.unanchored) == (5, (), 0)


def test_a_batch_that_comes_twice_and_in_another_order_changes_nothing(kept: Ledger) -> None:
    names = [kept.write(number) for number in range(5)]
    run(kept, delivered(names))
    before = kept.items()
    assert run(kept, delivered(names[::-1])) == {"batchItemFailures": []}
    assert kept.items() == before


@pytest.mark.parametrize("position", range(5))
def test_a_poisoned_record_is_named_and_the_others_are_sealed(kept: Ledger, position: int) -> None:
    event = delivered([kept.write(number) for number in range(4)])
    event["Records"].insert(position, {"eventName": "INSERT", "dynamodb": {"SequenceNumber": "bad", "Keys": {}}})
    assert run(kept, event) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert verify(kept.chain(), SEALER, NOW).sealed == 4


def test_what_is_no_audit_entry_is_never_sealed(kept: Ledger) -> None:
    event = delivered(["x"])
    event["Records"][0]["dynamodb"]["Keys"]["sk"]["S"] = "CASE"
    assert run(kept, event) == {"batchItemFailures": []}
    assert kept.items() == []


def test_an_announced_entry_that_is_gone_is_told_and_measured(kept: Ledger) -> None:
    with captured_output() as output:
        assert run(kept, delivered([f"{NOW.isoformat()}#{'0' * 32}"])) == {"batchItemFailures": []}
    assert '"AuditEntryMissing":[1.0]' in output.getvalue()


def test_the_sweep_seals_what_the_stream_did_not_bring(kept: Ledger) -> None:
    names = [kept.write(number) for number in range(25)]
    run(kept, delivered(names[:10]))
    with captured_output() as output:
        assert run(kept, {}) == {"sealed": 15}
    assert '"EntriesLeftUnsealed":[15.0]' in output.getvalue()
    assert run(kept, {}) == {"sealed": 0}
    assert verify(kept.chain(), SEALER, NOW).findings == ()


def test_the_daily_sweep_looks_further_back_than_the_frequent_one(kept: Ledger) -> None:
    kept.write(1, at=LATER - timedelta(days=3))
    assert run(kept, {}) == {"sealed": 0}
    assert run(kept, {"days": 4}) == {"sealed": 1}


def test_the_sweep_leaves_the_youngest_to_the_stream(kept: Ledger) -> None:
    kept.write(1, at=LATER - timedelta(minutes=1))
    assert run(kept, {}) == {"sealed": 0}


def test_a_stale_head_stores_nothing_of_the_append(kept: Ledger) -> None:
    names = [kept.write(number) for number in range(2)]
    seal(CHAIN, names[:1], kept.sealing())
    store, before = kept.sealing().store, kept.items()
    late = SEALER.link(CHAIN, EMPTY, names[1], "x", "now")
    with pytest.raises(HeadMovedError):
        store.append(CHAIN, EMPTY, [late])
    with pytest.raises(HeadMovedError):
        store.append(CHAIN, Head(1, "another"), [late])
    assert kept.items() == before


def test_an_entry_that_has_a_seal_stores_nothing_of_the_append(kept: Ledger) -> None:
    names = [kept.write(number) for number in range(2)]
    seal(CHAIN, names[:1], kept.sealing())
    store, before = kept.sealing().store, kept.items()
    head = store.head(CHAIN)
    first = SEALER.link(CHAIN, head, names[1], "x", "now")
    again = SEALER.link(CHAIN, first.head, names[0], "x", "now")
    with pytest.raises(AlreadySealedError) as refused:
        store.append(CHAIN, head, [first, again])
    assert refused.value.entries == {names[0]}
    assert kept.items() == before


def test_every_attribute_of_an_entry_is_covered(kept: Ledger) -> None:
    seal(CHAIN, [kept.write(1)], kept.sealing())
    (entry,) = [item for item in kept.items() if item["sk"]["S"].startswith("AUDIT#")]
    for changed in ({"actor": {"S": "x"}}, {"added": {"S": "x"}}, {"at": {"N": "1"}}):
        kept.table.put_item(TableName=TABLE, Item={**entry, **changed})
        assert [each.fault for each in verify(kept.chain(), SEALER, NOW).findings] == [Fault.EDITED]


def test_an_anchor_is_kept_once_and_says_everything_in_its_name(kept: Ledger) -> None:
    head = Head(7, "a" * 64)
    for _ in range(2):
        kept.sealing().anchors.keep(CHAIN, head, NOW)
    (version,) = kept.bucket.list_object_versions(Bucket=BUCKET)["Versions"]
    assert version["Key"] == anchor_name(CHAIN, head)
    assert anchored(version["Key"]) == (CHAIN, 7, "a" * 64)


@pytest.mark.parametrize("name", ["anchors/", "anchors/x", "anchors/x/1", "anchors/x/y-z"])
def test_the_name_of_something_else_is_no_anchor(name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        anchored(name)


SITES = (("table", "get_item"), ("table", "transact_write_items"), ("bucket", "put_object"))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("part", "call"), SITES)
def test_whatever_fails_while_sealing_is_made_good_when_the_batch_comes_again(
    kept: Ledger, part: str, call: str, fault: str
) -> None:
    names = [kept.write(number) for number in range(3)]
    failing = Faulty(getattr(kept, part), call, fault)
    first = run(kept, delivered(names), **{part: failing})
    assert failing.fired == 1
    assert verify(kept.chain(), SEALER, NOW).findings == ()
    if first["batchItemFailures"]:
        assert [each["itemIdentifier"] for each in first["batchItemFailures"]] == ["0", "1", "2"]
        assert run(kept, delivered(names)) == {"batchItemFailures": []}
    verdict = verify(kept.chain(), SEALER, NOW)
    assert (verdict.sealed, verdict.unsealed, verdict.findings, verdict.unanchored) == (3, (), (), 0)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", ["query", "batch_get_item", "get_item", "transact_write_items"])
def test_whatever_fails_while_sweeping_is_made_good_by_the_next_sweep(kept: Ledger, call: str, fault: str) -> None:
    for number in range(3):
        kept.write(number)
    failing = Faulty(kept.table, call, fault)
    # Either it tries again itself, or it ends with an error, which raises the function's alarm.
    with suppress(StoreUnavailableError, StoreBusyError):
        run(kept, {}, table=failing)
    assert failing.fired == 1
    run(kept, {})
    verdict = verify(kept.chain(), SEALER, LATER)
    assert (verdict.sealed, verdict.unsealed, verdict.findings, verdict.unanchored) == (3, (), (), 0)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_key_that_could_not_be_read_once_is_read_when_the_batch_comes_again(kept: Ledger, fault: str) -> None:
    secrets = boto3.client("secretsmanager", region_name="us-east-1")
    arn = secrets.create_secret(Name="seal", SecretString="s" * 64)["ARN"]
    failing: Any = Faulty(secrets, "get_secret_value", fault)
    key = SecretKey(arn, lambda: failing)
    names = [kept.write(1)]
    first = run(kept, delivered(names), sealer=lambda: Sealer(key()))
    assert (first, failing.fired) == ({"batchItemFailures": [{"itemIdentifier": "0"}]}, 1)
    assert run(kept, delivered(names), sealer=lambda: Sealer(key())) == {"batchItemFailures": []}
    assert verify(kept.chain(), Sealer(b"s" * 64), NOW).findings == ()


def test_a_key_that_cannot_be_read_seals_nothing_and_loses_nothing(kept: Ledger) -> None:
    def unreadable() -> Any:
        raise KeyError("patient-1")

    names = [kept.write(1)]
    with captured_output() as output:
        answer = run(kept, delivered(names), sealer=unreadable)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert "patient-1" not in output.getvalue()
    assert ChainTable(TABLE, lambda: kept.table).head(CHAIN) == EMPTY
