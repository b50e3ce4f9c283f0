"""Ids as they stand in paths."""

import re
from typing import Final

from functions.service.errors import NotFoundError

_ID: Final = re.compile(r"[0-9a-f]{32}")


def known_form(text: str) -> str:
    """The id. One that cannot exist is not found, like one that does not: raises NotFoundError."""
    if not _ID.fullmatch(text):
        raise NotFoundError
    return text
