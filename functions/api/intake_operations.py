"""The routes of a clinic's form: it sends answers and learns nothing of what they come to."""

from http import HTTPStatus
from typing import Final

from functions.api.operations import Door, Operation
from functions.service import errors

_SCREENING: Final = (
    errors.QuestionnaireUnknownError,
    errors.SiteSettingsUnreadableError,
    errors.RuleSetUnavailableError,
    errors.KeyUnreadableError,
    errors.StoreUnavailableError,
)

POST_SCREENING: Final = Operation(
    name="submitAnswers",
    method="POST",
    path="/v1/screenings",
    says="Send a filled-in questionnaire to be screened; the reply is a receipt, whatever was found.",
    admits=Door.FORM,
    body="Submission",
    status=HTTPStatus.CREATED,
    reply="Received",
    once=True,
    refuses=(*_SCREENING, errors.IdempotencyKeyReusedError),
)
PUT_DRAFT: Final = Operation(
    name="saveDraft",
    method="PUT",
    path="/v1/drafts/{draft_id}",
    says="Save the answers so far; only what cannot wait is acted upon.",
    admits=Door.FORM,
    body="Draft",
    reply="DraftSaved",
    refuses=(*_SCREENING, errors.DraftOutdatedError),
)
