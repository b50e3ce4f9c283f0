"""The three functions in one process: real handlers over the store fake, spoken to through API Gateway events."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from secrets import token_bytes
from types import ModuleType
from typing import Any

from functions.adapters.courses import ReleasedScoring
from functions.adapters.released import ReleasedRules, ReleasedWording, current_rule_set
from functions.api.answers_desk import AnswersDesk
from functions.api.application import Handler
from functions.api.asking_desk import AskingDesk
from functions.api.casework_desk import CaseworkDesk
from functions.api.catalog_desk import CatalogDesk
from functions.api.claims import Gate
from functions.api.course_desk import CourseDesk
from functions.api.figures_desk import FiguresDesk
from functions.api.intake_desk import IntakeDesk
from functions.api.requests import FHIR_JSON
from functions.api.review_desk import ReviewDesk
from functions.service.access import AccessEntry
from functions.service.casework.merging import Merging
from functions.service.casework.other_reference import StoredReattribution
from functions.service.casework.performing import Performance
from functions.service.casework.rescreening import StoredRescreening
from functions.service.casework.waiver import Waiver
from functions.service.errors import ReadNotRecordedError, SiteSettingsUnreadableError
from functions.service.figures.tallying import Tally, Tallying
from functions.service.figures.trail import Trail
from functions.service.identifiers import Identifiers
from functions.service.information import Question
from functions.service.ports import Evaluation, Patience
from functions.service.reach import ReachSettings
from rules.engine.site import SiteSettings
from tests.functions.builders import (
    CLINIC,
    IDENTIFIERS,
    ISSUER,
    ITEMS,
    NOW,
    OTHER_CLINIC,
    QUESTIONNAIRE,
    STAFF_CLIENT,
    evaluate,
    site,
)
from tests.functions.memory_figures import MemoryFigures, MemoryTrail
from tests.functions.memory_store import MemoryStore
from tests.functions.promises import promise


@dataclass
class Accesses:
    """The audit entries of reads; a test can have the next one fail."""

    entries: list[AccessEntry] = field(default_factory=list)
    broken: bool = False

    def record(self, entry: AccessEntry) -> None:
        if self.broken:
            raise ReadNotRecordedError
        self.entries.append(entry)


@cache
def released_rules() -> ReleasedRules:
    return ReleasedRules(current_rule_set())


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
    waivers: dict[str, Waiver] = field(default_factory=dict)

    def of(self, clinic: str) -> SiteSettings:
        if clinic not in self.sites:
            raise SiteSettingsUnreadableError
        return self.sites[clinic]

    def reach_of(self, clinic: str) -> ReachSettings:
        return ReachSettings.from_json(self.of(clinic).to_json())

    def waiver_of(self, clinic: str) -> Waiver | None:
        return self.waivers.get(clinic)


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


def staff_claims(clinic: str = CLINIC, role: str = "practitioner", person: str = "person-1") -> dict[str, Any]:
    group = f"clinic.{clinic}.{role}"
    return {
        "token_use": "id",
        "iss": ISSUER,
        "aud": STAFF_CLIENT,
        "sub": person,
        "email": f"{person}@{clinic}",
        "cognito:groups": group,
    }


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
    is_json = "json" in headers.get("Content-Type", "")
    answer = Answer(
        status=reply["statusCode"], headers=headers, body=json.loads(text) if is_json and text else None, text=text
    )
    _as_promised(request, answer)
    return answer


def _as_promised(request: Mapping[str, Any], answer: Answer) -> None:
    """Whatever a test asks for, the reply is one the contract describes. FHIR's own shapes are not ours to close."""
    promised = promise(request["httpMethod"], request["path"])
    kind = answer.headers.get("Content-Type", "")
    if promised is not None and kind != FHIR_JSON:
        promised.kept_by(answer.status, kind.partition(";")[0], answer.text if answer.body is None else answer.body)


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
    answers: Handler
    rescreen: Callable[[dict[str, Any], Any], Mapping[str, Any]]
    store: MemoryStore
    clinics: Clinics
    clock: Clock
    accesses: Accesses
    figures: MemoryFigures

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

    def work(
        self,
        case_id: str,
        move: str,
        body: Mapping[str, Any] | None = None,
        *,
        version: int | None = None,
        clinic: str = CLINIC,
        role: str = "practitioner",
        person: str = "person-1",
    ) -> Answer:
        """One move on a case, on the version it has now unless another is named."""
        if version is None:
            version = self.read(f"/v1/cases/{case_id}", clinic=clinic).body["version"]
        return ask(
            self.reviews,
            event(
                "POST",
                f"/v1/cases/{case_id}/{move}",
                body=json.dumps(body or {}),
                claims=staff_claims(clinic, role, person),
                headers={**JSON_TYPE, "If-Match": f'"{version}"'},
            ),
        )

    def questions(self, token: str) -> Answer:
        return self._inform("questions", {"token": token})

    def inform(self, token: str, **answers: Any) -> Answer:
        return self._inform("answers", {"token": token, "answers": answers})

    def _inform(self, what: str, body: Mapping[str, Any]) -> Answer:
        path = f"/v1/information/{what}"
        return ask(self.answers, event("POST", path, body=json.dumps(body), headers=JSON_TYPE))

    def merge(self, *, again: bool = False) -> list[str]:
        """Hands what the stream would hand over to the function behind it; gives the records that failed."""
        rows = list(self.store.responses)
        if not again:
            self.store.responses.clear()
        failed = self.rescreen({"Records": [stream_record(*row) for row in rows]}, Context())
        return [str(each["itemIdentifier"]) for each in failed["batchItemFailures"]]

    def close(self, case_id: str) -> Answer:
        """What it takes to close any case: take it, call the patient, decide."""
        self.work(case_id, "claim")
        self.work(case_id, "contacts", {"result": "reached"})
        return self.work(case_id, "decisions", not_suitable())

    def course(self, case_id: str, *, role: str = "practitioner", clinic: str = CLINIC) -> Answer:
        return ask(self.reviews, event("GET", f"/v1/cases/{case_id}/course", claims=staff_claims(clinic, role)))

    def course_of(self, reference: str, *, clinic: str = CLINIC) -> Answer:
        return ask(
            self.reviews,
            event(
                "POST",
                "/v1/patients/course",
                body=json.dumps({"patientReference": reference}),
                claims=staff_claims(clinic),
                headers=JSON_TYPE,
            ),
        )

    def oversee(self, *, clinic: str = CLINIC, role: str = "lead", **query: str) -> Answer:
        """The figures; `from_` stands for the parameter of that name without the stroke."""
        asked = {name.rstrip("_"): value for name, value in query.items()}
        return ask(self.reviews, event("GET", "/v1/figures", claims=staff_claims(clinic, role), query=asked))

    def count(self, days: int = 1, trail: Trail | None = None) -> Tally:
        """Runs the function that counts, once."""
        tallying = Tallying(
            trail=trail or MemoryTrail(self.store),
            kept=self.figures,
            clinics=self.clinics,
            clock=self.clock,
            report=lambda _event, _error: None,
        )
        return tallying.run(timedelta(days=days), lambda: True)

    def search(self, reference: str, *, clinic: str = CLINIC) -> Answer:
        body = json.dumps({"patientReference": reference})
        return ask(
            self.reviews,
            event("POST", "/v1/patients/search", body=body, claims=staff_claims(clinic), headers=JSON_TYPE),
        )


