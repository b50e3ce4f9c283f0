"""A form is saved while it is being filled in. An urgent answer is acted on at once, even if it is never sent."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from functions.service.documents import written
from functions.service.entries import Arrival, audit_entry, screening_entry
from functions.service.errors import DraftOutdatedError, ScreeningStoredError
from functions.service.identifiers import Identifiers
from functions.service.ports import IntakeStore, Patience
from functions.service.records import CaseMove, DraftEntry, Write
from functions.service.storing import store

# Long enough to come back to a form after a weekend; half-finished health answers are not kept longer than that.
DRAFT_KEPT = timedelta(days=7)


def save_draft(
    arrival: Arrival,
    draft_id: str,
    revision: int,
    *,
    identifiers: Identifiers,
    destination: IntakeStore,
    patience: Patience,
) -> CaseMove | None:
    """Keeps the draft. If it raises urgent rules, their screening is stored with it, once per set of rules."""
    draft = _draft(arrival, draft_id, revision, identifiers)
    plain = _plain(arrival, draft, identifiers)
    if not arrival.screening.urgent_rules:
        return store(plain, destination, patience)
    urgent = _urgent(arrival, draft, identifiers)
    try:
        return store(urgent, destination, patience)
    except ScreeningStoredError:
        # The same urgent rules were raised by an earlier save; the case already holds their screening.
        return store(plain, destination, patience)
    except DraftOutdatedError:
        _raise_alarm_without_draft(urgent, destination, patience)
        raise


def _raise_alarm_without_draft(urgent: Write, destination: IntakeStore, patience: Patience) -> None:
    """A save that came too late is refused, but what it says about danger still reaches the practitioner."""
    with suppress(ScreeningStoredError):
        store(replace(urgent, draft=None), destination, patience)


def _draft(arrival: Arrival, draft_id: str, revision: int, identifiers: Identifiers) -> DraftEntry:
    return DraftEntry(
        clinic=arrival.clinic,
        id=draft_id,
        patient_key=identifiers.patient(arrival.clinic, arrival.form.patient_reference),
        revision=revision,
        body_hash=identifiers.digest("body", written(arrival.form.canonical(), ordered=True)),
        saved_at=arrival.received_at,
        expires_at=arrival.received_at + DRAFT_KEPT,
        answers=arrival.form.answers,
    )


def _plain(arrival: Arrival, draft: DraftEntry, identifiers: Identifiers) -> Write:
    request = identifiers.attempt("draft", draft.id, str(draft.revision), arrival.received_at.isoformat())
    return Write(request_id=request, at=arrival.received_at, draft=draft)


def _urgent(arrival: Arrival, draft: DraftEntry, identifiers: Identifiers) -> Write:
    urgent = arrival.screening.urgent_rules
    entry = screening_entry(
        arrival, identifiers, identifiers.draft_screening(arrival.clinic, draft.id, urgent), draft=True
    )
    return Write(
        request_id=identifiers.attempt(entry.id, arrival.received_at.isoformat()),
        at=arrival.received_at,
        draft=draft,
        screening=entry,
        audit=audit_entry(arrival, identifiers, entry),
    )
