"""Counting rows of a repeating group: for each row whether it surely, possibly or surely not meets a condition.

A verdict is a code of two bits, surely and possibly: YES is 3, UNKNOWN is 1, NO is 0. Kleene's and/or are then `&`
and `|`, and a whole group is judged without a call for each row.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rules.engine.truth import NO, UNKNOWN, YES, Truth

type Codes = list[int]
type Coder = Callable[[Sequence[Any]], Codes]
type RowCondition = Callable[[Sequence[Any]], Truth]

_SURE, _POSSIBLE = 3, 1
_CODE: Mapping[Truth, int] = {YES: _SURE, UNKNOWN: _POSSIBLE, NO: 0}
_NEGATED = (_SURE, _POSSIBLE, None, 0)
_MOST_REMEMBERED = 512
_A_PAIR = 2


class VerdictTable(dict[Any, int]):
    """The code of a condition on one column, by value; each value is judged once."""

    def __init__(self, condition: RowCondition, width: int, slot: int) -> None:
        super().__init__()
        self._condition = condition
        self._row: list[Any] = [None] * width
        self.slot = slot

    def __missing__(self, value: Any) -> int:
        row = self._row.copy()
        row[self.slot] = value
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        code = self[value] = _CODE[self._condition(row)]
        return code


def by_column(table: VerdictTable) -> Coder:
    slot = table.slot
    return lambda rows: [table[row[slot]] for row in rows]


def by_row(condition: RowCondition) -> Coder:
    """For a condition on several columns at once."""
    return lambda rows: [_CODE[condition(row)] for row in rows]


def negated(inner: Coder) -> Coder:
    return lambda rows: [_NEGATED[code] or 0 for code in inner(rows)]


def every(parts: Sequence[Coder]) -> Coder:
    first, *others = parts

    def conjunction(rows: Sequence[Any]) -> Codes:
        codes = first(rows)
        for other in others:
            codes = [one & two for one, two in zip(codes, other(rows), strict=True)]
        return codes

    return conjunction


def some(parts: Sequence[Coder]) -> Coder:
    first, *others = parts

    def disjunction(rows: Sequence[Any]) -> Codes:
        codes = first(rows)
        for other in others:
            codes = [one | two for one, two in zip(codes, other(rows), strict=True)]
        return codes

    return disjunction


def every_column(tables: Sequence[VerdictTable]) -> Coder:
    """A conjunction over columns, each row left at the first column that decides it."""
    if len(tables) == _A_PAIR:
        return _both_columns(*tables)
    columns = tuple((table, table.slot) for table in tables)

    def conjunction(rows: Sequence[Any]) -> Codes:
        codes = []
        for row in rows:
            code = _SURE
            for table, slot in columns:
                code &= table[row[slot]]
                if not code:
                    break
            codes.append(code)
        return codes

    return conjunction


def either_column(tables: Sequence[VerdictTable]) -> Coder:
    """A disjunction over columns."""
    first, *others = tables
    columns = tuple((table, table.slot) for table in others)

    def disjunction(rows: Sequence[Any]) -> Codes:
        codes = []
        for row in rows:
            code = first[row[first.slot]]
            for table, slot in columns:
                code |= table[row[slot]]
            codes.append(code)
        return codes

    return disjunction


def _both_columns(left: VerdictTable, right: VerdictTable) -> Coder:
    one, two = left.slot, right.slot
    return lambda rows: [left[row[one]] & right[row[two]] for row in rows]


def bounds(codes: Codes) -> tuple[int, int]:
    """How many rows surely meet the condition, and how many may."""
    sure = codes.count(_SURE)
    return sure, sure + codes.count(_POSSIBLE)


def any_row(codes: Codes) -> Truth:
    if _SURE in codes:
        return YES
    return UNKNOWN if _POSSIBLE in codes else NO


def _at_least(sure: int, possible: int, bound: Any) -> Truth:
    if sure >= bound:
        return YES
    return NO if possible < bound else UNKNOWN


def _at_most(sure: int, possible: int, bound: Any) -> Truth:
    if possible <= bound:
        return YES
    return NO if sure > bound else UNKNOWN


def _exactly(sure: int, possible: int, bound: Any) -> Truth:
    if sure == possible == bound:
        return YES
    return NO if sure > bound or possible < bound else UNKNOWN


def _opposite(relation: Callable[[int, int, Any], Truth]) -> Callable[[int, int, Any], Truth]:
    turned = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}
    return lambda sure, possible, bound: turned[relation(sure, possible, bound)]


COUNT_RELATIONS: Mapping[str, Callable[[int, int, Any], Truth]] = {
    ">=": _at_least,
    "<": _opposite(_at_least),
    "<=": _at_most,
    ">": _opposite(_at_most),
    "==": _exactly,
    "!=": _opposite(_exactly),
}
