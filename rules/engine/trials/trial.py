"""One treatment trial as it was read from the answers, in the units the judgement needs.

The fields are the columns of the derived group `trials_read`, in this order.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from rules.engine.trials.amounts import Span
from rules.engine.truth import Truth
from rules.engine.values import Number, Value


class Trial(NamedTuple):
    """Doses in mg a day, durations in weeks at a sufficient dose, adherence in percent of the doses.

    None is unknown; in an upper bound it means that there is none.
    """

    number: int
    written: str | None
    agent: str | None
    reasons: frozenset[str] | None
    as_needed: Truth | None
    mg_low: Number
    mg_high: Number | None
    weeks_low: Number
    weeks_high: Number | None
    titration: Number
    start: Value
    end: Value
    ongoing: Truth | None
    adherence_low: Number
    adherence_high: Number | None
    benefit: str | None
    improvement: Number | None
    benefit_anxiety: str | None
    benefit_other: str | None
    weeks_after_relapse: Number | None
    stop_reasons: frozenset[str] | None
    combined: str | None
    combined_with: str | None
    in_episode: Truth | None
    confirmed: str | None
    dose_ok: Truth | None
    doubts: frozenset[str]

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """A trial from a group's row, which carries more behind its own fields."""
        return cls(*row[: len(cls._fields)])

    @property
    def dose(self) -> Span:
        return Span(self.mg_low, self.mg_high)

    @property
    def weeks(self) -> Span:
        return Span(self.weeks_low, self.weeks_high)

    @property
    def adherence(self) -> Span:
        return Span(self.adherence_low, self.adherence_high)

    def stopped_for(self, reason: str) -> bool:
        """Whether this reason for stopping was given."""
        return self.stop_reasons is not None and reason in self.stop_reasons
