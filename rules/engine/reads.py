"""Which facts a condition reads, straight from its form."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

_COMBINING = frozenset({"and", "or", "not"})
_COMPARING = frozenset({"compare", "since"})
_OVER_GROUPS = {"count": 2, "any_row": 1}


def facts_read(node: Sequence[Any]) -> tuple[str, ...]:
    """Names of facts, groups and parameters a condition reads, in the order written, each once.

    Names inside a count belong to the group's rows and are covered by the group itself.
    """
    return tuple(dict.fromkeys(_names(node)))


def groups_behind(inputs: Mapping[str, Sequence[str]], groups: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each group that is computed the groups it is made of, down to those somebody fills in.

    `inputs` are those of every computed fact, in the order of computation. A list that was worked out from
    answers stands for them: what else its judgement looks at is not followed.
    """
    behind: dict[str, tuple[str, ...]] = {fact: () for fact in inputs if fact in groups}
    for fact in behind:
        read = [name for name in dict.fromkeys(part.partition(".")[0] for part in inputs[fact]) if name in groups]
        worked_out = [name for computed in read for name in behind.get(computed, ())]
        behind[fact] = tuple(dict.fromkeys(worked_out or [name for name in read if name not in behind]))
    return {fact: names for fact, names in behind.items() if names}


def _names(node: Sequence[Any]) -> list[str]:
    form = node[0]
    if form in _COMBINING or (form == "unknown" and not isinstance(node[1], str)):
        return [name for part in node[1:] for name in _names(part)]
    if form in _COMPARING:
        return [node[2], node[3]]
    if form in _OVER_GROUPS:
        return [node[_OVER_GROUPS[form]]]
    return [node[1]]
