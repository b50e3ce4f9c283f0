"""Trials of which nothing is said, or only the days, about what else was taken at the time."""

from typing import Any

from tests.rules.trials.histories import day, trial

JANUARY = day(2025, 1, 1)
TOGETHER: dict[str, Any] = {"combined": "started_together"}
_DOSES = {"venlafaxine": 150, "desvenlafaxine": 100, "mirtazapine": 30, "bupropion": 300, "milnacipran": 100}


def told(drug: str, **answers: Any) -> dict[str, Any]:
    """A trial that failed, without dates and without a word on what else was taken."""
    return trial(**{"drug": drug, "dose": _DOSES.get(drug, 100), "combined": None, **answers})


def dated(drug: str, first: int, last: int, **answers: Any) -> dict[str, Any]:
    """The same from one day to another, both counted from the first of January."""
    return told(drug, **{"weeks": None, "start": JANUARY + first, "end": JANUARY + last, **answers})
