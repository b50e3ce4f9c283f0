"""Why a condition has the truth it has: the facts that decided it, or the questions that would settle it.

Only parts that have the truth of the whole count: in `a and b`, once `a` is NO nothing about `b` matters. A derived
fact made by a condition is followed down to what it was made from. What is the same for everybody is worked out once.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from rules.engine.conditions import Frame, Layout, Node, compile_condition
from rules.engine.model import DerivedFact
from rules.engine.provided import PROVIDED_FACTS
from rules.engine.reads import facts_read
from rules.engine.truth import NO, UNKNOWN, YES, Truth, negation
from rules.engine.values import uncertain

type Names = tuple[str, ...]
type Look = Callable[[Frame], Sequence[str]]
type Found = Names | Look
"""Names that are the same for everybody, or how to find them in a frame."""


class Explanation:
    """Explanations for one rule set; what they need is built when a condition is first explained."""

    def __init__(
        self, layout: Layout, derived: Mapping[str, DerivedFact], gates: Mapping[str, Sequence[str]]
    ) -> None:
        self._layout = layout
        self._derived = derived
        self._gates = gates
        self._found: dict[tuple[int, Truth], Found] = {}
        self._looks: dict[int, Look] = {}

    def always_decided_by(self, node: Node) -> Names | None:
        """The facts that make the condition true, where they are the same every time; None where they are not."""
        found = self._behind(node, YES)
        return found if isinstance(found, tuple) else None

    def decided_by(self, node: Node, frame: Frame) -> Names:
        """The facts that made the condition true; where another reading did, those behind its truth in this frame."""
        found = self._behind(node, YES)
        return found if isinstance(found, tuple) else tuple(self._names_behind(node, frame))

    def missing(self, node: Node, frame: Frame) -> Names:
        """The facts to ask for, without those whose own gate question has to be asked first."""
        names, gates = self._names_behind(node, frame), self._gates
        return tuple([name for name in names if name not in gates or names.keys().isdisjoint(gates[name])])

    def _names_behind(self, node: Node, frame: Frame) -> dict[str, None]:
        look = self._looks.get(id(node))
        if look is None:
            look = self._looks[id(node)] = self._whatever(node)
        return dict.fromkeys(look(frame))

    def _whatever(self, node: Node) -> Look:
        """What is behind the truth of a condition, whichever it is."""
        condition = compile_condition(node, self._layout)

        def look(frame: Frame) -> Sequence[str]:
            found = self._behind(node, condition(frame))
            return found if isinstance(found, tuple) else found(frame)

        return look

    def _behind(self, node: Node, verdict: Truth) -> Found:
        """What is behind this truth of the condition."""
        found = self._found.get((id(node), verdict))
        if found is None:
            found = self._found[id(node), verdict] = self._build(node, verdict)
        return found

    def _build(self, node: Node, verdict: Truth) -> Found:
        if node[0] == "not":
            return self._behind(node[1], negation(verdict))
        if node[0] in _SHARED_BY_ALL:
            shared = verdict is _SHARED_BY_ALL[node[0]]
            return self._every(node[1:], verdict) if shared else self._those(node[1:], verdict)
        made_from = self._derived[node[1]].node if node[0] == "fact" and node[1] in self._derived else None
        return self._leaf(node, verdict) if made_from is None else self._behind(made_from, verdict)

    def _every(self, parts: Sequence[Node], verdict: Truth) -> Found:
        """What is behind all of the parts; the same for everybody where it is for each of them."""
        behind = [self._behind(part, verdict) for part in parts]
        fixed = [names for names in behind if isinstance(names, tuple)]
        if len(fixed) == len(behind):
            return tuple(dict.fromkeys([name for names in fixed for name in names]))
        looks = tuple(map(_look, behind))
        return lambda frame: [name for look in looks for name in look(frame)]

    def _those(self, parts: Sequence[Node], verdict: Truth) -> Look:
        """What is behind the parts that have the truth."""
        known = tuple((compile_condition(part, self._layout), _look(self._behind(part, verdict))) for part in parts)
        return lambda frame: [
            name for condition, look in known if condition(frame) is verdict for name in look(frame)
        ]

    def _leaf(self, node: Node, verdict: Truth) -> Found:
        names = self._names(node)
        if verdict is not UNKNOWN:
            return names
        follows = tuple((self._layout.slots[name], self._follow(name)) for name in names)
        return _each(follows) if node[0] in _OVER_GROUPS else _unsettled(follows)

    def _names(self, node: Node) -> Names:
        layout = self._layout
        return tuple(name for name in facts_read(node) if name in layout.slots and name not in layout.periods)

    def _follow(self, name: str) -> Look:
        """From an unknown fact to what can be asked: itself, or the inputs of its computation."""
        derived = self._derived.get(name)
        if derived is None:
            return _look((name,))
        if derived.node is not None:
            return self._whatever(derived.node)
        inputs = dict.fromkeys(part.partition(".")[0] for part in derived.inputs)
        return _inputs(
            tuple(
                (self._layout.slots[part], self._follow(part))
                for part in inputs
                if part in self._layout.slots and part not in self._layout.periods and part not in PROVIDED_FACTS
            )
        )


def _look(found: Found) -> Look:
    return (lambda _frame: found) if isinstance(found, tuple) else found


def _each(follows: Sequence[tuple[int, Look]]) -> Look:
    return lambda frame: [name for _, follow in follows for name in follow(frame)]


def _unsettled(follows: Sequence[tuple[int, Look]]) -> Look:
    return lambda frame: [name for slot, follow in follows if uncertain(frame[slot]) for name in follow(frame)]


def _inputs(follows: Sequence[tuple[int, Look]]) -> Look:
    """The inputs that are not settled; all of them when the computation found nothing in known ones."""

    def look(frame: Frame) -> Sequence[str]:
        unsettled = [follow for slot, follow in follows if uncertain(frame[slot])]
        return [name for follow in unsettled or [follow for _, follow in follows] for name in follow(frame)]

    return look


_SHARED_BY_ALL: Final[Mapping[str, Truth]] = {"and": YES, "or": NO}
"""The truth of the whole that every part has to share; with any other, some parts have it."""
_OVER_GROUPS = frozenset({"count", "any_row", "some"})
