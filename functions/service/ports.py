"""What the service needs from outside, as protocols. Adapters and test fakes implement them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from functions.service.documents import JSON
from functions.service.records import (
    Case,
    CaseStatus,
    CaseSummary,
    Page,
    Position,
    ScreeningSummary,
    StoredScreening,
    Write,
)
from rules.engine.screening import Screening
from rules.engine.site import SiteSettings
from rules.engine.terms import Lane, Phase
from rules.engine.wording import Wording


class IntakeStore(Protocol):
    """A store that takes whole writes and tells nothing back."""

    def write(self, write: Write) -> None:
        """Stores all of it or nothing.

        Raises AlreadyStoredError, ScreeningStoredError, DraftOutdatedError or CaseMoveRefusedError when a condition
        does not hold, StoreBusyError when the same write may succeed shortly, StoreUnavailableError otherwise.
        """


class ReviewStore(Protocol):
    """A store that is read, always on behalf of one clinic."""

    def queue(
        self, clinic: str, status: CaseStatus, lane: Lane | None, *, limit: int, after: Position | None
    ) -> Page[CaseSummary]:
        """Cases, most pressing first."""

    def nothing_found(self, clinic: str, *, limit: int, after: Position | None) -> Page[ScreeningSummary]:
        """Screenings without a case, newest first."""

    def case(self, clinic: str, case_id: str) -> Case | None:
        """The case, or nothing when this clinic has none of that id."""

    def screening(self, clinic: str, screening_id: str) -> StoredScreening | None:
        """The screening, or nothing when this clinic has none of that id."""

    def patient(self, clinic: str, patient_key: str) -> tuple[tuple[str, str], ...]:
        """Pairs of kind (case, screening) and id, newest first."""


class ClinicSettings(Protocol):
    """Where a clinic's settings come from."""

    def of(self, clinic: str) -> SiteSettings:
        """Raises SiteSettingsUnreadableError."""


class Evaluation(Protocol):
    """The rule set, ready to be applied."""

    def __call__(
        self,
        answers: Mapping[str, JSON],
        *,
        phase: Phase,
        as_of: date,
        site: SiteSettings,
        draft: bool,
        submitted_on: date | None,
    ) -> Screening: ...


class Words(Protocol):
    """What the rules say to a practitioner, by version and digest."""

    def __call__(self, version: str, digest: str) -> Wording:
        """Empty where that release is no longer there."""


class Patience(Protocol):
    """How long a request may go on trying."""

    def suffices(self) -> bool:
        """Whether one more attempt, however slow, would still leave time to answer."""

    def pause(self, attempt: int) -> bool:
        """Waits a moment, longer for later attempts; False when there is no time for another attempt."""


class Clock(Protocol):
    """The server's time, always with a zone."""

    def __call__(self) -> datetime: ...
