"""Submissions as API Gateway hands them over."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from benchmarks.children import ISSUER
from benchmarks.samples import SITE
from functions.adapters.released import current_rule_set
from functions.api.claims import Gate
from functions.settings import IntakeSettings

NOW = datetime(2026, 4, 20, 14, 0, tzinfo=UTC)
"""When the samples were filled in: on any later day some of their readings would be too old."""


class Context:
    """The runtime's context, with plenty of time left."""

    function_name = "benchmark"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:benchmark"
    aws_request_id = "request"

    def get_remaining_time_in_millis(self) -> int:
        return 10_000


def body_of(answers: Mapping[str, Any], patient: str) -> str:
    questionnaire = current_rule_set().questionnaire
    return json.dumps(
        {
            "questionnaire": {"id": questionnaire["id"], "version": questionnaire["version"]},
            "phase": "intake",
            "patientReference": patient,
            "submittedAt": "2026-04-20T10:00:00-04:00",
            "source": "clinic-website-form",
            "answers": answers,
        }
    )


def submission_event(body: str, key: str) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    claims = {
        "token_use": "access",
        "iss": ISSUER,
        "client_id": "form-of-the-clinic",
        "scope": f"ketascreen/submit clinic.{SITE.clinic}/member",
    }
    return {
        "httpMethod": "POST",
        "path": "/v1/screenings",
        "resource": "/v1/screenings",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "requestContext": {
            "requestId": "request-1",
            "stage": "benchmark",
            "path": "/benchmark/v1/screenings",
            "authorizer": {"claims": claims},
        },
        "body": body,
        "isBase64Encoded": False,
    }


def intake_handler() -> Any:
    """The intake function as it is deployed, but for its clock. Its clients must be in place before."""
    from functions import intake  # noqa: PLC0415 - it reads its environment when it is imported

    settings = IntakeSettings.parse(os.environ)
    return intake.opened(replace(intake.desk_for(settings), clock=lambda: NOW), Gate(settings.token_issuer))
