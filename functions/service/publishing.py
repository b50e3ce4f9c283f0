"""Publishes a notice and confirms it. At least once: whatever fails, the outbox row stays until all of it is done."""

from collections.abc import Callable
from typing import Final

from functions.service.notices import Notice
from functions.service.ports import Announcements, Calls, Clock, Outbox

_MOST_REMEMBERED: Final = 1000


class Publication:
    """Publishes notices, each part of it once as long as the same process sees them again.

    The memory spares people repeated calls while a batch is tried again; it is no promise, so every message carries
    the id of its event.
    """

    def __init__(self, announcements: Announcements, calls: Calls, outbox: Outbox, clock: Clock) -> None:
        self._announcements = announcements
        self._calls = calls
        self._outbox = outbox
        self._clock = clock
        self._done: dict[tuple[str, str], None] = {}

    def __call__(self, notice: Notice) -> None:
        """Raises NotPublishedError or StoreUnavailableError; then everything that is left is done next time."""
        if notice.calls_people:
            self._once("call", notice, self._calls.call)
        self._once("announce", notice, self._announcements.announce)
        self._outbox.confirm(notice, self._clock())

    def _once(self, part: str, notice: Notice, publish: Callable[[Notice], None]) -> None:
        if (part, notice.id) in self._done:
            return
        publish(notice)
        self._done[part, notice.id] = None
        if len(self._done) > _MOST_REMEMBERED:
            del self._done[next(iter(self._done))]
