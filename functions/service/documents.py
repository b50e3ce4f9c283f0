"""JSON out: one way to write it, numbers exactly as they were entered. Must not know what a document means."""

import json
import zlib
from collections.abc import Mapping, Sequence
from decimal import Decimal

type JSON = bool | int | float | Decimal | str | Sequence[JSON] | Mapping[str, JSON] | None


def written(value: JSON, *, ordered: bool = False) -> str:
    """Compact ASCII JSON. Escaping keeps lone surrogates and control characters harmless in storage."""
    try:
        return json.dumps(value, separators=(",", ":"), sort_keys=ordered, allow_nan=False)
    except TypeError:
        # The standard encoder cannot write a Decimal as a number; only documents that hold one take this way.
        return _exactly(value, ordered=ordered)


def packed(value: JSON) -> bytes:
    return zlib.compress(written(value).encode("ascii"), level=6)


def unpacked(content: bytes) -> JSON:
    document: JSON = json.loads(zlib.decompress(content), parse_float=Decimal)
    return document


def _exactly(value: JSON, *, ordered: bool) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        pairs = sorted(value.items()) if ordered else value.items()
        return "{" + ",".join(f"{json.dumps(name)}:{_exactly(item, ordered=ordered)}" for name, item in pairs) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ",".join(_exactly(item, ordered=ordered) for item in value) + "]"
    return json.dumps(value, allow_nan=False)
