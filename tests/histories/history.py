"""One history as it is remembered: what callers were told, and who was reached."""

from dataclasses import dataclass, field
from typing import Any

from tests.histories.in_memory import change_of
from tests.histories.kept import Acknowledged, Taken
from tests.histories.world import HERE, THERE, Ask, Patient, Reply, World

OK, CREATED, CHANGED = 200, 201, 412
PATIENTS = (Patient(HERE, "patient-1"), Patient(HERE, "patient-2"), Patient(THERE, "patient-1"))


@dataclass
class History:
    """What the model remembers of what happened in its world."""

    world: World
    acknowledged: Acknowledged = field(default_factory=Acknowledged)
    reached: set[str] = field(default_factory=set)
    keys: int = 0

    def went_through(self, clinic: str, case: str, ask: Ask, reply: Reply, version: int) -> bool:
        """Whether the move was made; and what the journal says of it is what was acknowledged.

        Whoever had no answer at first and is overtaken by somebody else before asking again is told that the case
        changed, although their own change was made: the journal tells.
        """
        overtaken = reply.status == CHANGED and reply.attempts > 1
        if reply.status != OK and not overtaken:
            return False
        entries = [each for each in self._journal(clinic, case) if each["version"] == version + 1]
        assert len(entries) == 1 or (overtaken and not entries), entries
        entry = entries[0] if entries else {"by": {"subject": "a form"}}
        ours: bool = entry["by"]["subject"] == self.world.subject(clinic, ask.person)
        assert ours or reply.status != OK
        if ours:
            self.acknowledged.changes.append(change_of(self.world.clinic(clinic), case, entry))
        return ours

    def _journal(self, clinic: str, case: str) -> list[dict[str, Any]]:
        journal: list[dict[str, Any]] = self.world.shown(clinic, case).body["journal"]
        return journal

    def taken(self, patient: Patient, says: str, reply: Reply) -> None:
        assert reply.status == CREATED, reply.body
        clinic, reference = self.world.clinic(patient.clinic), self.world.reference(patient)
        taken = Taken(
            clinic=clinic, patient=reference, found=says != "nothing", answers=dict(self.world.answers(says))
        )
        self.acknowledged.forms[reply.body["receipt"]["id"]] = taken

    def contact(self, patient: Patient) -> str | None:
        """What the patient's open case asks for now."""
        case = self.world.case_of(patient)
        shown = self.seen(patient, case) if case else {"status": "none"}
        return shown["contact"] if shown["status"] == "open" else None

    def raised(self, patient: Patient, says: str, before: str | None) -> None:
        """A danger that is new to the case forgets earlier calls, and so does a case that begins again."""
        case = self.world.case_of(patient)
        if case and ((says == "now" and before != "now") or (says != "nothing" and before is None)):
            self.reached.discard(case)

    def called(self, case: str, ask: Ask) -> None:
        if ask.body["result"] in {"reached", "welfare_check_requested"}:
            self.reached.add(case)

    def as_shown(self, patient: Patient, case: str) -> None:
        """After things that happened at once the order is the service's to tell."""
        shown = self.seen(patient, case)
        (self.reached.add if shown["reachedAt"] else self.reached.discard)(case)

    def seen(self, patient: Patient, case: str) -> dict[str, Any]:
        reply = self.world.shown(patient.clinic, case)
        assert reply.status == OK, reply.body
        shown: dict[str, Any] = reply.body
        return shown

    def clinic_of(self, case: str) -> str:
        return next(patient.clinic for patient in PATIENTS if self.world.case_of(patient) == case)

    def key(self) -> str:
        self.keys += 1
        return f"key-{self.keys}"
