"""Makes a restored table what the service needs: its settings, the tombstones, and a note of what is gone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from infra.erasing import reapply
from infra.ledger import Ledger, Restore
from infra.records_place import RecordsPlace, RecordsServices

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# What a restore leaves off, as the template sets it.
EXPECTED: Final[Mapping[str, Any]] = {
    "stream": "KEYS_ONLY",
    "expiry": "expires_at",
    "point_in_time_recovery_days": 35,
    "deletion_protection": True,
}


@dataclass(frozen=True)
class Restored:
    """What was put right, or would be."""

    settings: tuple[str, ...]
    deleted_again: int


def after_restore(
    services: RecordsServices, place: RecordsPlace, restore: Restore, by: str, *, dry_run: bool
) -> Restored:
    """`place` names the restored table. Can be repeated: what is right stays as it is."""
    wrong = tuple(name for name, value in settings_of(services.table, place.table).items() if value != EXPECTED[name])
    if not dry_run:
        for name in wrong:
            _REPAIRS[name](services.table, place.table)
        Ledger(services.bucket, place.bucket).note_restore(restore, by)
    return Restored(wrong, reapply(services, place, dry_run=dry_run))


def settings_of(client: "DynamoDBClient", table: str) -> dict[str, Any]:
    """The settings a restore does not carry over. One that is off reads as None."""
    described = client.describe_table(TableName=table)["Table"]
    expiry = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    recovery = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    in_time = recovery.get("PointInTimeRecoveryDescription", {})
    stream = described.get("StreamSpecification", {})
    return {
        "stream": stream.get("StreamViewType") if stream.get("StreamEnabled") else None,
        "expiry": expiry.get("AttributeName") if expiry.get("TimeToLiveStatus") in {"ENABLED", "ENABLING"} else None,
        "point_in_time_recovery_days": _days(in_time),
        "deletion_protection": described.get("DeletionProtectionEnabled"),
    }


def _days(in_time: Mapping[str, Any]) -> int | None:
    if in_time.get("PointInTimeRecoveryStatus") != "ENABLED":
        return None
    # The longest is what there is when nothing else was said.
    days: int = in_time.get("RecoveryPeriodInDays", EXPECTED["point_in_time_recovery_days"])
    return days


def _stream(client: "DynamoDBClient", table: str) -> None:
    client.update_table(TableName=table, StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
    client.get_waiter("table_exists").wait(TableName=table)


def _expiry(client: "DynamoDBClient", table: str) -> None:
    client.update_time_to_live(
        TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": EXPECTED["expiry"]}
    )


def _recovery(client: "DynamoDBClient", table: str) -> None:
    client.update_continuous_backups(
        TableName=table,
        PointInTimeRecoverySpecification={
            "PointInTimeRecoveryEnabled": True,
            "RecoveryPeriodInDays": EXPECTED["point_in_time_recovery_days"],
        },
    )


def _protection(client: "DynamoDBClient", table: str) -> None:
    client.update_table(TableName=table, DeletionProtectionEnabled=True)
    client.get_waiter("table_exists").wait(TableName=table)


_REPAIRS: Final[Mapping[str, Callable[["DynamoDBClient", str], None]]] = {
    "stream": _stream,
    "expiry": _expiry,
    "point_in_time_recovery_days": _recovery,
    "deletion_protection": _protection,
}


def restore_note(to: datetime, noted_at: datetime) -> Restore:
    """Raises ValueError for a moment that has not been yet."""
    if to >= noted_at:
        raise ValueError("A table is restored to a moment in the past.")
    return Restore(to, noted_at)
