"""Why a condition has the truth it has: the facts that decided it, or the questions that would settle it.

Only leaves under parts that have the truth of the whole count: in `a and b`, once `a` is NO nothing about `b`
matters. A derived fact made by a condition is followed down to what it was made from.
"""

from collections.abc import Callable, Mapping, Sequence

from rules.engine.conditions import Frame, Layout, Node, compile_condition
from rules.engine.model import DerivedFact
from rules.engine.provided import PROVIDED_FACTS
from rules.engine.reads import facts_read
from rules.engine.truth import UNKNOWN, Truth, conjunction, disjunction, negation
from rules.engine.values import uncertain

type Collector = Callable[[Frame, list[str]], Truth]
type Follow = Callable[[Frame, list[str]], object]


class Explanation:
    """Explanations for one rule set; what they need is built when a condition is first explained."""

    def __init__(
        self, layout: Layout, derived: Mapping[str, DerivedFact], gates: Mapping[str, Sequence[str]]
    ) -> None:
        self._layout = layout
        self._derived = derived
        self._gates = gates
        self._collectors: dict[int, Collector] = {}
        self._always: dict[int, tuple[str, ...] | None] = {}

    def decided_by(self, node: Node, frame: Frame) -> tuple[str, ...]:
        """The facts that made the condition true."""
        always = self._always.get(id(node), _NOT_LOOKED_AT)
        if always is _NOT_LOOKED_AT:
            always = self._always[id(node)] = self._whenever_true(node)
        return tuple(dict.fromkeys(self._collected(node, frame))) if always is None else always

    def missing(self, node: Node, frame: Frame) -> tuple[str, ...]:
        """The facts to ask for, without those whose own gate question has to be asked first."""
        names = dict.fromkeys(self._collected(node, frame))
        return tuple(name for name in names if not any(gate in names for gate in self._gates.get(name, ())))

    def _whenever_true(self, node: Node) -> tuple[str, ...] | None:
        """The facts behind a YES where they are the same every time: a leaf, or a conjunction of leaves."""
        if node[0] == "and":
            parts = [self._whenever_true(part) for part in node[1:]]
            names = [name for part in parts if part is not None for name in part]
            return None if None in parts else tuple(dict.fromkeys(names))
        if node[0] == "fact" and node[1] in self._derived:
            made_from = self._derived[node[1]].node
            return None if made_from is None else self._whenever_true(made_from)
        return None if node[0] in {"or", "not"} else tuple(self._names(node))

    def _names(self, node: Node) -> list[str]:
        layout = self._layout
        return [name for name in facts_read(node) if name in layout.slots and name not in layout.periods]

    def _collected(self, node: Node, frame: Frame) -> list[str]:
        collector = self._collectors.get(id(node))
        if collector is None:
            collector = self._collectors[id(node)] = self._build(node)
        found: list[str] = []
        collector(frame, found)
        return found

    def _build(self, node: Node) -> Collector:
        if node[0] == "not":
            return _negated(self._build(node[1]))
        if node[0] in _COMBINE:
            return _combined(tuple(map(self._build, node[1:])), _COMBINE[node[0]])
        made_from = self._derived[node[1]].node if node[0] == "fact" and node[1] in self._derived else None
        return self._leaf(node) if made_from is None else self._build(made_from)

    def _leaf(self, node: Node) -> Collector:
        condition, layout = compile_condition(node, self._layout), self._layout
        names = self._names(node)
        slots = [(layout.slots[name], name, self._follow(name)) for name in names]
        whole_group = node[0] in _OVER_GROUPS

        def leaf(frame: Frame, found: list[str]) -> Truth:
            verdict = condition(frame)
            if verdict is not UNKNOWN:
                found.extend(names)
                return verdict
            for slot, _, follow in slots:
                if whole_group or uncertain(frame[slot]):
                    follow(frame, found)
            return verdict

        return leaf

    def _follow(self, name: str) -> Follow:
        """From an unknown fact to what can be asked: itself, or the inputs of its computation."""
        derived = self._derived.get(name)
        if derived is None:
            return lambda _frame, found: found.append(name)
        if derived.node is not None:
            return self._build(derived.node)
        inputs = dict.fromkeys(part.partition(".")[0] for part in derived.inputs)
        follows = [
            (self._layout.slots[part], self._follow(part))
            for part in inputs
            if part in self._layout.slots and part not in self._layout.periods and part not in PROVIDED_FACTS
        ]
        return lambda frame, found: _follow_inputs(follows, frame, found)


def _follow_inputs(follows: Sequence[tuple[int, Follow]], frame: Frame, found: list[str]) -> None:
    """The inputs that are not settled; all of them when the computation found nothing in known ones."""
    unsettled = [follow for slot, follow in follows if uncertain(frame[slot])]
    for follow in unsettled or [follow for _, follow in follows]:
        follow(frame, found)


def _negated(inner: Collector) -> Collector:
    return lambda frame, found: negation(inner(frame, found))


def _combined(parts: Sequence[Collector], combine: Callable[..., Truth]) -> Collector:
    def collect(frame: Frame, found: list[str]) -> Truth:
        verdicts, edges = [], [len(found)]
        for part in parts:
            verdicts.append(part(frame, found))
            edges.append(len(found))
        result = combine(*verdicts)
        if verdicts.count(result) < len(verdicts):
            for place in range(len(verdicts) - 1, -1, -1):
                if verdicts[place] is not result:
                    del found[edges[place] : edges[place + 1]]
        return result

    return collect


_NOT_LOOKED_AT: tuple[str, ...] = ("",)
_COMBINE: Mapping[str, Callable[..., Truth]] = {"and": conjunction, "or": disjunction}
_OVER_GROUPS = frozenset({"count", "any_row", "some"})
