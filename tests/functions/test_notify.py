"""The outbox is published record by record; one bad record never holds up the others."""

import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.service.errors import NotPublishedError, StoreUnavailableError
from functions.service.notices import Event, Notice
from rules.engine.terms import Contact
from tests.functions.captured import captured_output
from tests.functions.channels import Channels
from tests.functions.desks import Context
from tests.functions.streams import Stream, StreamHandler, keys_record, notice, record

BATCH = 10
CALLING = notice(1, event=Event.SCREENING_COMPLETED, contact=Contact.NOW)


def handler(entries: Mapping[str, ModuleType], channels: Channels) -> StreamHandler:
    made: StreamHandler = entries["notify"].opened(channels.publication())
    return made


def deliver(entries: Mapping[str, ModuleType], channels: Channels, *records: dict[str, Any]) -> Mapping[str, Any]:
    return handler(entries, channels)({"Records": list(records)}, Context())


def test_people_are_called_before_systems_are_told_and_the_row_is_confirmed_last(
    entries: Mapping[str, ModuleType],
) -> None:
    channels = Channels()
    assert deliver(entries, channels, record(CALLING)) == {"batchItemFailures": []}
    assert [part for part, _ in channels.done] == ["call", "announce", "confirm"]


@pytest.mark.parametrize("contact", [Contact.TODAY, Contact.ROUTINE])
def test_nobody_is_called_for_what_can_wait(entries: Mapping[str, ModuleType], contact: Contact) -> None:
    channels = Channels()
    deliver(entries, channels, record(notice(1, event=Event.SCREENING_COMPLETED, contact=contact)))
    assert [part for part, _ in channels.done] == ["announce", "confirm"]


@pytest.mark.parametrize("place", range(BATCH))
def test_a_poisoned_record_at_any_place_of_a_batch_is_parked_and_the_others_go_on(
    entries: Mapping[str, ModuleType], place: int
) -> None:
    channels = Channels()
    good = [notice(number) for number in range(BATCH) if number != place]
    records = [record(each) for each in good]
    records.insert(place, keys_record("CLINIC#democlinic#CASE#x", "OUTBOX#y", place))
    stream = Stream(handler(entries, channels))
    stream.deliver(records)
    assert stream.parked == [str(place)]
    assert set(channels.ids("confirm")) == {each.id for each in good}
    assert channels.times("announce") == dict.fromkeys((each.id for each in good), 1)


@given(st.sets(st.integers(0, 19), max_size=20))
def test_any_number_of_poisoned_records_are_parked_and_all_others_confirmed(bad: set[int]) -> None:
    from tests.functions.entry_files import environment, import_entries  # noqa: PLC0415 - needs the variables first

    def refuse(told: Notice) -> None:
        if int(told.id, 16) in bad:
            raise NotPublishedError("refused")

    channels = Channels(before={"announce": refuse})
    with environment(), captured_output():
        stream = Stream(handler(import_entries(), channels))
        stream.deliver([record(notice(number)) for number in range(20)])
    assert sorted(map(int, stream.parked)) == sorted(bad)
    assert {int(told, 16) for told in channels.ids("confirm")} == set(range(20)) - bad


@pytest.mark.parametrize("part", ["call", "announce", "confirm"])
@pytest.mark.parametrize("error", [NotPublishedError, StoreUnavailableError, KeyError])
def test_a_row_is_confirmed_only_after_everything_about_it_was_done(
    entries: Mapping[str, ModuleType], part: str, error: type[Exception]
) -> None:
    fired: list[Notice] = []

    def fail_twice(told: Notice) -> None:
        if len(fired) < 2:
            fired.append(told)
            raise error

    channels = Channels(before={part: fail_twice})
    stream = Stream(handler(entries, channels))
    stream.deliver([record(CALLING)])
    assert (len(fired), stream.parked) == (2, [])
    assert channels.times("call") == channels.times("announce") == channels.times("confirm") == {CALLING.id: 1}


def test_the_same_record_again_is_confirmed_again_and_calls_nobody_twice(entries: Mapping[str, ModuleType]) -> None:
    channels = Channels()
    made = handler(entries, channels)
    for _ in range(3):
        made({"Records": [record(CALLING)]}, Context())
    assert (channels.times("call")[CALLING.id], channels.times("confirm")[CALLING.id]) == (1, 3)


def test_another_process_calls_again_rather_than_not_at_all(entries: Mapping[str, ModuleType]) -> None:
    channels = Channels()
    deliver(entries, channels, record(CALLING))
    deliver(entries, channels, record(CALLING))
    assert channels.times("call")[CALLING.id] == 2


def test_the_memory_of_what_was_done_is_bounded(entries: Mapping[str, ModuleType]) -> None:
    channels = Channels()
    publication = channels.publication()
    made: StreamHandler = entries["notify"].opened(publication)
    with captured_output():
        for number in range(1500):
            made({"Records": [record(notice(number))]}, Context())
    assert len(publication._done) == 1000


def test_a_failure_is_logged_without_saying_whose(entries: Mapping[str, ModuleType]) -> None:
    def refuse(told: Notice) -> None:
        raise NotPublishedError(told.id)

    with captured_output() as output:
        answer = deliver(entries, Channels(before={"call": refuse}), record(CALLING))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    line = json.loads(output.getvalue())
    assert (line["error"], line["level"]) == ("NotPublishedError", "ERROR")
    assert CALLING.id not in output.getvalue()
