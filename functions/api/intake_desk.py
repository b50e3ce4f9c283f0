"""Where forms arrive: reads one request, has it assessed and stored, and answers with a receipt.

Every reply carries crisis information, a refusal too; as much of it as is known at that moment.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from functions import telemetry
from functions.api import presenters
from functions.api.claims import Machine
from functions.api.crisis import crisis_information
from functions.api.envelope import read_draft, read_submission
from functions.api.replies import Reply, reply
from functions.api.visits import Visit
from functions.service.assessment import ANY_SITE, assess
from functions.service.drafts import save_draft
from functions.service.entries import Arrival
from functions.service.errors import NotFoundError, QuestionnaireUnknownError
from functions.service.forms import Form
from functions.service.identifiers import Identifiers
from functions.service.ports import ClinicSettings, Clock, Evaluation, IntakeStore
from functions.service.records import CaseMove
from functions.service.submission import submit
from rules.engine.site import SiteSettings

_DRAFT_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeDesk:
    """What the desk works with."""

    questionnaire: Callable[[SiteSettings], tuple[str, str]]
    evaluate: Evaluation
    clinics: ClinicSettings
    identifiers: Callable[[], Identifiers]
    store: IntakeStore
    clock: Clock

    def post_screening(self, visit: Visit) -> Reply:
        form = read_submission(visit.request.json_body())
        arrival = self._arrival(visit, visit.machine, form, draft=False)
        key = visit.request.idempotency_key()
        stored = submit(arrival, key, identifiers=self.identifiers(), destination=self.store, patience=visit.patience)
        _report(visit, arrival, "screening received", replayed=stored.replayed, screening_id=stored.id)
        if not stored.replayed:
            _count("ScreeningReceived", stored.move)
        return reply(HTTPStatus.CREATED, presenters.receipt(stored, visit.crisis))

    def put_draft(self, visit: Visit, draft_id: str) -> Reply:
        if not _DRAFT_ID.fullmatch(draft_id):
            raise NotFoundError
        form, revision = read_draft(visit.request.json_body())
        arrival = self._arrival(visit, visit.machine, form, draft=True)
        move = save_draft(
            arrival,
            draft_id.replace("-", "").lower(),
            revision,
            identifiers=self.identifiers(),
            destination=self.store,
            patience=visit.patience,
        )
        _report(visit, arrival, "draft saved")
        _count("DraftSaved", move)
        return reply(HTTPStatus.OK, presenters.draft_saved(draft_id, revision, visit.crisis))

    def _arrival(self, visit: Visit, submitter: Machine, form: Form, *, draft: bool) -> Arrival:
        now = self.clock()
        try:
            arrival = self._assessed(submitter, form, now, draft=draft)
        except Exception:
            # Whatever went wrong, nothing can be stored; but whoever is in danger is told where help is.
            self._tell_where_help_is(visit, form, now)
            raise
        visit.crisis = crisis_information(arrival.screening.crisis, arrival.site.country)
        return arrival

    def _assessed(self, submitter: Machine, form: Form, now: datetime, *, draft: bool) -> Arrival:
        site = self.clinics.of(submitter.clinic)
        if (form.questionnaire_id, form.questionnaire_version) != self.questionnaire(site):
            raise QuestionnaireUnknownError
        return Arrival(
            form=form,
            screening=assess(form, site, self.evaluate, now=now, draft=draft),
            site=site,
            reach=self.clinics.reach_of(submitter.clinic),
            submitter=submitter.client,
            received_at=now,
        )

    def _tell_where_help_is(self, visit: Visit, form: Form, now: datetime) -> None:
        """Without the answers' say, what holds anywhere stays in place."""
        with suppress(Exception):
            crisis = assess(form, ANY_SITE, self.evaluate, now=now, draft=True).crisis
            if crisis:
                visit.crisis = crisis_information(crisis, ANY_SITE.country)


def _report(
    visit: Visit, arrival: Arrival, event: str, *, replayed: bool = False, screening_id: str | None = None
) -> None:
    screening = arrival.screening
    telemetry.log(
        event,
        request_id=visit.request.id,
        clinic=arrival.clinic,
        screening_id=screening_id,
        replayed=replayed,
        phase=screening.phase,
        fault_count=len(screening.faults),
    )
    if screening.faults:
        telemetry.measure("RuleFault", value=len(screening.faults))
        for rule in screening.faults:
            telemetry.log("rule fault", request_id=visit.request.id, rule_id=rule)


def _count(event: str, move: CaseMove | None) -> None:
    """Counts only. That a case was raised would tell a result, so it counts as joined."""
    opened = "CaseOpened" if move is CaseMove.OPENED else "CaseJoined"
    telemetry.measure(event, *([opened] if move else []))
