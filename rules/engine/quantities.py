"""Quantities as they are written: `82 kg`, `5'9"`, `<0.01`, `{"feet": 5, "inches": 9}`. Knows no item and no fact.

Only what can be read in one way is read. Words such as "about", ranges and decimal commas are left to a person.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from rules.engine.units import IN_TWO_STEPS, unit_spelled
from rules.engine.values import Interval, Number

LARGEST = 10**9
_LONGEST = 40
_KEYS = frozenset({"value", "unit", "comparator"})
_TWO_KEYS = {frozenset(pair): pair for pair in (("feet", "inches"), ("stone", "pounds"))}
_LOOK_ALIKES = str.maketrans({"\u2019": "'", "\u2032": "'", "\u201d": '"', "\u2033": '"'})
_COMPARATORS = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "\u2264": "<=", "\u2265": ">="}
_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,12})?)"
_ONE = re.compile(rf"(<=?|>=?|\u2264|\u2265)?\s*{_NUMBER}\s*(\S.*)?")
_TWO = re.compile(rf"([^0-9]+?)\s*{_NUMBER}\s*([^0-9]*)")


class Amount(NamedTuple):
    """A number with its unit, where one was named, and with `<` or `>` where only a bound was reported."""

    number: Number
    unit: str | None = None
    comparator: str | None = None


def bounded(number: Number, comparator: str) -> Interval:
    """Everything a reported bound leaves open, the bound itself included. What is measured is not negative."""
    if comparator.startswith("<"):
        return Interval(min(0, number), number)
    return Interval(number, max(LARGEST, number))


def plain(number: Number) -> Number:
    """A whole number as an int, so that equal values look equal however they were written."""
    return int(number) if number == int(number) else number


def as_number(answer: Any) -> Number | None:
    """The number an answer is, exactly as written; None for anything else and for numbers beyond reason."""
    if answer.__class__ is int:
        return answer if -LARGEST <= answer <= LARGEST else None
    if isinstance(answer, bool) or not isinstance(answer, int | float | Decimal):
        return None
    number = Decimal(str(answer)) if isinstance(answer, float) else answer
    if isinstance(number, Decimal) and not number.is_finite():
        return None
    return plain(number) if -LARGEST <= number <= LARGEST else None


def in_own_words(answer: Any, unit: str | None) -> str | None:
    """What was entered, where that is more than a number in the unit the fact is kept in."""
    if isinstance(answer, str):
        return None if _in_words(answer) is None else answer.strip()
    if not isinstance(answer, dict) or answer == {"value": answer.get("value"), "unit": unit}:
        return None
    if "value" not in answer:
        return " ".join(f"{number} {name}" for name, number in answer.items())
    words = (answer.get("comparator"), answer["value"], answer.get("unit"))
    return " ".join(str(word) for word in words if word is not None)


def amount_written(answer: Any) -> Amount | None:
    """What an answer says that is more than a bare number; None where it cannot be read in one way."""
    if isinstance(answer, str):
        return _in_words(answer)
    if not isinstance(answer, dict):
        return None
    return _in_fields(answer) if answer.keys() <= _KEYS else _in_two_fields(answer)


def _in_fields(answer: Mapping[str, Any]) -> Amount | None:
    """Value, unit and comparator in fields of their own; what a field says must not be said twice."""
    value, unit, comparator = answer.get("value"), answer.get("unit"), answer.get("comparator")
    number = as_number(value)
    amount = _in_words(value) if isinstance(value, str) else Amount(number) if number is not None else None
    if amount is None or not isinstance(unit, str | None) or not isinstance(comparator, str | None):
        return None
    if unit is not None:
        amount = _with_unit(amount, unit)
    return amount if comparator is None or amount is None else _with_comparator(amount, comparator)


def _with_unit(amount: Amount, unit: str) -> Amount | None:
    named = unit_spelled(unit)
    return None if named is None or amount.unit is not None else _smaller(amount._replace(unit=named))


def _with_comparator(amount: Amount, comparator: str) -> Amount | None:
    known = _COMPARATORS.get(comparator)
    return None if known is None or amount.comparator is not None else amount._replace(comparator=known)


def _in_words(text: str) -> Amount | None:
    match = _ONE.fullmatch(text.strip().translate(_LOOK_ALIKES)) if len(text) <= _LONGEST else None
    if match is None:
        return None
    comparator, number, rest = match.groups()
    amount = Amount(plain(Decimal(number)), None, _COMPARATORS.get(comparator))
    if rest is None:
        return amount
    unit = unit_spelled(rest)
    return _smaller(amount._replace(unit=unit)) if unit is not None else _then_smaller(amount, rest)


def _then_smaller(amount: Amount, rest: str) -> Amount | None:
    """`5` and `ft 9 in`: a larger unit, then the smaller one, whose name may be left out."""
    match = _TWO.fullmatch(rest)
    larger = IN_TWO_STEPS.get(unit_spelled(match[1]) or "") if match else None
    if match is None or larger is None or amount.comparator is not None:
        return None
    if match[3].strip() and unit_spelled(match[3]) != larger[0]:
        return None
    return _together(amount.number, plain(Decimal(match[2])), larger)


def _in_two_fields(answer: Mapping[str, Any]) -> Amount | None:
    fields = _TWO_KEYS.get(frozenset(answer))
    if fields is None:
        return None
    large, small = as_number(answer[fields[0]]), as_number(answer[fields[1]])
    unit = unit_spelled(fields[0])
    return None if large is None or small is None else _together(large, small, IN_TWO_STEPS[unit or ""])


def _together(large: Number, small: Number, step: tuple[str, int]) -> Amount | None:
    """Both parts in the smaller unit. A broken larger part, or a smaller one that should be carried, is a slip."""
    unit, per_large = step
    if not isinstance(large, int) or large < 0 or not 0 <= small < per_large:
        return None
    return Amount(plain(large * per_large + small), unit)


def _smaller(amount: Amount) -> Amount:
    """Whole feet or stones in inches or pounds. `5.9 ft` may be five foot nine, so its unit counts as missing."""
    step = IN_TWO_STEPS.get(amount.unit or "")
    if step is None:
        return amount
    if not isinstance(amount.number, int):
        return amount._replace(unit=None)
    return amount._replace(number=amount.number * step[1], unit=step[0])
