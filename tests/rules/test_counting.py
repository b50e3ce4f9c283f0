"""Counting rows that surely, possibly or surely not meet a condition, against every way of settling them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, product
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import pytest

from rules.engine.counting import (
    Coder,
    VerdictTable,
    any_row,
    by_column,
    by_row,
    counted,
    either_column,
    every,
    every_column,
    negated,
    some,
)
from rules.engine.truth import NO, UNKNOWN, YES, Truth, conjunction, disjunction, negation

_OPERATORS: Mapping[str, Callable[[int, int], bool]] = {">=": ge, "<": lt, "<=": le, ">": gt, "==": eq, "!=": ne}
_VERDICTS = (YES, UNKNOWN, NO)
_COLUMNS = 3
_MOST_REMEMBERED = 512
ROWS = [tuple(row) for row in product(_VERDICTS, repeat=_COLUMNS)]


def table(slot: int) -> VerdictTable:
    """What a column says is its verdict."""
    return VerdictTable(lambda row: UNKNOWN if row[slot] is None else row[slot], _COLUMNS, slot)


def verdicts(coder: Coder, rows: Sequence[Any]) -> list[Truth]:
    return [any_row([code]) for code in coder(rows)]


def completions(rows: Sequence[Truth]) -> Iterator[int]:
    """How many rows meet the condition, for each way of settling those that are open."""
    for settled in product(*((YES, NO) if verdict is UNKNOWN else (verdict,) for verdict in rows)):
        yield settled.count(YES)


def settled(outcomes: set[bool]) -> Truth:
    return UNKNOWN if len(outcomes) > 1 else YES if outcomes == {True} else NO


@pytest.mark.parametrize("operator", _OPERATORS)
@pytest.mark.parametrize("bound", range(4))
def test_a_count_is_known_when_every_completion_agrees(operator: str, bound: int) -> None:
    for size in range(4):
        for rows in combinations_with_replacement(_VERDICTS, size):
            count = counted(operator, 1, by_column(table(0)), bound)
            wanted = settled({_OPERATORS[operator](number, bound) for number in completions(rows)})
            assert count(["not read", [(verdict, None, None) for verdict in rows]]) is wanted, rows


@pytest.mark.parametrize("operator", _OPERATORS)
def test_a_group_that_was_not_answered_leaves_every_count_open(operator: str) -> None:
    assert counted(operator, 0, by_column(table(0)), 0)([None]) is UNKNOWN


def test_any_row_is_sure_before_it_is_possible() -> None:
    for size in range(4):
        for rows in combinations_with_replacement(_VERDICTS, size):
            codes = by_column(table(0))([(verdict, None, None) for verdict in rows])
            assert any_row(codes) is disjunction(NO, *rows)


@pytest.mark.parametrize("slot", range(_COLUMNS))
def test_a_column_and_its_opposite(slot: int) -> None:
    assert verdicts(by_column(table(slot)), ROWS) == [row[slot] for row in ROWS]
    assert verdicts(negated(by_column(table(slot))), ROWS) == [negation(row[slot]) for row in ROWS]


def test_a_condition_on_several_columns_is_judged_row_by_row() -> None:
    assert verdicts(by_row(lambda row: conjunction(row[0], row[2])), ROWS) == [
        conjunction(row[0], row[2]) for row in ROWS
    ]


@pytest.mark.parametrize("width", [1, 2, 3])
def test_parts_are_joined_as_truths_are(width: int) -> None:
    parts = [by_column(table(slot)) for slot in range(width)]
    tables = [table(slot) for slot in range(width)]
    both = [conjunction(*row[:width]) for row in ROWS]
    either = [disjunction(*row[:width]) for row in ROWS]
    assert verdicts(every(parts), ROWS) == verdicts(every_column(tables), ROWS) == both
    assert verdicts(some(parts), ROWS) == verdicts(either_column(tables), ROWS) == either


def test_a_value_is_judged_once_and_not_remembered_without_end() -> None:
    asked: list[Any] = []

    def judged(row: Sequence[Any]) -> Truth:
        asked.append(row[0])
        return YES

    remembered = VerdictTable(judged, 1, 0)
    assert [remembered[number] for number in (*range(_MOST_REMEMBERED), 0, 1)] == [3] * (_MOST_REMEMBERED + 2)
    assert asked == list(range(_MOST_REMEMBERED))
    assert remembered[_MOST_REMEMBERED] == 3
    assert len(remembered) == 1
