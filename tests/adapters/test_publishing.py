"""A notice on its way to other systems and to people, through every fault at every call."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.adapters.channels import EventBus
from functions.service.errors import NotPublishedError, StoreUnavailableError
from functions.service.notices import Event
from rules.engine.terms import Contact
from tests.adapters.channel_world import World, world
from tests.adapters.faults import KINDS, Fault
from tests.functions.builders import CLINIC
from tests.functions.streams import notice

CALLING = notice(1, event=Event.SCREENING_COMPLETED, contact=Contact.NOW)
SITES = [("sns", "Publish"), ("events", "PutEvents"), ("dynamodb", "UpdateItem")]
ALWAYS = 100


@pytest.fixture
def outside() -> Iterator[World]:
    with world() as made:
        made.store(CALLING)
        yield made


def test_a_danger_reaches_people_and_systems_once_and_its_row_is_no_longer_due(outside: World) -> None:
    assert {"due_pk", "due_sk"} <= outside.row(CALLING).keys()
    outside.publication()(CALLING)
    (event,), (call,) = outside.arrived("bus"), outside.arrived("topic")
    assert (event["source"], event["detail-type"]) == ("ketascreen", "screening.completed")
    assert (
        event["detail"]
        == call
        == {
            "id": CALLING.id,
            "clinic": CLINIC,
            "caseId": CALLING.case_id,
            "contact": "now",
        }
    )
    row = outside.row(CALLING)
    assert not {"due_pk", "due_sk"} & row.keys()
    assert row["published_at"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("service", "operation"), SITES)
def test_a_fault_that_passes_loses_nothing_and_calls_nobody_away(
    outside: World, service: str, operation: str, kind: str
) -> None:
    fault = Fault(service, operation, kind)
    outside.break_with(fault)
    publication = outside.publication()
    try:
        publication(CALLING)
    except (NotPublishedError, StoreUnavailableError):
        assert "due_pk" in outside.row(CALLING) or kind == "lost reply"
        publication(CALLING)
    assert fault.fired == 1
    assert "due_pk" not in outside.row(CALLING)
    once_or_twice = {CALLING.id: 1}, {CALLING.id: 2}
    assert outside.ids("topic") in once_or_twice
    assert outside.ids("bus") in once_or_twice


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("service", "operation"), SITES)
def test_a_fault_that_lasts_leaves_the_row_due_until_it_is_over(
    outside: World, service: str, operation: str, kind: str
) -> None:
    fault = Fault(service, operation, kind, ALWAYS)
    outside.break_with(fault)
    with pytest.raises((NotPublishedError, StoreUnavailableError)) as refused:
        outside.publication()(CALLING)
    assert CALLING.id not in repr(refused.value)
    assert fault.fired >= 1
    committed = (operation, kind) == ("UpdateItem", "lost reply")
    assert ("due_pk" in outside.row(CALLING)) is not committed
    fault.times = 0
    outside.publication()(CALLING)
    assert "due_pk" not in outside.row(CALLING)
    assert outside.ids("topic")[CALLING.id] >= 1
    assert outside.ids("bus")[CALLING.id] >= 1


def test_a_row_that_was_erased_does_not_come_back(outside: World) -> None:
    outside.publication()(notice(2))
    assert outside.row(notice(2)) == {}


class Refusing:
    """A bus that takes the request and refuses the entry."""

    def put_events(self, **_: Any) -> dict[str, Any]:
        return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure", "ErrorMessage": CALLING.id}]}


def test_an_entry_the_bus_refuses_inside_a_success_is_not_taken_for_published() -> None:
    client: Any = Refusing()
    with pytest.raises(NotPublishedError) as refused:
        EventBus("ketascreen", lambda: client).announce(CALLING)
    assert CALLING.id not in repr(refused.value)
