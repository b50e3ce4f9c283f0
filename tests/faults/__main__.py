"""Puts every fault in that any test has, and says how many there were and how many were survived: `make faults`."""

import sys
from pathlib import Path

import pytest

_COUNTER = "tests.faults.counting"
_TESTS = Path(__file__).parents[1]
# Whoever puts a fault in has it from one of these.
_INJECTORS = ("tests.adapters.faults", "tests.adapters.faulty", "tests.faults.")


def with_faults() -> list[str]:
    """The files with tests that put faults in."""
    found = sorted(_TESTS.rglob("test_*.py"))
    return [str(path) for path in found if any(f"from {each}" in path.read_text() for each in _INJECTORS)]


def main(arguments: list[str]) -> int:
    """Arguments go to pytest: `-k decide` tries that alone."""
    # Given by name, so that the workers, where the tests run, count as well.
    together = ["--numprocesses", "2", "--dist", "load", "--quiet", "-p", _COUNTER]
    code = pytest.main([*together, *with_faults(), *arguments])
    from tests.faults.counting import TALLY  # noqa: PLC0415 - a plugin is imported by pytest first

    sys.stdout.write(f"{TALLY}\n")
    return int(code) or int(not TALLY.holds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
