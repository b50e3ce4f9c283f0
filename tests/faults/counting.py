"""Counts the faults that really happened, and those that happened in tests that held all the same.

Whoever puts a fault in says so at the moment it fires. As a plugin of pytest this module carries the counts to where
the reports are gathered, from other processes too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

_COUNTED: Final = "faults injected"


@dataclass
class Tally:
    """What a run came to."""

    injected: int = 0
    survived: int = 0

    def add(self, report: pytest.TestReport) -> None:
        """A test that fails, even while it cleans up, has not survived its faults."""
        faults = sum(int(str(number)) for name, number in report.user_properties if name == _COUNTED)
        if report.when == "call":
            self.injected += faults
            self.survived += faults if report.passed else 0
        elif report.when == "teardown" and report.failed:
            self.survived -= faults

    @property
    def holds(self) -> bool:
        """A run without a single fault has shown nothing."""
        return 0 < self.injected == self.survived

    def __str__(self) -> str:
        return f"faults: {self.injected} injected, {self.survived} survived"


TALLY: Final = Tally()
_fired: list[None] = []


def injected() -> None:
    """A fault has fired, here and now. Called once for each fault, however often it fires."""
    _fired.append(None)


def counted(faults: int) -> tuple[str, int]:
    """As a test's report carries it."""
    return _COUNTED, faults


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    before = len(_fired)
    try:
        return (yield)
    finally:
        item.user_properties.append(counted(len(_fired) - before))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    TALLY.add(report)
