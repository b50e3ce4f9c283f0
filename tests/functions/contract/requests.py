"""For each route of the contract one good request. A route without one makes the tests fail, not pass silently."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.api.application import Handler
from tests.functions.desks import JSON_TYPE, Service, envelope, event, not_suitable
from tests.functions.promises import Promise

DRAFT = "0" * 31 + "1"
BODIES: Mapping[str, Mapping[str, Any]] = {
    "Submission": envelope("review", "patient-2"),
    "Draft": envelope("review", "patient-3", revision=1),
    "MedicineNames": {"names": ["Zoloft"]},
    "PatientSearch": {"patientReference": "patient-1"},
    "Nothing": {},
    "AssignBody": {"subject": "person-2", "name": "Dr Two"},
    "CommentBody": {"text": "Called the pharmacy."},
    "ContactBody": {"result": "reached"},
    "CorrectionsBody": {"corrections": [{"linkId": "body.weight", "answer": 80, "source": "measured"}]},
    "RescreeningBody": {},
    "DecisionBody": not_suitable(),
    "ConfirmationBody": {"confirmed": True, "attested": True},
    "ReopeningBody": {"reason": "A new letter came in."},
    "ReattributionBody": {
        "screeningIds": ["0" * 32],
        "patientReference": "patient-9",
        "reason": "wrong_patient",
        "comment": "Typed by mistake.",
    },
    "AskBody": {},
    "InformationToken": {"token": "nobody.knows.it"},
    "InformationAnswers": {"token": "nobody.knows.it", "answers": {"says": "nothing"}},
}


@dataclass(frozen=True)
class Prepared:
    """A clinic with one flagged case, and what it takes to ask for it."""

    service: Service
    records: Handler
    case_id: str
    screening_id: str
    version: str
    questionnaire_id: str

    def request(self, promise: Promise, claims: Mapping[str, Any] | None) -> dict[str, Any]:
        """One good request for the route, by this caller."""
        return event(
            promise.method,
            promise.path.format(
                case_id=self.case_id,
                screening_id=self.screening_id,
                draft_id=DRAFT,
                version=self.version,
                questionnaire_id=self.questionnaire_id,
                request_id="0" * 32,
            ),
            body=self._body(promise),
            claims=claims,
            headers={**JSON_TYPE, "If-Match": self._tag(), "Idempotency-Key": "of-the-matrix"},
            query={"lane": "nothing_found"} if promise.path == "/v1/screenings" else None,
        )

    def state(self) -> str:
        """The clinic's queue; the version in it grows with every change of a case, whatever the change is."""
        return self.service.read("/v1/cases").text

    def _tag(self) -> str:
        return f'"{self.service.read("/v1/cases").body["cases"][0]["version"]}"'

    def _body(self, promise: Promise) -> str | None:
        described = promise.operation.get("requestBody")
        if described is None:
            return None
        name = described["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        named = {"screeningIds": [self.screening_id]} if name == "ReattributionBody" else {}
        return json.dumps({**BODIES[name], **named})
