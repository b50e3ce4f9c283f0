"""A move takes a case as it is and says how it is afterwards, or refuses. Pure: no store, no clock, no ids.

The moves that need no clinical judgement are here; the others have modules of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from typing import ClassVar, Protocol

from functions.service.casework.journal import Deed
from functions.service.casework.work import Assignee
from functions.service.documents import JSON
from functions.service.errors import MoveRefusedError
from functions.service.information import InformationRequest
from functions.service.notices import Event
from functions.service.records import Case, CaseStatus, ScreeningEntry
from functions.service.staff import COLLECTING, LEADING, Person, Role


class Waking(Enum):
    """What becomes of the wake that waits for a case: the one that calls the next person when nobody acts.

    Paused is until the information request that is out expires: then somebody has to look, answered or not.
    """

    KEPT = auto()
    STOPPED = auto()
    ANEW = auto()
    PAUSED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Another case that changes in the same moment: as it is afterwards, and the version it was seen at (0: none)."""

    case: Case
    expected: int
    opens: bool
    waking: Waking
    deed: Deed
    screenings: tuple[ScreeningEntry, ...]
    content: Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a move comes to: the case afterwards, what others are told, the screening it made.

    `placed` says that the case's place in the queue is another one. `added` completes what the journal keeps.
    `asks` is the information request that goes out, `also` a second case that changes with this one.
    """

    case: Case
    event: Event | None = None
    placed: bool = False
    waking: Waking = Waking.KEPT
    screening: ScreeningEntry | None = None
    deed: Deed | None = None
    asks: InformationRequest | None = None
    also: Companion | None = None
    added: Mapping[str, JSON] = field(default_factory=dict)


class Move(Protocol):
    """One thing a person asks to be done."""

    @property
    def deed(self) -> Deed: ...

    @property
    def admits(self) -> frozenset[Role]:
        """The roles that may do it."""

    def content(self) -> Mapping[str, JSON]:
        """What the journal keeps of it."""

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        """Raises MoveRefusedError when the case is not in a state for it."""


def still_open(case: Case) -> None:
    """Raises MoveRefusedError for a closed case."""
    if case.summary.status is not CaseStatus.OPEN:
        raise MoveRefusedError("case_is_closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Takes a case that nobody has."""

    deed: ClassVar[Deed] = Deed.CLAIMED
    admits: ClassVar[frozenset[Role]] = COLLECTING

    def content(self) -> Mapping[str, JSON]:
        return {}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        del at
        still_open(case)
        if case.summary.work.assignee is not None:
            raise MoveRefusedError("case_is_taken")
        return Moved(case=_given_to(case, Assignee(subject=by.subject, name=by.name)), event=Event.CASE_CLAIMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Gives a case back. A lead may do it for somebody who is away."""

    deed: ClassVar[Deed] = Deed.RELEASED
    admits: ClassVar[frozenset[Role]] = COLLECTING

    def content(self) -> Mapping[str, JSON]:
        return {}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        del at
        still_open(case)
        assignee = case.summary.work.assignee
        if assignee is None:
            raise MoveRefusedError("case_is_free")
        if assignee.subject != by.subject and Role.LEAD not in by.roles:
            raise MoveRefusedError("case_is_somebody_elses")
        return Moved(case=_given_to(case, None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Hands a case to somebody, whoever has it now."""

    to: Assignee
    deed: ClassVar[Deed] = Deed.ASSIGNED
    admits: ClassVar[frozenset[Role]] = LEADING

    def content(self) -> Mapping[str, JSON]:
        return {"to": {"subject": self.to.subject, "name": self.to.name}}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        del by, at
        still_open(case)
        return Moved(case=_given_to(case, self.to), event=Event.CASE_CLAIMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A note for colleagues; a closed case can still be commented on."""

    text: str
    deed: ClassVar[Deed] = Deed.COMMENTED
    admits: ClassVar[frozenset[Role]] = COLLECTING

    def content(self) -> Mapping[str, JSON]:
        return {"text": self.text}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        del by, at
        return Moved(case=case)


def _given_to(case: Case, assignee: Assignee | None) -> Case:
    return replace(case, summary=replace(case.summary, work=replace(case.summary.work, assignee=assignee)))
