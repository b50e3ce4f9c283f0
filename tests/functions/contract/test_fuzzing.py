"""Requests made up from the contract, good ones and bad ones, find nothing the contract does not say.

A short run; KETASCREEN_FUZZ sets the number of requests for each route and kind (docs/measurements.md).
"""

import os
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from functions.api.application import Handler
from functions.service.staff import Role
from tests.functions.builders import CLINIC
from tests.functions.contract.conftest import behind
from tests.functions.contract.requests import Prepared
from tests.functions.desks import Context, event, machine_claims, staff_claims
from tests.functions.promises import Promise, contract, promise, promises

REQUESTS = int(os.environ.get("KETASCREEN_FUZZ", "8"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]

type Start = Callable[[str, list[tuple[str, str]]], object]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("promised", promises(), ids=lambda each: f"{each.method} {each.path}")
def test_whatever_is_sent_the_reply_is_one_the_contract_describes(
    clinic: Prepared, catalog_handler: Handler, promised: Promise, mode: GenerationMode
) -> None:
    loaded = schemathesis.openapi.from_dict(contract())
    loaded.app = _served(clinic, catalog_handler)
    made_up = loaded[promised.path][promised.method].as_strategy(generation_mode=mode)

    @settings(max_examples=REQUESTS, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(made_up)
    def sent(case: Any) -> None:
        case.call_and_validate(base_url="http://localhost", checks=CHECKS)

    try:
        sent()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "no good request can be made up"


def _served(clinic: Prepared, catalog_handler: Handler) -> Any:
    """The service as one WSGI application, in which everybody comes with a token that the route admits."""

    def application(environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length).decode("utf-8", errors="replace")
        claims, headers, query = _claims(method, path), _headers(environ), _query(environ)
        request = event(method, path, body=body, claims=claims, headers=headers, query=query)
        reply = behind(clinic, catalog_handler, request)(request, Context())
        told = [(name, values[0]) for name, values in reply.get("multiValueHeaders", {}).items()]
        start(f"{reply['statusCode']} {HTTPStatus(reply['statusCode']).phrase}", told)
        return [(reply["body"] or "").encode()]

    return application


def _claims(method: str, path: str) -> Mapping[str, Any] | None:
    found = promise(method, path)
    ways = found.operation["security"] if found else [{}]
    if any("form" in way for way in ways):
        return machine_claims(CLINIC)
    return staff_claims(CLINIC, Role.LEAD.value) if ways != [{}] else None


def _headers(environ: Mapping[str, Any]) -> dict[str, str]:
    sent = {name[5:].replace("_", "-"): str(value) for name, value in environ.items() if name.startswith("HTTP_")}
    return {**sent, "Content-Type": environ.get("CONTENT_TYPE", "")}


def _query(environ: Mapping[str, Any]) -> dict[str, str]:
    return dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
