"""Counting rows of a repeating group: for each row whether it surely, possibly or surely not meets a condition.

A verdict is a code of two bits, surely and possibly: YES is 3, UNKNOWN is 1, NO is 0. Kleene's and/or are then `&`
and `|`, and a whole group is judged without a call for each row.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rules.engine.truth import NO, UNKNOWN, YES, Truth

type Codes = list[int]
type Coder = Callable[[Sequence[Any]], Codes]
type RowsCondition = Callable[[Sequence[Any]], Truth]
type Turned = tuple[Truth, Truth]
type RowCondition = Callable[[Sequence[Any]], Truth]

SURE, _POSSIBLE = 3, 1
_CODE: Mapping[Truth, int] = {YES: SURE, UNKNOWN: _POSSIBLE, NO: 0}
_NEGATED = (SURE, _POSSIBLE, None, 0)
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
            code = SURE
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


def any_row(codes: Codes) -> Truth:
    if SURE in codes:
        return YES
    return UNKNOWN if _POSSIBLE in codes else NO


def counted(operator: str, slot: int, code: Coder, bound: Any) -> RowsCondition:
    """How many rows of the group in a slot meet a condition, against a bound."""
    build, turned = _COUNTS[operator]
    return build(slot, code, bound, turned)


def _at_least(slot: int, code: Coder, bound: Any, turned: Turned) -> RowsCondition:
    reached, missed = turned

    def compared(frame: Sequence[Any]) -> Truth:
        rows = frame[slot]
        if rows is None:
            return UNKNOWN
        codes = code(rows)
        sure = codes.count(SURE)
        if sure >= bound:
            return reached
        return missed if sure + codes.count(_POSSIBLE) < bound else UNKNOWN

    return compared


def _at_most(slot: int, code: Coder, bound: Any, turned: Turned) -> RowsCondition:
    kept, exceeded = turned

    def compared(frame: Sequence[Any]) -> Truth:
        rows = frame[slot]
        if rows is None:
            return UNKNOWN
        codes = code(rows)
        sure = codes.count(SURE)
        if sure > bound:
            return exceeded
        return kept if sure + codes.count(_POSSIBLE) <= bound else UNKNOWN

    return compared


def _exactly(slot: int, code: Coder, bound: Any, turned: Turned) -> RowsCondition:
    met, unmet = turned

    def compared(frame: Sequence[Any]) -> Truth:
        rows = frame[slot]
        if rows is None:
            return UNKNOWN
        codes = code(rows)
        sure = codes.count(SURE)
        possible = sure + codes.count(_POSSIBLE)
        if sure == possible == bound:
            return met
        return unmet if sure > bound or possible < bound else UNKNOWN

    return compared


_COUNTS: Mapping[str, tuple[Callable[[int, Coder, Any, Turned], RowsCondition], Turned]] = {
    ">=": (_at_least, (YES, NO)),
    "<": (_at_least, (NO, YES)),
    "<=": (_at_most, (YES, NO)),
    ">": (_at_most, (NO, YES)),
    "==": (_exactly, (YES, NO)),
    "!=": (_exactly, (NO, YES)),
}
