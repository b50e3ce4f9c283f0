"""The function practitioners talk to. It may read from the table and cannot write to it."""

import os
from datetime import UTC, datetime
from functools import cache, partial

from functions.adapters.dynamodb.reviews import ReviewTable
from functions.adapters.released import ReleasedWording
from functions.adapters.secrets import SecretKey
from functions.api.application import Handler, Routes, application
from functions.api.review_desk import ReviewDesk
from functions.service.identifiers import Identifiers
from functions.settings import ReviewsSettings


def opened(desk: ReviewDesk) -> Handler:
    """The routes of this function."""
    routes: Routes = {
        ("GET", "/v1/cases"): desk.get_cases,
        ("GET", "/v1/cases/<case_id>"): desk.get_case,
        ("GET", "/v1/screenings"): desk.get_screenings,
        ("GET", "/v1/screenings/<screening_id>"): desk.get_screening,
        ("POST", "/v1/patients/search"): desk.search_patients,
    }
    return application(routes, for_forms=False)


def desk_for(settings: ReviewsSettings) -> ReviewDesk:
    key = SecretKey(settings.identifier_key_arn)
    return ReviewDesk(
        issuer=settings.token_issuer,
        archive=ReviewTable(
            settings.table_name, queue_index=settings.queue_index, patient_index=settings.patient_index
        ),
        identifiers=cache(lambda: Identifiers(key())),
        cursor_key=SecretKey(settings.cursor_key_arn),
        words=ReleasedWording(),
        clock=partial(datetime.now, UTC),
    )


handler = opened(desk_for(ReviewsSettings.parse(os.environ)))
