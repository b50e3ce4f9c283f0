"""Erases a patient: a tombstone outside the table first, then every item; and again after a restore."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from infra.ledger import Ledger, Tombstone
from infra.patient_items import PatientItems, delete, items_of
from infra.records_place import RecordsPlace, RecordsServices

_MOST_ROUNDS: Final = 3


class ErasureRefusedError(Exception):
    """Nothing was deleted."""


class ErasureIncompleteError(Exception):
    """Items are left; the tombstone stands, and erasing again goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Whom to erase, and who wants it why."""

    clinic: str
    patient_key: str
    by: str
    reason: str
    at: datetime
    open_too: bool = False


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was deleted, or would be."""

    items: int
    screenings: int
    has_case: bool


def erase(services: RecordsServices, place: RecordsPlace, order: Order, *, dry_run: bool) -> Erasure:
    """Raises ErasureRefusedError or ErasureIncompleteError."""
    ledger = Ledger(services.bucket, place.bucket)
    found = items_of(services, place, order.clinic, order.patient_key)
    if order.patient_key in ledger.held(order.clinic):
        raise ErasureRefusedError("There is a legal hold on this patient's records: ketascreen records release")
    if found.has_open_case and not order.open_too:
        raise ErasureRefusedError("The patient's case is open: somebody may be waiting for a call. Close it first.")
    if not found:
        raise ErasureRefusedError("There is nothing of this patient here.")
    erasure = Erasure(len(found), len(found.screening_ids), found.case_id is not None)
    if not dry_run:
        # First, so that a table wound back to before, and a deletion that breaks off, both find it.
        ledger.keep_tombstone(_tombstone(order, found.case_id, found.screening_ids))
        _delete_all(services, place, order)
    return erasure


def reapply(services: RecordsServices, place: RecordsPlace, *, dry_run: bool) -> int:
    """Deletes again what tombstones name and a restored table still holds. How many items."""
    count = 0
    for tombstone in Ledger(services.bucket, place.bucket).tombstones():
        for found in _left_of(services, place, tombstone):
            count += len(found) if dry_run else delete(services, place, found)
    return count


def _left_of(services: RecordsServices, place: RecordsPlace, tombstone: Tombstone) -> Iterator[PatientItems]:
    found = items_of(services, place, tombstone.clinic, tombstone.patient_key)
    # What began after the erasure is of a patient who came back.
    covered = found.begun_by(tombstone.erased_at)
    if covered:
        yield covered


def _delete_all(services: RecordsServices, place: RecordsPlace, order: Order) -> None:
    for _ in range(_MOST_ROUNDS):
        left = items_of(services, place, order.clinic, order.patient_key).begun_by(order.at)
        if not left:
            return
        delete(services, place, left)
    raise ErasureIncompleteError("Items are left. Erase again; the tombstone stands.")


def _tombstone(order: Order, case_id: str | None, screening_ids: tuple[str, ...]) -> Tombstone:
    return Tombstone(
        clinic=order.clinic,
        patient_key=order.patient_key,
        erased_at=order.at,
        by=order.by,
        reason=order.reason,
        case_id=case_id,
        screening_ids=screening_ids,
    )
