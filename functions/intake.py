"""The function forms talk to. It may write to the table and cannot read from it."""

import os
import time
from datetime import UTC, datetime
from functools import cache, partial

from functions.adapters.clinic_settings import ClinicParameters
from functions.adapters.dynamodb.intake import IntakeTable
from functions.adapters.released import ReleasedRules, current_rule_set
from functions.adapters.secrets import SecretKey
from functions.api.application import Handler, Routes, application
from functions.api.intake_desk import IntakeDesk
from functions.service.identifiers import Identifiers
from functions.settings import IntakeSettings


def opened(desk: IntakeDesk) -> Handler:
    """The routes of this function."""
    routes: Routes = {
        ("POST", "/v1/screenings"): desk.post_screening,
        ("PUT", "/v1/drafts/<draft_id>"): desk.put_draft,
    }
    return application(routes, for_forms=True)


def desk_for(settings: IntakeSettings) -> IntakeDesk:
    rules = ReleasedRules(current_rule_set())
    key = SecretKey(settings.identifier_key_arn)
    return IntakeDesk(
        issuer=settings.token_issuer,
        questionnaire=rules.questionnaire,
        evaluate=rules.screen,
        clinics=ClinicParameters(settings.clinics_prefix, time.monotonic),
        identifiers=cache(lambda: Identifiers(key())),
        store=IntakeTable(settings.table_name),
        clock=partial(datetime.now, UTC),
    )


handler = opened(desk_for(IntakeSettings.parse(os.environ)))
