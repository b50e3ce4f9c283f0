"""Processes that are killed in the middle of their work, and what is stored when others have gone on with it.

The store is the local cloud with nothing deployed on it: nobody but the tests goes on with anything.
"""

from __future__ import annotations

import secrets
import time
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest

from infra.local_cloud.place import Place, client_environment
from tests.e2e.cloud import empty, free_port
from tests.faults.child import KILLED, Step, in_a_process
from tests.faults.counting import injected
from tests.faults.deeds import Deed, streamed
from tests.faults.forms import AnswerQuestions, Join, MergeAnswers, SaveDraft, Submit
from tests.faults.machines import Publish, Republish, SealStream
from tests.faults.people import Decide
from tests.faults.premises import Premises, premises
from tests.faults.truth import holes, outside, truth
from tests.functions.entry_files import environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_SECONDS = 20
READS = ("Get", "Query", "Scan", "BatchGet")

# Each deed and the functions' calls to AWS on its way, in their order.
DEEDS: Mapping[str, tuple[type[Deed], tuple[str, ...]]] = {
    "submit": (Submit, ("GetParameter", "GetSecretValue", "TransactWriteItems")),
    "join": (Join, ("GetParameter", "GetSecretValue", "TransactWriteItems", "TransactWriteItems")),
    "save draft": (SaveDraft, ("GetParameter", "GetSecretValue", "TransactWriteItems")),
    "answer questions": (
        AnswerQuestions,
        ("GetSecretValue", "GetItem", "GetParameter", "TransactWriteItems", "TransactWriteItems"),
    ),
    "merge answers": (
        MergeAnswers,
        ("GetSecretValue", *["GetItem"] * 4, "GetParameter", "TransactWriteItems"),
    ),
    "decide": (Decide, ("GetParameter", "GetSecretValue", "GetItem", "TransactWriteItems")),
    "publish": (Publish, ("PutEvents", "UpdateItem", "Publish", "PutEvents", "UpdateItem")),
    "sweep": (
        Republish,
        (
            *["Query"] * 8,
            *("GetParameter", "GetSecretValue", "TransactWriteItems", "Publish", "UpdateItem"),
            *("Publish", "PutEvents", "UpdateItem", "PutEvents", "UpdateItem"),
        ),
    ),
    "seal": (
        SealStream,
        ("GetItem", "GetSecretValue", "GetItem", "GetItem", "TransactWriteItems", "GetItem", "PutObject"),
    ),
}


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Outlives every process that is killed."""
    place = Place(free_port(), tmp_path_factory.mktemp("store"))
    with pytest.MonkeyPatch.context() as patched:
        for name, value in client_environment(place).items():
            patched.setenv(name, value)
        with empty(place), environment():
            yield


def steps(calls: tuple[str, ...]) -> Iterator[Step]:
    """Before each call, and after each that changes something: after a read is the same as before the next call."""
    for number, operation in enumerate(calls, start=1):
        yield Step(number)
        if not operation.startswith(READS):
            yield Step(number, after=True)


def cases() -> Iterator[Any]:
    for name, (_, calls) in DEEDS.items():
        for step in steps(calls):
            moment = "after" if step.after else "before"
            yield pytest.param(name, step, id=f"{name}-{moment}-{step.number}-{calls[step.number - 1]}")


def prepared(name: str) -> tuple[Deed, Premises]:
    deed, made = DEEDS[name][0](), premises(f"made{secrets.token_hex(6)}")
    deed.prepare(made)
    return deed, made


def gone_on_with(made: Premises) -> Any:
    """What the streams bring in the end, and then all that is stored."""
    assert streamed(made, "notify", "OUTBOX#")
    assert SealStream().act(made)
    assert holes(made) == []
    return truth(made)


@cache
def undisturbed(name: str) -> tuple[Any, dict[str, set[str]], tuple[str, ...]]:
    """What is stored and what has come out when nobody is killed, and the calls on the way."""
    deed, made = prepared(name)
    ended = in_a_process(partial(deed.act, made))
    assert ended.code == 0
    deed.settle(made, done=ended.result)
    stored = gone_on_with(made)
    time.sleep(1)
    return stored, outside(made), ended.calls


@pytest.mark.parametrize("name", DEEDS)
def test_the_steps_at_which_a_deed_is_killed_are_all_there_are(name: str) -> None:
    assert undisturbed(name)[2] == DEEDS[name][1]


@pytest.mark.parametrize(("name", "step"), list(cases()))
def test_whoever_is_killed_leaves_nothing_half_done_and_others_finish_it(name: str, step: Step) -> None:
    stored, told, _ = undisturbed(name)
    deed, made = prepared(name)
    ended = in_a_process(partial(deed.act, made), step)
    assert (ended.code, len(ended.calls), ended.result) == (KILLED, step.number, None)
    injected()
    assert holes(made) == []
    # Another process: the form that sends again, the stream that brings it again, the schedule's next run.
    assert in_a_process(partial(deed.settle, made, done=False)).code == 0
    assert gone_on_with(made) == stored
    assert everything_told(made, told) == told


def everything_told(made: Premises, expected: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """What came out of the channels, which may take a moment."""
    heard: dict[str, set[str]] = {channel: set() for channel in expected}
    deadline = time.monotonic() + MOST_SECONDS
    while time.monotonic() < deadline and not all(expected[each] <= heard[each] for each in heard):
        for channel, messages in outside(made).items():
            heard[channel] |= messages
        time.sleep(0.1)
    return heard
