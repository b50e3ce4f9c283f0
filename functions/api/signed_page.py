"""A page with its signature behind it. What the signature covers is every byte before it."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

_MARK: Final = "<!-- ketascreen-record-signature v1 "
# Nothing a page shows can hold the mark: it is escaped there.
_TRAILER: Final = re.compile(re.escape(_MARK) + r"(\S+) (\S+) ([A-Za-z0-9+/=]+) -->\n")


class NotSignedError(Exception):
    """The file does not end with a signature of ours."""


@dataclass(frozen=True, slots=True)
class SignedPage:
    """A page, with which key and how it says it was signed."""

    content: bytes
    algorithm: str
    key: str
    signature: bytes


def with_signature(page: str, *, algorithm: str, key: str, signature: bytes) -> str:
    return f"{page}{_MARK}{algorithm} {key} {base64.b64encode(signature).decode()} -->\n"


def read_signed_page(file: bytes) -> SignedPage:
    """Takes a page apart. Raises NotSignedError; anything behind the signature counts as no signature."""
    content, mark, _ = file.rpartition(_MARK.encode())
    try:
        trailer = _TRAILER.fullmatch(file[len(content) :].decode("ascii"))
        if not mark or trailer is None:
            raise NotSignedError
        signature = base64.b64decode(trailer[3], validate=True)
        # Several texts can stand for the same bytes; only the one we write is ours.
        if base64.b64encode(signature).decode() != trailer[3]:
            raise NotSignedError
        return SignedPage(content, trailer[1], trailer[2], signature)
    except (UnicodeDecodeError, binascii.Error):
        raise NotSignedError from None
