"""What a dose in words amounts to in a day. Every word must be understood: one that is not leaves the dose unknown.

A dose is an interval of mg a day, from the least to the most it may mean; "as needed" can be nothing at all.
"""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Self

from rules.engine.medicines.frequencies import COUNTS, PATTERNS, Times, number
from rules.engine.values import Interval, Value

_HOURS_A_DAY = 24
_IN_MG = {"mg": Decimal(1), "g": Decimal(1000), "mcg": Decimal("0.001")}
_NAMES_OF_UNITS = {
    **dict.fromkeys(("mg", "mgs", "milligram", "milligrams"), "mg"),
    **dict.fromkeys(("mcg", "mcgs", "ug", "μg", "microgram", "micrograms"), "mcg"),
    **dict.fromkeys(("g", "gram", "grams"), "g"),
}
_NUMBER = r"(\d+(?:\.\d+)?)"
_AMOUNT = re.compile(
    rf"{_NUMBER}(?:\s*(?:-|to)\s*{_NUMBER})?\s*({'|'.join(sorted(_NAMES_OF_UNITS, key=len, reverse=True))})\b"
    r"(\s*(?:/|per|an|a)\s*(?:h|hr|hour)\b)?"
)
_PIECES = re.compile(
    rf"(?:{_NUMBER}|({'|'.join(COUNTS)}))\s*x?\s*(?:tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?)\b"
)
_AS_NEEDED = re.compile(r"(?:prn|(?:as|when|if|only when) needed|as required|sometimes|occasionally)\b")
_FILLING = re.compile(
    r"(?:[,;.()+]|of|take[sn]?|taking|about|total|dose|orally?|po|by mouth|with (?:food|meals)|each|at|in|"
    r"(?:er|xr|sr|xl|cr|ir|la|odt)|(?:tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?))(?:\b|(?<=[^a-z]))"
)


class Dose(NamedTuple):
    """One dose as it was read. `unit` is the unit it was written in, `single_mg` one dose, `daily_mg` a day's worth.

    `every_day` says whether it is taken on each day. None is unknown.
    """

    unit: str | None = None
    single_mg: Value = None
    daily_mg: Value = None
    every_day: bool | None = None


UNKNOWN_DOSE = Dose()


class _Read(NamedTuple):
    """What has been read of a text so far. What is said twice is not clear."""

    amount: tuple[Decimal, Decimal] | None = None
    unit: str | None = None
    pieces: Fraction | None = None
    times: Times | None = None
    as_needed: bool = False
    continuous: bool = False
    clear: bool = True

    def with_amount(self, amount: tuple[Decimal, Decimal], unit: str, *, continuous: bool) -> Self:
        first = self.amount is None
        return self._replace(amount=amount, unit=unit, continuous=continuous, clear=self.clear and first)

    def with_times(self, times: Times) -> Self:
        return self._replace(times=times, clear=self.clear and self.times is None)

    def with_pieces(self, pieces: Fraction) -> Self:
        return self._replace(pieces=pieces, clear=self.clear and self.pieces is None)


def read_dose(text: str) -> Dose:
    """The dose a text states, for instance "0.5 mg three times a day" or "patch 25 mcg/h"."""
    rest = _folded(text)
    read = _Read()
    while rest:
        taken = _next(rest, read)
        if taken is None:
            return UNKNOWN_DOSE._replace(unit=read.unit)
        read, length = taken
        rest = rest[length:].lstrip()
    return _dose(read)


def stated_dose(amount: Value, unit: str | None, times_a_day: Value, *, as_needed: bool) -> Dose:
    """The dose given in fields of their own; units that are no mass, such as drops, leave it unknown."""
    times = None
    if isinstance(times_a_day, int | Decimal) and times_a_day >= 0:
        times = (Fraction(times_a_day), Fraction(times_a_day))
    if not isinstance(amount, int | Decimal) or unit not in _IN_MG or amount < 0:
        return _dose(_Read(times=times, as_needed=as_needed))._replace(unit=unit)
    return _dose(_Read((Decimal(amount), Decimal(amount)), unit, times=times, as_needed=as_needed))


