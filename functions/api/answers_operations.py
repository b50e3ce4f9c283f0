"""The routes behind the link a clinic sends its patient. A one-time token in the body is all that lets one in."""

from http import HTTPStatus
from typing import Final

from functions.api.operations import Door, Operation
from functions.service import errors

_STORED: Final = (
    errors.NotFoundError,
    errors.SiteSettingsUnreadableError,
    errors.RuleSetUnavailableError,
    errors.StoreUnavailableError,
    errors.KeyUnreadableError,
)

POST_QUESTIONS: Final = Operation(
    name="readInformationQuestions",
    method="POST",
    path="/v1/information/questions",
    says="The questions of one information request; never an answer, never who is asked.",
    admits=Door.PUBLIC,
    body="InformationToken",
    reply="InformationQuestions",
    refuses=_STORED,
)
POST_ANSWERS: Final = Operation(
    name="answerInformationQuestions",
    method="POST",
    path="/v1/information/answers",
    says="Answers to an information request, once. The receipt is the same whatever was found.",
    admits=Door.PUBLIC,
    body="InformationAnswers",
    reply="Received",
    status=HTTPStatus.CREATED,
    refuses=_STORED,
)
