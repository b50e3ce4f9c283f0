"""JSON out: one way to write it, numbers exactly as they were entered. Must not know what a document means."""

import json
import zlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import orjson

type JSON = bool | int | float | Decimal | str | Sequence[JSON] | Mapping[str, JSON] | None

# The packing stands on the path of every submission; stronger levels take three times as long for a few per cent.
_QUICK: Final = 1
_ESCAPED: Final = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def written(value: JSON, *, ordered: bool = False) -> str:
    """Compact JSON."""
    try:
        return orjson.dumps(value, _number, orjson.OPT_SORT_KEYS if ordered else 0).decode()
    except TypeError:
        # Lone surrogates and numbers beyond 64 bits are answers too; only the parts that hold one take this way.
        return _exactly(value, ordered=ordered)


def _number(value: object) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value).encode())
    raise TypeError


def packed(text: str) -> bytes:
    """A written document as it is stored."""
    return zlib.compress(text.encode(), level=_QUICK)


def unpacked(content: bytes) -> JSON:
    document: JSON = json.loads(zlib.decompress(content), parse_float=Decimal)
    return document


def _exactly(value: JSON, *, ordered: bool) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        pairs = sorted(value.items()) if ordered else value.items()
        return "{" + ",".join(f"{_ESCAPED(name)}:{_part(item, ordered=ordered)}" for name, item in pairs) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ",".join(_part(item, ordered=ordered) for item in value) + "]"
    return _ESCAPED(value)


def _part(value: JSON, *, ordered: bool) -> str:
    if isinstance(value, Mapping | list | tuple):
        return written(value, ordered=ordered)
    return _exactly(value, ordered=ordered)
