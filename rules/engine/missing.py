"""Which questions would settle an unknown condition: the unknown leaves that still matter, and no others.

A leaf matters only under parts that are unknown themselves: in `a and b`, once `a` is NO nothing about `b` is
asked. A derived fact is followed down to the facts somebody can be asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rules.engine.conditions import Frame, Layout, Node, compile_condition
from rules.engine.model import DerivedFact
from rules.engine.reads import facts_read
from rules.engine.truth import UNKNOWN, Truth, conjunction, disjunction, negation
from rules.engine.values import Interval

type Collector = Callable[[Frame, list[str]], Truth]


class MissingFacts:
    """Collectors for one rule set, built when a condition is first found unknown."""

    def __init__(
        self, layout: Layout, derived: Mapping[str, DerivedFact], gates: Mapping[str, Sequence[str]]
    ) -> None:
        self._layout = layout
        self._derived = derived
        self._gates = gates
        self._collectors: dict[int, Collector] = {}

    def of(self, node: Node, frame: Frame) -> tuple[str, ...]:
        """The facts to ask for, without those whose own gate question has to be asked first."""
        collector = self._collectors.get(id(node))
        if collector is None:
            collector = self._collectors[id(node)] = self._build(node)
        found: list[str] = []
        collector(frame, found)
        names = dict.fromkeys(found)
        return tuple(name for name in names if not any(gate in names for gate in self._gates.get(name, ())))

    def _build(self, node: Node) -> Collector:
        if node[0] == "not":
            return _negated(self._build(node[1]))
        if node[0] in _COMBINE:
            return _all_unknown(tuple(map(self._build, node[1:])), _COMBINE[node[0]])
        return self._leaf(node)

    def _leaf(self, node: Node) -> Collector:
        condition = compile_condition(node, self._layout)
        layout = self._layout
        names = [name for name in facts_read(node) if name in layout.slots and name not in layout.periods]
        followed = [(self._layout.slots[name], self._follow(name)) for name in names]
        group = node[0] in _OVER_GROUPS

        def leaf(frame: Frame, found: list[str]) -> Truth:
            verdict = condition(frame)
            if verdict is UNKNOWN:
                for slot, follow in followed:
                    if group or not _settled(frame[slot]):
                        follow(frame, found)
            return verdict

        return leaf

    def _follow(self, name: str) -> Callable[[Frame, list[str]], object]:
        derived = self._derived.get(name)
        if derived is None:
            return lambda _frame, found: found.append(name)
        if derived.node is not None:
            return self._build(derived.node)
        sources = [part.partition(".")[0] for part in derived.inputs]
        follows = [
            (self._layout.slots[part], self._follow(part))
            for part in dict.fromkeys(sources)
            if part not in self._layout.periods
        ]
        return lambda frame, found: _follow_inputs(follows, frame, found)


def _follow_inputs(follows: Sequence[tuple[int, Any]], frame: Frame, found: list[str]) -> None:
    """The inputs that are not settled; all of them when the computation failed on known ones."""
    unsettled = [follow for slot, follow in follows if not _settled(frame[slot])]
    for follow in unsettled or [follow for _, follow in follows]:
        follow(frame, found)


def _settled(value: Any) -> bool:
    return value is not None and not isinstance(value, Interval)


def _negated(inner: Collector) -> Collector:
    return lambda frame, found: negation(inner(frame, found))


def _all_unknown(parts: Sequence[Collector], combine: Callable[..., Truth]) -> Collector:
    def collect(frame: Frame, found: list[str]) -> Truth:
        own: list[str] = []
        result = combine(*[part(frame, own) for part in parts])
        if result is UNKNOWN:
            found.extend(own)
        return result

    return collect


_COMBINE: Mapping[str, Callable[..., Truth]] = {"and": conjunction, "or": disjunction}
_OVER_GROUPS = frozenset({"count", "any_row", "some"})
