"""A partition of the table as a chain: its audit entries, their seals and the head. Must not know how it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from functions.adapters.dynamodb.attributes import plain
from functions.adapters.dynamodb.chain import as_head, as_seal, covered
from functions.adapters.dynamodb.keys import AUDIT, CHAIN, SEAL
from functions.service.sealing import EMPTY
from functions.service.verifying import Chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from functions.service.sealing import Head

type Items = Iterable[Mapping[str, Any]]


def entries_of(items: Items) -> dict[str, Mapping[str, Any]]:
    """The audit entries among the items, by name."""
    return {item["sk"]["S"].removeprefix(AUDIT): item for item in items if item["sk"]["S"].startswith(AUDIT)}


def chain_of(name: str, items: Sequence[Mapping[str, Any]], anchors: Sequence[Head] = ()) -> Chain:
    heads = [as_head(plain(item)) for item in items if item["sk"]["S"] == CHAIN]
    return Chain(
        name=name,
        entries={entry: covered(item) for entry, item in entries_of(items).items()},
        seals=tuple(as_seal(plain(item)) for item in items if item["sk"]["S"].startswith(SEAL)),
        head=heads[0] if heads else EMPTY,
        anchors=anchors,
    )
