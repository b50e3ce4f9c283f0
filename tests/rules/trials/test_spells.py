"""The same medicine taken again soon after: whose weeks add up to how many (section 3.2 of the document)."""

from decimal import Decimal
from typing import Any

import pytest

from rules.engine.trials.amounts import Span, at_least, exactly
from rules.engine.trials.spells import joined_weeks
from rules.engine.trials.trial import Trial
from rules.engine.values import Interval
from tests.rules.trials.histories import day, read, trial

_GAP = 14
_JANUARY = day(2025, 1, 1)


def dated(first: int, last: int, **answers: Any) -> dict[str, Any]:
    """A spell by its first and last day, counted from the first of January."""
    return trial(weeks=None, start=_JANUARY + first, end=_JANUARY + last, **answers)


def joined(*rows: dict[str, Any]) -> list[Span]:
    """The weeks of each row together with its spells; a dose is sufficient from 50 mg."""
    trials = [Trial.of(row) for row in read(list(rows))]
    ingredients = {one.number: one.agent for one in trials if one.agent is not None}
    weeks = joined_weeks(trials, ingredients, lambda one: at_least(one.dose, 50), _GAP)
    return [weeks[one.number] for one in trials]


def days(*counts: int) -> list[Span]:
    return [exactly(Decimal(count) / 7) for count in counts]


@pytest.mark.parametrize(
    ("spells", "lasted"),
    [
        ([(0, 20)], (21,)),
        ([(0, 0)], (1,)),
        ([(0, 20), (21, 41)], (42, 42)),
        ([(0, 20), (21, 21)], (22, 22)),
        ([(21, 41), (0, 20)], (42, 42)),
        # Days off in between are no days of treatment.
        ([(0, 20), (35, 55)], (42, 42)),
        ([(0, 20), (36, 56)], (21, 21)),
        # Days covered twice count once.
        ([(0, 20), (0, 20)], (21, 21)),
        ([(0, 20), (7, 27)], (28, 28)),
        ([(0, 27), (7, 13)], (28, 28)),
        ([(0, 27), (7, 13), (35, 41)], (35, 35, 35)),
        ([(0, 27), (7, 13), (42, 48)], (35, 35, 35)),
        ([(0, 27), (7, 13), (43, 49)], (28, 28, 7)),
        # Two runs of their own.
        ([(0, 6), (7, 13), (60, 66), (70, 76)], (14, 14, 14, 14)),
    ],
)
def test_spells_by_their_days(spells: list[tuple[int, int]], lasted: tuple[int, ...]) -> None:
    assert joined(*(dated(*spell) for spell in spells)) == days(*lasted)


def test_only_days_at_a_sufficient_dose_add_up() -> None:
    assert joined(dated(0, 20), dated(21, 41, dose=25))[0] == exactly(3)
    assert joined(dated(0, 20), dated(21, 41, dose=None)) == [Span(3, 6), Span(3, 6)]


def test_another_medicine_adds_nothing() -> None:
    assert joined(dated(0, 20), dated(21, 41, drug="citalopram")) == days(21, 21)


def test_names_nobody_knows_are_not_taken_for_one_medicine() -> None:
    unknown = trial(drug="the white ones", weeks=4)
    assert joined(unknown, {**unknown, "weeks": 3}) == [exactly(4), exactly(3)]


@pytest.mark.parametrize(
    ("rows", "weeks"),
    [
        ([{"weeks": 4}, {"weeks": 3}], [Span(4, 7), Span(3, 7)]),
        ([{"weeks": 4}, {"weeks": 3}, {"weeks": 2}], [Span(4, 9), Span(3, 9), Span(2, 9)]),
        ([{"weeks": 4}, {"weeks": None}], [Span(4, None), Span(0, None)]),
        ([{"weeks": 4}, {"weeks": 3, "dose": 25}], [Span(4, 4), Span(3, 7)]),
        ([{"weeks": 4}, {"weeks": 3, "episode": "earlier"}], [Span(4, 4), Span(3, 3)]),
        ([{"weeks": 4, "episode": None}, {"weeks": 3, "episode": "earlier"}], [Span(4, 7), Span(3, 7)]),
        # The same row entered twice, even under two names.
        ([{"weeks": 4}, {"weeks": 4}], [Span(4, 4), Span(4, 4)]),
        ([{"weeks": 4}, {"weeks": 4, "drug": "Zoloft"}], [Span(4, 4), Span(4, 4)]),
        # One ended more than two weeks before the other began.
        ([{"weeks": 4, "end": 0}, {"weeks": 3, "start": 15}], [Span(4, 7), Span(3, 7)]),
        ([{"weeks": 4, "end": 0}, {"weeks": 3, "start": 16}], [Span(4, 4), Span(3, 3)]),
        ([{"weeks": 3, "start": 16}, {"weeks": 4, "end": 0}], [Span(3, 3), Span(4, 4)]),
    ],
)
def test_without_dates_spells_may_add_up(rows: list[dict[str, Any]], weeks: list[Span]) -> None:
    at = {"start", "end"}
    rows = [{name: _JANUARY + value if name in at else value for name, value in row.items()} for row in rows]
    assert joined(*(trial(**row) for row in rows)) == weeks


def test_months_are_no_days_and_may_add_up() -> None:
    vague = trial(weeks=3, start=Interval(_JANUARY + 21, _JANUARY + 48), end=None)
    assert joined(dated(0, 20), vague) == [Span(3, 6), Span(3, 6)]
