"""The function forms talk to. It may write to the table and cannot read from it."""

import os
import time
from datetime import UTC, datetime
from functools import cache, partial

import functions.starting as start  # before the others: see there
from functions.adapters.clinic_settings import ClinicParameters
from functions.adapters.dynamodb.intake import IntakeTable
from functions.adapters.released import ReleasedRules, current_rule_set
from functions.adapters.secrets import SecretKey
from functions.api import intake_operations as at
from functions.api.application import Handler, Routes, application
from functions.api.claims import Gate
from functions.api.intake_desk import IntakeDesk
from functions.service.identifiers import Identifiers
from functions.settings import IntakeSettings


def opened(desk: IntakeDesk, gate: Gate) -> Handler:
    """The routes of this function."""
    routes: Routes = {
        at.POST_SCREENING: desk.post_screening,
        at.PUT_DRAFT: desk.put_draft,
    }
    return application(routes, gate=gate, for_forms=True)


def desk_for(settings: IntakeSettings) -> IntakeDesk:
    rules = ReleasedRules(current_rule_set())
    key = SecretKey(settings.identifier_key_arn)
    return IntakeDesk(
        questionnaire=rules.questionnaire,
        evaluate=rules.screen,
        clinics=ClinicParameters(settings.clinics_prefix, time.monotonic),
        identifiers=cache(lambda: Identifiers(key())),
        store=IntakeTable(settings.table_name),
        clock=partial(datetime.now, UTC),
    )


_SETTINGS = IntakeSettings.parse(os.environ)
handler = opened(desk_for(_SETTINGS), Gate(_SETTINGS.token_issuer))
start.over()
