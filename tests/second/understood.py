"""Answers as they were written, made into words, ticks, numbers in one unit and dates; section 4.3 for what slips.

A bad answer is kept as written, its fact is unknown and a data rule says so (design, section 3): here it becomes a
state, or leaves its row, and what kind of slip it was is noted.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.second.form import is_open, real_date, written
from tests.second.logic import Measured, Span, exactly

UNREADABLE, UNIT, UNEXPECTED = "unreadable", "unit", "unexpected"

# By the unit that the questionnaire asks for: what one of another unit is in it.
_IN: Mapping[str, Mapping[str, Decimal]] = {
    "kg": {"kg": Decimal(1), "lb": Decimal("0.45359237"), "st": Decimal("6.35029318")},
    "cm": {"cm": Decimal(1), "in": Decimal("2.54"), "ft": Decimal("30.48"), "m": Decimal(100)},
    "mmHg": {"mmHg": Decimal(1), "kPa": Decimal("7.50061683")},
    "U/L": {"U/L": Decimal(1), "µkat/L": Decimal(60)},
    "µmol/L": {"µmol/L": Decimal(1), "mg/dL": Decimal("17.1")},
    "ms": {"ms": Decimal(1), "s": Decimal(1000)},
}
_SPELT = {"pounds": "lb", "lbs": "lb", "stone": "st"}
# "180 without unit", ULN tables, "unit required", "0.46 s": a bare number of these is asked about.
_NEEDS_ITS_UNIT = frozenset({"kg", "cm", "U/L", "µmol/L", "ms"})
_COMPARED = frozenset(
    {"endo.tsh", "renal.egfr", *(f"lab.lft.{t}" for t in ("alt", "ast", "alp", "ggt", "bilirubin"))}
)
_WHOLE_ONLY = frozenset({"ft", "st"})
# 4.3, plausible in millimetres of mercury.
_PRESSURES: Mapping[str, tuple[int, int]] = {"systolic": (70, 260), "diastolic": (40, 150)}
_WRITTEN = re.compile(r"(?P<comparator>[<>]?) ?(?P<number>\d+(\.\d+)?) ?(?P<unit>\S*)")
# Feet and inches, stones and pounds: the smaller unit, and how many of it make the larger one.
_TWO_UNITS = (
    (re.compile(r"(\d)(?:'| ft )(\d{1,2})(?:\"| in)?"), "in", 12),
    (re.compile(r"(\d{1,2}) st (\d{1,2})(?: lb)?"), "lb", 14),
)


class Partly(list[str]):
    """Ticks beside something that is not offered: these were made, of the others nothing is known."""


@dataclass(frozen=True)
class Understood:
    """What the answers say, and which kinds of slip are among them."""

    answers: dict[str, Any] = field(default_factory=dict)
    slips: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Amount:
    number: Decimal
    unit: str = ""
    comparator: str = ""


def understood(answers: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]]) -> Understood:
    found = Understood()
    for link_id, value in answers.items():
        if link_id in items:
            found.answers[link_id] = _question(link_id, items).read(value, found.slips)
        else:
            found.slips.add(UNEXPECTED)
    return found


@dataclass(frozen=True)
class Question:
    """One question or one cell of a row; what its plain answers mean is remembered."""

    link_id: str
    kind: str
    unit: str
    offered: frozenset[str]
    cells: Mapping[str, "Question"]
    remembered: dict[Any, tuple[Any, frozenset[str]]] = field(default_factory=dict, repr=False)

    def read(self, value: Any, slips: set[str]) -> Any:
        if is_open(value):
            return value
        if self.kind == "group":
            return self._rows(value, slips)
        if isinstance(value, list | dict | bool):
            return self._meaning(value, slips)
        if value not in self.remembered:
            own: set[str] = set()
            self.remembered[value] = self._meaning(value, own), frozenset(own)
        meaning, own_slips = self.remembered[value]
        slips |= own_slips
        return meaning

    def _meaning(self, value: Any, slips: set[str]) -> Any:
        meaning = _MEANING[self.kind](self, value, slips)
        return {"state": UNREADABLE} if meaning is None else meaning

    def _rows(self, value: Any, slips: set[str]) -> Any:
        """What cannot be read leaves its row; the rest of the row stays."""
        if value == "none":
            return value
        if not isinstance(value, list):
            slips.add(UNREADABLE)
            return {"state": UNREADABLE}
        rows = [{name: self.cells[name].read(cell, slips) for name, cell in row.items()} for row in value]
        return [{name: cell for name, cell in row.items() if not isinstance(cell, dict)} for row in rows]


_QUESTIONS: dict[str, Question] = {}


def _question(link_id: str, items: Mapping[str, Mapping[str, Any]]) -> Question:
    if link_id not in _QUESTIONS:
        _QUESTIONS[link_id] = _made(items[link_id])
    return _QUESTIONS[link_id]


def _made(item: Mapping[str, Any]) -> Question:
    kind = item["kind"]
    offered = {"yes", "no"} if kind == "yes_no" else {option["value"] for option in item.get("options", ())}
    cells = {part["linkId"]: _made(part) for part in item.get("fields", ())}
    return Question(item["linkId"], kind, item.get("unit", ""), frozenset(offered), cells)


def _slip(slips: set[str], kind: str = UNREADABLE) -> None:
    slips.add(kind)


def _word(asked: Question, value: Any, slips: set[str]) -> Any:
    if isinstance(value, str | bool) and written(value) in asked.offered:
        return value
    return _slip(slips)


def _ticks(asked: Question, value: Any, slips: set[str]) -> Any:
    ticked = [value] if isinstance(value, str) else value
    known = [tick for tick in ticked if tick in asked.offered]
    if len(known) == len(ticked):
        return value
    _slip(slips)
    return Partly(known)


def _text(_: Question, value: Any, slips: set[str]) -> Any:
    return value if isinstance(value, str) else _slip(slips)


def _date(_: Question, value: Any, slips: set[str]) -> Any:
    return value if real_date(value) else _slip(slips)


def _quantity(asked: Question, value: Any, slips: set[str]) -> Any:
    """A number in the unit that is asked for; nothing where it has none, or could be in either of two."""
    amount = _amount(value)
    if amount is None or (amount.comparator and asked.link_id not in _COMPARED):
        return _slip(slips)
    if _unit_open(amount, asked.unit):
        return _slip(slips, UNIT)
    factor = _IN.get(asked.unit, {asked.unit: Decimal(1)}).get(amount.unit or asked.unit)
    if factor is None:
        return _slip(slips)
    if not amount.unit and _like_kilopascal(asked.link_id, amount.number):
        _slip(slips, UNIT)
    return _compared(amount.number * factor, amount.comparator)


def _unit_open(amount: Amount, asked: str) -> bool:
    """A number without its unit, and 5.9 feet, which may be five foot nine."""
    bare = not amount.unit and asked in _NEEDS_ITS_UNIT
    return bare or (amount.unit in _WHOLE_ONLY and amount.number % 1 != 0)


def _like_kilopascal(link_id: str, number: Decimal) -> bool:
    low, high = _PRESSURES.get(link_id, (0, 0))
    return not low <= number and low <= number * _IN["mmHg"]["kPa"] <= high


def _compared(number: Decimal, comparator: str) -> Measured:
    """Below 0.01 keeps its comparator; the limit itself is possible."""
    if not comparator:
        return number
    return Span(Decimal(0), number) if comparator == "<" else Span(number, Decimal("Infinity"))


def _amount(value: Any) -> Amount | None:
    if isinstance(value, dict):
        return _of_parts(value)
    if isinstance(value, str):
        return _of_text(value)
    return None if isinstance(value, bool) else Amount(exactly(value))


def _of_parts(value: Mapping[str, Any]) -> Amount | None:
    if value.keys() == {"feet", "inches"}:
        return Amount(exactly(value["feet"]) * 12 + exactly(value["inches"]), "in")
    told = _amount(value["value"])
    if told is None or told.unit:
        return None
    unit = value.get("unit", "")
    return Amount(told.number, _SPELT.get(unit, unit), value.get("comparator", told.comparator))


def _of_text(value: str) -> Amount | None:
    for pattern, smaller, parts in _TWO_UNITS:
        if (both := pattern.fullmatch(value)) is not None:
            whole, rest = (exactly(part) for part in both.groups())
            return Amount(whole * parts + rest, smaller) if rest < parts else None
    found = _WRITTEN.fullmatch(value)
    if found is None:
        return None
    unit = found["unit"]
    return Amount(exactly(found["number"]), _SPELT.get(unit, unit), found["comparator"])


_MEANING: Mapping[str, Callable[[Question, Any, set[str]], Any]] = {
    "yes_no": _word,
    "choice": _word,
    "multi_choice": _ticks,
    "text": _text,
    "date": _date,
    "quantity": _quantity,
}
