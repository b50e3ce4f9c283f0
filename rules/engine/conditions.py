"""Checked conditions become closures over a frame: a list of values, one slot for each fact.

A condition is JSON written by the rule-set build, for example `["compare", ">", "systolic", "bp_severe_systolic"]`.
Every closure takes a frame and returns a truth. Kleene logic throughout: an unknown value makes a condition
unknown unless the rest decides it, and an interval that straddles a threshold is unknown as well.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from rules.engine.comparisons import against_number, between_facts, elapsed_since
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
from rules.engine.reads import facts_read
from rules.engine.truth import NO, UNKNOWN, YES, Truth, truth
from rules.engine.values import UNSURE, Number

type Frame = Sequence[Any]
type Condition = Callable[[Frame], Truth]
type Node = Sequence[Any]

_A_PAIR = 2


class ConditionError(ValueError):
    """A condition that the engine does not understand; a rule set holding one is refused."""


class Layout(NamedTuple):
    """Where each fact stands in a frame, the numbers behind the parameters, and the rows of each group.

    `periods` are the parameters that are lengths of time: their slots hold the day that lies so far back. `closed`
    names the facts that take one of a few values, none of them anybody's own words, dates or measurements.
    """

    slots: Mapping[str, int]
    numbers: Mapping[str, Number]
    groups: Mapping[str, "Layout"]
    periods: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()

    def slots_if_closed(self, names: Iterable[str]) -> Callable[[Frame], Any] | None:
        """Reads these facts out of a frame, as something that can be looked up; None where one is not closed."""
        read = [name for name in names if name not in self.numbers]
        if not read or not self.closed.issuperset(read):
            return None
        return itemgetter(*(self.slots[name] for name in read))


def compile_condition(node: Node, layout: Layout) -> Condition:
    """The closure of a checked condition.

    Raises ConditionError for a form the engine does not know and KeyError for a name the layout lacks.
    """
    build = _FORMS.get(node[0])
    if build is None:
        raise ConditionError(f"unknown form {node[0]!r}")
    return build(node, layout)


def _and(node: Node, layout: Layout) -> Condition:
    parts = tuple(compile_condition(part, layout) for part in node[1:])
    if len(parts) == _A_PAIR:  # the commonest length, worth its own closure
        return _and_two(*parts)

    def all_parts(frame: Frame) -> Truth:
        result = YES
        for part in parts:
            value = part(frame)
            if value is NO:
                return NO
            if value is UNKNOWN:
                result = UNKNOWN
        return result

    return all_parts


def _and_two(left: Condition, right: Condition) -> Condition:
    def both(frame: Frame) -> Truth:
        first = left(frame)
        if first is NO:
            return NO
        second = right(frame)
        return second if first is YES or second is NO else UNKNOWN

    return both


def _or(node: Node, layout: Layout) -> Condition:
    parts = tuple(compile_condition(part, layout) for part in node[1:])
    if len(parts) == _A_PAIR:
        return _or_two(*parts)

    def any_part(frame: Frame) -> Truth:
        result = NO
        for part in parts:
            value = part(frame)
            if value is YES:
                return YES
            if value is UNKNOWN:
                result = UNKNOWN
        return result

    return any_part


def _or_two(left: Condition, right: Condition) -> Condition:
    def either(frame: Frame) -> Truth:
        first = left(frame)
        if first is YES:
            return YES
        second = right(frame)
        return second if first is NO or second is YES else UNKNOWN

    return either


def _not(node: Node, layout: Layout) -> Condition:
    if node[1][0] == "fact":
        return _not_fact(layout.slots[node[1][1]])
    inner = compile_condition(node[1], layout)

    def opposite(frame: Frame) -> Truth:
        value = inner(frame)
        return NO if value is YES else YES if value is NO else UNKNOWN

    return opposite


def _not_fact(slot: int) -> Condition:
    def opposite(frame: Frame) -> Truth:
        value = frame[slot]
        return NO if value is YES else YES if value is NO else UNKNOWN

    return opposite


def _fact(node: Node, layout: Layout) -> Condition:
    slot = layout.slots[node[1]]

    def read(frame: Frame) -> Truth:
        value = frame[slot]
        return UNKNOWN if value is None else value

    return read


def _option(node: Node, layout: Layout) -> Condition:
    """The chosen option is one of those named."""
    slot, wanted = layout.slots[node[1]], frozenset(node[2])

    def chosen(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        return YES if value in wanted else NO

    return chosen


def _has_any(node: Node, layout: Layout) -> Condition:
    """At least one of the named options was ticked; "unsure" leaves open what was not."""
    slot, wanted = layout.slots[node[1]], frozenset(node[2])

    def ticked(frame: Frame) -> Truth:
        value = frame[slot]
        if value is None:
            return UNKNOWN
        if not wanted.isdisjoint(value):
            return YES
        return UNKNOWN if UNSURE in value else NO

    return ticked


def _some(node: Node, layout: Layout) -> Condition:
    """A list of items (say, of ambiguous answers) or a repeating group is not empty."""
    slot = layout.slots[node[1]]
    return lambda frame: UNKNOWN if frame[slot] is None else truth(len(frame[slot]) > 0)


def _is_unknown(node: Node, layout: Layout) -> Condition:
    """Asks about knowledge itself and is therefore never unknown."""
    if isinstance(node[1], str):
        slot = layout.slots[node[1]]
        return lambda frame: YES if frame[slot] is None else NO
    inner = compile_condition(node[1], layout)
    return lambda frame: truth(inner(frame) is UNKNOWN)


def _compare(node: Node, layout: Layout) -> Condition:
    _, operator, left, right = node
    if right in layout.numbers:
        return against_number(operator, layout.slots[left], layout.numbers[right])
    return between_facts(operator, layout.slots[left], layout.slots[right])


def _since(node: Node, layout: Layout) -> Condition:
    _, operator, fact, period = node
    return elapsed_since(operator, layout.slots[fact], layout.slots[period])


def _count(node: Node, layout: Layout) -> Condition:
    """How many rows of a group meet a condition, with bounds: rows that surely do, rows that may."""
    _, operator, group, inner, bound_name = node
    code = row_codes(inner, layout.groups[group])
    return counted(operator, layout.slots[group], code, layout.numbers[bound_name])


def _any_row(node: Node, layout: Layout) -> Condition:
    _, group, inner = node
    slot, code = layout.slots[group], row_codes(inner, layout.groups[group])

    def on_any_row(frame: Frame) -> Truth:
        rows = frame[slot]
        if not rows:  # most groups are empty for most people
            return UNKNOWN if rows is None else NO
        return any_row(code(rows))

    return on_any_row


def row_codes(node: Node, layout: Layout) -> Coder:
    """A condition on rows, judged column by column where it can be."""
    table = _column_table(node, layout)
    if table is not None:
        return by_column(table)
    if node[0] == "not":
        return negated(row_codes(node[1], layout))
    if node[0] in _OVER_COLUMNS:
        return _combined(node, layout)
    return by_row(compile_condition(node, layout))


def _combined(node: Node, layout: Layout) -> Coder:
    """The parts that read one column each in one pass, the others beside it."""
    over_columns, over_codes = _OVER_COLUMNS[node[0]]
    tables = [_column_table(part, layout) for part in node[1:]]
    columns = [table for table in tables if table is not None]
    others = [row_codes(part, layout) for part, table in zip(node[1:], tables, strict=True) if table is None]
    return over_codes([*([over_columns(columns)] if columns else []), *others])


def _column_table(node: Node, layout: Layout) -> VerdictTable | None:
    """A table for a condition on the values of one column; none where text could be remembered."""
    columns = {name for name in facts_read(node) if name in layout.slots}
    if len(columns) != 1 or _asks_what_is_unknown(node):
        return None
    return VerdictTable(compile_condition(node, layout), len(layout.slots), layout.slots[columns.pop()])


def _asks_what_is_unknown(node: Node) -> bool:
    """Only this form reads text, so only this form could keep words a person wrote."""
    return node[0] == "unknown" or (node[0] in {"and", "or", "not"} and any(map(_asks_what_is_unknown, node[1:])))


_OVER_COLUMNS = {"and": (every_column, every), "or": (either_column, some)}
_FORMS: Mapping[str, Callable[[Node, Layout], Condition]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "fact": _fact,
    "option": _option,
    "has_any": _has_any,
    "some": _some,
    "unknown": _is_unknown,
    "compare": _compare,
    "since": _since,
    "count": _count,
    "any_row": _any_row,
}