def both(one: Dose, other: Dose) -> Dose:
    """A dose stated twice: everything either statement allows, unknown while one of them is."""
    every_day = one.every_day if one.every_day == other.every_day else None
    single, daily = _hull(one.single_mg, other.single_mg), _hull(one.daily_mg, other.daily_mg)
    return Dose(one.unit or other.unit, single, daily, every_day)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("–", "-").replace("⁄", "/")  # noqa: RUF001
    plain = re.sub(r"(?<=\d),(?=\d{1,2}(?:\D|$))", ".", plain)
    return re.sub(r"\s+", " ", re.sub(r"(?<=\b[a-z])\.(?=[a-z]\b|\s|$)", "", plain)).strip()


def _next(rest: str, read: _Read) -> tuple[_Read, int] | None:
    """What stands at the beginning of the rest, read; None where it is not understood."""
    for understand in (_amount, _frequency, _pieces, _the_rest):
        if (taken := understand(rest, read)) is not None:
            return taken
    return None


def _amount(rest: str, read: _Read) -> tuple[_Read, int] | None:
    found = _AMOUNT.match(rest)
    if found is None or Decimal(found[1]) > Decimal(found[2] or found[1]):
        return None
    amount = Decimal(found[1]), Decimal(found[2] or found[1])
    return read.with_amount(amount, _NAMES_OF_UNITS[found[3]], continuous=found[4] is not None), found.end()


def _frequency(rest: str, read: _Read) -> tuple[_Read, int] | None:
    for pattern, times_of in PATTERNS:
        if found := pattern.match(rest):
            times = times_of(found)
            return None if times is None else (read.with_times(times), found.end())
    return None


def _pieces(rest: str, read: _Read) -> tuple[_Read, int] | None:
    found = _PIECES.match(rest)
    return None if found is None else (read.with_pieces(number(found[1] or found[2])), found.end())


def _the_rest(rest: str, read: _Read) -> tuple[_Read, int] | None:
    if found := _AS_NEEDED.match(rest):
        return read._replace(as_needed=True), found.end()
    found = _FILLING.match(rest)
    return None if found is None else (read, found.end())


def _dose(read: _Read) -> Dose:
    if not read.clear:
        return UNKNOWN_DOSE._replace(unit=read.unit)
    times = _times_of(read)
    every_day = False if read.as_needed else None if times is None else times[0] >= 1
    if read.amount is None or read.unit is None:
        return UNKNOWN_DOSE._replace(every_day=every_day)
    scale = Fraction(_IN_MG[read.unit]) * (1 if read.pieces is None else read.pieces)
    low, high = (Fraction(bound) * scale for bound in read.amount)
    single = _value(_decimal(low), _decimal(high))
    daily = None if times is None else _value(_decimal(low * times[0]), _decimal(high * times[1]))
    return Dose(read.unit, single, daily, every_day)


def _times_of(read: _Read) -> Times | None:
    """How often in a day; what is given by the hour runs all day, and what is taken as needed may be not at all."""
    times = read.times
    if read.continuous:
        times = None if read.times else (Fraction(_HOURS_A_DAY), Fraction(_HOURS_A_DAY))
    return (Fraction(0), times[1]) if times and read.as_needed else times


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _hull(one: Value, other: Value) -> Value:
    if one is None or other is None:
        return None
    ends = (*_ends(one), *_ends(other))
    return _value(min(ends), max(ends))


def _ends(value: Value) -> tuple[Decimal, Decimal]:
    if isinstance(value, Interval):
        return Decimal(value.low), Decimal(value.high)
    if isinstance(value, int | Decimal):
        return Decimal(value), Decimal(value)
    raise TypeError("a dose is a number or an interval")


def _value(low: Decimal, high: Decimal) -> Value:
    return low if low == high else Interval(low, high)
