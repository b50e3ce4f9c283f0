"""What the service needs from outside, as protocols. Adapters and test fakes implement them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Protocol

from functions.service.casework.changes import CaseChange
from functions.service.casework.waiver import Waiver
from functions.service.documents import JSON
from functions.service.escalation import Alert, CaseWake, DueEntry, Step
from functions.service.information import KeptRequest, Question
from functions.service.notices import Notice
from functions.service.queue import QueueFilter
from functions.service.reach import ReachSettings
from functions.service.records import (
    Case,
    CaseSummary,
    Page,
    Position,
    ScreeningSummary,
    StoredScreening,
    Write,
)
from rules.engine.screening import Screening
from rules.engine.site import SiteSettings
from rules.engine.terms import Phase
from rules.engine.wording import Wording


class IntakeStore(Protocol):
    """A store that takes whole writes and tells nothing back."""

    def write(self, write: Write) -> None:
        """Stores all of it or nothing.

        Raises AlreadyStoredError, ScreeningStoredError, DraftOutdatedError, RequestClosedError or
        CaseMoveRefusedError when a condition does not hold, StoreBusyError when the same write may succeed shortly,
        StoreUnavailableError otherwise.
        """


type JournalRow = Mapping[str, JSON]


class ReviewStore(Protocol):
    """A store that is read, always on behalf of one clinic."""

    def queue(self, clinic: str, wanted: QueueFilter, *, limit: int, after: Position | None) -> Page[CaseSummary]:
        """Cases: open ones by contact, urgency and due time, closed ones newest first.

        A case that does not change while pages are turned appears exactly once.
        """

    def nothing_found(self, clinic: str, *, limit: int, after: Position | None) -> Page[ScreeningSummary]:
        """Screenings without a case, newest first."""

    def case(self, clinic: str, case_id: str) -> Case | None:
        """The case, or nothing when this clinic has none of that id."""

    def screening(self, clinic: str, screening_id: str) -> StoredScreening | None:
        """The screening, or nothing when this clinic has none of that id."""

    def journal(self, clinic: str, case_id: str, *, before: int | None, limit: int) -> tuple[JournalRow, ...]:
        """Entries below a version, newest first."""

    def patient(self, clinic: str, patient_key: str) -> tuple[tuple[str, str], ...]:
        """Pairs of kind (case, screening) and id, newest first."""


class CaseworkStore(Protocol):
    """A store in which people's work on cases is kept."""

    def case(self, clinic: str, case_id: str) -> Case | None:
        """The case, or nothing when this clinic has none of that id."""

    def change(self, change: CaseChange) -> None:
        """Stores all of it or nothing.

        Raises VersionConflictError when the case has another version than expected, StoreBusyError when the same
        change may succeed shortly, StoreUnavailableError otherwise.
        """


class Outbox(Protocol):
    """Where notices wait until they are published."""

    def confirm(self, notice: Notice, at: datetime) -> None:
        """It need not be published again. Raises StoreUnavailableError."""


class Announcements(Protocol):
    """Where other systems learn what happened."""

    def announce(self, notice: Notice) -> None:
        """Raises NotPublishedError."""


class Calls(Protocol):
    """How the people of a clinic are called."""

    def call(self, notice: Notice) -> None:
        """Raises NotPublishedError."""


class SecondChannel(Protocol):
    """How further people are called when nobody has acknowledged a case in time."""

    def alert(self, alert: Alert) -> None:
        """Raises NotPublishedError."""


class DueBoard(Protocol):
    """Everything that waits for its time."""

    def due(self, now: datetime) -> Iterable[DueEntry]:
        """What is due by now, a bounded number. Raises StoreUnavailableError."""

    def escalate(self, entry: DueEntry, case: CaseWake, step: Step, at: datetime) -> Alert | None:
        """Stores a step; nothing where somebody else has acted meanwhile. Raises StoreUnavailableError."""

    def confirm_alert(self, alert: Alert, at: datetime) -> None:
        """It need not be sent again. Raises StoreUnavailableError."""

    def postpone(self, entry: DueEntry, now: datetime) -> None:
        """Puts it behind everything that is due now. Raises StoreUnavailableError."""


class RequestStore(Protocol):
    """A store of information requests, and of nothing else."""

    def request(self, clinic: str, request_id: str) -> KeptRequest | None:
        """The request, or nothing when there is none. Raises StoreUnavailableError."""


class ClinicSettings(Protocol):
    """Where a clinic's settings come from."""

    def of(self, clinic: str) -> SiteSettings:
        """Raises SiteSettingsUnreadableError."""

    def reach_of(self, clinic: str) -> ReachSettings:
        """Raises SiteSettingsUnreadableError. A part that cannot be read wakes more people, not fewer."""


class DecisionSettings(ClinicSettings, Protocol):
    """The same, with what a clinic settled about signatures."""

    def waiver_of(self, clinic: str) -> Waiver | None:
        """Raises SiteSettingsUnreadableError. A part that cannot be read waives nothing."""


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


class Questions(Protocol):
    """The questions a clinic's forms ask, by link id, in the order of the form."""

    def __call__(self, site: SiteSettings) -> Mapping[str, Question]:
        """Raises RuleSetUnavailableError."""


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
