"""Where practitioners read: the queue, a case, a screening, a patient. Always within the clinic of their token."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from functions.api import presenters
from functions.api.claims import practitioner
from functions.api.cursors import read_cursor, write_cursor
from functions.api.replies import Reply, reply
from functions.api.review_bodies import PatientSearch
from functions.api.visits import Visit
from functions.service.documents import JSON
from functions.service.errors import NotFoundError, UnreadableRequestError
from functions.service.identifiers import Identifiers
from functions.service.ports import Clock, ReviewStore, Words
from functions.service.reading import case_file, patient_file, stored_screening
from functions.service.records import CaseStatus, Position
from rules.engine.terms import Lane

_ID = re.compile(r"[0-9a-f]{32}")
_LIMIT = re.compile(r"[1-9][0-9]?|100")
_DEFAULT_LIMIT = "25"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDesk:
    """What the desk works with."""

    issuer: str
    archive: ReviewStore
    identifiers: Callable[[], Identifiers]
    cursor_key: Callable[[], bytes]
    words: Words
    clock: Clock

    def get_cases(self, visit: Visit) -> Reply:
        clinic = practitioner(visit.request.claims, self.issuer).clinic
        asked = _asked(visit, {"status", "lane", "limit", "cursor"})
        status = _word(CaseStatus, asked.get("status", CaseStatus.OPEN.value), "status")
        lane = _word(Lane, asked["lane"], "lane") if "lane" in asked else None
        question = f"cases {status} {lane or 'all'}"
        page = self.archive.queue(
            clinic, status, lane, limit=_limit(asked), after=self._after(asked, clinic, question)
        )
        return self._page("cases", [presenters.case_summary(row) for row in page.rows], page.next, clinic, question)

    def get_screenings(self, visit: Visit) -> Reply:
        clinic = practitioner(visit.request.claims, self.issuer).clinic
        asked = _asked(visit, {"lane", "limit", "cursor"})
        # Screenings of the other lanes are read through their cases.
        if asked.get("lane") != Lane.NOTHING_FOUND.value:
            raise UnreadableRequestError("lane")
        question = "nothing found"
        page = self.archive.nothing_found(clinic, limit=_limit(asked), after=self._after(asked, clinic, question))
        rows: list[JSON] = [presenters.screening_summary(row) for row in page.rows]
        return self._page("screenings", rows, page.next, clinic, question)

    def get_case(self, visit: Visit, case_id: str) -> Reply:
        clinic = practitioner(visit.request.claims, self.issuer).clinic
        return reply(HTTPStatus.OK, presenters.case(case_file(clinic, _id(case_id), self.archive), self.words))

    def get_screening(self, visit: Visit, screening_id: str) -> Reply:
        clinic = practitioner(visit.request.claims, self.issuer).clinic
        stored = stored_screening(clinic, _id(screening_id), self.archive)
        return reply(HTTPStatus.OK, presenters.screening(stored, self.words))

    def search_patients(self, visit: Visit) -> Reply:
        clinic = practitioner(visit.request.claims, self.issuer).clinic
        reference = PatientSearch.read(visit.request.json_body()).patientReference
        found = patient_file(clinic, reference, self.archive, self.identifiers())
        return reply(HTTPStatus.OK, presenters.patient(found))

    def _after(self, asked: Mapping[str, str], clinic: str, question: str) -> Position | None:
        return read_cursor(
            asked.get("cursor"), key=self.cursor_key(), clinic=clinic, question=question, now=self.clock()
        )

    def _page(self, name: str, rows: JSON, following: Position | None, clinic: str, question: str) -> Reply:
        cursor = write_cursor(following, key=self.cursor_key(), clinic=clinic, question=question, now=self.clock())
        return reply(HTTPStatus.OK, {name: rows, "next": cursor})


def _asked(visit: Visit, known: set[str]) -> Mapping[str, str]:
    asked = visit.request.query()
    if asked.keys() - known:
        raise UnreadableRequestError("unknown_parameter")
    return asked


def _word[Word: StrEnum](words: type[Word], text: str, parameter: str) -> Word:
    try:
        return words(text)
    except ValueError:
        raise UnreadableRequestError(parameter) from None


def _limit(asked: Mapping[str, str]) -> int:
    limit = asked.get("limit", _DEFAULT_LIMIT)
    if not _LIMIT.fullmatch(limit):
        raise UnreadableRequestError("limit")
    return int(limit)


def _id(text: str) -> str:
    """An id that cannot exist is not found, like one that does not."""
    if not _ID.fullmatch(text):
        raise NotFoundError
    return text
