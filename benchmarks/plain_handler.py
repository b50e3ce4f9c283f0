"""The least a Powertools handler does with the same body: validate it, log a line, count a metric, answer."""

from typing import Any, Literal

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.metrics import MetricUnit
from pydantic import BaseModel, ConfigDict, JsonValue

app = APIGatewayRestResolver()
logger = Logger(service="plain")
metrics = Metrics(namespace="plain", service="plain")


class Questionnaire(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    version: str


class Submission(BaseModel):
    model_config = ConfigDict(extra="forbid")

    questionnaire: Questionnaire
    phase: Literal["intake", "session", "follow_up"]
    patientReference: str  # noqa: N815 - the name on the wire
    requestedRoute: str | None = None  # noqa: N815 - the name on the wire
    submittedAt: str | None = None  # noqa: N815 - the name on the wire
    source: str | None = None
    answers: dict[str, JsonValue]


@app.post("/v1/screenings")
def post_screening() -> tuple[dict[str, str], int]:
    submission = Submission.model_validate_json(app.current_event.body or "")
    logger.info("submission received", extra={"phase": submission.phase})
    metrics.add_metric(name="Submission", unit=MetricUnit.Count, value=1)
    return {"message": "received"}, 201


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
