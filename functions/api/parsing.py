"""Bytes to one JSON document, strictly: what two parsers could read differently is refused.

Must not know what a document means. No error says what was read, only which agreement was broken.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NoReturn, cast

from functions.service.documents import JSON
from functions.service.errors import BodyTooLargeError, UnreadableBodyError

LARGEST_BODY: Final = 64 * 1024
DEEPEST: Final = 8

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
# Linear in the length: possessive, and a string that never ends is taken to the end of the body.
_TOKEN: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


def parse(body: bytes) -> JSON:
    """The document. Numbers keep every digit that was written."""
    if len(body) > LARGEST_BODY:
        raise BodyTooLargeError
    if body.startswith(_BYTE_ORDER_MARK):
        raise UnreadableBodyError("byte_order_mark")
    _check_depth(body)
    return _load(_text(body))


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        raise UnreadableBodyError("not_utf8") from None


def _load(text: str) -> JSON:
    try:
        document = json.loads(
            text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_without_duplicates
        )
    except (ValueError, RecursionError, ArithmeticError):
        raise UnreadableBodyError("not_json") from None
    return cast("JSON", document)


def _check_depth(body: bytes) -> None:
    depth = 0
    for token in _TOKEN.finditer(body):
        bracket = token.group()
        if bracket in (b"{", b"["):
            depth += 1
            if depth > DEEPEST:
                raise UnreadableBodyError("too_deep")
        elif bracket in (b"}", b"]"):
            depth -= 1


def _refuse_constant(_name: str) -> NoReturn:
    raise UnreadableBodyError("not_a_number")


def _without_duplicates(pairs: list[tuple[str, JSON]]) -> Mapping[str, JSON]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise UnreadableBodyError("duplicate_key")
    return document
