"""The lexicon as it is released, and medicines as a list of answers would name them."""

from functools import cache
from typing import Any

from rules.authoring.content import CONTENT
from rules.authoring.medicine_content import read_medicines
from rules.engine.medicines.lexicon import Lexicon
from rules.engine.medicines.understanding import Row, understood_medicines
from rules.engine.values import Value

_COLUMNS = 9
_MICROGRAM_LIMIT = 1


@cache
def knowledge() -> dict[str, Any]:
    return {"medicines": read_medicines(CONTENT)}


@cache
def lexicon() -> Lexicon:
    return Lexicon(knowledge()["medicines"])


def rows(*lines: tuple[Value, ...], ticks: frozenset[str] | None = frozenset()) -> tuple[Row, ...]:
    """The list understood; a line gives name, dose and so on, and leaves the rest of its fields open."""
    filled = [(*line, *(None,) * (_COLUMNS - len(line))) for line in lines]
    columns = zip(*filled, strict=True) if filled else [()] * _COLUMNS
    computed: Any = understood_medicines(knowledge(), None)(0, *columns, ticks, _MICROGRAM_LIMIT)
    return tuple(computed)
