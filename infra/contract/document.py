"""The OpenAPI document: put together from the records of the routes, the schemas and the table of problems."""

import re
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from typing import Any, Final

from functions.api import (
    answers_operations,
    casework_operations,
    catalog_operations,
    figures_operations,
    intake_operations,
    record_operations,
    review_operations,
)
from functions.api.operations import Door, Operation
from functions.api.problems import PROBLEMS, UNEXPECTED, Problem
from functions.api.requests import FHIR_JSON
from functions.service import errors
from infra.contract.schemas import PLACE, schemas

type Document = dict[str, Any]

VERSION: Final = "1.0.0"
_JSON: Final = "application/json"
_PROBLEM_JSON: Final = "application/problem+json"
_AREAS: Final = {
    "intake": intake_operations,
    "reviews": review_operations,
    "casework": casework_operations,
    "records": record_operations,
    "figures": figures_operations,
    "answers": answers_operations,
    "catalog": catalog_operations,
}
_TAGS: Final = {
    "intake": "What a clinic's form sends.",
    "reviews": "What people of a clinic read.",
    "casework": "What people of a clinic do with a case.",
    "records": "By which records leave the service.",
    "figures": "How the work goes, for those who lead a clinic.",
    "answers": "What a patient who was asked for more reads and sends, behind a one-time link.",
    "catalog": "What concerns no patient.",
}
# What API Gateway refuses before a function is reached; its own 401, 403, 413 and 415 are named like ours.
_BUSY: Final = Problem(HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", "Too many requests at once.", 5)
_UNREACHABLE: Final = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "The service cannot be reached.", 5)


def operations() -> dict[str, tuple[Operation, ...]]:
    """Every route of the service, by area."""
    return {
        area: tuple(each for each in vars(module).values() if isinstance(each, Operation))
        for area, module in _AREAS.items()
    }


def document() -> Document:
    paths: Document = {}
    for area, routes in operations().items():
        for operation in routes:
            paths.setdefault(operation.path, {})[operation.method.lower()] = _described(area, operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ketascreen",
            "version": VERSION,
            "summary": "Screening for ketamine therapy: answers in, flagged cases for a practitioner out.",
            "description": _INFO,
        },
        "servers": [{"url": "/", "description": "The stage this document was read from."}],
        "tags": [{"name": name, "description": says} for name, says in _TAGS.items()],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": _used(paths, schemas()), "securitySchemes": _SCHEMES},
    }


_INFO: Final = (
    "The service approves nobody: a licensed practitioner decides. Callers tolerate fields and words they do not "
    "know; both may be added without notice. What a clinic may not see does not exist for it: 404 in both cases. "
    "A form's token names exactly one clinic; roles of people are `coordinator`, `practitioner`, `lead`, `admin` and "
    "`auditor`, and each route lists those it admits."
)
_SCHEMES: Final[Document] = {
    "staff": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Identity token of a person of one clinic; the role comes from its groups.",
    },
    "form": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Access token of a clinic's form (client credentials): `ketascreen/submit` and one clinic.",
    },
    "key": {"type": "apiKey", "in": "header", "name": "x-api-key", "description": "The clinic's share of the rate."},
}


def _described(area: str, operation: Operation) -> Document:
    described: Document = {
        "operationId": operation.name,
        "tags": [area],
        "summary": operation.says,
        "security": _security(operation),
        "parameters": list(_parameters(operation)),
    }
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": {_JSON: {"schema": _named(operation.body)}}}
    return {**described, "responses": _responses(operation)}


def _security(operation: Operation) -> list[Document]:
    """Each entry is one way in: a role is enough."""
    if operation.admits is Door.PUBLIC:
        return [{}]
    if isinstance(operation.admits, Door):
        return [{"form": ["ketascreen/submit"], "key": []}]
    return [{"staff": [role]} for role in sorted(operation.admits)]


