"""Everything that is kept of one case, put together for handing out. Must not know how it is stored or shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from functions.service.contents import screenings_of
from functions.service.documents import JSON
from functions.service.errors import NotFoundError
from functions.service.ports import ReviewStore
from functions.service.records import StoredScreening
from functions.service.sealing import Seal
from functions.service.verifying import Chain

type Row = Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseItems:
    """What lies beside a case: the case itself, what people did, who saw it, and the chain over that."""

    case: Row
    journal: tuple[Row, ...]
    entries: Mapping[str, Row]
    chain: Chain


class CaseArchive(Protocol):
    """Where cases lie."""

    def everything(self, clinic: str, case_id: str) -> CaseItems | None:
        """All that lies beside the case, or nothing when this clinic has none of that id."""


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """An audit entry and its place in the chain. `intact` is unknown while it has no seal."""

    said: Row
    seal: Seal | None
    intact: bool | None


@dataclass(frozen=True, kw_only=True)
class CaseRecord:
    """The whole record of a case. A screening the case names and nobody finds is named as missing."""

    items: CaseItems
    screenings: tuple[StoredScreening, ...]
    missing: tuple[str, ...]

    @cached_property
    def trail(self) -> Sequence[TrailEntry]:
        """In the order of sealing, then those without a seal by time."""
        seals = {seal.entry: seal for seal in self.items.chain.seals}
        order = sorted(
            self.items.entries, key=lambda name: (seals[name].seq if name in seals else float("inf"), name)
        )
        return [self._entry(name, seals.get(name)) for name in order]

    @property
    def numbering_is_whole(self) -> bool:
        """Whether seals are numbered without gaps, each names the one before, and the head names the last."""
        before = ""
        for number, seal in enumerate(self.items.chain.in_order, start=1):
            if (seal.seq, seal.previous) != (number, before):
                return False
            before = seal.mac
        return self.items.chain.head.mac == before

    def _entry(self, name: str, seal: Seal | None) -> TrailEntry:
        intact = None if seal is None else self.items.chain.entries[name] == seal.covers
        return TrailEntry(self.items.entries[name], seal, intact)


def case_record(clinic: str, case_id: str, archive: CaseArchive, screenings: ReviewStore) -> CaseRecord:
    """Raises NotFoundError."""
    items = archive.everything(clinic, case_id)
    if items is None:
        raise NotFoundError
    found = {each: screenings.screening(clinic, each) for each in _named_screenings(items)}
    return CaseRecord(
        items=items,
        screenings=tuple(stored for stored in found.values() if stored),
        missing=tuple(each for each, stored in found.items() if stored is None),
    )


def _named_screenings(items: CaseItems) -> Sequence[str]:
    """Those the case lists, and those its audit entries name: the list of a long case is full at some point."""
    listed = items.case.get("screening_ids")
    ids = [str(each) for each in listed] if isinstance(listed, Sequence) and not isinstance(listed, str) else []
    named = [each for _, entry in sorted(items.entries.items()) for each in screenings_of(entry)]
    return tuple(dict.fromkeys((*ids, *named)))
