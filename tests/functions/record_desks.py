"""The function records leave by, over fakes: one case with what a test wants to stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import ModuleType
from typing import Any

from functions.adapters.released import ReleasedWording
from functions.api.application import Handler
from functions.api.claims import Gate
from functions.api.record_desk import RecordDesk
from functions.service.documents import JSON
from functions.service.errors import KeyUnreadableError
from functions.service.identifiers import Identifiers
from functions.service.record_export import CaseItems
from functions.service.sealing import seal
from tests.functions.builders import CLINIC, IDENTIFIERS, ISSUER, NOW, STAFF_CLIENT
from tests.functions.desks import Accesses, Answer, Clock, Service, ask, event, staff_claims
from tests.functions.memory_chains import MemoryChains


@dataclass
class Archive:
    """One case of one clinic."""

    case_id: str
    case: Mapping[str, JSON]
    journal: tuple[Mapping[str, JSON], ...] = ()
    said: dict[str, Mapping[str, JSON]] = field(default_factory=dict)
    chains: MemoryChains = field(default_factory=MemoryChains)

    @property
    def name(self) -> str:
        return f"CLINIC#{CLINIC}#CASE#{self.case_id}"

    def note(self, number: int, *, sealed: bool = True, **said: JSON) -> str:
        at = (NOW + timedelta(seconds=number)).isoformat()
        name = f"{at}#{number:032x}"
        self.said[name] = {"at": at, "action": "case.read", "actor": "person-1", **said}
        self.chains.write(name, chain=self.name)
        if sealed:
            seal(self.name, [name], self.chains.sealing())
        return name

    def everything(self, clinic: str, case_id: str) -> CaseItems | None:
        if (clinic, case_id) != (CLINIC, self.case_id):
            return None
        chain = self.chains.chain(self.name)
        return CaseItems(case=self.case, journal=self.journal, entries=self.said, chain=chain)


@dataclass
class Signer:
    """Signs with a word."""

    arn: str = "arn:aws:kms:us-east-1:000000000000:key/record"
    broken: bool = False

    def sign(self, content: bytes) -> bytes:
        if self.broken:
            raise KeyUnreadableError
        return f"signed {len(content)} bytes".encode()


@dataclass
class RecordService:
    """The handler with everything it stands on."""

    handler: Handler
    archive: Archive
    accesses: Accesses
    signer: Signer

    def export(self, case_id: str | None = None, *, clinic: str = CLINIC, role: str = "auditor") -> Answer:
        path = f"/v1/cases/{case_id or self.archive.case_id}/record"
        return ask(self.handler, event("GET", path, claims=staff_claims(clinic, role)))

    def cases(self, *, role: str = "lead", **query: str) -> Answer:
        request = event("GET", "/v1/exports/cases.csv", claims=staff_claims(role=role), query=query)
        return ask(self.handler, request)


def record_service(entries: Mapping[str, ModuleType], service: Service, **case: Any) -> RecordService:
    """On the store of a service in which the first case is the one to be exported."""
    store = service.store
    ((_, case_id), kept) = next(iter(store.cases.items()))
    summary: dict[str, JSON] = {
        "patient_reference": kept.case.summary.patient_reference,
        "screening_ids": list(kept.case.screening_ids),
        **case,
    }
    archive, accesses, signer = Archive(case_id, summary), service.accesses, Signer()
    desk = RecordDesk(
        cases=archive,
        archive=store,
        accesses=accesses,
        signer=signer,
        algorithm="ECDSA_SHA_256",
        identifiers=_identifiers,
        words=ReleasedWording(),
        clock=Clock(),
    )
    return RecordService(entries["records"].opened(desk, Gate(ISSUER, STAFF_CLIENT)), archive, accesses, signer)


def _identifiers() -> Identifiers:
    return IDENTIFIERS