def _parameters(operation: Operation) -> Iterator[Document]:
    for name in re.findall(r"{(\w+)}", operation.path):
        yield {"name": name, "in": "path", "required": True, "schema": _named(name)}
    for query in operation.query:
        yield {
            "name": query.name,
            "in": "query",
            "required": query.required,
            "description": query.says,
            "schema": _named(query.schema),
        }
    if operation.changes_case:
        yield _header("If-Match", '^"[1-9][0-9]{0,9}"$', "The `ETag` of the case as the caller saw it.")
    if operation.once:
        yield _header("Idempotency-Key", "^[\\x21-\\x7e]{1,255}$", "The same for every repetition of one submission.")
    if operation.published:
        yield {
            **_header("If-None-Match", "^.*$", "An `ETag`: what did not change is not sent again."),
            "required": False,
        }


def _header(name: str, pattern: str, says: str) -> Document:
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "header", "required": True, "description": says, "schema": schema}


def _responses(operation: Operation) -> Document:
    responses: Document = {str(operation.status.value): _success(operation)}
    if operation.repeated:
        responses[str(operation.repeated.value)] = _success(operation)
    if operation.published:
        responses["304"] = {"description": "It did not change.", "headers": {"ETag": _ETAG}}
    by_status: dict[int, list[Problem]] = {}
    for problem in problems(operation):
        by_status.setdefault(problem.status.value, []).append(problem)
    for status, told in by_status.items():
        responses[str(status)] = _refusal(HTTPStatus(status), told)
    return dict(sorted(responses.items()))


_ETAG: Final[Document] = {"description": "The version.", "schema": {"type": "string"}}


def _success(operation: Operation) -> Document:
    content = {operation.kind: {"schema": _named(operation.reply)}}
    if operation.also_fhir is not None:
        content[FHIR_JSON] = {"schema": _named(operation.also_fhir)}
    tagged = operation.published or operation.changes_case or operation.reply == "CaseFile"
    headers: Document = {"headers": {"ETag": _ETAG}} if tagged else {}
    return {"description": operation.status.phrase, **headers, "content": content}


def _refusal(status: HTTPStatus, told: Sequence[Problem]) -> Document:
    """The problems of one status, in either way of speaking."""
    says = " ".join(dict.fromkeys(f"`{problem.name}`: {problem.title}" for problem in told))
    shape = "CaseChanged" if status is HTTPStatus.PRECONDITION_FAILED else "Problem"
    later = any(problem.retry_after for problem in told)
    headers: Document = {}
    if later:
        headers["Retry-After"] = {"description": "Seconds to wait.", "schema": {"type": "string"}}
    if shape == "CaseChanged":
        headers["ETag"] = _ETAG
    content = {_PROBLEM_JSON: {"schema": _named(shape)}}
    if shape == "Problem":
        content[FHIR_JSON] = {"schema": _named("OperationOutcome")}
    return {"description": says, **({"headers": headers} if headers else {}), "content": content}


def problems(operation: Operation) -> tuple[Problem, ...]:
    """Everything a caller of the route may be told, most of it following from what the route is."""
    told = (*_follows(operation), *operation.refuses)
    return (*(PROBLEMS[error] for error in dict.fromkeys(told)), _BUSY, UNEXPECTED, _UNREACHABLE)


def _follows(operation: Operation) -> Iterator[type[errors.ServiceError]]:
    if operation.admits is not Door.PUBLIC:
        yield from (errors.NotAuthenticatedError, errors.NotAllowedError)
    if operation.body is not None:
        yield from (errors.UnreadableBodyError, errors.BodyTooLargeError, errors.ContentTypeError)
    if operation.query or operation.changes_case or operation.once:
        yield errors.UnreadableRequestError
    if "{" in operation.path:
        yield errors.NotFoundError
    if operation.changes_case:
        yield from (errors.PreconditionMissingError, errors.CaseChangedError)
    if operation.once:
        yield errors.IdempotencyKeyMissingError


def _named(name: str) -> Document:
    return {"$ref": f"{PLACE}{name}"}


def _used(paths: Document, named: dict[str, Document]) -> Document:
    """The schemas that are reached from a route; a name that does not exist is an error here."""
    reached: dict[str, Document] = {}
    waiting = list(_references(paths))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached[name] = named[name]
            waiting += _references(named[name])
    return dict(sorted(reached.items()))


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].removeprefix(PLACE)
        yield from _of_each(part.values())
    elif isinstance(part, list):
        yield from _of_each(part)


def _of_each(parts: Iterable[Any]) -> Iterator[str]:
    for part in parts:
        yield from _references(part)
