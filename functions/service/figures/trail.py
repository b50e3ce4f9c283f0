"""What figures are counted from, and where they are kept, as protocols. Must not know keys and indexes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from functions.service.documents import JSON
from functions.service.figures.days import Figures


class Place(NamedTuple):
    """Where an audit entry stands. `owner` is the case, or whatever else the entry is about; `entry` is its name."""

    clinic: str
    owner: str
    entry: str

    @property
    def at(self) -> datetime:
        """An entry is named after its time. Raises ValueError for a name no writer of ours made."""
        return datetime.fromisoformat(self.entry.partition("#")[0])


class Change(NamedTuple):
    """A person's change of a case: the version it gave the case."""

    owner: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The part of an audit entry that is counted by."""

    action: str
    change: Change | None
    screening_id: str | None


type Document = Mapping[str, JSON]


class Trail(Protocol):
    """What happened. An item that was erased is missing, one that cannot be read is missing as well."""

    def happened(self, since: datetime, until: datetime) -> Iterator[Place]:
        """Every audit entry of this span, of every clinic, in no order. Raises StoreUnavailableError."""

    def entries(self, places: Sequence[Place]) -> Iterator[Entry]:
        """In no order. Raises StoreUnavailableError."""

    def changes(self, changes: Iterable[Change]) -> Mapping[Change, Document]:
        """Their journal entries. Raises StoreUnavailableError."""

    def records(self, clinic: str, screening_ids: Sequence[str]) -> Iterator[Document]:
        """The records of screenings, without the answers, in no order. Raises StoreUnavailableError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """The figures of a day of the clinic, and when they were counted."""

    day: date
    figures: Figures
    counted_at: datetime


class KeptFigures(Protocol):
    """Where the figures of each clinic and day are kept."""

    def keep(self, clinic: str, counted: CountedDay) -> None:
        """In place of those that were counted before. Raises StoreUnavailableError."""


class FigureStore(Protocol):
    """Where figures are read."""

    def days(self, clinic: str, first: date, last: date) -> Sequence[CountedDay]:
        """The days that were counted, oldest first. Raises StoreUnavailableError."""
