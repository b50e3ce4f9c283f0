"""Medicine names as a form sends them while somebody types, and what the lexicon makes of each.

Nothing is stored or logged. A name that is not exact is only proposed: the person confirms it.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from functions.api.parsing import parse
from functions.service.documents import JSON
from functions.service.errors import UnreadableBodyError
from rules.engine.medicines.matching import Match

MOST_NAMES: Final = 50
LONGEST_NAME: Final = 200

type Matching = Callable[[str], Match]


def read_names(body: bytes) -> Sequence[str]:
    """The body of POST /v1/medicines/match. Raises UnreadableBodyError."""
    document: Any = parse(body)
    if not isinstance(document, dict) or document.keys() != {"names"}:
        raise UnreadableBodyError("wrong_form")
    names = document["names"]
    if not isinstance(names, list) or not 0 < len(names) <= MOST_NAMES:
        raise UnreadableBodyError("wrong_form", "/names")
    if not all(isinstance(name, str) and len(name) <= LONGEST_NAME for name in names):
        raise UnreadableBodyError("wrong_form", "/names")
    return names


def matched(names: Sequence[str], match: Matching) -> JSON:
    """One match for each name, in the order sent; the names themselves are not repeated."""
    return {"matches": [_as_json(match(name)) for name in names]}


def _as_json(found: Match) -> JSON:
    return {"status": found.status.value, "ingredients": list(found.ingredients), "proposed": list(found.proposed)}
