"""One audit entry for each read of a patient's record: who saw what, when. Must not know where entries are kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from functions.service.identifiers import Identifiers


class Access(StrEnum):
    """What was read."""

    CASE = "case.read"
    SCREENING = "screening.read"
    OPEN_QUESTIONS = "open_questions.read"
    PATIENT = "patient.searched"
    CASE_LIST = "cases.listed"
    SCREENING_LIST = "screenings.listed"
    RECORD = "record.exported"
    CASE_EXPORT = "cases.exported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was shown. A list names how many rows it had and not which; a patient is named by a keyed hash."""

    access: Access
    case_id: str | None = None
    screening_id: str | None = None
    patient_key: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEntry:
    """Who saw it, when; with a keyed digest, so that an entry made by somebody else can be told."""

    clinic: str
    id: str
    actor: str
    at: datetime
    seen: Seen
    digest: str


class AccessLog(Protocol):
    """Where accesses are kept."""

    def record(self, entry: AccessEntry) -> None:
        """Keeps the entry for good. Raises ReadNotRecordedError; then nothing may be shown."""


def access_entry(
    seen: Seen, *, clinic: str, actor: str, request_id: str, at: datetime, identifiers: Identifiers
) -> AccessEntry:
    """The same for every repetition of one request, so that a lost reply makes no second entry."""
    entry_id = identifiers.attempt("access", request_id, seen.access)
    return AccessEntry(
        clinic=clinic,
        id=entry_id,
        actor=actor,
        at=at,
        seen=seen,
        digest=access_digest(
            identifiers, clinic=clinic, entry_id=entry_id, actor=actor, at=at.isoformat(), seen=seen
        ),
    )


def access_digest(identifiers: Identifiers, *, clinic: str, entry_id: str, actor: str, at: str, seen: Seen) -> str:
    """Covers everything the entry says."""
    said = (seen.access, seen.case_id, seen.screening_id, seen.patient_key, seen.count)
    return identifiers.digest(
        "access", "\n".join("" if each is None else str(each) for each in (clinic, entry_id, at, *said, actor))
    )
