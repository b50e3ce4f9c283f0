"""Units as people, forms and laboratories write them, and exact conversions to the unit a fact is kept in."""

from collections.abc import Mapping
from decimal import Decimal

# Definitions (international pound and inch), for the pressure the conventional millimetre of mercury, for enzymes
# 1 µkat = 60 U, and for bilirubin, the only substance kept in µmol/L, 17.1 µmol/L to the mg/dL.
TO_CANONICAL: Mapping[tuple[str, str], Decimal] = {
    ("lb", "kg"): Decimal("0.45359237"),
    ("in", "cm"): Decimal("2.54"),
    ("m", "cm"): Decimal(100),
    ("kPa", "mmHg"): Decimal(1000) / Decimal("133.322387415"),
    ("s", "ms"): Decimal(1000),
    ("µkat/L", "U/L"): Decimal(60),
    ("mg/dL", "µmol/L"): Decimal("17.1"),
    ("mcg", "mg"): Decimal("0.001"),
}

IN_TWO_STEPS: Mapping[str, tuple[str, int]] = {"ft": ("in", 12), "st": ("lb", 14)}
"""Units that are read aloud with a smaller one behind them, and how many of the smaller make one."""

_SPELLINGS: Mapping[str, str] = {
    "kg": "kg kgs kilo kilos kilogram kilograms",
    "lb": "lb lbs pound pounds [lb_av]",
    "st": "st stone stones [stone_av]",
    "cm": "cm cms centimetre centimetres centimeter centimeters",
    "m": "m metre metres meter meters",
    "in": "in ins inch inches \" '' [in_i]",
    "ft": "ft foot feet ' [ft_i]",
    "mmHg": "mmhg mm[hg]",
    "kPa": "kpa",
    "ms": "ms msec millisecond milliseconds",
    "s": "s sec second seconds",
    "U/L": "u/l iu/l [iu]/l",
    "µkat/L": "\u03bckat/l ukat/l",
    "mg/dL": "mg/dl",
    "µmol/L": "\u03bcmol/l umol/l",
    "mIU/L": "miu/l mu/l m[iu]/l \u03bciu/ml uiu/ml u[iu]/ml",
    "mL/min/1.73 m²": "ml/min/1.73m² ml/min/1.73m2 ml/min/1.73m^2 ml/min/{1.73_m2}",
    "%": "% percent",
    "1/min": "1/min /min bpm",
}
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split(" ")}


def factor(unit: str, canonical: str) -> Decimal | None:
    """What a number in `unit` is multiplied by to be in `canonical`; None where no conversion is defined."""
    return Decimal(1) if unit == canonical else TO_CANONICAL.get((unit, canonical))


def unit_spelled(text: str) -> str | None:
    """The unit behind a spelling of it, whatever its case and spaces; None for any other text."""
    return _UNITS.get("".join(text.split()).casefold())
