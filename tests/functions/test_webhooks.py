"""Which endpoint is told of what, when one that failed is tried again, and when it no longer is."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.channels import detail
from functions.service.delivering import DeliveryDesk
from functions.service.notices import Event
from functions.service.webhooks import PAUSES, Delivery, Endpoint, Happening, Outcome, deliveries, outcome
from tests.functions.builders import CLINIC, NOW
from tests.functions.streams import notice
from tests.functions.test_notices import NOTICES

HAPPENING = Happening(event=Event.CASE_OPENED, at=NOW.isoformat(), detail={**detail(notice(1))})
ON_THE_BUS = {
    "version": "0",
    "account": "000000000000",
    "detail-type": "case.opened",
    "source": "ketascreen",
    "time": NOW.isoformat(),
    "detail": detail(notice(1)),
}


def endpoint(number: int, *events: Event, disabled: bool = False) -> Endpoint:
    return Endpoint(
        clinic=CLINIC,
        id=f"endpoint{number}",
        url="https://clinic.example/hook",
        events=events,
        disabled_at=NOW.isoformat() if disabled else None,
    )


@dataclass
class Outside:
    """Endpoints, their replies, the queue and the log."""

    known: list[Endpoint]
    replies: list[int | None] = field(default_factory=list)
    queue: list[Delivery] = field(default_factory=list)
    logged: list[tuple[int, Outcome]] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)
    at: datetime = NOW

    def of(self, clinic: str) -> tuple[Endpoint, ...]:
        return tuple(each for each in self.known if each.clinic == clinic)

    def one(self, clinic: str, endpoint_id: str) -> Endpoint | None:
        return next((each for each in self.of(clinic) if each.id == endpoint_id), None)

    def log(self, delivery: Delivery, at: datetime, result: Outcome, status: int | None) -> None:
        assert (at, outcome(status)) == (self.at, result)
        self.logged.append((delivery.attempt, result))

    def disable(self, endpoint: Endpoint, at: datetime) -> None:
        self.known = [
            replace(each, disabled_at=at.isoformat()) if each.id == endpoint.id else each for each in self.known
        ]

    def post(self, endpoint: Endpoint, happening: Happening, at: datetime) -> int | None:
        assert at == self.at
        self.posted.append(f"{endpoint.id} {happening.id}")
        return self.replies.pop(0) if self.replies else 200

    def put(self, delivery: Delivery, now: datetime) -> None:
        assert now == self.at
        self.queue.append(delivery)

    def desk(self) -> DeliveryDesk:
        return DeliveryDesk(endpoints=self, posts=self, later=self, clock=lambda: self.at)

    def work_off(self) -> list[timedelta]:
        """Handles what waits, going on to the time of each; says how long after the start each post was made."""
        times: list[timedelta] = []
        while self.queue:
            delivery = self.queue.pop(0)
            self.at = max(self.at, delivery.not_before or self.at)
            made = len(self.posted)
            self.desk().handle(delivery.to_json())
            times.extend([self.at - NOW] * (len(self.posted) - made))
        return times


def test_each_endpoint_gets_what_it_asked_for() -> None:
    outside = Outside([endpoint(1), endpoint(2, Event.CASE_OPENED), endpoint(3, Event.CASE_DECIDED)])
    outside.desk().handle(ON_THE_BUS)
    assert [each.endpoint for each in outside.queue] == ["endpoint1", "endpoint2"]
    outside.work_off()
    assert outside.posted == [f"endpoint{number} {HAPPENING.id}" for number in (1, 2)]


def test_nothing_of_another_clinic_is_sent() -> None:
    outside = Outside([replace(endpoint(1), clinic="otherclinic")])
    outside.desk().handle(ON_THE_BUS)
    assert outside.queue == []


def test_what_failed_is_tried_again_with_growing_pauses_and_then_left_in_the_log() -> None:
    outside = Outside([endpoint(1)], replies=[None, 500, 404, 301, 429, 503, None, 500, 500, 500])
    outside.desk().handle(ON_THE_BUS)
    times = outside.work_off()
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert tuple(pauses) == PAUSES
    assert outside.logged == [(attempt, Outcome.FAILED) for attempt in range(len(PAUSES) + 1)]


def test_what_arrived_is_not_sent_again() -> None:
    outside = Outside([endpoint(1)], replies=[500, 204])
    outside.desk().handle(ON_THE_BUS)
    outside.work_off()
    assert outside.logged == [(0, Outcome.FAILED), (1, Outcome.DELIVERED)]


def test_an_endpoint_that_is_gone_gets_nothing_more() -> None:
    outside = Outside([endpoint(1)], replies=[410])
    outside.desk().handle(ON_THE_BUS)
    outside.desk().handle(ON_THE_BUS)
    outside.work_off()
    outside.desk().handle(ON_THE_BUS)
    assert (outside.logged, outside.queue) == ([(0, Outcome.GONE)], [])


def test_a_delivery_whose_endpoint_was_removed_is_dropped() -> None:
    outside = Outside([endpoint(1)])
    outside.desk().handle(ON_THE_BUS)
    outside.known.clear()
    outside.work_off()
    assert outside.posted == []


def test_a_delivery_that_comes_too_early_waits_on() -> None:
    outside = Outside([endpoint(1)])
    early = Delivery(endpoint="endpoint1", happening=HAPPENING, attempt=3, not_before=NOW + timedelta(hours=2))
    outside.desk().handle(early.to_json())
    assert (outside.posted, outside.queue) == ([], [early])


def test_a_body_is_thin() -> None:
    assert HAPPENING.body() == {"type": "case.opened", "timestamp": NOW.isoformat(), "data": detail(notice(1))}


@pytest.mark.parametrize("damaged", [{}, {"detail": {}}, {"endpoint": "x"}, {"endpoint": "x", "attempt": 0}])
def test_a_message_that_is_neither_is_refused_and_not_guessed_at(damaged: dict[str, object]) -> None:
    with pytest.raises(KeyError):
        Outside([endpoint(1)]).desk().handle(damaged)


@given(NOTICES, st.integers(0, 9), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_a_delivery_is_read_back_as_it_was_written(told: object, attempt: int, later: datetime | None) -> None:
    happening = replace(HAPPENING, detail={**detail(told)})  # type: ignore[arg-type]
    delivery = Delivery(endpoint="e", happening=happening, attempt=attempt, not_before=later)
    assert Delivery.from_json(delivery.to_json()) == delivery


@given(st.none() | st.integers(100, 599))
def test_only_a_success_counts_as_delivered(status: int | None) -> None:
    assert (outcome(status) is Outcome.DELIVERED) is (status is not None and 200 <= status < 300)


def test_a_switched_off_endpoint_wants_nothing() -> None:
    assert deliveries(HAPPENING, [endpoint(1, disabled=True)]) == ()
