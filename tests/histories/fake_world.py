"""A world in memory: the handlers over the store fake; their own code publishes and seals at the end."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from typing import Any

from functions.service.errors import StoreBusyError
from functions.service.sealing import seal
from tests.functions.builders import CLINIC, NOW, OTHER_CLINIC
from tests.functions.channels import Channels
from tests.functions.desks import Answer, Service, envelope, service
from tests.functions.entry_files import environment, import_entries
from tests.functions.memory_chains import MemoryChains
from tests.functions.memory_store import MemoryStore
from tests.histories.in_memory import held_by
from tests.histories.kept import Kept
from tests.histories.laws import unconfirmed
from tests.histories.world import HERE, THERE, Ask, Patient, Reply

CLINICS = {HERE: CLINIC, THERE: OTHER_CLINIC}
SAID = ("nothing", "review", "information", "precaution", "today", "now", "fault")


class FakeWorld:
    """Two clinics over one store in memory.

    Who acts at the same moment as somebody else does so between that one's reading and writing: the order that makes
    most trouble, and the same each time. Each has the handlers for himself, as functions' environments do.
    """

    said: Sequence[str] = SAID

    def __init__(self, store: MemoryStore | None = None) -> None:
        self.outside = ExitStack()
        self.outside.enter_context(environment())
        self.store = store or MemoryStore()
        self.lost = 0
        self._losing = False
        self._now = NOW
        self._services: list[Service] = []
        # For each of those who are in the middle of something: whether a reply of the store was lost.
        self._busy: list[bool] = []
        self._waiting: list[Callable[[], None]] = []
        self._channels = Channels()
        self.store.before_change = self.store.before_write = self._others_first
        self.store.after_change = self.store.after_write = self._lose

    def clinic(self, name: str) -> str:
        return CLINICS[name]

    def reference(self, patient: Patient) -> str:
        return patient.name

    def subject(self, clinic: str, person: str) -> str:
        return f"{person}-{clinic}"

    def answers(self, says: str) -> Mapping[str, Any]:
        return {"says": says}

    def corrections(self, says: str) -> Sequence[Mapping[str, Any]]:
        return [{"linkId": "says", "answer": says, "source": "record"}]

    def submit(self, patient: Patient, says: str, key: str) -> Reply:
        self._now += timedelta(minutes=1)
        sent, clinic = envelope(says, patient.name), CLINICS[patient.clinic]
        return self._asked(lambda service: service.submit(sent, key=key, clinic=clinic))

    def case_of(self, patient: Patient) -> str | None:
        clinic = CLINICS[patient.clinic]
        kept = (
            case
            for (owner, case), each in self.store.cases.items()
            if owner == clinic and each.case.summary.patient_reference == patient.name
        )
        return next(kept, None)

    def shown(self, clinic: str, case: str) -> Reply:
        return self._asked(lambda service: service.read(f"/v1/cases/{case}", clinic=CLINICS[clinic]))

    def work(self, clinic: str, case: str, ask: Ask, version: int) -> Reply:
        by = {"clinic": CLINICS[clinic], "person": self.subject(clinic, ask.person)}
        return self._asked(lambda service: service.work(case, ask.move, ask.body, version=version, **by))

    def at_once(self, calls: Sequence[Callable[[], Reply]]) -> Sequence[Reply]:
        replies: dict[int, Reply] = {}
        self._waiting = [partial(_answer, replies, number, call) for number, call in enumerate(calls)]
        while self._waiting:
            self._waiting.pop(0)()
        return [replies[number] for number in range(len(calls))]

    def lose_one(self) -> None:
        self._losing = True

    def kept(self) -> Kept:
        return held_by(self.store, self._channels.ids("confirm"))

    def settled(self, screenings: Collection[str]) -> Sequence[str]:
        """Everything in the outbox is published and every audit entry sealed, each once."""
        del screenings
        publish = self._channels.publication()
        for notice in self.store.outbox:
            publish(notice)
        told = self._channels.times("announce")
        wrong = [f"announced {told[n.id]} times: {n}" for n in self.store.outbox if told[n.id] < 1]
        return [*wrong, *unconfirmed(self.kept()), *self._unsealed()]

    def close(self) -> None:
        self.outside.close()

    def _unsealed(self) -> list[str]:
        chains = MemoryChains()
        for number, (owner, entry) in enumerate(self.store.audit):
            chains.write(f"{(NOW + timedelta(seconds=number)).isoformat()}#{entry}", chain=owner)
        verdicts = []
        for owner, entries in chains.entries.items():
            seal(owner, list(entries), chains.sealing())
            verdicts.append(chains.verdict(name=owner))
        return [str(each) for each in verdicts if each.findings or each.unsealed or each.unanchored]

    def _asked(self, ask: Callable[[Service], Answer]) -> Reply:
        if len(self._services) == len(self._busy):
            self._services.append(service(import_entries(), store=self.store))
        here = self._services[len(self._busy)]
        here.clock.at = self._now
        self._busy.append(False)
        answer = ask(here)
        return Reply(answer.status, answer.body, attempts=1 + self._busy.pop())

    def _others_first(self, _: object) -> None:
        if self._waiting:
            self._waiting.pop(0)()

    def _lose(self, _: object) -> None:
        if self._losing:
            self._losing, self._busy[-1] = False, True
            self.lost += 1
            raise StoreBusyError


def _answer(replies: dict[int, Reply], number: int, call: Callable[[], Reply]) -> None:
    replies[number] = call()
