"""A finished form comes in: exactly one screening for each idempotency key, whatever is repeated or lost."""

from dataclasses import dataclass
from datetime import timedelta

from functions.service.entries import Arrival, audit_entry, body_hash, screening_entry
from functions.service.errors import AlreadyStoredError, IdempotencyKeyReusedError, ScreeningStoredError
from functions.service.identifiers import Identifiers
from functions.service.ports import IntakeStore, Patience
from functions.service.records import CaseMove, IdempotencyEntry, Write
from functions.service.storing import store

# A form tool that repeats a delivery does so within hours; a month also covers a repair by hand.
IDEMPOTENCY_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the submitter may know: that it arrived, when, and under which number."""

    id: str
    received_at: str
    replayed: bool
    move: CaseMove | None


def submit(
    arrival: Arrival, idempotency_key: str, *, identifiers: Identifiers, destination: IntakeStore, patience: Patience
) -> Receipt:
    """Stores the screening, its case, its audit entry and its notice in one transaction."""
    write = _write(arrival, idempotency_key, identifiers)
    try:
        move = store(write, destination, patience)
    except AlreadyStoredError as stored:
        return _replayed(write, stored)
    except ScreeningStoredError:
        # The key was used so long ago that its body is forgotten: nothing is stored twice, and nothing is claimed.
        raise IdempotencyKeyReusedError from None
    return Receipt(id=_screening_id(write), received_at=arrival.received_at.isoformat(), replayed=False, move=move)


def _write(arrival: Arrival, idempotency_key: str, identifiers: Identifiers) -> Write:
    clinic, at = arrival.clinic, arrival.received_at
    entry = screening_entry(arrival, identifiers, identifiers.screening(clinic, idempotency_key), draft=False)
    return Write(
        request_id=identifiers.attempt(entry.id, at.isoformat()),
        at=at,
        screening=entry,
        idempotency=IdempotencyEntry(
            request_key=identifiers.request(clinic, idempotency_key),
            body_hash=body_hash(arrival, identifiers),
            expires_at=at + IDEMPOTENCY_KEPT,
        ),
        audit=audit_entry(arrival, identifiers, entry),
    )


def _replayed(write: Write, stored: AlreadyStoredError) -> Receipt:
    if write.idempotency is None or stored.body_hash != write.idempotency.body_hash:
        raise IdempotencyKeyReusedError from None
    return Receipt(id=stored.screening_id, received_at=stored.received_at, replayed=True, move=None)


def _screening_id(write: Write) -> str:
    return write.screening.id if write.screening else ""
