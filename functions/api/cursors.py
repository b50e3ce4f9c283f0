"""Where a list goes on: opaque to callers, signed, bound to the clinic and the question, and short-lived."""

import base64
import binascii
import hmac
import json
from datetime import datetime, timedelta
from hashlib import sha256

from functions.service.documents import written
from functions.service.errors import UnreadableRequestError
from functions.service.records import Position

# A practitioner turns pages within a sitting; after that the queue has moved on.
_KEPT = timedelta(hours=1)
_MARK_LENGTH = 32


def write_cursor(position: Position | None, *, key: bytes, clinic: str, question: str, now: datetime) -> str | None:
    if position is None:
        return None
    content = written({"at": position, "until": int((now + _KEPT).timestamp())}, ordered=True).encode()
    return base64.urlsafe_b64encode(_mark(content, key, clinic, question) + content).decode().rstrip("=")


def read_cursor(cursor: str | None, *, key: bytes, clinic: str, question: str, now: datetime) -> Position | None:
    """The position. A cursor that was altered, borrowed or kept too long is refused, all with the same words."""
    if cursor is None:
        return None
    content = _content(cursor, key, clinic, question)
    document = json.loads(content)
    if now.timestamp() > document["until"]:
        raise UnreadableRequestError("cursor")
    position: Position = document["at"]
    return position


def _content(cursor: str, key: bytes, clinic: str, question: str) -> bytes:
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableRequestError("cursor") from None
    mark, content = raw[:_MARK_LENGTH], raw[_MARK_LENGTH:]
    if not hmac.compare_digest(mark, _mark(content, key, clinic, question)):
        raise UnreadableRequestError("cursor")
    return content


def _mark(content: bytes, key: bytes, clinic: str, question: str) -> bytes:
    return hmac.new(key, f"{clinic}\x1f{question}\x1f".encode() + content, sha256).digest()
