"""Plain Powertools handlers for the same body: validate it with pydantic, log a line, count a metric, answer.

`handler` lets the resolver validate, as its documentation has it, each answer by the kind of its item;
`envelope_handler` lets any answers pass; `bare_handler` calls the model itself and leaves out everything that can be
left out.
"""

from typing import Any, Literal

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.metrics import MetricUnit
from pydantic import BaseModel, ConfigDict, JsonValue

from benchmarks.typed_answers import answers_model
from functions.adapters.released import current_rule_set

app = APIGatewayRestResolver(enable_validation=True)
loose = APIGatewayRestResolver(enable_validation=True)
bare = APIGatewayRestResolver()
logger = Logger(service="plain")
metrics = Metrics(namespace="plain", service="plain")


class Questionnaire(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    version: str


class Envelope(BaseModel):
    model_config = ConfigDict(extra="forbid")

    questionnaire: Questionnaire
    phase: Literal["intake", "session", "follow_up"]
    patientReference: str  # noqa: N815 - the name on the wire
    requestedRoute: str | None = None  # noqa: N815 - the name on the wire
    submittedAt: str | None = None  # noqa: N815 - the name on the wire
    source: str | None = None


class Submission(Envelope):
    answers: dict[str, JsonValue]


class AnsweredSubmission(Envelope):
    answers: answers_model(current_rule_set().questionnaire)  # type: ignore[valid-type] - made from the questionnaire


class Receipt(BaseModel):
    message: str


@app.post("/v1/screenings")
def post_answers(submission: AnsweredSubmission) -> tuple[Receipt, int]:
    _note(submission)
    return Receipt(message="received"), 201


@loose.post("/v1/screenings")
def post_screening(submission: Submission) -> tuple[Receipt, int]:
    _note(submission)
    return Receipt(message="received"), 201


@bare.post("/v1/screenings")
def post_screening_barely() -> tuple[dict[str, str], int]:
    _note(Submission.model_validate_json(bare.current_event.body or ""))
    return {"message": "received"}, 201


def _note(submission: Envelope) -> None:
    logger.info("submission received", extra={"phase": submission.phase})
    metrics.add_metric(name="Submission", unit=MetricUnit.Count, value=1)


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


@metrics.log_metrics
def envelope_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return loose.resolve(event, context)


@metrics.log_metrics
def bare_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return bare.resolve(event, context)
