"""What the computations on a condition read, in the order in which the content names it."""

from typing import Any, NamedTuple


class History(NamedTuple):
    """The criteria in use, the trials as read, the diagnoses, and the courses of brain stimulation."""

    criteria: Any
    trials: Any
    diagnoses: frozenset[str] | None
    other_treatments: frozenset[str] | None
    ect: Any
    tms: Any
