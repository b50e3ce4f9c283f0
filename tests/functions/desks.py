"""The three functions in one process: real handlers over the store fake, spoken to through API Gateway events."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any

from functions.adapters.released import ReleasedWording
from functions.api.application import Handler
from functions.api.catalog_desk import CatalogDesk
from functions.api.intake_desk import IntakeDesk
from functions.api.review_desk import ReviewDesk
from functions.service.errors import SiteSettingsUnreadableError
from functions.service.identifiers import Identifiers
from functions.service.ports import Evaluation
from rules.engine.site import SiteSettings
from tests.functions.builders import (
    CLINIC,
    IDENTIFIERS,
    ISSUER,
    NOW,
    OTHER_CLINIC,
    QUESTIONNAIRE,
    evaluate,
    site,
)
from tests.functions.memory_store import MemoryStore

CURSOR_KEY = b"another key that only tests use, 32+"
JSON_TYPE = {"Content-Type": "application/json"}


class Context:
    """The runtime's context. Every look at the clock takes half a second, so that trying again comes to an end."""

    function_name = "test"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:test"
    aws_request_id = "request"

    def __init__(self) -> None:
        self._remaining = 10_000

    def get_remaining_time_in_millis(self) -> int:
        self._remaining -= 500
        return self._remaining


@dataclass
class Clinics:
    """Two clinics; further ones cannot be read."""

    sites: dict[str, SiteSettings] = field(
        default_factory=lambda: {CLINIC: site(), OTHER_CLINIC: site(OTHER_CLINIC, country=None)}
    )

    def of(self, clinic: str) -> SiteSettings:
        if clinic not in self.sites:
            raise SiteSettingsUnreadableError
        return self.sites[clinic]


@dataclass
class Clock:
    """Stands still until a test moves it."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Answer:
    """A reply, unpacked."""

    status: int
    headers: dict[str, str]
    body: Any
    text: str


def machine_claims(clinic: str = CLINIC) -> dict[str, Any]:
    return {
        "token_use": "access",
        "iss": ISSUER,
        "client_id": f"form-of-{clinic}",
        "scope": f"ketascreen/submit clinic.{clinic}/member",
    }


def staff_claims(clinic: str = CLINIC, role: str = "practitioner") -> dict[str, Any]:
    return {"token_use": "id", "iss": ISSUER, "sub": "person-1", "cognito:groups": f"clinic.{clinic}.{role}"}


def event(
    method: str,
    path: str,
    *,
    body: str | None = None,
    claims: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    return {
        "httpMethod": method,
        "path": path,
        "resource": path,
        "headers": dict(headers or {}),
        "multiValueHeaders": {name: [value] for name, value in (headers or {}).items()},
        "queryStringParameters": dict(query) if query else None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
        "requestContext": {
            "requestId": "request-1",
            "stage": "test",
            "path": f"/test{path}",
            "authorizer": {"claims": dict(claims)} if claims is not None else None,
        },
        "body": body,
        "isBase64Encoded": False,
    }


def ask(handler: Handler, request: Mapping[str, Any]) -> Answer:
    reply = handler(request, Context())
    headers = {name: values[0] for name, values in reply.get("multiValueHeaders", {}).items()}
    headers |= reply.get("headers", {})
    text = reply["body"] or ""
    return Answer(status=reply["statusCode"], headers=headers, body=json.loads(text) if text else None, text=text)


def envelope(says: str = "review", reference: str = "patient-1", **more: Any) -> dict[str, Any]:
    answers = {"says": says, **more.pop("answers", {})}
    return {
        "questionnaire": {"id": QUESTIONNAIRE[0], "version": QUESTIONNAIRE[1]},
        "phase": "intake",
        "patientReference": reference,
        "answers": answers,
        **more,
    }


@dataclass
class Service:
    """The handlers with everything they share."""

    intake: Handler
    reviews: Handler
    store: MemoryStore
    clinics: Clinics
    clock: Clock

    def submit(
        self, body: Any = None, *, key: str = "key-1", clinic: str = CLINIC, headers: Mapping[str, str] | None = None
    ) -> Answer:
        text = body if isinstance(body, str) else json.dumps(envelope() if body is None else body)
        sent = {**JSON_TYPE, "Idempotency-Key": key} if headers is None else headers
        return ask(
            self.intake, event("POST", "/v1/screenings", body=text, claims=machine_claims(clinic), headers=sent)
        )

    def save(self, draft: str, body: Mapping[str, Any], *, clinic: str = CLINIC) -> Answer:
        return ask(
            self.intake,
            event(
                "PUT", f"/v1/drafts/{draft}", body=json.dumps(body), claims=machine_claims(clinic), headers=JSON_TYPE
            ),
        )

    def read(self, path: str, *, clinic: str = CLINIC, **query: str) -> Answer:
        return ask(self.reviews, event("GET", path, claims=staff_claims(clinic), query=query))

    def search(self, reference: str, *, clinic: str = CLINIC) -> Answer:
        body = json.dumps({"patientReference": reference})
        return ask(
            self.reviews,
            event("POST", "/v1/patients/search", body=body, claims=staff_claims(clinic), headers=JSON_TYPE),
        )


def service(
    entries: Mapping[str, ModuleType],
    *,
    evaluation: Evaluation = evaluate,
    store: MemoryStore | None = None,
    identifiers: Callable[[], Identifiers] = lambda: IDENTIFIERS,
    questionnaire: tuple[str, str] = QUESTIONNAIRE,
) -> Service:
    kept, clinics, clock = store or MemoryStore(), Clinics(), Clock()
    intake = IntakeDesk(
        issuer=ISSUER,
        questionnaire=lambda _site: questionnaire,
        evaluate=evaluation,
        clinics=clinics,
        identifiers=identifiers,
        store=kept,
        clock=clock,
    )
    reviews = ReviewDesk(
        issuer=ISSUER,
        archive=kept,
        identifiers=identifiers,
        cursor_key=lambda: CURSOR_KEY,
        words=ReleasedWording(),
        clock=clock,
    )
    return Service(
        intake=entries["intake"].opened(intake),
        reviews=entries["reviews"].opened(reviews),
        store=kept,
        clinics=clinics,
        clock=clock,
    )


def catalog(entries: Mapping[str, ModuleType], desk: CatalogDesk) -> Handler:
    handler: Handler = entries["catalog"].opened(desk)
    return handler
