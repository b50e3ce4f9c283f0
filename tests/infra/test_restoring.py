"""The restore of docs/runbooks/restore.md, rehearsed: wound back, put right, erased again, verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from infra.erasing import Order, erase
from infra.restoring import EXPECTED, after_restore, restore_note, settings_of
from tests.adapters.faulty import Faulty
from tests.adapters.tables import TABLE
from tests.functions.builders import CLINIC, IDENTIFIERS, NOW
from tests.infra.records import Records, records
from tests.infra.template import REPOSITORY, properties
from tests.infra.test_erasing import close

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.ledger import Restore

WOUND_BACK = "screenings-restored"


@pytest.fixture
def kept() -> Iterator[Records]:
    with records() as made:
        client = made.services.table
        client.update_continuous_backups(
            TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
        made.receive("review", "patient-1")
        made.receive("review", "patient-2")
        close(made)
        made.seal()
        client.restore_table_to_point_in_time(
            SourceTableName=TABLE, TargetTableName=WOUND_BACK, UseLatestRestorableTime=True
        )
        yield made


def restored(kept: Records) -> Records:
    return replace(kept, place=replace(kept.place, table=WOUND_BACK))


def test_the_settings_put_right_are_those_of_the_template() -> None:
    table = properties("Table")
    assert table["StreamSpecification"]["StreamViewType"] == EXPECTED["stream"]
    assert table["TimeToLiveSpecification"]["AttributeName"] == EXPECTED["expiry"]
    recovery = table["PointInTimeRecoverySpecification"]
    assert recovery["RecoveryPeriodInDays"] == EXPECTED["point_in_time_recovery_days"]
    assert table["DeletionProtectionEnabled"] is EXPECTED["deletion_protection"]


def test_a_restored_table_lacks_its_settings_and_gets_them_back(kept: Records) -> None:
    client = kept.services.table
    lacking = {name for name, value in settings_of(client, WOUND_BACK).items() if value != EXPECTED[name]}
    assert {"stream", "expiry"} <= lacking
    note = restore_note(datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC))
    done = after_restore(kept.services, restored(kept).place, note, "arn:keeper", dry_run=False)
    assert set(done.settings) == lacking
    assert settings_of(client, WOUND_BACK) == EXPECTED
    again = after_restore(kept.services, restored(kept).place, later(note), "arn:keeper", dry_run=False)
    assert (again.settings, again.deleted_again) == ((), 0)


def test_a_dry_run_changes_nothing(kept: Records) -> None:
    before = settings_of(kept.services.table, WOUND_BACK)
    note = restore_note(NOW, datetime.now(UTC))
    after_restore(kept.services, restored(kept).place, note, "arn:keeper", dry_run=True)
    assert settings_of(kept.services.table, WOUND_BACK) == before


def test_the_whole_restore_brings_back_everything_but_who_was_erased(kept: Records) -> None:
    tombstone(kept)
    assert "patient-1" in repr(kept.items(WOUND_BACK))
    note = restore_note(datetime.now(UTC) - timedelta(seconds=1), datetime.now(UTC))
    done = after_restore(kept.services, restored(kept).place, note, "arn:keeper", dry_run=False)
    left = repr(kept.items(WOUND_BACK))
    assert done.deleted_again > 0
    assert "patient-1" not in left
    assert "patient-2" in left
    report = restored(kept).verify(now=NOW + timedelta(days=1))
    assert (report.findings, report.sealed, report.erased_patients) == ([], 1, 1)


def test_seals_made_after_the_moment_wound_back_to_are_known_to_be_lost(kept: Records) -> None:
    moment = datetime.now(UTC)
    kept.receive("now", "patient-2", at=NOW + timedelta(hours=1))
    kept.seal()
    unnoted = [finding.fault.value for finding in restored(kept).verify().findings]
    assert "truncated" in unnoted
    note = restore_note(moment - timedelta(seconds=1), datetime.now(UTC) + timedelta(seconds=1))
    after_restore(kept.services, restored(kept).place, note, "arn:keeper", dry_run=False)
    report = restored(kept).verify()
    assert report.findings == []
    assert report.lost_in_restores > 0


@pytest.mark.parametrize("fault", ["throttle", "timeout", "reply lost"])
@pytest.mark.parametrize(
    ("part", "call"),
    [
        ("table", "describe_table"),
        ("table", "update_table"),
        ("table", "update_time_to_live"),
        ("table", "update_continuous_backups"),
        ("bucket", "put_object"),
        ("table", "scan"),
    ],
)
def test_a_restore_that_breaks_off_is_finished_by_the_same_command(
    kept: Records, part: str, call: str, fault: str
) -> None:
    failing: Any = Faulty(getattr(kept.services, part), call, fault)
    note = restore_note(NOW, datetime.now(UTC))
    place = restored(kept).place
    tombstone(kept)
    with pytest.raises((ClientError, BotoCoreError)):
        after_restore(replace(kept.services, **{part: failing}), place, note, "arn:keeper", dry_run=False)
    assert failing.fired == 1
    after_restore(kept.services, place, later(note), "arn:keeper", dry_run=False)
    assert settings_of(kept.services.table, WOUND_BACK) == EXPECTED
    assert "patient-1" not in repr(kept.items(WOUND_BACK))


def test_a_moment_that_has_not_been_yet_is_no_restore() -> None:
    with pytest.raises(ValueError, match="past"):
        restore_note(NOW + timedelta(seconds=1), NOW)


def test_the_runbook_names_every_step_that_was_rehearsed() -> None:
    runbook = (REPOSITORY / "docs/runbooks/restore.md").read_text()
    steps = ("restore-table-to-point-in-time", "records after-restore", "audit verify", "TableName", "tombstones")
    assert [step for step in steps if step not in runbook] == []


def tombstone(kept: Records) -> None:
    """Patient 1 was erased after the moment wound back to."""
    wanted = Order(
        clinic=CLINIC,
        patient_key=IDENTIFIERS.patient(CLINIC, "patient-1"),
        by="arn:keeper",
        reason="request_of_patient",
        at=datetime.now(UTC),
    )
    erase(kept.services, kept.place, wanted, dry_run=False)


def later(note: Restore) -> Restore:
    return replace(note, noted_at=note.noted_at + timedelta(seconds=1))
