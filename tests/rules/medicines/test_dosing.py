"""Doses as people and prescriptions write them: the unit, one dose, a day's worth, and whether on each day."""

from decimal import Decimal
from fractions import Fraction

import pytest

from rules.engine.medicines.doses import UNKNOWN_DOSE, Dose, both, read_dose, stated_dose
from rules.engine.values import Interval, Value

type Amount = str | tuple[str, str] | None


def amount(written: Amount) -> Value:
    """A number as written, a share of one such as 3/7, or two ends."""
    if written is None:
        return None
    if isinstance(written, tuple):
        return Interval(number(written[0]), number(written[1]))
    return number(written)


def number(written: str) -> Decimal:
    exact = Fraction(written)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


WHOLE: list[tuple[str, str, Amount, Amount, bool | None]] = [
    ("300 MG DAILY", "mg", "300", "300", True),
    ("1 mg", "mg", "1", None, None),
    ("1.5 mg a day", "mg", "1.5", "1.5", True),
    ("0,25 mg daily", "mg", "0.25", "0.25", True),
    ("1,5 mg daily", "mg", "1.5", "1.5", True),
    ("2 mg  \n daily", "mg", "2", "2", True),
    ("  2 mg daily  ", "mg", "2", "2", True),
    ("2 mg, daily.", "mg", "2", "2", True),
    ("6 mg\N{FRACTION SLASH}day", "mg", "6", "6", True),
    ("1000 mcg daily", "mcg", "1", "1", True),
    ("50 μg daily", "mcg", "0.05", "0.05", True),
    ("2 g bid", "g", "2000", "4000", True),
    ("3 milligrams daily", "mg", "3", "3", True),
    ("1\N{EN DASH}2 mg at night", "mg", ("1", "2"), ("1", "2"), True),
    ("2.5 to 5 mg twice daily", "mg", ("2.5", "5"), ("5", "10"), True),
    ("5 to 5 mg daily", "mg", "5", "5", True),
    ("1-2 mg 2-3 times a day", "mg", ("1", "2"), ("2", "6"), True),
    ("0 mg daily", "mg", "0", "0", True),
    ("1 mg b.i.d", "mg", "1", "2", True),
    ("B.I.D. 1 mg", "mg", "1", "2", True),
    ("1 mg t.d.s.", "mg", "1", "3", True),
    ("1 mg qid", "mg", "1", "4", True),
    ("1 mg q.h.s.", "mg", "1", "1", True),
    ("1 mg nightly", "mg", "1", "1", True),
    ("1 mg at noon", "mg", "1", "1", True),
    ("1 mg in the morning and evening", "mg", "1", "2", True),
    ("1 mg once daily, nightly", "mg", "1", "1", True),
    ("1 mg once a day", "mg", "1", "1", True),
    ("1 mg twice", "mg", "1", "2", True),
    ("1 mg thrice daily", "mg", "1", "3", True),
    ("1 mg every day", "mg", "1", "1", True),
    ("7 mg each week", "mg", "7", "1", False),
    ("28 mg per month", "mg", "28", "1", False),
    ("28 mg monthly", "mg", "28", "1", False),
    ("28 mg twice monthly", "mg", "28", "2", False),
    ("28 mg thrice a month", "mg", "28", "3", False),
    ("1 mg thrice weekly", "mg", "1", "3/7", False),
    ("7 mg 1 a week", "mg", "7", "1", False),
    ("7 mg two to three times a week", "mg", "7", ("2", "3"), False),
    ("7 mg 3 to 3 times a week", "mg", "7", "3", False),
    ("1 mg four times daily", "mg", "1", "4", True),
    ("1 mg five or six times daily", "mg", "1", ("5", "6"), True),
    ("1 mg 0 times a day", "mg", "1", "0", False),
    ("1 mg every 24 hours", "mg", "1", "1", True),
    ("1 mg every 1 hour", "mg", "1", "24", True),
    ("1 mg every half hour", "mg", "1", "48", True),
    ("1 mg q8-12h", "mg", "1", ("2", "3"), True),
    ("1 mg every 8 or 8 hours", "mg", "1", "3", True),
    ("1 mg every 48 hours", "mg", "1", "0.5", False),
    ("1 mg every 1 day", "mg", "1", "1", True),
    ("1 mg every  other\t day", "mg", "1", "0.5", False),
    ("1 mg every 2 days", "mg", "1", "0.5", False),
    ("1 mg every half day", "mg", "1", "2", True),
    ("14 mg every two weeks", "mg", "14", "1", False),
    ("84 mg every 3 months", "mg", "84", "1", False),
    ("1 mg up to 2 times a day", "mg", "1", ("0", "2"), False),
    ("7 mg max 3 times weekly", "mg", "7", ("0", "3"), False),
    ("28 mg at most two a month", "mg", "28", ("0", "2"), False),
    ("1 mg daily as needed", "mg", "1", ("0", "1"), False),
    ("1 mg as needed", "mg", "1", None, False),
    ("1 mg up to 3 times a day as needed", "mg", "1", ("0", "3"), False),
    ("25 mcg per hour patch", "mcg", "0.025", "0.6", True),
    ("25 mcg/h twice a day", "mcg", "0.025", None, None),
    ("25 mcg/h as needed", "mcg", "0.025", ("0", "0.6"), False),
    ("two tablets of 5 mg daily", "mg", "10", "10", True),
    ("1.5 tablets of 2 mg daily", "mg", "3", "3", True),
    ("half tablet of 5 mg twice a day", "mg", "2.5", "5", True),
    ("1 mg daily prn prn", "mg", "1", ("0", "1"), False),
]

