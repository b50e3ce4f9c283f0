"""One run of the sweeper: what comes first, what a failure holds up, what is left when time is over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.service.due_times import Wake
from functions.service.errors import NotPublishedError, SiteSettingsUnreadableError, StoreUnavailableError
from functions.service.escalation import Alert, CaseWake, DueEntry, Step
from functions.service.notices import Notice
from functions.service.reach import Level, ReachSettings
from functions.service.sweeping import Sweep
from rules.engine.site import SiteSettings
from rules.engine.terms import Contact
from tests.functions.builders import CLINIC, NOW, site
from tests.functions.channels import Channels
from tests.functions.streams import notice

BEFORE = timedelta(minutes=5)


def entry(due: Notice | Alert | CaseWake | None, minutes: int = 5) -> DueEntry:
    return DueEntry(at=NOW - timedelta(minutes=minutes), place=("pk", "sk", str(due)), due=due)


def case(number: int, contact: Contact = Contact.NOW) -> CaseWake:
    return CaseWake(clinic=CLINIC, case_id=f"{number:032x}", wake=Wake(at=NOW, contact=contact, turn=1))


def alert(number: int) -> Alert:
    return Alert(
        id=f"{number:032x}", clinic=CLINIC, case_id=f"{number:032x}", contact=Contact.NOW, level=Level.ON_CALL
    )


@dataclass
class Board:
    """What is due, and what was done about it, in order."""

    entries: list[DueEntry]
    done: list[str] = field(default_factory=list)
    fail: Callable[[str], None] = lambda _: None
    acted: bool = False

    def due(self, now: datetime) -> Iterator[DueEntry]:
        assert now == NOW
        yield from self.entries

    def escalate(self, entry: DueEntry, case: CaseWake, step: Step, at: datetime) -> Alert | None:
        assert (entry.due, at) == (case, NOW)
        self._note(f"escalate {int(case.case_id, 16)}")
        return alert(int(case.case_id, 16)) if step.level and not self.acted else None

    def alert(self, alert: Alert) -> None:
        self._note(f"alert {int(alert.id, 16)}")

    def confirm_alert(self, alert: Alert, at: datetime) -> None:
        assert at == NOW
        self._note(f"confirm {int(alert.id, 16)}")

    def postpone(self, entry: DueEntry, now: datetime) -> None:
        assert now == NOW
        self._note(f"postpone {entry.due and getattr(entry.due, 'id', '')[-1]}")

    def _note(self, what: str) -> None:
        self.fail(what)
        self.done.append(what)


@dataclass
class Clinics:
    """Settings that can be had, or not."""

    readable: bool = True

    def of(self, clinic: str) -> SiteSettings:
        return site(clinic)

    def reach_of(self, clinic: str) -> ReachSettings:
        if not self.readable:
            raise SiteSettingsUnreadableError
        return ReachSettings.from_json(site(clinic).to_json())


def sweep(board: Board, channels: Channels | None = None, clinics: Clinics | None = None) -> Sweep:
    return Sweep(
        board=board,
        publish=(channels or Channels()).publication(),
        second_channel=board,
        clinics=clinics or Clinics(),
        clock=lambda: NOW,
        report=lambda _what, _error: None,
    )


def test_people_come_before_systems_and_the_oldest_first() -> None:
    channels = Channels()
    board = Board(
        [entry(notice(1), 9), entry(notice(2, contact=Contact.NOW), 2), entry(case(3), 1), entry(alert(4), 3)]
    )
    tally = sweep(board, channels).run(lambda: True)
    assert board.done == ["alert 4", "confirm 4", "escalate 3", "alert 3", "confirm 3"]
    assert channels.ids("announce") == [notice(2).id, notice(1).id]
    assert (tally.done, tally.failed, tally.backlog) == (4, 0, timedelta())


def test_one_thing_that_fails_holds_up_no_other_and_goes_to_the_end() -> None:
    def refuse(told: Notice) -> None:
        if told.id == notice(1).id:
            raise NotPublishedError("refused")

    channels = Channels(before={"announce": refuse})
    board = Board([entry(notice(1)), entry(None), entry(notice(2))])
    tally = sweep(board, channels).run(lambda: True)
    assert channels.ids("confirm") == [notice(2).id]
    assert board.done == ["postpone 1", "postpone None"]
    assert (tally.done, tally.failed) == (1, 2)


def test_a_case_that_cannot_be_moved_on_keeps_its_place() -> None:
    def refuse(what: str) -> None:
        if what == "escalate 1":
            raise StoreUnavailableError

    board = Board([entry(case(1)), entry(case(2))], fail=refuse)
    tally = sweep(board).run(lambda: True)
    assert board.done == ["escalate 2", "alert 2", "confirm 2"]
    assert (tally.done, tally.failed) == (1, 1)


def test_an_alert_that_cannot_be_sent_stays_due() -> None:
    def refuse(what: str) -> None:
        if what.startswith("alert"):
            raise NotPublishedError("refused")

    board = Board([entry(case(1)), entry(alert(2))], fail=refuse)
    tally = sweep(board).run(lambda: True)
    assert board.done == ["escalate 1", "postpone 2"]
    assert tally.failed == 2


def test_a_run_ends_in_time_and_says_how_long_the_rest_has_waited() -> None:
    looks = iter([True, True, False, False, False])
    board = Board([entry(case(number), number + 1) for number in range(5)])
    tally = sweep(board).run(lambda: next(looks))
    assert [what for what in board.done if what.startswith("escalate")] == ["escalate 4", "escalate 3"]
    assert (tally.done, tally.backlog) == (2, timedelta(minutes=3))


def test_nobody_is_called_when_somebody_else_has_acted() -> None:
    board = Board([entry(case(1))], acted=True)
    assert sweep(board).run(lambda: True).done == 1
    assert board.done == ["escalate 1"]


def test_a_clinic_whose_settings_cannot_be_read_is_escalated_all_the_same() -> None:
    board = Board([entry(case(1))])
    assert sweep(board, clinics=Clinics(readable=False)).run(lambda: True).done == 1
    assert board.done[:2] == ["escalate 1", "alert 1"]


def test_a_failing_board_is_an_error_and_not_a_quiet_night() -> None:
    @dataclass
    class Broken(Board):
        """Cannot be read."""

        def due(self, now: datetime) -> Iterator[DueEntry]:
            raise StoreUnavailableError(str(now))

    board = Broken([])
    try:
        sweep(board).run(lambda: True)
    except StoreUnavailableError:
        return
    raise AssertionError
