"""A patient is asked for what is missing: one request at a time, answered through a link that a person sends.

The case's clock stands still meanwhile only where nobody has to be called (`CaseSummary.paused_until`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from functions.service.casework.journal import Deed
from functions.service.casework.moves import Moved, Waking, still_open
from functions.service.casework.open_questions import OpenQuestion
from functions.service.casework.work import Awaiting
from functions.service.documents import JSON
from functions.service.errors import ContentRefusedError, MoveRefusedError
from functions.service.information import ANSWERABLE, InformationRequest
from functions.service.notices import Event
from functions.service.records import Case
from functions.service.staff import COLLECTING, Person, Role
from rules.engine.terms import Contact, Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestions:
    """What a case could ask its patient: questions by link id, and the screening whose form they belong to."""

    questions: Mapping[str, OpenQuestion]
    screening_id: str
    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Asks for some of the open questions, or for all of them.

    `request_id` and `token_hash` are of the link that is shown once; they are not part of what is repeated, so that a
    repetition is recognised and shows no link.
    """

    link_ids: tuple[str, ...] | None
    valid_for: timedelta = ANSWERABLE
    request_id: str
    token_hash: str
    offered: Callable[[Case], OpenQuestions]
    deed: ClassVar[Deed] = Deed.INFORMATION_REQUESTED
    admits: ClassVar[frozenset[Role]] = COLLECTING

    def content(self) -> Mapping[str, JSON]:
        return {
            "linkIds": None if self.link_ids is None else list(self.link_ids),
            "validForDays": self.valid_for.days,
        }

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        still_open(case)
        _nobody_waits(case, at)
        offered = self.offered(case)
        link_ids = self._picked(offered.questions)
        request = InformationRequest(
            clinic=by.clinic,
            id=self.request_id,
            case_id=case.summary.id,
            screening_id=offered.screening_id,
            patient_key=case.patient_key,
            patient_reference=case.summary.patient_reference,
            phase=offered.phase,
            link_ids=link_ids,
            token_hash=self.token_hash,
            expires_at=at + self.valid_for,
        )
        awaiting = Awaiting(request_id=request.id, expires_at=request.expires_at.isoformat())
        return Moved(
            case=_awaiting(case, awaiting),
            event=Event.CASE_INFORMATION_REQUESTED,
            waking=_paused(case),
            asks=request,
            added={"requestId": request.id, "asked": list(link_ids), "expiresAt": awaiting.expires_at},
        )

    def _picked(self, offered: Mapping[str, OpenQuestion]) -> tuple[str, ...]:
        if self.link_ids is None:
            if not offered:
                raise MoveRefusedError("nothing_to_ask")
            return tuple(offered)
        picked = set(self.link_ids)
        faults = [
            (f"/linkIds/{place}", "not_an_open_question")
            for place, link_id in enumerate(self.link_ids)
            if link_id not in offered
        ]
        if faults:
            raise ContentRefusedError(*faults)
        return tuple(link_id for link_id in offered if link_id in picked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Takes a request back: its link opens nothing any more."""

    request_id: str
    deed: ClassVar[Deed] = Deed.INFORMATION_WITHDRAWN
    admits: ClassVar[frozenset[Role]] = COLLECTING

    def content(self) -> Mapping[str, JSON]:
        return {"requestId": self.request_id}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        del by, at
        still_open(case)
        awaiting = case.summary.work.awaiting
        if awaiting is None or awaiting.request_id != self.request_id:
            raise MoveRefusedError("request_is_not_open")
        anew = Waking.ANEW if case.summary.contact is Contact.ROUTINE else Waking.KEPT
        return Moved(case=_awaiting(case, None), waking=anew)


def _paused(case: Case) -> Waking:
    """Somebody who has to be called is called, whatever was asked."""
    return Waking.PAUSED if case.summary.contact is Contact.ROUTINE else Waking.KEPT


def _nobody_waits(case: Case, at: datetime) -> None:
    awaiting = case.summary.work.awaiting
    if awaiting is not None and at < datetime.fromisoformat(awaiting.expires_at):
        raise MoveRefusedError("request_is_open")


def _awaiting(case: Case, awaiting: Awaiting | None) -> Case:
    return replace(case, summary=replace(case.summary, work=replace(case.summary.work, awaiting=awaiting)))
