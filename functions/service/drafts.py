"""A form is saved while it is being filled in. An urgent answer is acted on at once, even if it is never sent."""

from dataclasses import dataclass, replace
from datetime import timedelta

from functions.service.entries import Arrival, audit_entry, body_hash, screening_entry
from functions.service.errors import DraftOutdatedError, ScreeningStoredError
from functions.service.identifiers import Identifiers
from functions.service.ports import IntakeStore, Patience
from functions.service.records import CaseMove, DraftEntry, Write
from functions.service.storing import store, strengthen

# Long enough to come back to a form after a weekend; half-finished health answers are not kept longer than that.
DRAFT_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Save:
    """One save, and what it is stored with."""

    arrival: Arrival
    draft: DraftEntry
    identifiers: Identifiers
    destination: IntakeStore
    patience: Patience


def save_draft(
    arrival: Arrival,
    draft_id: str,
    revision: int,
    *,
    identifiers: Identifiers,
    destination: IntakeStore,
    patience: Patience,
) -> CaseMove | None:
    """Keeps the draft. What cannot wait until it is sent brings its screening into the patient's case as well."""
    save = _Save(
        arrival=arrival,
        draft=_draft(arrival, draft_id, revision, identifiers),
        identifiers=identifiers,
        destination=destination,
        patience=patience,
    )
    return _keep_and_alarm(save) if _alarms(arrival) else _keep(save)


def _alarms(arrival: Arrival) -> tuple[str, ...]:
    """The rules that cannot wait: those that found danger, and those that could not be evaluated."""
    return (*arrival.screening.urgent_rules, *arrival.screening.faults)


def _keep(save: _Save) -> CaseMove | None:
    draft, at = save.draft, save.arrival.received_at
    request = save.identifiers.attempt("draft", draft.id, str(draft.revision), at.isoformat())
    return store(Write(request_id=request, at=at, draft=draft), save.destination, save.patience)


def _keep_and_alarm(save: _Save) -> CaseMove | None:
    try:
        move = _alarm(save, save.draft)
    except DraftOutdatedError:
        # A save that came too late is refused, but what it says about danger still reaches the practitioner.
        _alarm(save, None)
        raise
    return move or _keep(save)


def _alarm(save: _Save, draft: DraftEntry | None) -> CaseMove | None:
    """Says how the screening reached the case; nothing when the open case already tells of it."""
    first = _alarm_write(save, "")
    try:
        return store(replace(first, draft=draft), save.destination, save.patience)
    except ScreeningStoredError:
        # An earlier save told the same. Its case may be closed by now, or open again for something milder.
        again = _alarm_write(save, save.arrival.received_at.isoformat())
        return _alarm_again(save, replace(again, draft=draft))


def _alarm_again(save: _Save, again: Write) -> CaseMove | None:
    try:
        return strengthen(again, save.destination, save.patience)
    except ScreeningStoredError:
        # Only this very save can have stored it: an acknowledgement was lost.
        return None


def _alarm_write(save: _Save, occasion: str) -> Write:
    arrival, identifiers = save.arrival, save.identifiers
    screening_id = identifiers.draft_screening(
        arrival.clinic, save.draft.id, save.draft.patient_key, _alarms(arrival), occasion
    )
    entry = screening_entry(arrival, identifiers, screening_id, draft=True)
    return Write(
        request_id=identifiers.attempt(entry.id, arrival.received_at.isoformat()),
        at=arrival.received_at,
        screening=entry,
        audit=audit_entry(arrival, identifiers, entry),
    )


def _draft(arrival: Arrival, draft_id: str, revision: int, identifiers: Identifiers) -> DraftEntry:
    return DraftEntry(
        clinic=arrival.clinic,
        id=draft_id,
        patient_key=identifiers.patient(arrival.clinic, arrival.form.patient_reference),
        revision=revision,
        body_hash=body_hash(arrival, identifiers),
        saved_at=arrival.received_at,
        expires_at=arrival.received_at + DRAFT_KEPT,
        answers=arrival.answers_packed,
    )
