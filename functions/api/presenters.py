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


def case_summary(case: CaseSummary) -> dict[str, JSON]:
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


def case(file: CaseFile, words: Words) -> dict[str, JSON]:
    return {
        **case_summary(file.case.summary),
        "screeningIds": file.case.screening_ids,
        "screenings": [screening_summary(each) for each in file.screenings],
        "latestScreening": screening(file.latest, words) if file.latest else None,
        "leadingScreening": screening(file.leading, words) if file.leading else None,
    }


def patient(file: PatientFile) -> JSON:
    return {
        "cases": [_case_of_patient(each) for each in file.cases],
        "screenings": [screening_summary(each) for each in file.screenings],
    }


def _case_of_patient(each: Case) -> JSON:
    return {**case_summary(each.summary), "screeningIds": each.screening_ids}
