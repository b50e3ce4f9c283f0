"""From a form that comes in to somebody who is woken: on the table, through the channels, through every fault."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from functions.adapters.dynamodb.attributes import typed
from functions.adapters.dynamodb.outbox import notice_at
from functions.service.errors import KeyUnreadableError, StoreUnavailableError
from functions.service.identifiers import Identifiers
from functions.service.notices import Event
from functions.service.records import CaseMove
from rules.engine.terms import Contact
from tests.adapters.channel_world import World, world
from tests.adapters.faults import KINDS, Fault
from tests.adapters.tables import TABLE
from tests.functions.builders import CLINIC, NOW, OTHER_CLINIC
from tests.functions.streams import notice

# NOW is a Monday, ten in the morning by the clinic's clock.
NIGHT = timedelta(hours=12)
ALWAYS = 1000


@pytest.fixture
def outside() -> Iterator[World]:
    with world() as made:
        yield made


class Killed(BaseException):
    """The process ends here, whatever it was about to do."""


def levels(outside: World) -> list[str]:
    return [each["level"] for each in outside.arrived("on-call")]


def told(outside: World) -> Counter[str]:
    return Counter(each["detail-type"] for each in outside.arrived("bus"))


def test_what_the_notifier_could_not_do_is_published_after_two_minutes(outside: World) -> None:
    outside.submit("now")
    assert outside.swept(seconds=119).done == 0
    assert outside.swept(seconds=2).done == 2
    assert told(outside) == {"screening.completed": 1, "case.opened": 1}
    assert len(outside.arrived("topic")) == 1
    assert outside.swept(minutes=1).done == 0


def test_a_case_nobody_acknowledges_wakes_a_second_person_and_then_on_call(outside: World) -> None:
    outside.submit("now")
    outside.swept(minutes=14)
    assert levels(outside) == []
    outside.swept(minutes=1, seconds=1)
    assert levels(outside) == ["second_person"]
    assert outside.case()["overdue_at"] == outside.clock.at.isoformat()
    outside.swept(minutes=15, seconds=1)
    assert levels(outside) == ["on_call"]
    outside.swept(minutes=59)
    assert levels(outside) == []
    outside.swept(minutes=2)
    assert levels(outside) == ["on_call"]


def test_a_case_of_the_night_wakes_on_call_within_a_minute(outside: World) -> None:
    outside.clock.at = NOW + NIGHT
    outside.submit("now")
    outside.swept(minutes=1)
    (alert,) = outside.arrived("on-call")
    assert alert == {
        "id": alert["id"],
        "clinic": CLINIC,
        "caseId": outside.case()["pk"].rpartition("#")[2],
        "contact": "now",
        "level": "on_call",
    }
    assert "overdue_at" not in outside.case()


def test_without_its_key_the_sweeper_wakes_people_all_the_same_and_asks_for_it_once_a_run(outside: World) -> None:
    asked: list[int] = []

    def unreadable() -> Identifiers:
        asked.append(1)
        raise KeyUnreadableError

    for number in range(3):
        outside.submit("now", f"patient-{number}")
    outside.identifiers = unreadable
    outside.swept(minutes=15, seconds=1)
    assert levels(outside) == ["second_person"] * 3
    assert len(asked) == 1
    entries = [item for item in outside.items("AUDIT#") if item["action"] == "case.overdue"]
    assert [entry.get("digest") for entry in entries] == [None] * 3


def test_an_overdue_case_is_told_of_and_audited_once(outside: World) -> None:
    outside.submit("today")
    for _ in range(6):
        outside.swept(minutes=16)
    assert told(outside)["case.overdue"] == 1
    actions = [item["action"] for item in sorted(outside.items("AUDIT#"), key=lambda item: item["sk"])]
    assert actions[:3] == ["screening.received", "case.overdue", "case.escalated"]
    assert Counter(actions)["case.overdue"] == 1


def test_routine_work_becomes_overdue_and_wakes_nobody(outside: World) -> None:
    outside.submit("review")
    outside.swept(days=4)
    outside.swept(minutes=3)
    assert (levels(outside), told(outside)["case.overdue"]) == ([], 1)
    assert "due_pk" not in outside.case()


def test_an_acknowledged_case_wakes_nobody(outside: World) -> None:
    outside.submit("now")
    outside.acknowledge()
    outside.swept(hours=3)
    assert levels(outside) == []


def test_a_further_danger_of_the_same_patient_wakes_somebody_again(outside: World) -> None:
    outside.submit("now")
    outside.acknowledge()
    outside.clock.at += timedelta(hours=1)
    assert outside.submit("now").move is CaseMove.JOINED
    outside.swept(minutes=16)
    assert levels(outside) == ["second_person"]


def test_a_further_screening_never_puts_off_what_is_waited_for(outside: World) -> None:
    outside.submit("now")
    waiting = outside.case()["due_sk"]
    outside.clock.at += timedelta(minutes=10)
    outside.submit("now")
    outside.submit("review")
    assert outside.case()["due_sk"] == waiting


def test_a_case_that_becomes_more_pressing_is_due_earlier(outside: World) -> None:
    outside.submit("review")
    relaxed = outside.case()["due_at"]
    outside.clock.at += timedelta(hours=1)
    outside.submit("now")
    assert outside.case()["due_at"] == (NOW + timedelta(hours=1, minutes=15)).isoformat() < relaxed


def test_a_closed_case_that_kept_its_place_by_mistake_wakes_nobody_and_loses_it(outside: World) -> None:
    outside.submit("now")
    outside.clients["dynamodb"].update_item(
        TableName=TABLE,
        Key=typed({"pk": outside.case()["pk"], "sk": "CASE"}),
        UpdateExpression="SET #status = :closed",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":closed": {"S": "closed"}},
    )
    outside.swept(minutes=20)
    assert levels(outside) == []
    assert "due_pk" not in outside.case()


def test_two_sweepers_never_take_the_same_step_twice(outside: World, monkeypatch: pytest.MonkeyPatch) -> None:
    outside.submit("now")
    outside.clock.at += timedelta(minutes=16)
    first, second = outside.sweep(), outside.sweep()
    seen = list(second.board.due(outside.clock.at))
    first.run(lambda: True)
    # Both looked before either acted.
    monkeypatch.setattr(second.board, "due", lambda _now: seen)
    second.run(lambda: True)
    assert levels(outside) == ["second_person"]
    assert Counter(item["action"] for item in outside.items("AUDIT#"))["case.overdue"] == 1


def test_each_clinic_has_its_own_hours(outside: World) -> None:
    outside.settle({"hours": {}}, OTHER_CLINIC)
    outside.submit("now")
    outside.submit("now", clinic=OTHER_CLINIC)
    outside.swept(minutes=16)
    assert {(each["clinic"], each["level"]) for each in outside.arrived("on-call")} == {
        (CLINIC, "second_person"),
        (OTHER_CLINIC, "on_call"),
    }


@pytest.mark.parametrize("place", range(4))
def test_a_row_no_writer_of_ours_made_holds_up_nothing(outside: World, place: int) -> None:
    for number in range(4):
        if number == place:
            bad = {"pk": "x", "sk": "OUTBOX#y", "due_pk": "DUE#0", "due_sk": f"{NOW.isoformat()}#x#y"}
            outside.clients["dynamodb"].put_item(TableName=TABLE, Item=typed({**bad}))
        else:
            outside.store(notice(number))
    first, second = outside.swept(minutes=3), outside.swept(seconds=1)
    assert (first.done, first.failed) == (3, 1)
    assert (second.done, second.failed) == (0, 0)
    assert outside.swept(minutes=1).failed == 1


@pytest.mark.parametrize("after", ["call", "announce"])
def test_a_notifier_killed_before_it_confirmed_is_made_good_by_the_sweeper(
    outside: World, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = outside.submit("now")
    publication = outside.publication()
    row = next(item for item in outside.items("OUTBOX#screening.completed"))
    target = publication._outbox if after == "announce" else publication._announcements
    fired: list[str] = []

    def kill(*_: object) -> None:
        fired.append(after)
        raise Killed

    monkeypatch.setattr(target, "confirm" if after == "announce" else "announce", kill)
    with pytest.raises(Killed):
        publication(notice_at({"pk": row["pk"], "sk": row["sk"]}))
    outside.swept(minutes=3)
    assert fired == [after]
    assert outside.ids("topic") == {receipt.id: 2}
    assert outside.ids("bus")[receipt.id] >= 1
    assert not [item for item in outside.items("OUTBOX#") if "due_pk" in item]


def test_a_sweeper_killed_before_anybody_was_called_is_made_good_by_the_next(
    outside: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.submit("now")
    outside.clock.at += timedelta(minutes=16)
    sweep = outside.sweep()

    def kill(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(sweep.second_channel, "alert", kill)
    with pytest.raises(Killed):
        sweep.run(lambda: True)
    assert levels(outside) == []
    outside.swept(seconds=30)
    assert levels(outside) == ["second_person"]
    assert Counter(item["action"] for item in outside.items("AUDIT#"))["case.overdue"] == 1


SITES = [
    ("dynamodb", "TransactWriteItems"),
    ("dynamodb", "UpdateItem"),
    ("sns", "Publish"),
    ("events", "PutEvents"),
    ("ssm", "GetParameter"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("service", "operation"), SITES)
def test_whatever_fails_for_some_minutes_somebody_is_woken_and_everything_is_told(
    outside: World, service: str, operation: str, kind: str
) -> None:
    outside.submit("now")
    fault = Fault(service, operation, kind, ALWAYS)
    outside.break_with(fault)
    outside.swept(minutes=16)
    assert fault.fired >= 1
    fault.times = 0
    for _ in range(3):
        outside.swept(minutes=1)
    assert levels(outside)[0] in {"second_person", "on_call"}
    outside.swept(minutes=2)
    assert told(outside).keys() == {"screening.completed", "case.opened", "case.overdue"}
    assert not [item for item in outside.items("OUTBOX#") + outside.items("ALERT#") if "due_pk" in item]
    assert Counter(item["action"] for item in outside.items("AUDIT#"))["case.overdue"] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_board_that_cannot_be_read_is_an_error_and_the_next_run_goes_on(outside: World, kind: str) -> None:
    outside.submit("now")
    fault = Fault("dynamodb", "Query", kind, ALWAYS)
    outside.break_with(fault)
    with pytest.raises(StoreUnavailableError):
        outside.swept(minutes=16)
    assert fault.fired >= 1
    fault.times = 0
    outside.swept(minutes=1)
    assert levels(outside) == ["second_person"]


def test_a_backlog_is_worked_off_run_by_run_the_oldest_first(outside: World) -> None:
    for number in range(30):
        outside.clock.at = NOW + timedelta(seconds=number)
        outside.store_at(notice(number, event=Event.CASE_DECIDED, contact=Contact.ROUTINE))
    outside.clock.at = NOW + timedelta(minutes=10)
    seen: list[int] = []
    backlogs: list[timedelta] = []
    for _ in range(3):
        looks = iter([True] * 12 + [False] * 30)
        backlogs.append(outside.sweep().run(looks.__next__).backlog)
        seen.extend(int(each["detail"]["id"], 16) for each in outside.arrived("bus"))
        outside.clock.at += timedelta(minutes=1)
    assert seen == list(range(30))
    assert backlogs[0] > backlogs[1] - timedelta(minutes=1) > backlogs[2] == timedelta()
