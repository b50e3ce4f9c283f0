"""Our three-valued conditions in the two values other engines have: "surely true" and "surely false".

Each leaf is guarded by a test that its answer is there, so that no engine's own idea of a missing answer matters.
The result is a small tree of two-valued forms that every peer writes down in its own language.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rules.engine.values import Number

type Test = tuple[Any, ...]
"""("and" | "or", tests…) ("not", test) ("known", name) ("yes", name) ("size", operator, name, number)
("is", name, options) ("ticked", name, options) ("rows", operator, group, test, number)"""

_OPPOSITE: Mapping[str, str] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Translator:
    """Translates conditions whose numbers are these parameters."""

    def __init__(self, numbers: Mapping[str, Number]) -> None:
        self._numbers = numbers

    def surely(self, node: Sequence[Any], *, holds: bool) -> Test:
        """A test that is true exactly when the condition is known to hold, or known not to."""
        form = node[0]
        if form == "not":
            return self.surely(node[1], holds=not holds)
        if form in {"and", "or"}:
            word = form if holds else {"and": "or", "or": "and"}[form]
            return (word, *(self.surely(part, holds=holds) for part in node[1:]))
        if form == "count":
            return self._count(node, holds=holds)
        if form == "any_row":
            return self._rows(">=" if holds else "<", node[1], node[2], 1, known=holds)
        return ("and", ("known", self._name(node)), self._leaf(node, holds=holds))

    def _name(self, node: Sequence[Any]) -> Any:
        return node[2] if node[0] == "compare" else node[1]

    def _leaf(self, node: Sequence[Any], *, holds: bool) -> Test:
        match list(node):
            case ["fact", name]:
                test: Test = ("yes", name)
            case ["option", name, options]:
                test = ("is", name, tuple(options))
            case ["has_any", name, options]:
                test = ("ticked", name, tuple(options))
            case ["compare", operator, name, bound]:
                return ("size", operator if holds else _OPPOSITE[operator], name, self._numbers[bound])
            case _:
                raise ValueError(f"{node[0]} has no translation")
        return test if holds else ("not", test)

    def _count(self, node: Sequence[Any], *, holds: bool) -> Test:
        """`>=` and `>` hold when enough rows surely match; `<` and `<=` when not enough possibly do."""
        _, operator, group, inner, bound = node
        asked = operator if holds else _OPPOSITE[operator]
        return self._rows(asked, group, inner, int(self._numbers[bound]), known=asked in {">", ">="})

    def _rows(self, operator: str, group: str, inner: Sequence[Any], bound: int, *, known: bool) -> Test:
        match_row = self.surely(inner, holds=True) if known else ("not", self.surely(inner, holds=False))
        return ("and", ("known", group), ("rows", operator, group, match_row, bound))
