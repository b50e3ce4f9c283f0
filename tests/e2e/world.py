"""The deployed service as a world: forms and people over HTTP, and the table as an operator reads it."""

import base64
import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import httpx

from functions.adapters.dynamodb.keys import case_key, screening_key
from functions.service.staff import Role
from infra.audit_trail import verify_trail
from infra.callers import Practitioner
from infra.records_place import RecordsPlace, RecordsServices
from tests.e2e.cloud import Clinic, Cloud, colleague, new_patient
from tests.e2e.inbox import Inbox
from tests.histories.deployed import held_beside, held_of
from tests.histories.kept import Kept
from tests.histories.laws import unconfirmed
from tests.histories.rivals import at_once
from tests.histories.samples import SAYS, correction_to, exact, form_saying
from tests.histories.world import HERE, THERE, Ask, Patient, Reply

# Too many at once, unavailable, or (the emulator's word for a throttled function) timed out.
TRY_AGAIN = {429, 503, 504}
MOST_ATTEMPTS = 30
LONGEST_WAIT = 60.0
PEOPLE = 4
# Sent, and not waited for.
NO_PATIENCE = httpx.Timeout(30, read=0.001)


class DeployedWorld:
    """Two clinics of their own on the local cloud, four people in each."""

    said: Sequence[str] = tuple(SAYS)

    def __init__(self, cloud: Cloud, services: RecordsServices, place: RecordsPlace, bus: Inbox) -> None:
        self._services, self._place, self._bus = services, place, bus
        self._identifiers = services.identifiers(place)
        self._clinics: Mapping[str, Clinic] = {name: cloud.open_clinic() for name in (HERE, THERE)}
        self._people = {
            (name, f"person-{number + 1}"): person
            for name, clinic in self._clinics.items()
            for number, person in enumerate(_people(cloud, clinic))
        }
        self._references: dict[str, str] = {}
        self._seen: set[str] = set()
        self._flagged: set[Patient] = set()
        self._cases: dict[Patient, str] = {}
        self._losing, self._lock = False, Lock()
        self.lost = 0

    def clinic(self, name: str) -> str:
        return self._clinics[name].id

    def reference(self, patient: Patient) -> str:
        """The same name is the same reference in both clinics."""
        return self._references.setdefault(patient.name, new_patient())

    def subject(self, clinic: str, person: str) -> str:
        return str(_claims(self._people[clinic, person].token)["sub"])

    def answers(self, says: str) -> Mapping[str, Any]:
        answers: Mapping[str, Any] = exact(form_saying(says, "nobody")["answers"])
        return answers

    def corrections(self, says: str) -> Sequence[Mapping[str, Any]]:
        return [correction_to(says)]

    def submit(self, patient: Patient, says: str, key: str) -> Reply:
        form, body = self._clinics[patient.clinic].form, form_saying(says, self.reference(patient))
        if says != "nothing":
            self._flagged.add(patient)
        headers = {
            "Authorization": f"Bearer {form.token}",
            "x-api-key": form.api_key,
            "Idempotency-Key": f"{self.clinic(patient.clinic)}-{key}",
        }
        reply = self._answered(
            lambda patience: form.http.post("/v1/screenings", json=body, headers=headers, **patience)
        )
        if reply.status == httpx.codes.CREATED:
            place = screening_key(self.clinic(patient.clinic), reply.body["receipt"]["id"])
            self._seen.add(place["pk"])
        return reply

    def case_of(self, patient: Patient) -> str | None:
        if patient not in self._cases and patient in self._flagged:
            clinic = self.clinic(patient.clinic)
            case = self._identifiers.case(clinic, self.reference(patient))
            if held_beside(self._services, self._place, [case_key(clinic, case)["pk"]]).cases:
                self._cases[patient] = case
        return self._cases.get(patient)

    def shown(self, clinic: str, case: str) -> Reply:
        return self._read(clinic, f"/v1/cases/{case}")

    def work(self, clinic: str, case: str, ask: Ask, version: int) -> Reply:
        person = self._people[clinic, ask.person]
        headers = {"Authorization": f"Bearer {person.token}", "If-Match": f'"{version}"'}
        path, body = f"/v1/cases/{case}/{ask.move}", dict(ask.body)
        return self._answered(lambda patience: person.http.post(path, json=body, headers=headers, **patience))

    def at_once(self, calls: Sequence[Callable[[], Reply]]) -> Sequence[Reply]:
        return at_once(calls)

    def lose_one(self) -> None:
        self._losing = True

    def kept(self) -> Kept:
        """Beside the cases of the patients and beside their screenings; `settled` reads everything.

        A case that is opened again no longer lists what it listed before, so what was seen once is looked for again.
        """
        cases = {
            case_key(self.clinic(patient.clinic), case)["pk"]
            for patient in self._flagged
            if (case := self.case_of(patient))
        }
        beside = held_beside(self._services, self._place, cases)
        self._seen |= {
            screening_key(case.clinic, screening)["pk"]
            for case in beside.cases.values()
            for screening in case.screenings
        }
        return held_beside(self._services, self._place, cases | self._seen)

    def settled(self, screenings: Collection[str]) -> Sequence[str]:
        deadline = time.monotonic() + LONGEST_WAIT
        while (wrong := list(self._unsettled())) and time.monotonic() < deadline:
            self._bus.look()
        return [*wrong, *self._kept_from(screenings), *self._unseen()]

    def close(self) -> None:
        """The clinics stay; the cloud is taken away as a whole."""

    def _unsettled(self) -> Iterator[str]:
        clinics = {clinic.id for clinic in self._clinics.values()}
        yield from unconfirmed(kept := held_of(self._services, self._place, clinics))
        seen = {body["id"] for _, body in self._bus.seen}
        yield from (str(each.notice) for each in kept.outbox if each.notice.id not in seen)
        for clinic in clinics:
            report = verify_trail(self._services, self._place, clinic, None, datetime.now(UTC))
            yield from map(str, report.findings)
            yield from report.unsealed
            yield from [f"{report.unanchored} without an anchor in {clinic}"] if report.unanchored else []

    def _kept_from(self, screenings: Collection[str]) -> Iterator[str]:
        """The table as a whole holds what the histories' own places hold, and nothing beside."""
        clinics = {clinic.id for clinic in self._clinics.values()}
        if held_of(self._services, self._place, clinics).screenings.keys() != self.kept().screenings.keys():
            yield "a screening that no case lists and nobody was told of"
        yield from (each for each in screenings if each not in self.kept().screenings)

    def _unseen(self) -> Iterator[str]:
        """Each screening is shown to its own clinic as it was sent, and to the other one not at all."""
        for screening, each in self.kept().screenings.items():
            own, other = (HERE, THERE) if each.clinic == self.clinic(HERE) else (THERE, HERE)
            shown = self._read(own, f"/v1/screenings/{screening}")
            if shown.status != httpx.codes.OK or exact(shown.body["answers"]) != each.answers:
                yield f"{screening} is not shown as it was sent"
            if self._read(other, f"/v1/screenings/{screening}").status != httpx.codes.NOT_FOUND:
                yield f"{screening} is shown to another clinic"

    def _read(self, clinic: str, path: str) -> Reply:
        person = self._people[clinic, "person-1"]
        headers = {"Authorization": f"Bearer {person.token}"}
        return self._answered(lambda _: person.http.get(path, headers=headers), may_be_lost=False)

    def _answered(self, ask: Callable[[dict[str, Any]], httpx.Response], *, may_be_lost: bool = True) -> Reply:
        """The reply to a caller who tries again as long as there is none, or the service is too busy."""
        for attempt in range(1, MOST_ATTEMPTS):
            try:
                reply = ask({"timeout": NO_PATIENCE} if may_be_lost and self._loses() else {})
            except httpx.ReadTimeout:
                self.lost += 1
                continue
            if reply.status_code not in TRY_AGAIN:
                return Reply(reply.status_code, reply.json(), attempt)
            time.sleep(min(0.25 * 2**attempt, 2))
        raise AssertionError("never answered")

    def _loses(self) -> bool:
        with self._lock:
            losing, self._losing = self._losing, False
        return losing


def _people(cloud: Cloud, clinic: Clinic) -> Iterator[Practitioner]:
    yield clinic.practitioner
    for _ in range(PEOPLE - 1):
        yield colleague(cloud, clinic, Role.PRACTITIONER)


def _claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims
