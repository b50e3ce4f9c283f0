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
_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)
_OTHERS: Final = bytes(set(range(256)) - set(b'{}[]"'))
_OPENING: Final = frozenset(b"{[")
# Far beyond every measure of a person, and near enough that arithmetic with it stays cheap.
_LARGEST_EXPONENT: Final = 1000


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
        document = _DECODER.decode(text)
    except (ValueError, RecursionError):
        raise UnreadableBodyError("not_json") from None
    return cast("JSON", document)


def _check_depth(body: bytes) -> None:
    """Linear in the length. Without escapes every second part between quotes is a string, the last one even unended.

    Two quotes with nothing between them that matters leave every bracket on the side where it is. An escape outside a
    string is not JSON: what stands behind it is never read, so it may be counted wrongly.
    """
    unescaped = _ESCAPE.sub(b"", body) if b"\\" in body else body
    outside = b"".join(unescaped.translate(None, _OTHERS).replace(b'""', b"").split(b'"')[::2])
    depth = 0
    for bracket in outside:
        if bracket in _OPENING:
            depth += 1
            if depth > DEEPEST:
                raise UnreadableBodyError("too_deep")
        else:
            depth -= 1


def _number(text: str) -> Decimal | str:
    """The number, or its text when it is absurd: one such answer must not cost the form all the others."""
    try:
        number = Decimal(text)
    except ArithmeticError:
        return text
    return number if abs(number.adjusted()) < _LARGEST_EXPONENT else text


def _whole_number(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        # More digits than Python converts in reasonable time.
        return text


def _refuse_constant(_name: str) -> NoReturn:
    raise UnreadableBodyError("not_a_number")


def _without_duplicates(pairs: list[tuple[str, JSON]]) -> Mapping[str, JSON]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise UnreadableBodyError("duplicate_key")
    return document


_DECODER: Final = json.JSONDecoder(
    parse_float=_number,
    parse_int=_whole_number,
    parse_constant=_refuse_constant,
    object_pairs_hook=_without_duplicates,
)
