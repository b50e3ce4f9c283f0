"""Where a patient answers an information request: no account, a one-time token in the body, no word of any result.

Every reply carries crisis information. A token that is wrong, used, expired or withdrawn gets the same reply.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final, cast

from functions import telemetry
from functions.api import presenters
from functions.api.crisis import crisis_information
from functions.api.envelope import read_response, read_token
from functions.api.replies import Reply, reply
from functions.api.visits import Visit
from functions.service.answering import Answering, response_form
from functions.service.assessment import ANY_SITE, assess
from functions.service.documents import JSON
from functions.service.entries import Arrival
from functions.service.errors import NotFoundError
from functions.service.forms import Form
from functions.service.identifiers import Identifiers
from functions.service.information import ANSWERER, InformationRequest, Question
from functions.service.ports import ClinicSettings, Clock, Evaluation, IntakeStore, Questions, RequestStore
from rules.engine.site import SiteSettings
from rules.engine.terms import Phase

# What a form needs to show a question; what the clinic makes of the answer is not among it.
_SHOWN: Final = ("linkId", "ask", "help", "kind", "options", "anchors", "units", "required")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersDesk:
    """What the desk works with."""

    questionnaire: Callable[[SiteSettings], tuple[str, str]]
    items: Questions
    evaluate: Evaluation
    clinics: ClinicSettings
    identifiers: Callable[[], Identifiers]
    requests: RequestStore
    store: IntakeStore
    clock: Clock

    def post_questions(self, visit: Visit) -> Reply:
        token = read_token(visit.request.json_body())
        kept = self._answering(visit).request(token)
        if not kept.answerable(self.clock()):
            raise NotFoundError
        site = self.clinics.of(kept.request.clinic)
        visit.crisis = crisis_information((), site.country)
        items = self.items(site)
        questions = [_shown(items[link_id]) for link_id in kept.request.link_ids if link_id in items]
        return reply(HTTPStatus.OK, {"questions": questions, "crisis": visit.crisis})

    def post_answers(self, visit: Visit) -> Reply:
        token, answers = read_response(visit.request.json_body())
        now = self.clock()
        self._tell_where_help_is(visit, answers, now)
        answering = self._answering(visit)
        kept = answering.request(token)
        stored = answering.repeated(kept, answers)
        if stored is None and not kept.answerable(now):
            raise NotFoundError
        arrival = self._arrival(visit, kept.request, answers, now)
        if stored is None:
            stored = answering.take(kept.request, arrival)
            _report(visit, arrival, stored.id)
        return reply(HTTPStatus.CREATED, presenters.receipt(stored, visit.crisis))

    def _answering(self, visit: Visit) -> Answering:
        return Answering(
            requests=self.requests,
            destination=self.store,
            identifiers=self.identifiers(),
            patience=visit.patience,
        )

    def _arrival(
        self, visit: Visit, request: InformationRequest, answers: Mapping[str, Any], now: datetime
    ) -> Arrival:
        site = self.clinics.of(request.clinic)
        form = response_form(request, self.questionnaire(site), answers)
        # Part of a form: what is absent was not asked. What cannot wait is found in it all the same.
        screening = assess(form, site, self.evaluate, now=now, draft=True)
        visit.crisis = crisis_information(screening.crisis, site.country)
        return Arrival(
            form=form,
            screening=screening,
            site=site,
            submitter=ANSWERER,
            received_at=now,
            reach=self.clinics.reach_of(request.clinic),
            derived_from={"screeningId": request.screening_id, "informationRequestId": request.id},
        )

    def _tell_where_help_is(self, visit: Visit, answers: Mapping[str, Any], now: datetime) -> None:
        """Whoever is in danger is told, whatever becomes of the token."""
        form = Form(
            questionnaire_id="",
            questionnaire_version="",
            phase=Phase.INTAKE,
            patient_reference="",
            requested_route=None,
            submitted_at=None,
            source=None,
            answers=answers,
        )
        with suppress(Exception):
            crisis = assess(form, ANY_SITE, self.evaluate, now=now, draft=True).crisis
            if crisis:
                visit.crisis = crisis_information(crisis, ANY_SITE.country)


def _shown(item: Question) -> dict[str, JSON]:
    shown = {name: item[name] for name in _SHOWN if name in item}
    if "fields" in item:
        shown["fields"] = [_shown(part) for part in cast("list[Question]", item["fields"])]
    return shown


def _report(visit: Visit, arrival: Arrival, screening_id: str) -> None:
    faults = arrival.screening.faults
    telemetry.log(
        "information answered",
        request_id=visit.request.id,
        clinic=arrival.clinic,
        screening_id=screening_id,
        fault_count=len(faults),
    )
    telemetry.measure("InformationAnswered")
    if faults:
        telemetry.measure("RuleFault", value=len(faults))
