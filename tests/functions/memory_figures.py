"""The audit trail of the store fake as the counting function reads it, and figures kept in a dictionary."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from functions.service.documents import unpacked
from functions.service.figures.trail import Change, CountedDay, Document, Entry, Place
from tests.functions.memory_store import AuditRow, MemoryStore


@dataclass
class MemoryFigures:
    """Figures by clinic and day."""

    kept: dict[tuple[str, date], CountedDay] = field(default_factory=dict)

    def keep(self, clinic: str, counted: CountedDay) -> None:
        self.kept[clinic, counted.day] = counted

    def days(self, clinic: str, first: date, last: date) -> Sequence[CountedDay]:
        mine = {day: counted for (owner, day), counted in self.kept.items() if owner == clinic}
        return [mine[day] for day in sorted(mine) if first <= day <= last]


@dataclass
class MemoryTrail:
    """What happened, from the fake; `gone` are ids of screenings and cases that were erased."""

    store: MemoryStore
    gone: frozenset[str] = frozenset()

    def happened(self, since: datetime, until: datetime) -> Iterator[Place]:
        for row in self.store.trail:
            if since <= row.at <= until:
                yield _place(row)

    def entries(self, places: Sequence[Place]) -> Iterator[Entry]:
        rows = {_place(row): row for row in self.store.trail}
        for place in places:
            row = rows[place]
            if row.owner not in self.gone:
                change = None if row.version is None else Change(place.owner, row.version)
                yield Entry(action=row.action, change=change, screening_id=row.screening_id)

    def changes(self, changes: Iterable[Change]) -> Mapping[Change, Document]:
        found: dict[Change, Document] = {}
        for change in changes:
            clinic, _, owner = change.owner.partition("/")
            for entry in self.store.journals.get((clinic, owner), ()):
                if entry["version"] == change.version and owner not in self.gone:
                    found[change] = entry
        return found

    def records(self, clinic: str, screening_ids: Sequence[str]) -> Iterator[Document]:
        for each in screening_ids:
            if (clinic, each) in self.store.screenings and each not in self.gone:
                yield cast("Document", unpacked(self.store.screenings[clinic, each].record))


def _place(row: AuditRow) -> Place:
    return Place(row.clinic, f"{row.clinic}/{row.owner}", f"{row.at.isoformat()}#{row.id}")
