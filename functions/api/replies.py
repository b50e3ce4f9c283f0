"""Replies: JSON with the headers that keep health data out of caches, frames and referrers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from aws_lambda_powertools.event_handler import Response

from functions.api.crisis import CrisisInformation
from functions.api.operation_outcomes import operation_outcome
from functions.api.problems import problem_body, problem_of
from functions.api.requests import FHIR_JSON
from functions.service.documents import JSON, written
from functions.service.records import Case

type Reply = Response[str]

_GUARDS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def reply(
    status: HTTPStatus, body: JSON, *, headers: Mapping[str, str] | None = None, kind: str = "application/json"
) -> Reply:
    return Response(
        status_code=status.value, content_type=kind, body=written(body), headers={**_GUARDS, **(headers or {})}
    )


def text_reply(body: str, *, kind: str, headers: Mapping[str, str]) -> Reply:
    """A document that is not JSON; it says itself what it may load."""
    return Response(status_code=HTTPStatus.OK.value, content_type=kind, body=body, headers={**_GUARDS, **headers})


def empty(status: HTTPStatus, *, headers: Mapping[str, str] | None = None) -> Reply:
    return Response(status_code=status.value, body="", headers={**_GUARDS, **(headers or {})})


def problem_reply(error: Exception, request_id: str, crisis: CrisisInformation | None) -> Reply:
    """An error as a caller sees it; with crisis information for whoever fills in a form."""
    problem = problem_of(error)
    body = problem_body(problem, error, request_id)
    if crisis is not None:
        body["crisis"] = crisis
    later = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    return reply(problem.status, body, headers=later, kind="application/problem+json")


def outcome_reply(error: Exception, request_id: str, crisis: CrisisInformation | None) -> Reply:
    """An error as a caller sees it who asked for FHIR."""
    problem = problem_of(error)
    later = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    return reply(problem.status, operation_outcome(problem, request_id, crisis), headers=later, kind=FHIR_JSON)


def tag_of(case: Case) -> dict[str, str]:
    """The header that names the state of a case; `If-Match` gives it back."""
    return {"ETag": f'"{case.summary.work.version}"'}
