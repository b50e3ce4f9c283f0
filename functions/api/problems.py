"""Which status each named error has: the one table from an error to what a caller is told (RFC 9457).

Texts are fixed. Nothing of a request is ever repeated in a problem, except its id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from functions.service import errors
from functions.service.documents import JSON

_SOON_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: its status, its name in the type, its sentence, and when to try again."""

    status: HTTPStatus
    name: str
    title: str
    retry_after: int | None = None


UNEXPECTED: Final = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected", "Something went wrong on our side.")

PROBLEMS: Final[Mapping[type[errors.ServiceError], Problem]] = {
    errors.UnreadableBodyError: Problem(HTTPStatus.BAD_REQUEST, "unreadable-body", "The body cannot be read."),
    errors.UnreadableRequestError: Problem(
        HTTPStatus.BAD_REQUEST, "unreadable-request", "A header or query parameter cannot be read."
    ),
    errors.NotAuthenticatedError: Problem(
        HTTPStatus.UNAUTHORIZED, "not-authenticated", "The token is missing or not one for this route."
    ),
    errors.NotAllowedError: Problem(HTTPStatus.FORBIDDEN, "not-allowed", "The token does not allow this."),
    errors.NotFoundError: Problem(HTTPStatus.NOT_FOUND, "not-found", "There is nothing here."),
    errors.MoveRefusedError: Problem(HTTPStatus.CONFLICT, "move-refused", "The case is not in a state for this."),
    errors.CaseChangedError: Problem(
        HTTPStatus.PRECONDITION_FAILED, "case-changed", "The case has changed since you read it."
    ),
    errors.ContentRefusedError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "content-refused", "This cannot be done as it is written."
    ),
    errors.PreconditionMissingError: Problem(
        HTTPStatus.PRECONDITION_REQUIRED, "precondition-missing", "An If-Match header is needed."
    ),
    errors.DraftOutdatedError: Problem(
        HTTPStatus.CONFLICT, "draft-outdated", "A newer or different save of this draft is stored."
    ),
    errors.BodyTooLargeError: Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-too-large", "The body is larger than 64 KB."
    ),
    errors.ContentTypeError: Problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "content-type", "The body must be plain application/json in UTF-8."
    ),
    errors.QuestionnaireUnknownError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "questionnaire-unknown", "This questionnaire or version is not known."
    ),
    errors.IdempotencyKeyReusedError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused", "The idempotency key was used for another body."
    ),
    errors.IdempotencyKeyMissingError: Problem(
        HTTPStatus.PRECONDITION_REQUIRED, "idempotency-key-missing", "An Idempotency-Key header is needed."
    ),
    errors.TooLargeToSendError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "too-large-to-send", "This is larger than one reply can be."
    ),
    errors.SiteSettingsUnreadableError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE, "settings-unreadable", "The clinic's settings cannot be read.", _SOON_SECONDS
    ),
    errors.RuleSetUnavailableError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE, "rules-unavailable", "The clinic's rules cannot be used.", _SOON_SECONDS
    ),
    errors.StoreUnavailableError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE, "store-unavailable", "The store cannot be reached.", _SOON_SECONDS
    ),
    errors.ReadNotRecordedError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "read-not-recorded",
        "The access cannot be recorded, so nothing is shown.",
        _SOON_SECONDS,
    ),
    errors.KeyUnreadableError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE, "keys-unreadable", "A key cannot be read.", _SOON_SECONDS
    ),
}


def problem_of(error: Exception) -> Problem:
    """The problem of an error; one without a name of its own is unexpected."""
    return next((PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS), UNEXPECTED)


def problem_body(problem: Problem, error: Exception, request_id: str) -> dict[str, JSON]:
    body: dict[str, JSON] = {
        "type": f"urn:ketascreen:problem:{problem.name}",
        "title": problem.title,
        "status": problem.status.value,
        "requestId": request_id,
    }
    if isinstance(error, errors.UnreadableBodyError):
        body["errors"] = [{"pointer": error.pointer, "code": error.code}]
    elif isinstance(error, errors.ContentRefusedError):
        body["errors"] = [{"pointer": pointer, "code": code} for pointer, code in error.faults]
    elif isinstance(error, errors.UnreadableRequestError | errors.MoveRefusedError):
        body["errors"] = [{"code": error.code}]
    return body
