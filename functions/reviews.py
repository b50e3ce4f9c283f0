"""The function people of a clinic talk to: they read its cases and work on them. Every read is recorded."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial
from secrets import token_bytes
from time import monotonic
from typing import Any, NamedTuple

import functions.starting as start  # before the others: see there
from functions.adapters.clinic_settings import ClinicParameters
from functions.adapters.courses import ReleasedScoring
from functions.adapters.dynamodb.accesses import AccessTable
from functions.adapters.dynamodb.casework import CaseworkTable
from functions.adapters.dynamodb.figures import FigureTable
from functions.adapters.dynamodb.reviews import ReviewTable
from functions.adapters.released import ReleasedRules, ReleasedWording, current_rule_set
from functions.adapters.secrets import SecretKey
from functions.api import casework_operations as work
from functions.api import figures_operations as figures_at
from functions.api import review_operations as at
from functions.api.application import Handler, Routes, application
from functions.api.asking_desk import AskingDesk
from functions.api.casework_desk import CaseworkDesk
from functions.api.claims import Gate
from functions.api.course_desk import CourseDesk
from functions.api.figures_desk import FiguresDesk
from functions.api.review_desk import ReviewDesk
from functions.service.casework.other_reference import StoredReattribution
from functions.service.casework.rescreening import StoredRescreening
from functions.service.documents import JSON
from functions.service.identifiers import Identifiers
from functions.settings import ReviewsSettings
from rules.engine.screening import Screening


class Desks(NamedTuple):
    """Where staff are served: what they read, work on, ask for, follow up, and count."""

    reading: ReviewDesk
    working: CaseworkDesk
    asking: AskingDesk
    following: CourseDesk
    figures: FiguresDesk


def opened(desks: Desks, gate: Gate) -> Handler:
    """The routes of this function."""
    reading, working, asking, following, figures = desks
    routes: Routes = {
        at.GET_CASES: reading.get_cases,
        at.GET_COUNTS: reading.get_counts,
        at.GET_CASE: reading.get_case,
        at.GET_SCREENINGS: reading.get_screenings,
        at.GET_SCREENING: reading.get_screening,
        at.SEARCH_PATIENTS: reading.search_patients,
        at.GET_COURSE: following.of_case,
        at.FIND_COURSE: following.of_patient,
        figures_at.GET_FIGURES: figures.get_figures,
        work.CLAIM: working.claim,
        work.RELEASE: working.release,
        work.ASSIGN: working.assign,
        work.COMMENT: working.comment,
        work.LOG_CONTACT: working.log_contact,
        work.CORRECT: working.correct,
        work.RESCREEN: working.rescreen,
        work.DECIDE: working.decide,
        work.CONFIRM: working.confirm,
        work.REOPEN: working.reopen,
        work.REATTRIBUTE: working.reattribute,
        work.OFFER_QUESTIONS: asking.offer,
        work.REQUEST_INFORMATION: asking.ask,
        work.WITHDRAW_REQUEST: asking.withdraw,
    }
    return application(routes, gate=gate, for_forms=False)


def desks_for(settings: ReviewsSettings) -> Desks:
    key = SecretKey(settings.identifier_key_arn)
    identifiers = cache(lambda: Identifiers(key()))
    clinics = ClinicParameters(settings.clinics_prefix, monotonic)
    clock = partial(datetime.now, UTC)
    archive = ReviewTable(settings.table_name, queue_index=settings.queue_index, patient_index=settings.patient_index)
    words = ReleasedWording()
    # The rules take longer to load than to read a case: they are there when somebody first looks at a past treatment,
    # or has a case screened again.
    rules = cache(lambda: ReleasedRules(current_rule_set()))

    def evaluate(answers: Mapping[str, JSON], **options: Any) -> Screening:
        return rules().screen(answers, **options)

    @cache
    def rescreening() -> StoredRescreening:
        return StoredRescreening(
            archive=archive,
            clinics=clinics,
            evaluate=rules().screen,
            questions=lambda site: rules().questions(site),
            identifiers=identifiers(),
        )

    @cache
    def reattribution() -> StoredReattribution:
        return StoredReattribution(
            archive=archive, clinics=clinics, evaluate=rules().screen, identifiers=identifiers()
        )

    accesses = AccessTable(settings.table_name)
    reading = ReviewDesk(
        archive=archive,
        accesses=accesses,
        identifiers=identifiers,
        cursor_key=SecretKey(settings.cursor_key_arn),
        words=words,
        evaluate=evaluate,
        clock=clock,
    )
    working = CaseworkDesk(
        store=CaseworkTable(settings.table_name, archive),
        archive=archive,
        accesses=accesses,
        clinics=clinics,
        rescreening=rescreening,
        reattribution=reattribution,
        identifiers=identifiers,
        clock=clock,
    )
    asking = AskingDesk(
        casework=working,
        items=lambda site: rules().items(site),
        words=words,
        origin=settings.public_origin,
        random=token_bytes,
    )
    following = CourseDesk(
        archive=archive,
        accesses=reading.accesses,
        identifiers=identifiers,
        clinics=clinics,
        scoring=ReleasedScoring(rules),
        words=words,
        clock=clock,
    )
    figures = FiguresDesk(archive=archive, counted=FigureTable(settings.table_name), clinics=clinics, clock=clock)
    return Desks(reading, working, asking, following, figures)


_SETTINGS = ReviewsSettings.parse(os.environ)
handler = opened(desks_for(_SETTINGS), Gate(_SETTINGS.token_issuer, _SETTINGS.staff_client_id))
start.over()