def stream_record(clinic: str, case_id: str, request_id: str, screening_id: str) -> dict[str, Any]:
    keys = {"pk": f"CLINIC#{clinic}#CASE#{case_id}", "sk": f"RESPONSE#{request_id}#{screening_id}"}
    return {
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": {name: {"S": value} for name, value in keys.items()},
            "SequenceNumber": request_id,
            "StreamViewType": "KEYS_ONLY",
        },
    }


def not_suitable() -> dict[str, Any]:
    return {"decision": "not_suitable", "reasons": ["contraindication"], "attested": True}


def service(
    entries: Mapping[str, ModuleType],
    *,
    evaluation: Evaluation = evaluate,
    store: MemoryStore | None = None,
    identifiers: Callable[[], Identifiers] = lambda: IDENTIFIERS,
    questionnaire: tuple[str, str] = QUESTIONNAIRE,
    items: Mapping[str, Question] = ITEMS,
) -> Service:
    kept, clinics, clock, accesses = store or MemoryStore(), Clinics(), Clock(), Accesses()
    intake = IntakeDesk(
        questionnaire=lambda _site: questionnaire,
        evaluate=evaluation,
        clinics=clinics,
        identifiers=identifiers,
        store=kept,
        clock=clock,
    )
    reviews = ReviewDesk(
        archive=kept,
        accesses=accesses,
        identifiers=identifiers,
        cursor_key=lambda: CURSOR_KEY,
        words=ReleasedWording(),
        evaluate=evaluation,
        clock=clock,
    )
    rescreening = StoredRescreening(
        archive=kept,
        clinics=clinics,
        evaluate=evaluation,
        questions=lambda _site: frozenset(items),
        identifiers=IDENTIFIERS,
    )
    reattribution = StoredReattribution(archive=kept, clinics=clinics, evaluate=evaluation, identifiers=IDENTIFIERS)
    casework = CaseworkDesk(
        store=kept,
        archive=kept,
        accesses=accesses,
        clinics=clinics,
        rescreening=lambda: rescreening,
        reattribution=lambda: reattribution,
        identifiers=identifiers,
        clock=clock,
    )
    asking = AskingDesk(
        casework=casework,
        items=lambda _site: items,
        words=ReleasedWording(),
        origin="https://clinic.example",
        random=token_bytes,
    )
    following = CourseDesk(
        archive=kept,
        accesses=accesses,
        identifiers=identifiers,
        clinics=clinics,
        scoring=ReleasedScoring(released_rules),
        words=ReleasedWording(),
        clock=clock,
    )
    answers = AnswersDesk(
        questionnaire=lambda _site: questionnaire,
        items=lambda _site: items,
        evaluate=evaluation,
        clinics=clinics,
        identifiers=identifiers,
        requests=kept,
        store=kept,
        clock=clock,
    )

    def merging_for(patience: Patience, clinic: str) -> Merging:
        performance = Performance(
            store=kept,
            identifiers=IDENTIFIERS,
            clock=clock,
            patience=patience,
            reach=lambda: clinics.reach_of(clinic),
        )
        return Merging(performance=performance, completing=rescreening)

    figures = MemoryFigures()
    overseeing = FiguresDesk(archive=kept, counted=figures, clinics=clinics, clock=clock)
    return Service(
        intake=entries["intake"].opened(intake, Gate(ISSUER)),
        reviews=entries["reviews"].opened(
            entries["reviews"].Desks(reviews, casework, asking, following, overseeing), Gate(ISSUER, STAFF_CLIENT)
        ),
        answers=entries["answers"].opened(answers),
        rescreen=entries["rescreen"].opened(merging_for),
        store=kept,
        clinics=clinics,
        clock=clock,
        accesses=accesses,
        figures=figures,
    )


def catalog(entries: Mapping[str, ModuleType], desk: CatalogDesk) -> Handler:
    handler: Handler = entries["catalog"].opened(desk, Gate(ISSUER, STAFF_CLIENT))
    return handler
