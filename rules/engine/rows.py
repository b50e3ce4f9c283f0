"""Which rows of a list a fired rule rests on: of ten medicines the two it is about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rules.engine.conditions import Frame, Layout, Node, row_codes
from rules.engine.counting import SURE
from rules.engine.model import DerivedFact

type Places = tuple[int, ...]

_COMBINING = frozenset({"and", "or", "not"})


class Rows:
    """For one rule set; what a condition looks for in a list is built when it is first asked for."""

    def __init__(self, layout: Layout, derived: Mapping[str, DerivedFact]) -> None:
        self._layout = layout
        self._derived = derived
        self._looked_for: dict[int, list[tuple[str, Callable[[Sequence[Any]], list[int]]]]] = {}

    def behind(self, node: Node, frame: Frame) -> dict[str, Places]:
        """By list the places of the rows that surely are what the condition looks for; only lists that have some."""
        looked_for = self._looked_for.get(id(node))
        if looked_for is None:
            looked_for = self._looked_for[id(node)] = list(self._conditions_in(node))
        found: dict[str, set[int]] = {}
        for group, codes in looked_for:
            rows = frame[self._layout.slots[group]] or ()
            sure = {place for place, code in enumerate(codes(rows)) if code == SURE}
            found.setdefault(group, set()).update(sure)
        return {group: tuple(sorted(places)) for group, places in found.items() if places}

    def _conditions_in(self, node: Node) -> Iterator[tuple[str, Callable[[Sequence[Any]], list[int]]]]:
        """Every condition on the rows of a list, through whatever the condition is made of."""
        if node[0] in _COMBINING:
            for part in node[1:]:
                yield from self._conditions_in(part)
        elif node[0] == "fact" and node[1] in self._derived:
            made_from = self._derived[node[1]].node
            yield from () if made_from is None else self._conditions_in(made_from)
        elif node[0] in _OVER_ROWS:
            group, inner = _OVER_ROWS[node[0]](node)
            yield group, row_codes(inner, self._layout.groups[group])


_OVER_ROWS: Mapping[str, Callable[[Node], tuple[str, Node]]] = {
    "any_row": lambda node: (node[1], node[2]),
    "count": lambda node: (node[2], node[3]),
}
