"""Erasing takes everything of one patient and nothing of anybody else, and a restore brings nothing back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from functions.service.documents import packed
from functions.service.drafts import save_draft
from infra.erasing import Erasure, ErasureRefusedError, Order, erase, reapply
from infra.ledger import Ledger
from tests.adapters.faulty import FAULTS, Faulty
from tests.adapters.tables import store_on
from tests.functions.builders import CLINIC, IDENTIFIERS, NOW, OTHER_CLINIC, Patient, arrival
from tests.infra.records import BUCKET, Records, records

KEY = IDENTIFIERS.patient(CLINIC, "patient-1")
LATER = NOW + timedelta(days=1)


def order(**changed: Any) -> Order:
    wanted = Order(clinic=CLINIC, patient_key=KEY, by="arn:keeper", reason="request_of_patient", at=LATER)
    return replace(wanted, **changed)


@pytest.fixture
def kept() -> Iterator[Records]:
    """Patient 1 has a closed case with two screenings, one screening beside it and a draft; two others exist."""
    with records() as made:
        made.receive("review", "patient-1")
        made.receive("now", "patient-1", at=NOW + timedelta(minutes=1))
        made.receive("nothing", "patient-1", at=NOW + timedelta(minutes=2))
        save(made, "patient-1", "d" * 32)
        made.receive("review", "patient-2")
        made.receive("review", "patient-1", clinic=OTHER_CLINIC)
        close(made)
        made.seal()
        yield made


def save(kept: Records, patient: str, draft: str) -> None:
    store = store_on(kept.services.table).intake
    save_draft(
        arrival("information", patient), draft, 1, identifiers=IDENTIFIERS, destination=store, patience=Patient()
    )


def close(kept: Records) -> None:
    for item in kept.items():
        if item["sk"]["S"] == "CASE" and item["patient_reference"]["S"] == "patient-1" and CLINIC in item["pk"]["S"]:
            kept.put({**item, "status": {"S": "closed"}})


def test_everything_of_the_patient_goes_and_nothing_of_anybody_else(kept: Records) -> None:
    others = [item for item in kept.items() if not belongs(item)]
    erased = erase(kept.services, kept.place, order(), dry_run=False)
    assert (erased.screenings, erased.has_case) == (3, True)
    left = kept.items()
    assert [item for item in left if belongs(item)] == []
    assert sorted(map(repr, left)) == sorted(map(repr, others))


def belongs(item: dict[str, Any]) -> bool:
    """Whether an item is of patient 1 of the clinic; idempotency items are of nobody and expire."""
    name, case = item["pk"]["S"], IDENTIFIERS.case(CLINIC, "patient-1")
    screenings = {
        IDENTIFIERS.screening(CLINIC, f"patient-1-{says}-{(NOW + timedelta(minutes=after)).isoformat()}")
        for after, says in enumerate(("review", "now", "nothing"))
    }
    return CLINIC in name and name.split("#")[-1] in {case, *screenings, "d" * 32}


def test_a_dry_run_counts_the_same_and_deletes_nothing(kept: Records) -> None:
    before = kept.items()
    planned = erase(kept.services, kept.place, order(), dry_run=True)
    assert kept.items() == before
    assert list(Ledger(kept.services.bucket, BUCKET).tombstones(CLINIC)) == []
    assert erase(kept.services, kept.place, order(), dry_run=False) == planned
    assert planned == Erasure(planned.items, 3, has_case=True)


def test_an_open_case_is_not_erased_by_mistake(kept: Records) -> None:
    wanted = order(patient_key=IDENTIFIERS.patient(CLINIC, "patient-2"))
    with pytest.raises(ErasureRefusedError, match="open"):
        erase(kept.services, kept.place, wanted, dry_run=False)
    assert erase(kept.services, kept.place, replace(wanted, open_too=True), dry_run=False).has_case


def test_what_is_on_hold_is_not_erased_until_it_is_released(kept: Records) -> None:
    ledger, before = Ledger(kept.services.bucket, BUCKET), kept.items()
    ledger.hold(CLINIC, KEY, NOW, "arn:keeper", "litigation")
    with pytest.raises(ErasureRefusedError, match="hold"):
        erase(kept.services, kept.place, order(), dry_run=False)
    assert kept.items() == before
    ledger.release(CLINIC, KEY, NOW + timedelta(hours=1), "arn:keeper", "over")
    assert erase(kept.services, kept.place, order(), dry_run=False).items > 0


def test_a_hold_is_of_one_patient_and_the_last_word_counts(kept: Records) -> None:
    ledger = Ledger(kept.services.bucket, BUCKET)
    for after, word in enumerate((ledger.hold, ledger.release, ledger.hold)):
        word(CLINIC, KEY, NOW + timedelta(hours=after), "arn:keeper", "litigation")
    ledger.hold(OTHER_CLINIC, "x" * 32, NOW, "arn:keeper", "litigation")
    assert ledger.held(CLINIC) == {KEY}


def test_a_patient_nobody_knows_is_refused(kept: Records) -> None:
    with pytest.raises(ErasureRefusedError, match="nothing"):
        erase(kept.services, kept.place, order(patient_key="0" * 32), dry_run=False)


def test_the_trail_of_the_clinic_verifies_after_an_erasure(kept: Records) -> None:
    # Anchors are as old as this test, so the erasure is too.
    erase(kept.services, kept.place, order(at=datetime.now(UTC)), dry_run=False)
    report = kept.verify()
    assert (report.findings, report.erased_patients, report.sealed) == ([], 1, 1)


def test_a_patient_who_came_back_gets_a_chain_that_verifies(kept: Records) -> None:
    erase(kept.services, kept.place, order(at=datetime.now(UTC)), dry_run=False)
    kept.receive("review", "patient-1", at=LATER + timedelta(days=1))
    kept.seal()
    report = kept.verify(now=LATER + timedelta(days=2))
    assert (report.findings, report.sealed) == ([], 2)


def test_deleting_a_case_without_an_erasure_is_found(kept: Records) -> None:
    for item in kept.items():
        if belongs(item):
            kept.delete(item)
    assert "truncated" in kept.faults()


def test_a_tombstone_says_who_when_and_why_and_not_who_the_patient_is(kept: Records) -> None:
    erase(kept.services, kept.place, order(), dry_run=False)
    (tombstone,) = Ledger(kept.services.bucket, BUCKET).tombstones(CLINIC)
    assert (tombstone.by, tombstone.reason, tombstone.erased_at) == ("arn:keeper", "request_of_patient", LATER)
    assert len(tombstone.screening_ids) == 3
    assert "patient-1" not in repr(tombstone)


def test_what_a_restore_brings_back_is_deleted_again(kept: Records) -> None:
    before = kept.items()
    erase(kept.services, kept.place, order(), dry_run=False)
    after = kept.items()
    for item in before:
        kept.put(item)
    planned = reapply(kept.services, kept.place, dry_run=True)
    assert reapply(kept.services, kept.place, dry_run=False) == planned > 0
    assert sorted(map(repr, kept.items())) == sorted(map(repr, after))
    assert reapply(kept.services, kept.place, dry_run=False) == 0


def test_a_patient_who_came_back_after_the_erasure_keeps_the_new_records(kept: Records) -> None:
    erase(kept.services, kept.place, order(), dry_run=False)
    kept.receive("review", "patient-1", at=LATER + timedelta(days=1))
    before = kept.items()
    assert reapply(kept.services, kept.place, dry_run=False) == 0
    assert kept.items() == before


def test_items_of_kinds_nobody_knows_yet_go_with_the_patient(kept: Records) -> None:
    mine = next(item for item in kept.items() if belongs(item) and item["sk"]["S"] == "CASE")
    kept.put({"pk": mine["pk"], "sk": {"S": "JOURNAL#1"}, "body": {"B": packed("{}")}, "at": {"S": NOW.isoformat()}})
    link = {
        "pk": {"S": f"CLINIC#{CLINIC}#LINK#1"},
        "sk": {"S": "LINK"},
        "case_id": {"S": mine["pk"]["S"].rpartition("#")[2]},
    }
    kept.put({**link, "at": {"S": NOW.isoformat()}})
    erase(kept.services, kept.place, order(), dry_run=False)
    assert [item for item in kept.items() if belongs(item) or item["sk"]["S"] == "LINK"] == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("part", "call"), [("table", "scan"), ("table", "query"), ("table", "delete_item"), ("bucket", "put_object")]
)
def test_an_erasure_that_breaks_off_is_finished_by_erasing_again(
    kept: Records, part: str, call: str, fault: str
) -> None:
    failing: Any = Faulty(getattr(kept.services, part), call, fault)
    with pytest.raises((ClientError, BotoCoreError)):
        erase(replace(kept.services, **{part: failing}), kept.place, order(), dry_run=False)
    assert failing.fired == 1
    erase(kept.services, kept.place, order(at=LATER + timedelta(minutes=1)), dry_run=False)
    assert [item for item in kept.items() if belongs(item)] == []
