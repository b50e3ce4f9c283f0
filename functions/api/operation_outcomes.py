"""Errors as FHIR tells them: an OperationOutcome with the same status and texts as everywhere else."""

from http import HTTPStatus
from typing import Final

from functions.api.crisis import CrisisInformation, texts
from functions.api.problems import Problem
from functions.service.documents import JSON

_KINDS: Final = {
    HTTPStatus.BAD_REQUEST: "invalid",
    HTTPStatus.UNAUTHORIZED: "login",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.PRECONDITION_FAILED: "conflict",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too-long",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "not-supported",
    HTTPStatus.UNPROCESSABLE_ENTITY: "business-rule",
    HTTPStatus.PRECONDITION_REQUIRED: "required",
    HTTPStatus.TOO_MANY_REQUESTS: "throttled",
    HTTPStatus.SERVICE_UNAVAILABLE: "transient",
}


def operation_outcome(problem: Problem, request_id: str, crisis: CrisisInformation | None) -> dict[str, JSON]:
    """The problem, and crisis information for whoever fills in a form."""
    coding: JSON = [{"system": "urn:ketascreen:problem", "code": problem.name}]
    issue: JSON = {
        "severity": "error",
        "code": _KINDS.get(problem.status, "exception"),
        "details": {"coding": coding, "text": problem.title},
        "diagnostics": f"request {request_id}",
    }
    return {"resourceType": "OperationOutcome", "issue": [issue, *_help(crisis)]}


def _help(crisis: CrisisInformation | None) -> list[JSON]:
    return [
        {"severity": "information", "code": "informational", "details": {"text": text}}
        for text in texts(crisis or {})
    ]
