"""When a question is shown, as FHIR's `enableWhen` says it: exactly what the gate says, or not at all.

FHIR allows one flat list of tests, all or any of them. A gate that does not fit is left out and its question is
always shown: to ask once too often is safe, to leave a question out is not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, Final

from functions.api.fhir_codes import Coding, answer_coding, option_coding
from functions.service.documents import JSON

type Node = Sequence[Any]
type Item = Mapping[str, Any]
type Test = dict[str, JSON]

_ALL: Final = "all"
_ANY: Final = "any"
_ORDER: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {">": gt, ">=": ge, "<": lt, "<=": le}


@dataclass(frozen=True, slots=True)
class Gate:
    """Tests on earlier answers. How they combine says nothing where there is one."""

    tests: tuple[Test, ...]
    combine: str = _ANY

    def fits(self, combine: str) -> bool:
        return len(self.tests) == 1 or self.combine == combine

    def to_json(self) -> dict[str, JSON]:
        told: dict[str, JSON] = {"enableWhen": list(self.tests)}
        return told if len(self.tests) == 1 else {**told, "enableBehavior": self.combine}


class Gates:
    """The gates of one form, told from the items that stand before the question."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._conditions = {fact["id"]: fact["when"] for fact in document["derived"] if "when" in fact}
        self._numbers = {name: Decimal(number["value"]) for name, number in document["parameters"].items()}

    def told(self, node: Node, earlier: Iterable[Item]) -> Gate | None:
        """The gate, or None when it cannot be said."""
        return self._told(node, {item["fact"]: item for item in earlier})

    def _told(self, node: Node, asked: Mapping[str, Item]) -> Gate | None:
        form = node[0]
        if form in {"and", "or"}:
            parts = _without_the_implied(node[1:]) if form == "and" else node[1:]
            return _joined([self._told(part, asked) for part in parts], _ALL if form == "and" else _ANY)
        if form == "fact" and node[1] in self._conditions:
            return self._told(self._conditions[node[1]], asked)
        if form == "compare":
            return self._compared(node, asked)
        return _chosen(node, asked)

    def _compared(self, node: Node, asked: Mapping[str, Item]) -> Gate | None:
        """A number with words for its values is a choice in the form; any other is compared as it is."""
        _, operator, fact, limit = node
        item, number = asked.get(fact), self._numbers.get(limit)
        if item is None or number is None or operator not in _ORDER:
            return None
        anchors = [anchor for anchor in item.get("anchors", ()) if _ORDER[operator](Decimal(anchor["value"]), number)]
        if anchors:
            return _any_of(item, [option_coding(item["linkId"], str(a["value"]), a["label"]) for a in anchors])
        if item.get("anchors") or len(item["units"]) > 1 or not item["assumeUnit"]:
            return None
        return Gate(({"question": item["linkId"], "operator": operator, "answerDecimal": number},))


def _chosen(node: Node, asked: Mapping[str, Item]) -> Gate | None:
    """A yes, or one of several options."""
    if node[0] not in {"fact", "option", "has_any"} or node[1] not in asked:
        return None
    item = asked[node[1]]
    if node[0] == "fact":
        return _any_of(item, [answer_coding("yes")])
    labels = {option["value"]: option["label"] for option in item["options"]}
    return _any_of(item, [option_coding(item["linkId"], value, labels[value]) for value in node[2]])


def _any_of(item: Item, codings: Sequence[Coding]) -> Gate:
    return Gate(tuple({"question": item["linkId"], "operator": "=", "answerCoding": coding} for coding in codings))


def _joined(parts: Sequence[Gate | None], combine: str) -> Gate | None:
    if len(parts) == 1:
        return parts[0]
    gates = [part for part in parts if part is not None and part.fits(combine)]
    if len(gates) < len(parts):
        return None
    return Gate(tuple(test for gate in gates for test in gate.tests), combine)


def _without_the_implied(parts: Sequence[Node]) -> list[Node]:
    """Of a conjunction what its other parts do not already say: whoever ticked something answered the question."""
    answered = {part[1] for part in parts if part[0] in {"fact", "option", "has_any", "compare"}}
    return [part for part in parts if not _says_answered(part, answered)]


def _says_answered(part: Node, answered: set[str]) -> bool:
    if part[0] == "or":
        return any(_says_answered(inner, answered) for inner in part[1:])
    return part[0] == "not" and part[1][0] == "unknown" and str(part[1][1]) in answered
