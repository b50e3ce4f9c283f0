"""The ways out, as lists; each can be told to fail."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from functions.service.notices import Notice
from functions.service.publishing import Publication
from tests.functions.builders import NOW


def _nothing(_: Notice) -> None:
    """Lets everything through."""


@dataclass
class Channels:
    """Announcements, calls and confirmations in the order in which they were made."""

    before: dict[str, Callable[[Notice], None]] = field(default_factory=dict)
    done: list[tuple[str, str]] = field(default_factory=list)

    def announce(self, notice: Notice) -> None:
        self._do("announce", notice)

    def call(self, notice: Notice) -> None:
        self._do("call", notice)

    def confirm(self, notice: Notice, at: datetime) -> None:
        assert at == NOW
        self._do("confirm", notice)

    def publication(self) -> Publication:
        return Publication(self, self, self, lambda: NOW)

    def ids(self, part: str) -> list[str]:
        return [notice for done, notice in self.done if done == part]

    def times(self, part: str) -> Counter[str]:
        return Counter(self.ids(part))

    def _do(self, part: str, notice: Notice) -> None:
        self.before.get(part, _nothing)(notice)
        self.done.append((part, notice.id))
