"""Exact conversions between the units a form may use and the unit a fact is kept in."""

from collections.abc import Mapping
from decimal import Decimal

# Definitions (international pound and inch) and, for the pressure, the conventional millimetre of mercury.
TO_CANONICAL: Mapping[tuple[str, str], Decimal] = {
    ("lb", "kg"): Decimal("0.45359237"),
    ("in", "cm"): Decimal("2.54"),
    ("kPa", "mmHg"): Decimal(1000) / Decimal("133.322387415"),
    ("s", "ms"): Decimal(1000),
}


def factor(unit: str, canonical: str) -> Decimal | None:
    """What a number in `unit` is multiplied by to be in `canonical`; None where no conversion is defined."""
    return Decimal(1) if unit == canonical else TO_CANONICAL.get((unit, canonical))
