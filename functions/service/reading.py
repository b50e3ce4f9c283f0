"""What a practitioner reads, always within one clinic. Must not know cursors, queries or permissions."""

from dataclasses import dataclass

from functions.service.casework.comparing import comparison
from functions.service.documents import JSON
from functions.service.errors import NotFoundError
from functions.service.identifiers import Identifiers
from functions.service.ports import JournalRow, ReviewStore
from functions.service.records import Case, ScreeningSummary, StoredScreening

# A page a practitioner can take in; older screenings are found through the patient.
SHOWN_WITH_A_CASE = 20
SHOWN_OF_A_PATIENT = 50
SHOWN_OF_THE_JOURNAL = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case, its most recent screenings in short, and two in full: the latest, and the one that leads the case."""

    case: Case
    screenings: tuple[ScreeningSummary, ...]
    latest: StoredScreening | None
    leading: StoredScreening | None
    changes: JSON
    journal: tuple[JournalRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFile:
    """What a clinic has about one of its patients."""

    cases: tuple[Case, ...]
    screenings: tuple[ScreeningSummary, ...]


def case_file(clinic: str, case_id: str, archive: ReviewStore) -> CaseFile:
    case = archive.case(clinic, case_id)
    if case is None:
        raise NotFoundError
    newest_first = tuple(reversed(case.screening_ids))[:SHOWN_WITH_A_CASE]
    # However many came after it, the screening that says why the case stands where it stands is always shown.
    shown = dict.fromkeys((*newest_first, case.leading_id))
    found = {each: stored for each in shown if (stored := archive.screening(clinic, each)) is not None}
    latest, before = (found.get(each) for each in (*newest_first, "", "")[:2])
    return CaseFile(
        case=case,
        screenings=tuple(stored.summary for stored in found.values()),
        latest=latest,
        leading=found.get(case.leading_id),
        changes=_changes(before, latest),
        journal=archive.journal(clinic, case_id, before=None, limit=SHOWN_OF_THE_JOURNAL),
    )


def _changes(before: StoredScreening | None, latest: StoredScreening | None) -> JSON:
    """What the latest screening changed; nothing for the first one, or for a record this version does not know."""
    if before is None or latest is None:
        return None
    try:
        return comparison(before, latest)
    except (KeyError, TypeError, AttributeError):
        return None


def stored_screening(clinic: str, screening_id: str, archive: ReviewStore) -> StoredScreening:
    stored = archive.screening(clinic, screening_id)
    if stored is None:
        raise NotFoundError
    return stored


def patient_file(clinic: str, reference: str, archive: ReviewStore, identifiers: Identifiers) -> PatientFile:
    """Newest first. A reference nobody used gives an empty file, not an error."""
    # The case's id follows from the reference: it is found however many screenings came since.
    case = archive.case(clinic, identifiers.case(clinic, reference))
    found = archive.patient(clinic, identifiers.patient(clinic, reference))
    ids = [item for kind, item in found if kind == "screening"][:SHOWN_OF_A_PATIENT]
    screenings = [archive.screening(clinic, each) for each in ids]
    return PatientFile(
        cases=(case,) if case else (),
        screenings=tuple(stored.summary for stored in screenings if stored is not None),
    )
