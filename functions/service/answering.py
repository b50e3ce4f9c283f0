"""A patient answers an information request: the answers are stored at once, with a screening of what they say alone.

Whoever takes them in can read requests and nothing else. They join the patient's case blindly, like a form; what they
mean together with earlier answers is told by the screening that follows (`casework.merging`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.service.casework.correcting import in_case
from functions.service.documents import written
from functions.service.entries import Arrival, audit_digest, screening_entry
from functions.service.errors import NotFoundError, RequestClosedError, UnreadableBodyError
from functions.service.forms import Form
from functions.service.identifiers import Identifiers
from functions.service.information import ANSWERER, InformationRequest, KeptRequest, RequestState, opens, token_parts
from functions.service.ports import IntakeStore, Patience, RequestStore
from functions.service.records import AuditEntry, CaseMove, Response, ScreeningEntry, Write
from functions.service.storing import store
from functions.service.submission import Receipt

_SOURCE: Final = "information-request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What answers are taken in with."""

    requests: RequestStore
    destination: IntakeStore
    identifiers: Identifiers
    patience: Patience

    def request(self, token: str) -> KeptRequest:
        """The request behind the token. Raises NotFoundError, the same for every token that opens nothing."""
        named = token_parts(token)
        kept = self.requests.request(*named) if named else None
        if not opens(kept, token, self.identifiers) or kept is None:
            raise NotFoundError
        return kept

    def body_hash(self, answers: Mapping[str, Any]) -> str:
        return self.identifiers.digest("information-answers", written(answers, ordered=True))

    def repeated(self, kept: KeptRequest, answers: Mapping[str, Any]) -> Receipt | None:
        """The receipt of the same answers, when they are stored already."""
        if kept.state is not RequestState.ANSWERED or kept.body_hash != self.body_hash(answers):
            return None
        return self._receipt(kept.request, kept.answered_at or "", replayed=True, move=None)

    def take(self, request: InformationRequest, arrival: Arrival) -> Receipt:
        """Stores the answers, once. Raises NotFoundError when the request was answered or ended meanwhile."""
        write = self._write(request, arrival)
        try:
            move = store(write, self.destination, self.patience)
        except RequestClosedError:
            return self._answered_meanwhile(request, arrival)
        return self._receipt(request, arrival.received_at.isoformat(), replayed=False, move=move)

    def _answered_meanwhile(self, request: InformationRequest, arrival: Arrival) -> Receipt:
        """By somebody else, or by this very request, whose acknowledgement was lost."""
        kept = self.requests.request(request.clinic, request.id)
        receipt = self.repeated(kept, arrival.form.answers) if kept else None
        if receipt is None:
            raise NotFoundError from None
        return receipt

    def _write(self, request: InformationRequest, arrival: Arrival) -> Write:
        screening_id = self.identifiers.response_screening(request.clinic, request.id)
        entry = in_case(screening_entry(arrival, self.identifiers, screening_id, draft=True), request.case_id)
        return Write(
            request_id=self.identifiers.attempt(entry.id, arrival.received_at.isoformat()),
            at=arrival.received_at,
            screening=entry,
            audit=self._audit(entry),
            response=Response(request=request, body_hash=self.body_hash(arrival.form.answers)),
        )

    def _audit(self, entry: ScreeningEntry) -> AuditEntry:
        digest = audit_digest(self.identifiers, entry.id, entry.answers, entry.record)
        return AuditEntry(id=entry.id, actor=ANSWERER, action="information.answered", digest=digest)

    def _receipt(
        self, request: InformationRequest, received_at: str, *, replayed: bool, move: CaseMove | None
    ) -> Receipt:
        screening_id = self.identifiers.response_screening(request.clinic, request.id)
        return Receipt(id=screening_id, received_at=received_at, replayed=replayed, move=move)


def response_form(request: InformationRequest, questionnaire: tuple[str, str], answers: Mapping[str, Any]) -> Form:
    """The answers as a part of a form. Raises UnreadableBodyError for none at all, or for what was not asked."""
    if not answers:
        raise UnreadableBodyError("missing", "/answers")
    if not answers.keys() <= set(request.link_ids):
        raise UnreadableBodyError("not_asked", "/answers")
    return Form(
        questionnaire_id=questionnaire[0],
        questionnaire_version=questionnaire[1],
        phase=request.phase,
        patient_reference=request.patient_reference,
        requested_route=None,
        submitted_at=None,
        source=_SOURCE,
        answers=answers,
    )
