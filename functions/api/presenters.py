"""What each caller sees of a record: named fields, picked one by one. A form's receipt never holds a disposition."""

from functions.api.crisis import CrisisInformation
from functions.service.documents import JSON
from functions.service.explaining import reading_of
from functions.service.ports import Words
from functions.service.reading import CaseFile, PatientFile
from functions.service.records import Case, CaseSummary, ScreeningSummary, StoredScreening
from functions.service.submission import Receipt

_RECEIVED = "Your answers have been received. A member of the clinic's team will look at them."
_SAVED = "Your answers so far have been saved. They have not been sent yet."


def receipt(stored: Receipt, crisis: CrisisInformation) -> JSON:
    return {
        "receipt": {"id": stored.id, "receivedAt": stored.received_at},
        "message": _RECEIVED,
        "crisis": crisis,
    }


def draft_saved(draft_id: str, revision: int, crisis: CrisisInformation) -> JSON:
    return {"draft": {"id": draft_id, "revision": revision}, "message": _SAVED, "crisis": crisis}


def case_row(case: CaseSummary) -> dict[str, JSON]:
    """A row of the queue: what the case asks for, and how far the work on it is."""
    work = case.work
    return {
        **_asked_for(case),
        "version": work.version,
        "assignee": {"subject": work.assignee.subject, "name": work.assignee.name} if work.assignee else None,
        "acknowledgedAt": work.acknowledged_at,
        "contactedAt": work.contacted_at,
        "reachedAt": work.reached_at,
        **waiting(case),
        "secondClinicianAwaited": work.proposal is not None,
        "secondClinicianWaived": work.second_waived,
        "closedAt": work.closed_at,
        "outcome": work.outcome.value if work.outcome else None,
        "deferredUntil": work.deferred_until,
    }


def waiting(case: CaseSummary) -> dict[str, JSON]:
    """The information request that is out, and until when it holds up the clock."""
    awaiting = case.work.awaiting
    return {
        "awaiting": {"requestId": awaiting.request_id, "expiresAt": awaiting.expires_at} if awaiting else None,
        "pausedUntil": case.paused_until,
    }


def _asked_for(case: CaseSummary) -> dict[str, JSON]:
    return {
        "id": case.id,
        "patientReference": case.patient_reference,
        "status": case.status.value,
        "round": case.round,
        "contact": case.contact.value,
        "disposition": case.disposition.value,
        "lane": case.lane.value,
        "since": case.since,
        "openedAt": case.opened_at,
        "latestAt": case.latest_at,
        "updatedAt": case.updated_at,
        "dueAt": case.due_at,
        "screeningCount": case.screening_count,
    }


def screening_summary(screening: ScreeningSummary) -> dict[str, JSON]:
    return {
        "id": screening.id,
        "patientReference": screening.patient_reference,
        "caseId": screening.case_id,
        "receivedAt": screening.received_at,
        "phase": screening.phase.value,
        "lane": screening.lane.value,
        "contact": screening.contact.value,
        "disposition": screening.disposition.value,
        "draft": screening.draft,
    }


def screening(stored: StoredScreening, words: Words) -> dict[str, JSON]:
    """How it reads, then the whole as it was stored: answers verbatim, findings, and what produced them."""
    return {
        **screening_summary(stored.summary),
        "reading": reading_of(stored, words),
        "answers": stored.answers,
        **stored.record,
    }


def screening_file(stored: StoredScreening, words: Words, history: JSON) -> dict[str, JSON]:
    """A screening looked at by itself: with the past treatments that were judged in it."""
    return {**screening(stored, words), "treatmentHistory": history}


def case(file: CaseFile, words: Words) -> dict[str, JSON]:
    return {
        **case_row(file.case.summary),
        "screeningIds": file.case.screening_ids,
        "supersededScreeningIds": sorted(file.case.summary.work.superseded),
        "screenings": [screening_summary(each) for each in file.screenings],
        "changes": file.changes,
        "journal": list(file.journal),
        "latestScreening": screening(file.latest, words) if file.latest else None,
        "leadingScreening": screening(file.leading, words) if file.leading else None,
    }


def patient(file: PatientFile) -> JSON:
    return {
        "cases": [_case_of_patient(each) for each in file.cases],
        "screenings": [screening_summary(each) for each in file.screenings],
    }


def _case_of_patient(each: Case) -> JSON:
    return {**case_row(each.summary), "screeningIds": each.screening_ids}
