"""Which facts a condition reads, straight from its form."""

from collections.abc import Sequence
from typing import Any

_COMBINING = frozenset({"and", "or", "not"})
_COMPARING = frozenset({"compare", "since"})
_OVER_GROUPS = {"count": 2, "any_row": 1}


def facts_read(node: Sequence[Any]) -> tuple[str, ...]:
    """Names of facts, groups and parameters a condition reads, in the order written, each once.

    Names inside a count belong to the group's rows and are covered by the group itself.
    """
    return tuple(dict.fromkeys(_names(node)))


def _names(node: Sequence[Any]) -> list[str]:
    form = node[0]
    if form in _COMBINING or (form == "unknown" and not isinstance(node[1], str)):
        return [name for part in node[1:] for name in _names(part)]
    if form in _COMPARING:
        return [node[2], node[3]]
    if form in _OVER_GROUPS:
        return [node[_OVER_GROUPS[form]]]
    return [node[1]]
