"""The kinds of callers the API has: a clinic's form, a practitioner, and a patient with a link.

Knows the wire only. Used by the demonstration and by the end-to-end tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from infra.credentials import SUBMIT_SCOPE, MachineCredential, member_scope
from infra.stack import Services, Stack

# The first call to a function includes its start.
TIMEOUT_SECONDS = 30.0
CONNECTIONS = httpx.Limits(max_connections=100)


def open_http(api_url: str) -> httpx.Client:
    # trust_env: a proxy of the surroundings has no business between this computer and itself.
    local = api_url.startswith("http://127.0.0.1:")
    return httpx.Client(base_url=api_url, timeout=TIMEOUT_SECONDS, limits=CONNECTIONS, trust_env=not local)


def machine_token(stack: Stack, credential: MachineCredential, clinic_id: str) -> str:
    """An access token for a clinic's form (OAuth client credentials)."""
    with open_http(stack.api_url) as http:
        reply = http.post(
            stack.token_url,
            data={"grant_type": "client_credentials", "scope": f"{SUBMIT_SCOPE} {member_scope(clinic_id)}"},
            auth=(credential.client_id, credential.client_secret),
        )
    reply.raise_for_status()
    token: str = reply.json()["access_token"]
    return token


def staff_token(services: Services, stack: Stack, email: str, password: str) -> str:
    """An identity token of a person without a second factor: for stages that hold no health data."""
    signed_in = services.people.admin_initiate_auth(
        UserPoolId=stack.user_pool_id,
        ClientId=stack.staff_client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )
    return signed_in["AuthenticationResult"]["IdToken"]


@dataclass(frozen=True)
class Form:
    """A clinic's form: submits answers, learns nothing but the receipt."""

    http: httpx.Client
    token: str
    api_key: str

    def submit(self, intake: Mapping[str, Any], idempotency_key: str) -> httpx.Response:
        return self.http.post("/v1/screenings", json=intake, headers=self._headers(idempotency_key))

    def save_draft(self, draft_id: str, draft: Mapping[str, Any]) -> httpx.Response:
        return self.http.put(f"/v1/drafts/{draft_id}", json=draft, headers=self._headers(None))

    def _headers(self, idempotency_key: str | None) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.token}", "x-api-key": self.api_key}
        return headers if idempotency_key is None else {**headers, "Idempotency-Key": idempotency_key}


@dataclass(frozen=True)
class Link:
    """Whoever holds the link to an information request."""

    http: httpx.Client
    token: str

    def questions(self) -> httpx.Response:
        return self.http.post("/v1/information/questions", json={"token": self.token})

    def answer(self, answers: Mapping[str, Any]) -> httpx.Response:
        return self.http.post("/v1/information/answers", json={"token": self.token, "answers": answers})


@dataclass(frozen=True)
class Practitioner:
    """A person who reads the queue."""

    http: httpx.Client
    token: str

    def get(self, path: str, **query: str) -> httpx.Response:
        return self.http.get(path, params=query, headers={"Authorization": f"Bearer {self.token}"})

    def move(self, case_id: str, move: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        """One move on a case, on the version it has now."""
        version = self.get(f"/v1/cases/{case_id}").headers["ETag"]
        return self.http.post(
            f"/v1/cases/{case_id}/{move}",
            json=body or {},
            headers={"Authorization": f"Bearer {self.token}", "If-Match": version},
        )

    def search(self, patient_reference: str) -> httpx.Response:
        return self._about(patient_reference, "search")

    def course(self, patient_reference: str) -> httpx.Response:
        return self._about(patient_reference, "course")

    def _about(self, patient_reference: str, what: str) -> httpx.Response:
        return self.http.post(
            f"/v1/patients/{what}",
            json={"patientReference": patient_reference},
            headers={"Authorization": f"Bearer {self.token}"},
        )
