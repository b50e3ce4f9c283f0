"""A deed in a process of its own, which can be killed before or after a call to AWS. What it stored outlives it.

Imported by the process that children are forked from: each starts with everything imported and no client made.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import boto3
import botocore.session

from tests.faults.call_sites import sites_on_the_way
from tests.functions.captured import captured_output
from tests.functions.entry_files import environment, import_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection

with environment():
    import_entries()

KILLED: Final = -signal.SIGKILL
_MOST_SECONDS: Final = 120

_children = multiprocessing.get_context("forkserver")
_children.set_forkserver_preload([__name__, *(f"tests.faults.{each}" for each in ("forms", "people", "machines"))])


@dataclass(frozen=True)
class Step:
    """A moment: before the call of this number is sent, or after its reply has come and before anybody reads it."""

    number: int
    after: bool = False


@dataclass(frozen=True)
class Ended:
    """How a process ended, the calls it made, and what it gave back, if it came to that."""

    code: int | None
    calls: tuple[str, ...]
    result: Any


@dataclass
class _Watch:
    """Counts the functions' calls on their way and kills its own process at one of them."""

    tell: Connection
    step: Step | None
    sent: int = 0
    answered: int = 0

    def before(self, event_name: str, **_: Any) -> None:
        operation = event_name.rpartition(".")[2]
        if sites_on_the_way(operation):
            self.tell.send(operation)
            self.sent += 1
            self._kill(Step(self.sent))

    def after(self, event_name: str, **_: Any) -> None:
        if sites_on_the_way(event_name.rpartition(".")[2]):
            self.answered += 1
            self._kill(Step(self.answered, after=True))

    def _kill(self, here: Step) -> None:
        if here == self.step:
            os.kill(os.getpid(), signal.SIGKILL)


def in_a_process(work: Callable[[], Any], step: Step | None = None) -> Ended:
    """Does the work in a fresh process, until the step at which that is killed."""
    ours, theirs = _children.Pipe(duplex=False)
    process = _children.Process(target=_work, args=(theirs, dict(os.environ), work, step))
    process.start()
    theirs.close()
    told = _all(ours)
    process.join(_MOST_SECONDS)
    calls = tuple(each for each in told if isinstance(each, str))
    return Ended(process.exitcode, calls, next((each[0] for each in told if isinstance(each, tuple)), None))


def _all(pipe: Connection) -> list[Any]:
    """Whatever comes until the other end is closed, by whoever closes it."""
    told: list[Any] = []
    while pipe.poll(_MOST_SECONDS):
        try:
            told.append(pipe.recv())
        except EOFError:
            break
    return told


def _work(tell: Connection, variables: Mapping[str, str], work: Callable[[], Any], step: Step | None) -> None:
    os.environ.update(variables)
    watch = _Watch(tell, step)
    session: Any = botocore.session.Session()
    session.register("before-send", watch.before)
    session.register("response-received", watch.after)
    boto3.DEFAULT_SESSION = boto3.Session(botocore_session=session)
    with environment(), captured_output():
        tell.send((work(),))
