"""Says what is being done and how long it took, so that nobody looks at a silent screen."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

HEARTBEAT_SECONDS = 10.0


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step, keep a sign of life while it lasts, report its duration."""
    started = time.monotonic()
    finished = Event()
    say(f"==> {title}")
    heartbeat = Thread(target=_beat, args=(started, finished), daemon=True)
    heartbeat.start()
    try:
        yield
    finally:
        finished.set()
        heartbeat.join()
    say(f"    done, {time.monotonic() - started:.1f} s")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _beat(started: float, finished: Event) -> None:
    while not finished.wait(HEARTBEAT_SECONDS):
        say(f"    still at it, {time.monotonic() - started:.0f} s")
