"""The public function behind the links clinics send. It reads information requests, and writes answers blindly."""

import os
import time
from datetime import UTC, datetime
from functools import cache, partial

from functions.adapters.clinic_settings import ClinicParameters
from functions.adapters.dynamodb.information import RequestTable
from functions.adapters.dynamodb.intake import IntakeTable
from functions.adapters.released import ReleasedRules, current_rule_set
from functions.adapters.secrets import SecretKey
from functions.api import answers_operations as at
from functions.api.answers_desk import AnswersDesk
from functions.api.application import Handler, Routes, application
from functions.api.claims import Gate
from functions.service.identifiers import Identifiers
from functions.settings import AnswersSettings


def opened(desk: AnswersDesk) -> Handler:
    """The routes of this function."""
    routes: Routes = {
        at.POST_QUESTIONS: desk.post_questions,
        at.POST_ANSWERS: desk.post_answers,
    }
    # Nobody shows an account's token here, so none of any issuer is looked at.
    return application(routes, gate=Gate(""), for_forms=True)


def desk_for(settings: AnswersSettings) -> AnswersDesk:
    rules = ReleasedRules(current_rule_set())
    key = SecretKey(settings.identifier_key_arn)
    return AnswersDesk(
        questionnaire=rules.questionnaire,
        items=rules.items,
        evaluate=rules.screen,
        clinics=ClinicParameters(settings.clinics_prefix, time.monotonic),
        identifiers=cache(lambda: Identifiers(key())),
        requests=RequestTable(settings.table_name),
        store=IntakeTable(settings.table_name),
        clock=partial(datetime.now, UTC),
    )


handler = opened(desk_for(AnswersSettings.parse(os.environ)))
