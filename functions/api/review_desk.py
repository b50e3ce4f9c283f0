"""Where practitioners read: the queue, a case, a screening, a patient. Always within the clinic of their token."""

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from http import HTTPStatus

from functions.api import presenters
from functions.api.cursors import read_cursor, write_cursor
from functions.api.ids import known_form
from functions.api.queue_questions import PARAMETERS, queue_filter
from functions.api.read_log import record_read
from functions.api.replies import Reply, reply, tag_of
from functions.api.review_bodies import PatientSearch
from functions.api.visits import Visit
from functions.service.access import Access, AccessLog, Seen
from functions.service.counts import counts_of
from functions.service.documents import JSON
from functions.service.errors import UnreadableRequestError
from functions.service.identifiers import Identifiers
from functions.service.past_treatment import past_treatment
from functions.service.ports import Clock, Evaluation, ReviewStore, Words
from functions.service.reading import case_file, patient_file, stored_screening
from functions.service.records import Position
from rules.engine.terms import Lane

_LIMIT = re.compile(r"[1-9][0-9]?|100")
_DEFAULT_LIMIT = "25"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDesk:
    """What the desk works with."""

    archive: ReviewStore
    accesses: AccessLog
    identifiers: Callable[[], Identifiers]
    cursor_key: Callable[[], bytes]
    words: Words
    evaluate: Evaluation
    clock: Clock

    def get_cases(self, visit: Visit) -> Reply:
        reader = visit.person
        asked = _asked(visit, PARAMETERS | {"limit", "cursor"})
        wanted = queue_filter(asked, reader.subject)
        question = f"cases {wanted}"
        after = self._after(asked, reader.clinic, question)
        page = self.archive.queue(reader.clinic, wanted, limit=_limit(asked), after=after)
        record_read(self, visit, Seen(access=Access.CASE_LIST, count=len(page.rows)))
        rows: list[JSON] = [presenters.case_row(row) for row in page.rows]
        return self._page("cases", rows, page.next, reader.clinic, question)

    def get_counts(self, visit: Visit) -> Reply:
        """How many open cases wait in each lane, with whom, and how many are overdue."""
        reader = visit.person
        _asked(visit, set())
        counted = counts_of(reader.clinic, self.archive, now=self.clock())
        return reply(HTTPStatus.OK, counted.to_json())

    def get_screenings(self, visit: Visit) -> Reply:
        reader = visit.person
        asked = _asked(visit, {"lane", "limit", "cursor"})
        # Screenings of the other lanes are read through their cases.
        if asked.get("lane") != Lane.NOTHING_FOUND.value:
            raise UnreadableRequestError("lane")
        question = "nothing found"
        after = self._after(asked, reader.clinic, question)
        page = self.archive.nothing_found(reader.clinic, limit=_limit(asked), after=after)
        record_read(self, visit, Seen(access=Access.SCREENING_LIST, count=len(page.rows)))
        rows: list[JSON] = [presenters.screening_summary(row) for row in page.rows]
        return self._page("screenings", rows, page.next, reader.clinic, question)

    def get_case(self, visit: Visit, case_id: str) -> Reply:
        reader = visit.person
        file = case_file(reader.clinic, known_form(case_id), self.archive)
        record_read(self, visit, Seen(access=Access.CASE, case_id=case_id))
        return reply(HTTPStatus.OK, presenters.case(file, self.words), headers=tag_of(file.case))

    def get_screening(self, visit: Visit, screening_id: str) -> Reply:
        reader = visit.person
        stored = stored_screening(reader.clinic, known_form(screening_id), self.archive)
        record_read(
            self,
            visit,
            Seen(access=Access.SCREENING, screening_id=screening_id, case_id=stored.summary.case_id),
        )
        history = past_treatment(stored, self.evaluate)
        return reply(HTTPStatus.OK, presenters.screening_file(stored, self.words, history))

    def search_patients(self, visit: Visit) -> Reply:
        reader = visit.person
        reference = PatientSearch.read(visit.request.json_body()).patientReference
        identifiers = self.identifiers()
        found = patient_file(reader.clinic, reference, self.archive, identifiers)
        record_read(
            self,
            visit,
            Seen(
                access=Access.PATIENT,
                patient_key=identifiers.patient(reader.clinic, reference),
                case_id=found.cases[0].summary.id if found.cases else None,
                count=len(found.screenings),
            ),
        )
        return reply(HTTPStatus.OK, presenters.patient(found))

    def _after(self, asked: Mapping[str, str], clinic: str, question: str) -> Position | None:
        return read_cursor(
            asked.get("cursor"), key=self.cursor_key(), clinic=clinic, question=question, now=self.clock()
        )

    def _page(self, name: str, rows: JSON, following: Position | None, clinic: str, question: str) -> Reply:
        cursor = write_cursor(following, key=self.cursor_key(), clinic=clinic, question=question, now=self.clock())
        return reply(HTTPStatus.OK, {name: rows, "next": cursor})


def _asked(visit: Visit, known: AbstractSet[str]) -> Mapping[str, str]:
    asked = visit.request.query()
    if asked.keys() - known:
        raise UnreadableRequestError("unknown_parameter")
    return asked


def _limit(asked: Mapping[str, str]) -> int:
    limit = asked.get("limit", _DEFAULT_LIMIT)
    if not _LIMIT.fullmatch(limit):
        raise UnreadableRequestError("limit")
    return int(limit)
