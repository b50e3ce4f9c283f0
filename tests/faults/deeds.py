"""What the functions are asked to do, each as whoever asks for it does, and asks again when it was not done."""

from __future__ import annotations

import json
from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from functions.service.staff import Role
from infra.sample_intakes import sample_intake
from tests.functions.desks import JSON_TYPE, Answer, Context, ask, event, machine_claims, staff_claims

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.faults.premises import Premises

_MOST_ATTEMPTS: Final = 5
PATIENT: Final = "patient-1"
DRAFT: Final = "d" * 32


class NotDoneError(AssertionError):
    """Nobody who goes on asking gets it done."""


@dataclass
class Deed:
    """One thing that is asked for. `seen` is what whoever asked was shown, as far as it is the same every time."""

    seen: list[Any] = field(default_factory=list)

    def prepare(self, made: Premises) -> None:
        """What was done before, without any fault."""

    @abstractmethod
    def act(self, made: Premises) -> bool:
        """Whether it was acknowledged. Anything but that or an honest refusal is an error."""

    def settle(self, made: Premises, *, done: bool) -> None:
        """Asks again until it is done; what was acknowledged is not asked for again."""
        for _ in range(_MOST_ATTEMPTS):
            if done:
                return
            done = self.act(made)
        raise NotDoneError


def acknowledged(answer: Answer) -> bool:
    """A refusal is one that says to come again; no fault outside makes the caller's request a wrong one."""
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        assert answer.headers["Retry-After"]
        return False
    assert answer.status in {HTTPStatus.OK, HTTPStatus.CREATED}, answer.text
    return True


def submitted(made: Premises, sample: str, patient: str = PATIENT) -> Answer:
    """A form sends a sample; the same one always under the same key."""
    headers = {**JSON_TYPE, "Idempotency-Key": f"{sample}-{patient}"}
    body = json.dumps(_form(sample, patient))
    sent = event("POST", "/v1/screenings", body=body, claims=machine_claims(), headers=headers)
    return ask(made.function("intake"), sent)


def saved(made: Premises, sample: str) -> Answer:
    body = json.dumps({**_form(sample, PATIENT), "revision": 1})
    sent = event("PUT", f"/v1/drafts/{DRAFT}", body=body, claims=machine_claims(), headers=JSON_TYPE)
    return ask(made.function("intake"), sent)


def read(made: Premises, path: str, function: str = "reviews", **query: str) -> Answer:
    """A lead reads; who may read what is tried elsewhere."""
    claims = staff_claims(role=Role.LEAD.value)
    return ask(made.function(function), event("GET", path, claims=claims, query=query))


def searched(made: Premises) -> Answer:
    body = json.dumps({"patientReference": PATIENT})
    sent = event("POST", "/v1/patients/search", body=body, claims=staff_claims(), headers=JSON_TYPE)
    return ask(made.function("reviews"), sent)


def moved(made: Premises, move: str, body: Mapping[str, Any], version: int | None = None) -> Answer:
    """A practitioner's move on the one case, on the version it has now or on the one that was seen."""
    case = made.case()
    number = case["version"] if version is None else version
    path = f"/v1/cases/{case['pk'].rpartition('#')[2]}/{move}"
    headers = {**JSON_TYPE, "If-Match": f'"{number}"'}
    return ask(
        made.function("reviews"),
        event("POST", path, body=json.dumps(body), claims=staff_claims(), headers=headers),
    )


def answered(made: Premises, what: str, body: Mapping[str, Any]) -> Answer:
    path = f"/v1/information/{what}"
    return ask(made.function("answers"), event("POST", path, body=json.dumps(body), headers=JSON_TYPE))


def streamed(made: Premises, function: str, *beginnings: str) -> bool:
    """Hands what was put into the table to a function behind its stream. Whether all of it was done."""
    records = [_record(item, number) for number, item in enumerate(made.items(*beginnings))]
    answer = made.function(function)({"Records": records}, Context())
    return not answer["batchItemFailures"]


def _record(item: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {
        "eventID": str(number),
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": {name: {"S": item[name]} for name in ("pk", "sk")},
            "SequenceNumber": str(number),
            "StreamViewType": "KEYS_ONLY",
        },
    }


def _form(sample: str, patient: str) -> dict[str, Any]:
    today = datetime.now(UTC).astimezone(ZoneInfo("America/Los_Angeles")).date()
    return {**sample_intake(sample, today), "patientReference": patient}
