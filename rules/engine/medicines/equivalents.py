"""Totals over the list of medicines: lorazepam and morphine equivalents, how many ingredients, how many classes.

Each total runs from what is surely taken to what may be taken; a row that may belong and has no number leaves it
without an upper end. So a longer list never lowers a total.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rules.engine.derivations import Derivation
from rules.engine.truth import NO, YES
from rules.engine.values import Interval, Value

type Bounds = tuple[Decimal, Decimal]

_ENDLESS = Decimal("Infinity")


def equivalent_mg(daily_mg: Value, per_mg: Value) -> Value:
    """A daily dose in milligrams of the reference medicine, of which `per_mg` of this one correspond to 1 mg."""
    if daily_mg is None or per_mg is None:
        return None
    (low, high), (least, most) = _bounds(daily_mg), _bounds(per_mg)
    return _value(low / most, high / least)


def total_of_class(_knowledge: Mapping[str, Any], given: str | None) -> Derivation:
    """The sum of a column over the rows of the given class: columns classes, certain, current, then the amounts."""

    def total(_as_of: int, *columns: Any) -> Value:
        low, high = Decimal(0), Decimal(0)
        for classes, certain, current, amount in _rows(columns):
            if current is NO or (classes is not None and given not in classes):
                continue
            least, most = (Decimal(0), _ENDLESS) if amount is None or classes is None else _bounds(amount)
            low, high = low + (least if certain is YES else 0), high + most
        return _value(low, high)

    return total


def ingredients_of_class(_knowledge: Mapping[str, Any], given: str | None) -> Derivation:
    """How many different ingredients of the given class are taken: columns classes, certain, current, ingredient."""

    def counted(_as_of: int, *columns: Any) -> Value:
        sure: set[str] = set()
        possible: set[str] = set()
        nameless = False
        for classes, certain, current, ingredient in _rows(columns):
            if current is NO:
                continue
            nameless = nameless or classes is None
            if given in (classes or ()):
                possible.add(ingredient)
                sure |= {ingredient} if certain is YES else set()
        return _value(Decimal(len(sure)), _ENDLESS if nameless else Decimal(len(possible)))

    return counted


def depressant_classes(knowledge: Mapping[str, Any], _given: str | None) -> Derivation:
    """How many classes of sedating medicines are taken together: columns classes, certain, current."""
    depressants = frozenset(knowledge["medicines"]["depressants"])

    def counted(_as_of: int, *columns: Any) -> Value:
        sure: set[str] = set()
        possible: set[str] = set()
        nameless = False
        for classes, certain, current in _rows(columns):
            if current is NO:
                continue
            nameless = nameless or classes is None
            sedating = depressants & (classes or frozenset())
            possible |= sedating
            sure |= sedating if certain is YES else set()
        return _value(Decimal(len(sure)), _ENDLESS if nameless else Decimal(len(possible)))

    return counted


def _rows(columns: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    return zip(*columns, strict=True)


def _bounds(value: Any) -> Bounds:
    if isinstance(value, Interval):
        return Decimal(value.low), Decimal(value.high)
    return Decimal(value), Decimal(value)


def _value(low: Decimal, high: Decimal) -> Value:
    return low if low == high else Interval(low, high)
