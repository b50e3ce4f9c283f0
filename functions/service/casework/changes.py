"""One change of a case by a person, as it is stored: all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime

from functions.service.casework.moves import Waking
from functions.service.due_times import Due
from functions.service.information import InformationRequest
from functions.service.notices import Notice
from functions.service.records import AuditEntry, Case, ScreeningEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """The case afterwards, its journal entry (packed) and audit entry, the screening it made, what others are told.

    It is stored only if the case still has the version `expected`, or does not exist where that is 0. `placed` says
    that its place in the queue changed; `due` is when somebody has to have acted, where that starts anew. `asks` is
    an information request that goes out, `ends` the id of one that can no longer be answered. `opens` says that the
    case was not open before, `also` is the change of a second case: both are stored, or neither.
    """

    clinic: str
    expected: int
    case: Case
    at: datetime
    journal: bytes
    audit: AuditEntry
    notices: tuple[Notice, ...]
    placed: bool
    waking: Waking
    due: Due | None
    screening: ScreeningEntry | None
    asks: InformationRequest | None = None
    ends: str | None = None
    opens: bool = False
    more_screenings: tuple[ScreeningEntry, ...] = ()
    also: "CaseChange | None" = None

    @property
    def screenings(self) -> tuple[ScreeningEntry, ...]:
        """All that are stored with it."""
        return (self.screening, *self.more_screenings) if self.screening else self.more_screenings
