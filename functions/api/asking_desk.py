"""Where a clinic asks its patient for what is missing. The link is shown once; a person of the clinic sends it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from functions.api import presenters
from functions.api.casework_bodies import AskBody, Nothing
from functions.api.casework_desk import CaseworkDesk
from functions.api.ids import known_form
from functions.api.read_log import record_read
from functions.api.replies import Reply, reply, tag_of
from functions.api.visits import Visit
from functions.service.access import Access, Seen
from functions.service.casework.asking import Ask, OpenQuestions, Withdraw
from functions.service.casework.counted import questions_of
from functions.service.errors import NotFoundError
from functions.service.information import ID_BYTES, SECRET_BYTES, new_token, token_hash
from functions.service.ports import Questions, Words
from functions.service.records import Case

PAGE: Final = "/answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingDesk:
    """What the desk works with. `origin` is where the pages are served; `random` gives so many unguessable bytes."""

    casework: CaseworkDesk
    items: Questions
    words: Words
    origin: str
    random: Callable[[int], bytes]

    def offer(self, visit: Visit, case_id: str) -> Reply:
        """What could be asked."""
        clinic = visit.person.clinic
        case = self.casework.store.case(clinic, known_form(case_id))
        if case is None:
            raise NotFoundError
        offered = self._offered(case, clinic)
        record_read(self.casework, visit, Seen(access=Access.OPEN_QUESTIONS, case_id=case_id))
        body = {"questions": [each.to_json() for each in offered.questions.values()]}
        return reply(HTTPStatus.OK, {**body, **presenters.waiting(case.summary)}, headers=tag_of(case))

    def ask(self, visit: Visit, case_id: str) -> Reply:
        asked = AskBody.read(visit.request.json_body())
        clinic = visit.person.clinic
        request_id = self.random(ID_BYTES).hex()
        token = new_token(clinic, request_id, self.random(SECRET_BYTES))
        move = Ask(
            link_ids=None if asked.linkIds is None else tuple(dict.fromkeys(asked.linkIds)),
            valid_for=timedelta(days=asked.validForDays),
            request_id=request_id,
            token_hash=token_hash(self.casework.identifiers(), token),
            offered=lambda case: self._offered(case, clinic),
        )
        return self.casework.perform(visit, case_id, move, lambda case: self._asked(case, request_id, token))

    def withdraw(self, visit: Visit, case_id: str, request_id: str) -> Reply:
        Nothing.read(visit.request.json_body())
        return self.casework.perform(visit, case_id, Withdraw(request_id=known_form(request_id)))

    def _offered(self, case: Case, clinic: str) -> OpenQuestions:
        items = self.items(self.casework.clinics.of(clinic))
        return questions_of(case, clinic, self.casework.archive, self.words, items)

    def _asked(self, case: Case, request_id: str, token: str) -> Reply:
        """The link, if this very call made it: a repetition learns that the patient was asked, and no link."""
        awaiting = case.summary.work.awaiting
        made = awaiting is not None and awaiting.request_id == request_id
        # The token stands behind the #: no browser sends it to a server with the address.
        link = f"{self.origin}{PAGE}#{token}" if made else None
        status = HTTPStatus.CREATED if made else HTTPStatus.OK
        return reply(status, {**presenters.case_row(case.summary), "link": link}, headers=tag_of(case))
