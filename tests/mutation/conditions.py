"""Mutants of one condition: a comparator flipped, a leaf negated, a part or an option dropped, and/or exchanged."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.mutation.mutants import Change, each_dropped

type Node = Sequence[Any]

_EXCHANGED = {"and": "or", "or": "and"}
_FLIPPED: Mapping[str, tuple[str, ...]] = {
    "<": ("<=",),
    "<=": ("<",),
    ">": (">=",),
    ">=": (">",),
    "==": (">=", "<="),
    "!=": ("<", ">"),
}


def condition_mutants(node: Node) -> Iterator[Change]:
    """Every condition that differs from this one in one place, with what differs."""
    form = node[0]
    if form in _EXCHANGED:
        yield from _combined(node)
    elif form == "not":
        yield node[1], f"`{written(node)}` without its not"
        yield from ((["not", part], what) for part, what in condition_mutants(node[1]))
    else:
        yield ["not", node], f"not `{written(node)}`"
        yield from _LEAVES.get(form, _unchanged)(node)


def _combined(node: Node) -> Iterator[Change]:
    form, *parts = node
    for place, rest in each_dropped(parts):
        whole = rest[0] if len(rest) == 1 else [form, *rest]
        yield whole, f"without `{written(parts[place])}`"
    yield [_EXCHANGED[form], *parts], f"`{_EXCHANGED[form]}` in `{written(node)}`"
    for place, part in enumerate(parts):
        for changed, what in condition_mutants(part):
            yield [form, *parts[:place], changed, *parts[place + 1 :]], what


def _unchanged(_node: Node) -> Iterator[Change]:
    return iter(())


def _comparison(node: Node) -> Iterator[Change]:
    for operator in _FLIPPED[node[1]]:
        yield [node[0], operator, *node[2:]], f"`{operator}` in `{written(node)}`"


def _options(node: Node) -> Iterator[Change]:
    for place, rest in each_dropped(node[2]):
        yield [*node[:2], rest], f"without '{node[2][place]}' in `{written(node)}`"
    if len(node[2]) > 1:
        yield [*node[:2], []], f"no options in `{written(node)}`"


def _count(node: Node) -> Iterator[Change]:
    yield from _comparison(node)
    for changed, what in condition_mutants(node[3]):
        yield [*node[:3], changed, node[4]], what


def _any_row(node: Node) -> Iterator[Change]:
    yield from (([*node[:2], changed], what) for changed, what in condition_mutants(node[2]))


def _asking_what_is_unknown(node: Node) -> Iterator[Change]:
    """Negating what is asked about changes nothing: what is unknown stays unknown."""
    if not isinstance(node[1], str):
        yield from (
            (["unknown", changed], what) for changed, what in condition_mutants(node[1]) if changed[0] != "not"
        )


_LEAVES: Mapping[str, Callable[[Node], Iterator[Change]]] = {
    "compare": _comparison,
    "since": _comparison,
    "option": _options,
    "has_any": _options,
    "count": _count,
    "any_row": _any_row,
    "unknown": _asking_what_is_unknown,
}


def written(node: Node) -> str:
    """A condition as the content writes it, more or less."""
    form = node[0]
    if form in _EXCHANGED:
        return f" {form} ".join(f"({written(part)})" if part[0] in _EXCHANGED else written(part) for part in node[1:])
    if form in _WRITTEN:
        return _WRITTEN[form](node)
    return f"{form}({', '.join(map(_word, node[1:]))})"


def _word(part: Any) -> str:
    return part if isinstance(part, str) else written(part)


_WRITTEN: Mapping[str, Callable[[Node], str]] = {
    "fact": lambda node: str(node[1]),
    "not": lambda node: f"not {written(node[1])}",
    "compare": lambda node: f"{node[2]} {node[1]} {node[3]}",
    "since": lambda node: f"since({node[2]}) {node[1]} {node[3]}",
    "option": lambda node: f"{node[1]} in ({', '.join(node[2])})",
    "has_any": lambda node: f"any_of({node[1]}, {', '.join(node[2])})",
    "count": lambda node: f"count({node[2]}, {written(node[3])}) {node[1]} {node[4]}",
}
