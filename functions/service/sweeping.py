"""Goes through what is due: wakes people for cases nobody has acknowledged, publishes what was not published.

The work of one run is bounded; what is left stays due and is found by the next run, a minute later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.service.errors import NoticeUnreadableError, SiteSettingsUnreadableError
from functions.service.escalation import Alert, CaseWake, DueEntry, step
from functions.service.notices import Notice
from functions.service.ports import ClinicSettings, Clock, DueBoard, SecondChannel
from functions.service.publishing import Publication
from functions.service.reach import ReachSettings
from rules.engine.terms import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one run did, and for how long the oldest thing that is left has been waiting."""

    done: int
    failed: int
    backlog: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What a run works with."""

    board: DueBoard
    publish: Publication
    second_channel: SecondChannel
    clinics: ClinicSettings
    clock: Clock
    report: Callable[[str, Exception], None]

    def run(self, may_go_on: Callable[[], bool]) -> Tally:
        """Raises StoreUnavailableError when it cannot even be seen what is due."""
        now = self.clock()
        entries = sorted(self.board.due(now), key=_urgency)
        done = failed = 0
        left: list[DueEntry] = []
        for entry in entries:
            if not may_go_on():
                left.append(entry)
            elif self._did(entry, now):
                done += 1
            else:
                failed += 1
        return Tally(done=done, failed=failed, backlog=_waiting(left, now))

    def _did(self, entry: DueEntry, now: datetime) -> bool:
        """One thing that fails must hold up no other, in this run or in the next."""
        try:
            self._do(entry, now)
        except Exception as error:  # noqa: BLE001 - whatever it is, the rest goes on
            self.report("due entry not done", error)
            self._postpone(entry, now)
            return False
        return True

    def _do(self, entry: DueEntry, now: datetime) -> None:
        match entry.due:
            case Notice():
                self.publish(entry.due)
            case Alert():
                self._call(entry.due)
            case CaseWake():
                self._wake(entry, entry.due, now)
            case None:
                raise NoticeUnreadableError

    def _wake(self, entry: DueEntry, case: CaseWake, now: datetime) -> None:
        """First it is stored that somebody is called, then they are: killed in between, the next run calls them."""
        alert = self.board.escalate(entry, case, step(case.wake, now, self._reach(case.clinic)), now)
        if alert:
            self._call(alert)

    def _call(self, alert: Alert) -> None:
        self.second_channel.alert(alert)
        self.board.confirm_alert(alert, self.clock())

    def _reach(self, clinic: str) -> ReachSettings:
        try:
            return self.clinics.reach_of(clinic)
        except SiteSettingsUnreadableError as error:
            self.report("reach settings unreadable", error)
            return ReachSettings.unknown()

    def _postpone(self, entry: DueEntry, now: datetime) -> None:
        """To the end of the next run. A case keeps its place: nothing comes before it."""
        if isinstance(entry.due, CaseWake):
            return
        try:
            self.board.postpone(entry, now)
        except Exception as error:  # noqa: BLE001 - it stays where it is
            self.report("due entry not postponed", error)


def _urgency(entry: DueEntry) -> tuple[int, datetime]:
    """People before systems, danger before everything that can wait, the oldest first."""
    match entry.due:
        case Alert() | CaseWake():
            rank = 0
        case Notice(contact=Contact.NOW):
            rank = 1
        case Notice():
            rank = 2
        case None:
            rank = 3
    return rank, entry.at


def _waiting(left: Sequence[DueEntry], now: datetime) -> timedelta:
    return max((now - entry.at for entry in left), default=timedelta())
