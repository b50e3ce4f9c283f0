"""Where forms arrive: reads one request, has it assessed and stored, and answers with a receipt.

Every reply carries crisis information, a refusal too; as much of it as is known at that moment.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from functions import telemetry
from functions.api import presenters
from functions.api.claims import Machine, machine
from functions.api.crisis import crisis_information
from functions.api.envelope import DraftEnvelope, SubmissionEnvelope
from functions.api.replies import Reply, reply
from functions.api.visits import Visit
from functions.service.assessment import ANY_SITE, assess
from functions.service.drafts import save_draft
from functions.service.entries import Arrival
from functions.service.errors import NotFoundError, QuestionnaireUnknownError, SiteSettingsUnreadableError
from functions.service.forms import Form
from functions.service.identifiers import Identifiers
from functions.service.ports import ClinicSettings, Clock, Evaluation, IntakeStore
from functions.service.submission import submit
from rules.engine.site import SiteSettings

_DRAFT_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeDesk:
    """What the desk works with."""

    issuer: str
    questionnaire: tuple[str, str]
    evaluate: Evaluation
    clinics: ClinicSettings
    identifiers: Callable[[], Identifiers]
    store: IntakeStore
    clock: Clock

    def post_screening(self, visit: Visit) -> Reply:
        submitter = machine(visit.request.claims, self.issuer)
        key = visit.request.idempotency_key()
        form = SubmissionEnvelope.read(visit.request.json_body()).form()
        arrival = self._arrival(visit, submitter, form, draft=False)
        stored = submit(arrival, key, identifiers=self.identifiers(), destination=self.store, patience=visit.patience)
        _report(visit, arrival, replayed=stored.replayed, screening_id=stored.id)
        return reply(HTTPStatus.CREATED, presenters.receipt(stored, visit.crisis))

    def put_draft(self, visit: Visit, draft_id: str) -> Reply:
        submitter = machine(visit.request.claims, self.issuer)
        if not _DRAFT_ID.fullmatch(draft_id):
            raise NotFoundError
        envelope = DraftEnvelope.read(visit.request.json_body())
        arrival = self._arrival(visit, submitter, envelope.form(), draft=True)
        save_draft(
            arrival,
            draft_id.replace("-", "").lower(),
            envelope.revision,
            identifiers=self.identifiers(),
            destination=self.store,
            patience=visit.patience,
        )
        _report(visit, arrival, draft=True)
        return reply(HTTPStatus.OK, presenters.draft_saved(draft_id, envelope.revision, visit.crisis))

    def _arrival(self, visit: Visit, submitter: Machine, form: Form, *, draft: bool) -> Arrival:
        if (form.questionnaire_id, form.questionnaire_version) != self.questionnaire:
            raise QuestionnaireUnknownError
        now = self.clock()
        site = self._site(visit, submitter, form)
        screening = assess(form, site, self.evaluate, now=now, draft=draft)
        visit.crisis = crisis_information(screening.crisis, site.country)
        return Arrival(
            form=form,
            screening=screening,
            site=site,
            submitter=submitter.client,
            received_at=now,
        )

    def _site(self, visit: Visit, submitter: Machine, form: Form) -> SiteSettings:
        try:
            return self.clinics.of(submitter.clinic)
        except SiteSettingsUnreadableError:
            # Nothing can be stored, but whoever is in danger is told where help is.
            screening = assess(form, ANY_SITE, self.evaluate, now=self.clock(), draft=True)
            if screening.crisis:
                visit.crisis = crisis_information(screening.crisis, ANY_SITE.country)
            raise


def _report(
    visit: Visit, arrival: Arrival, *, replayed: bool = False, draft: bool = False, screening_id: str | None = None
) -> None:
    screening = arrival.screening
    telemetry.log(
        "draft saved" if draft else "screening received",
        request_id=visit.request.id,
        clinic=arrival.clinic,
        screening_id=screening_id,
        replayed=replayed,
        phase=screening.phase,
        fault_count=len(screening.faults),
    )
    if screening.faults:
        telemetry.measure("RuleFault", len(screening.faults))
        for rule in screening.faults:
            telemetry.log("rule fault", request_id=visit.request.id, rule_id=rule)
    if not replayed:
        name = "DraftSaved" if draft else "Screening"
        telemetry.measure(name, disposition=screening.strictest, contact=screening.contact)
