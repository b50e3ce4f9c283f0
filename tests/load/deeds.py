"""What forms and practitioners do in a load run, request by request. Knows no locust."""

import random
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.functions.desks import not_suitable
from tests.histories.samples import correction_to, form_saying
from tests.load.caller import Caller, Outcome
from tests.load.scene import Staffed, subject_of

OK, CREATED, NOT_FOUND, CONFLICT, CHANGED, REFUSED = 200, 201, 404, 409, 412, 422
# Ours: what forms say, and how often a form belongs to somebody who sent one before, or is one that was sent before.
SAYS: Mapping[str, int] = {"review": 40, "nothing": 30, "precaution": 15, "information": 10, "now": 5}
JOINS, REPLAYS = 0.2, 0.1
CORRECTED = 0.3
MOST_REMEMBERED = 200
QUEUE_ROWS = "50"
DEEDS = {"claim": "claimed", "corrections": "corrected", "contacts": "contacted", "decisions": "decided"}


@dataclass(slots=True)
class Sent:
    """A form as it was sent."""

    patient: str
    says: str
    key: str


@dataclass(slots=True)
class Patients:
    """What one clinic's forms sent lately, for those that come again."""

    sent: list[Sent] = field(default_factory=list)

    def remember(self, sent: Sent) -> None:
        self.sent.append(sent)
        del self.sent[:-MOST_REMEMBERED]


@dataclass(slots=True)
class FormDesk:
    """A clinic's form."""

    caller: Caller
    clinic: Staffed
    patients: Patients

    def send_one(self) -> None:
        began, (kind, sent) = time.time(), self._next()
        if kind != "form, sent again":
            self.caller.ledger.write("sending", key=sent.key, clinic=self.clinic.id, patient=sent.patient)
        headers = {
            "Authorization": f"Bearer {self.clinic.token}",
            "x-api-key": self.clinic.api_key,
            "Idempotency-Key": sent.key,
        }
        outcome = self.caller.post(kind, "/v1/screenings", headers, form_saying(sent.says, sent.patient))
        if outcome.status != CREATED:
            self.caller.ledger.write("surprise", kind=kind, status=outcome.status)
            return
        self._taken(sent, outcome)
        self.caller.finished("form until its receipt", began)

    def _taken(self, sent: Sent, outcome: Outcome) -> None:
        self.caller.ledger.write(
            "taken",
            key=sent.key,
            clinic=self.clinic.id,
            patient=sent.patient,
            says=sent.says,
            screening=outcome.body["receipt"]["id"],
        )
        self.patients.remember(sent)

    def _next(self) -> tuple[str, Sent]:
        chance, earlier = random.random(), self.patients.sent
        if earlier and chance < REPLAYS:
            return "form, sent again", random.choice(earlier)
        says = random.choices(list(SAYS), list(SAYS.values()))[0]
        key = f"load-{secrets.token_hex(16)}"
        if earlier and chance < REPLAYS + JOINS:
            return "form, of a known patient", Sent(random.choice(earlier).patient, says, key)
        return "form, of a new patient", Sent(f"patient-{secrets.token_hex(8)}", says, key)


@dataclass(slots=True)
class ReviewDesk:
    """A practitioner of a clinic at work on its queue."""

    caller: Caller
    clinic: Staffed
    token: str
    subject: str = field(init=False)

    def __post_init__(self) -> None:
        self.subject = subject_of(self.token)

    def work_on_one(self) -> None:
        """Reads the list, takes a case that nobody has, looks at it, corrects, calls, decides."""
        began, free = time.time(), self._free()
        if free is not None:
            self._work_on(free["id"])
        self.caller.finished("case from the list to the decision", began)

    def _work_on(self, case: str) -> None:
        shown = self.caller.get("case read", f"/v1/cases/{case}", self._headers())
        version = shown.body["version"] if shown.status == OK else None
        version = self._move(case, "claim", {}, version)
        if version and random.random() < CORRECTED:
            says = random.choice(("precaution", "review"))
            version = self._move(case, "corrections", {"corrections": [correction_to(says)]}, version)
        version = self._move(case, "contacts", {"result": "reached"}, version)
        self._move(case, "decisions", not_suitable(), version)

    def _free(self) -> dict[str, Any] | None:
        listed = self.caller.get("queue listed", f"/v1/cases?limit={QUEUE_ROWS}", self._headers())
        rows = [row for row in listed.body["cases"] if row["assignee"] is None] if listed.status == OK else []
        return random.choice(rows) if rows else None

    def _move(self, case: str, move: str, body: Mapping[str, Any], version: int | None) -> int | None:
        """The version the case has after it. A form may have joined: then the case is read once more."""
        if version is None:
            return None
        outcome = self._asked(case, move, body, version)
        if outcome.status == CHANGED:
            current: int = outcome.body["current"]["version"]
            outcome = self._asked(case, move, body, current)
        return outcome.body["version"] if outcome.status == OK else None

    def _asked(self, case: str, move: str, body: Mapping[str, Any], version: int) -> Outcome:
        ask = secrets.token_hex(8)
        self.caller.ledger.write("asking", ask=ask, case=case)
        headers = {**self._headers(), "If-Match": f'"{version}"'}
        outcome = self.caller.post(f"case, {move}", f"/v1/cases/{case}/{move}", headers, body)
        if outcome.status == OK:
            told = {"clinic": self.clinic.id, "case": case, "by": self.subject}
            deed, after = f"case.{DEEDS[move]}", outcome.body["version"]
            self.caller.ledger.write("changed", ask=ask, version=after, deed=deed, **told)
        elif outcome.status in {CONFLICT, CHANGED, REFUSED} and outcome.certain:
            self.caller.ledger.write("refused", ask=ask)
        elif outcome.status not in {CONFLICT, CHANGED, REFUSED}:
            self.caller.ledger.write("surprise", kind=move, status=outcome.status)
        return outcome

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}
