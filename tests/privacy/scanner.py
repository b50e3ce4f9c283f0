"""Finds a token in what came out of the service, however it was written on the way."""

import base64
import json
from collections.abc import Iterable
from functools import cache
from urllib.parse import quote, quote_plus

# The first characters of base64 text that belong to what stood before the token, by how many bytes that was.
_FOREIGN_START = (0, 2, 3)


@cache
def forms(token: str) -> frozenset[str]:
    """The token as it could leave: raw, escaped, encoded, in another case."""
    escaped = [json.dumps(token, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)]
    twice = [json.dumps(each, ensure_ascii=True)[1:-1] for each in escaped]
    written = {token, *escaped, *twice, quote(token, safe=""), quote_plus(token), repr(token)[1:-1]}
    cased = {form.lower() for form in written} | {form.upper() for form in written}
    return frozenset(written | cased | _base64_forms(token) | {token.encode().hex()})


def leaks(tokens: Iterable[str], output: str) -> list[str]:
    """The tokens that stand in the output in any form."""
    return [token for token in tokens if any(form in output for form in forms(token))]


def _base64_forms(token: str) -> set[str]:
    """Base64 looks different at each of three offsets; what mixes with its neighbours is left out."""
    found = set()
    for offset, foreign in enumerate(_FOREIGN_START):
        raw = b"\0" * offset + token.encode()
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            text = encode(raw).decode().rstrip("=")
            found.add(text[foreign : len(text) - (1 if len(raw) % 3 else 0)])
    return found
