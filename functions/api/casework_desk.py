"""Where people work on a case: reads one request, has the move carried out, answers with the case as it is then.

Every change names the state it was made for (`If-Match`); a caller who saw another one is shown the current one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from functions import telemetry
from functions.api import presenters
from functions.api.casework_bodies import (
    AssignBody,
    CommentBody,
    ConfirmationBody,
    ContactBody,
    CorrectionsBody,
    DecisionBody,
    Nothing,
    ReattributionBody,
    ReopeningBody,
    RescreeningBody,
)
from functions.api.ids import known_form
from functions.api.problems import problem_body, problem_of
from functions.api.read_log import record_read
from functions.api.replies import Reply, reply, tag_of
from functions.api.visits import Visit
from functions.service.access import Access, AccessLog, Seen
from functions.service.assessment import today_at
from functions.service.casework.correcting import Correct, Correction, Rescreening
from functions.service.casework.counted import findings_of
from functions.service.casework.deciding import Decide
from functions.service.casework.moves import Claim, Move, Release
from functions.service.casework.performing import Performance
from functions.service.casework.reattributing import Reattribute, Reattribution
from functions.service.errors import CaseChangedError
from functions.service.identifiers import Identifiers
from functions.service.ports import CaseworkStore, Clock, DecisionSettings, ReviewStore
from functions.service.records import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseworkDesk:
    """What the desk works with."""

    store: CaseworkStore
    archive: ReviewStore
    accesses: AccessLog
    clinics: DecisionSettings
    rescreening: Callable[[], Rescreening]
    reattribution: Callable[[], Reattribution]
    identifiers: Callable[[], Identifiers]
    clock: Clock

    def claim(self, visit: Visit, case_id: str) -> Reply:
        Nothing.read(visit.request.json_body())
        return self.perform(visit, case_id, Claim())

    def release(self, visit: Visit, case_id: str) -> Reply:
        Nothing.read(visit.request.json_body())
        return self.perform(visit, case_id, Release())

    def assign(self, visit: Visit, case_id: str) -> Reply:
        return self.perform(visit, case_id, AssignBody.read(visit.request.json_body()).move())

    def comment(self, visit: Visit, case_id: str) -> Reply:
        return self.perform(visit, case_id, CommentBody.read(visit.request.json_body()).move())

    def log_contact(self, visit: Visit, case_id: str) -> Reply:
        return self.perform(visit, case_id, ContactBody.read(visit.request.json_body()).move())

    def correct(self, visit: Visit, case_id: str) -> Reply:
        asked = CorrectionsBody.read(visit.request.json_body())
        corrections = tuple(part.correction() for part in asked.corrections)
        return self._rescreen(visit, case_id, corrections, asked.screeningId)

    def rescreen(self, visit: Visit, case_id: str) -> Reply:
        asked = RescreeningBody.read(visit.request.json_body())
        return self._rescreen(visit, case_id, (), asked.screeningId)

    def decide(self, visit: Visit, case_id: str) -> Reply:
        asked = DecisionBody.read(visit.request.json_body())
        clinic = visit.person.clinic
        move = Decide(
            decision=asked.decision,
            reasons=tuple(dict.fromkeys(asked.reasons)),
            overrides=tuple(part.override() for part in asked.overrides),
            defer_until=asked.deferUntil,
            defer_condition=asked.deferCondition,
            comment=asked.comment,
            today=today_at(self.clinics.of(clinic), self.clock()),
            findings_of=lambda case: findings_of(case, clinic, self.archive),
            waiver=self.clinics.waiver_of(clinic),
        )
        return self.perform(visit, case_id, move)

    def confirm(self, visit: Visit, case_id: str) -> Reply:
        return self.perform(visit, case_id, ConfirmationBody.read(visit.request.json_body()).move())

    def reopen(self, visit: Visit, case_id: str) -> Reply:
        return self.perform(visit, case_id, ReopeningBody.read(visit.request.json_body()).move())

    def reattribute(self, visit: Visit, case_id: str) -> Reply:
        asked = ReattributionBody.read(visit.request.json_body())
        move = Reattribute(
            screening_ids=tuple(dict.fromkeys(asked.screeningIds)),
            reference=asked.patientReference,
            reason=asked.reason,
            comment=asked.comment,
            reattribution=self.reattribution(),
        )
        return self.perform(visit, case_id, move)

    def _rescreen(
        self, visit: Visit, case_id: str, corrections: tuple[Correction, ...], screening_id: str | None
    ) -> Reply:
        move = Correct(corrections=corrections, screening_id=screening_id, rescreening=self.rescreening())
        return self.perform(visit, case_id, move)

    def perform(self, visit: Visit, case_id: str, move: Move, shown: Callable[[Case], Reply] | None = None) -> Reply:
        """The case as it is after the move, or the reply that `shown` makes of it."""
        known_form(case_id)
        version = visit.request.expected_version()
        performance = Performance(
            store=self.store,
            identifiers=self.identifiers(),
            clock=self.clock,
            patience=visit.patience,
            reach=lambda: self.clinics.reach_of(visit.person.clinic),
        )
        try:
            case = performance.perform(case_id, version, visit.person, move)
        except CaseChangedError as changed:
            return self._as_it_is_now(visit, performance.case(visit.person.clinic, case_id), changed)
        telemetry.log("case changed", request_id=visit.request.id, case_id=case_id, deed=move.deed)
        telemetry.measure("CaseChanged")
        return shown(case) if shown else _shown(case)

    def _as_it_is_now(self, visit: Visit, case: Case, changed: CaseChangedError) -> Reply:
        """Nothing was changed, so no change tells who saw the case: the read is recorded like every other."""
        record_read(self, visit, Seen(access=Access.CASE, case_id=case.summary.id))
        problem = problem_of(changed)
        body = {**problem_body(problem, changed, visit.request.id), "current": presenters.case_row(case.summary)}
        return reply(problem.status, body, headers=tag_of(case), kind="application/problem+json")


def _shown(case: Case) -> Reply:
    return reply(HTTPStatus.OK, presenters.case_row(case.summary), headers=tag_of(case))
