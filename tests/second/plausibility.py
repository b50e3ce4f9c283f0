"""Answers that can be read in more than one way: contradictory ticks, numbers or dates that can hardly be true."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

from tests.second.form import days, number
from tests.second.understood import Partly

# 4.3 for pressure, weight, height and QTc; the scales by their own ranges.
PLAUSIBLE: dict[str, tuple[float, float]] = {
    "systolic": (70, 260),
    "diastolic": (40, 150),
    "body.weight": (30, 300),
    "body.weight_last": (30, 300),
    "body.height": (120, 220),
    "ecg.qtc": (300, 700),
    "neuro.moca": (0, 30),
    "scale.phq9.9": (0, 3),
    "sud.auditc.1": (0, 4),
    "sud.auditc.2": (0, 4),
    "sud.auditc.3": (0, 4),
    "sud.dast10": (0, 10),
    "sud.cannabis_days": (0, 30),
    "day.food": (0, 24),
    "day.drink": (0, 1440),
    "demo.age": (0, 110),
}


def readings(link_id: str, value: Any, as_of: date) -> tuple[Any, ...]:
    """Everything the answer may mean; a single one for an answer without a doubt."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return tuple(list(rows) for rows in product(*(_row_readings(row, as_of) for row in value)))
    if isinstance(value, Partly):
        return (None, list(value))
    if isinstance(value, list) and "none" in value and len(set(value) - {"unsure"}) > 1:
        return ([tick for tick in value if tick != "none"], [tick for tick in value if tick == "unsure"] or ["none"])
    return (None, value) if implausible(link_id, value, as_of) else (value,)


def implausible(link_id: str, value: Any, as_of: date) -> bool:
    told = number(value)
    if told is not None and link_id in PLAUSIBLE:
        low, high = PLAUSIBLE[link_id]
        return not low <= told <= high
    span = days(value, date.max)
    return span is not None and span[0] > as_of


def _row_readings(row: Mapping[str, Any], as_of: date) -> tuple[Mapping[str, Any], ...]:
    cells = [readings(link_id, value, as_of) for link_id, value in row.items()]
    return tuple(dict(zip(row, choice, strict=True)) for choice in product(*cells))
