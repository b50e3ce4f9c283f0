"""How long a request goes on trying."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from functions.adapters.aws import WRITE_SECONDS
from functions.api.visits import RESERVE, Deadline
from functions.service.errors import CaseMoveRefusedError, ScreeningStoredError, StoreBusyError
from functions.service.records import Write
from tests.functions.desks import JSON_TYPE, Service, envelope, event, machine_claims


def longest(_low: float, high: float) -> float:
    return high


def test_pauses_grow_and_end_in_time_to_answer() -> None:
    slept: list[float] = []
    deadline = Deadline(lambda: 10.0 - sum(slept), slept.append, longest)
    attempts = 0
    while deadline.pause(attempts):
        attempts += 1
    assert slept[:4] == [0.025, 0.05, 0.1, 0.2]
    assert max(slept) == 0.8
    assert 10.0 - sum(slept) >= RESERVE


def test_however_often_it_was_tried_the_pause_stays_short() -> None:
    slept: list[float] = []
    assert Deadline(lambda: 10.0, slept.append, longest).pause(100_000)
    assert slept == [0.8]


def test_without_time_nothing_is_tried_again() -> None:
    late = Deadline(lambda: RESERVE - 0.1, lambda _: None, longest)
    assert not late.pause(0)
    assert not late.suffices()
    assert Deadline(lambda: RESERVE, lambda _: None, longest).suffices()


def test_the_reserve_covers_one_attempt_at_its_slowest_and_the_answer() -> None:
    assert RESERVE >= WRITE_SECONDS + 1


@dataclass
class SlowDay:
    """A clock that only the slow store moves, and the runtime that ends the function after ten seconds."""

    passed: float = 0.0
    started_at: list[float] = field(default_factory=list)

    def get_remaining_time_in_millis(self) -> int:
        return int((10.0 - self.passed) * 1000)

    def slowly(self, ending: type[Exception]) -> Callable[[Write], None]:
        """Every write takes as long as a write can, and then fails."""

        def before_write(write: Write) -> None:
            self.started_at.append(self.passed)
            self.passed += WRITE_SECONDS
            raise ending if write.screening else StoreBusyError

        return before_write


@pytest.mark.parametrize("ending", [StoreBusyError, CaseMoveRefusedError, ScreeningStoredError])
@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("before", [0.0, 3.0, 6.5])
def test_however_slow_the_store_is_the_person_gets_an_answer_with_help(
    clinic_service: Service, ending: type[Exception], before: float, *, draft: bool
) -> None:
    day = SlowDay(passed=before)
    clinic_service.store.before_write = day.slowly(ending)
    reply = clinic_service.intake(draft_event() if draft else submission_event(), day)
    assert day.passed <= 9.0
    assert all(started <= 10.0 - RESERVE for started in day.started_at)
    assert reply["statusCode"] in {422, 503}
    assert json.loads(reply["body"])["crisis"]["show"] == "now"


def submission_event() -> dict[str, Any]:
    headers = {**JSON_TYPE, "Idempotency-Key": "key-1"}
    return event("POST", "/v1/screenings", body=json.dumps(envelope("now")), claims=machine_claims(), headers=headers)


def draft_event() -> dict[str, Any]:
    body = json.dumps(envelope("now") | {"revision": 1})
    return event("PUT", f"/v1/drafts/{'0' * 32}", body=body, claims=machine_claims(), headers=JSON_TYPE)
