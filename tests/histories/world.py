"""Where a history takes place: the service over the store fake, or the deployed one. The model sees only this."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tests.histories.kept import Kept

HERE, THERE = "here", "there"


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody by the name the model uses; the same name in two clinics is two patients."""

    clinic: str
    name: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a caller got in the end. `attempts` counts the earlier ones that ended without an answer."""

    status: int
    body: Any
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Ask:
    """One move somebody wants made, on the case as it was seen."""

    person: str
    move: str
    body: Mapping[str, Any]


class World(Protocol):
    """Two clinics with people, forms and a store."""

    @property
    def said(self) -> Sequence[str]:
        """What forms can say here; `nothing` opens no case, `now` asks for a call at once."""

    @property
    def lost(self) -> int:
        """How many replies were lost on the way."""

    def clinic(self, name: str) -> str: ...

    def reference(self, patient: Patient) -> str: ...

    def subject(self, clinic: str, person: str) -> str: ...

    def answers(self, says: str) -> Mapping[str, Any]: ...

    def corrections(self, says: str) -> Sequence[Mapping[str, Any]]:
        """What a clinician corrects so that the form says this, or at least something else."""

    def submit(self, patient: Patient, says: str, key: str) -> Reply: ...

    def case_of(self, patient: Patient) -> str | None:
        """The id of the patient's case, whoever may see it."""

    def shown(self, clinic: str, case: str) -> Reply:
        """The case as a practitioner of the clinic sees it."""

    def work(self, clinic: str, case: str, ask: Ask, version: int) -> Reply: ...

    def at_once(self, calls: Sequence[Callable[[], Reply]]) -> Sequence[Reply]:
        """What came of each call, in their order, when all are made at the same moment."""

    def lose_one(self) -> None:
        """The next acknowledgement of something stored is lost; whoever waits for it tries again."""

    def kept(self) -> Kept: ...

    def settled(self, screenings: Collection[str]) -> Sequence[str]:
        """Waits until everything is published and sealed; what is wrong then. All of it is read again."""

    def close(self) -> None: ...