NOT_UNDERSTOOD: list[tuple[str, str | None, bool | None]] = [
    ("as prescribed", None, None),
    ("1 mg daily until May", "mg", None),
    ("until May 1 mg daily", None, None),
    ("1 mg daily, 2 mg daily", "mg", None),
    ("1 mg 2 mg", "mg", None),
    ("1 mg 2 mg 3 mg daily", "mg", None),
    ("1 mg daily daily", "mg", None),
    ("1 mg daily daily daily", "mg", None),
    ("1 tablet 1 tablet of 5 mg daily", "mg", None),
    ("1 tablet 1 tablet 1 tablet of 5 mg daily", "mg", None),
    ("1 tablet 1 tablet, 2 mg, daily", "mg", None),
    ("daily daily 1 mg", "mg", None),
    ("2-1 mg daily", None, None),
    ("0,125 mg daily", None, None),
    ("1,000 mg daily", None, None),
    ("½ mg daily", None, None),
    ("1 mg every 0 hours", "mg", None),
    ("1 mg every 12-8 hours", "mg", None),
    ("1 mg every 0 days", "mg", None),
    ("1 mg 3 to 2 times a week", "mg", None),
    ("2 tabs daily", None, True),
    ("2 tabs twice a week", None, False),
    ("2 tabs", None, None),
    ("2 tabs daily as needed", None, False),
    ("twice a day", None, True),
]

FIELDS: list[tuple[Value, str | None, Value, bool, Dose]] = [
    (2, "mg", 4, False, Dose("mg", Decimal(2), Decimal(8), every_day=True)),
    (Decimal("2.5"), "mg", 1, False, Dose("mg", Decimal("2.5"), Decimal("2.5"), every_day=True)),
    (500, "mcg", 2, False, Dose("mcg", Decimal("0.5"), Decimal(1), every_day=True)),
    (1, "g", Decimal("0.5"), False, Dose("g", Decimal(1000), Decimal(500), every_day=False)),
    (2, "mg", 4, True, Dose("mg", Decimal(2), Interval(Decimal(0), Decimal(8)), every_day=False)),
    (2, "mg", None, False, Dose("mg", Decimal(2), None, every_day=None)),
    (2, "mg", None, True, Dose("mg", Decimal(2), None, every_day=False)),
    (2, "mg", -1, False, Dose("mg", Decimal(2), None, every_day=None)),
    (2, "mg", Interval(1, 2), False, Dose("mg", Decimal(2), None, every_day=None)),
    (2, "mg", 0, False, Dose("mg", Decimal(2), Decimal(0), every_day=False)),
    (0, "mg", 1, False, Dose("mg", Decimal(0), Decimal(0), every_day=True)),
    (-1, "mg", 1, False, Dose("mg", every_day=True)),
    (None, "mg", 1, False, Dose("mg", every_day=True)),
    (5, "pieces", 3, False, Dose("pieces", every_day=True)),
    (5, "pieces", 3, True, Dose("pieces", every_day=False)),
    (5, None, None, False, Dose()),
]


@pytest.mark.parametrize(("text", "unit", "single", "daily", "every_day"), WHOLE)
def test_a_dose_that_is_understood(
    text: str, unit: str, single: Amount, daily: Amount, *, every_day: bool | None
) -> None:
    assert read_dose(text) == Dose(unit, amount(single), amount(daily), every_day)


@pytest.mark.parametrize(("text", "unit", "every_day"), NOT_UNDERSTOOD)
def test_of_a_dose_that_is_not_understood_only_unit_and_frequency_may_be_known(
    text: str, unit: str | None, *, every_day: bool | None
) -> None:
    assert read_dose(text) == Dose(unit, every_day=every_day)


@pytest.mark.parametrize(("of", "unit", "times", "as_needed", "dose"), FIELDS)
def test_a_dose_in_fields_of_its_own(
    of: Value, unit: str | None, times: Value, dose: Dose, *, as_needed: bool
) -> None:
    assert stated_dose(of, unit, times, as_needed=as_needed) == dose


@pytest.mark.parametrize(
    ("one", "other", "dose"),
    [
        ("1 mg daily", "1 mg daily", ("mg", "1", "1", True)),
        ("1 mg daily", "2 mg twice a day", ("mg", ("1", "2"), ("1", "4"), True)),
        ("2 mg twice a day", "1 mg daily", ("mg", ("1", "2"), ("1", "4"), True)),
        ("1-3 mg daily", "2 mg daily", ("mg", ("1", "3"), ("1", "3"), True)),
        ("1 mg daily", "7 mg a week", ("mg", ("1", "7"), "1", None)),
        ("1 mg daily", "1000 mcg daily", ("mg", "1", "1", True)),
        ("1000 mcg daily", "1 mg daily", ("mcg", "1", "1", True)),
        ("1 mg daily", "1 mg", ("mg", "1", None, None)),
        ("1 mg", "1 mg daily", ("mg", "1", None, None)),
        ("daily", "1 mg daily", ("mg", None, None, True)),
        ("1 mg daily", "daily", ("mg", None, None, True)),
        ("as prescribed", "as prescribed", (None, None, None, None)),
    ],
)
def test_a_dose_stated_twice(one: str, other: str, dose: tuple[str | None, Amount, Amount, bool | None]) -> None:
    unit, single, daily, every_day = dose
    assert both(read_dose(one), read_dose(other)) == Dose(unit, amount(single), amount(daily), every_day)


def test_a_dose_that_is_neither_number_nor_interval_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^a dose is a number or an interval$"):
        both(Dose("mg", "one"), Dose("mg", 1))


def test_nothing_at_all_is_known_of_an_empty_dose() -> None:
    assert read_dose("") == UNKNOWN_DOSE == Dose(None, None, None, None)
