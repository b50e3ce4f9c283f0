"""Doses in words: what they amount to in a day, and when nobody can say."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.medicines.doses import both, read_dose, stated_dose
from rules.engine.values import Interval, Value


def between(low: str, high: str) -> Interval:
    return Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "daily"),
    [
        ("150 mg twice a day", 300),
        ("0.5 mg b.i.d.", 1),
        ("0,5 mg 3x a day", Decimal("1.5")),
        ("1mg 1x/day", 1),
        ("6mg/day", 6),
        ("1 mg three times daily", 3),
        ("1 mg, 3 a day", 3),
        ("300 mg once daily", 300),
        ("1 mg daily at night", 1),
        ("2 mg at bedtime every day", 2),
        ("1 mg morning and night", 2),
        ("1 mg in the morning and at night", 2),
        ("q6h 5 mg", 20),
        ("1 mg every 12 hours", 2),
        ("2 tablets of 1 mg twice a day", 4),
        ("half a tablet", None),
        ("50 mg every other day", 25),
        ("70 mg weekly", 10),
        ("35 mg twice a week", 10),
        ("140 mg every 2 weeks", 10),
        ("28 mg once a month", 1),
        ("patch 25 mcg/h", Decimal("0.6")),
        ("50 µg daily", Decimal("0.05")),
        ("1 g daily", 1000),
        ("10 mg po qd with food", 10),
        ("1-2 mg at night", between("1", "2")),
        ("1 to 2 mg at night", between("1", "2")),
        ("1 mg 2-3 times a day", between("2", "3")),
        ("1 mg every 4-6 hours", between("4", "6")),
        ("0.5 mg tid prn", between("0", "1.5")),
        ("1 mg up to 3 times a day", between("0", "3")),
        ("1 mg every 4 to 6 hours as needed", between("0", "6")),
    ],
)
def test_a_dose_in_words_is_so_much_a_day(text: str, daily: Value) -> None:
    assert read_dose(text).daily_mg == daily


@pytest.mark.parametrize(
    "text",
    [
        "150 twice a day",
        "1 mg",
        "1 mg prn",
        "as prescribed",
        "1,000 mg daily",
        "1 mg in the morning, 1 mg at night",
        "100 mg in the morning and 200 mg at night",
        "1 mg daily, 2 mg daily",
        "1 mg not daily",
        "6 mg daily injection",
        "1 mg daily through the pump",
        "3 mg daily until May",
        "5 drops daily",
        "2-1 mg daily",
        "1 mg every 0 hours",
        "1 mg 3-2 times a day",
        "25 mcg/h twice a day",
        "",
        "☃",
    ],
)
def test_a_dose_that_is_not_wholly_understood_is_unknown(text: str) -> None:
    assert read_dose(text).daily_mg is None


def test_the_strength_alone_is_a_single_dose() -> None:
    assert read_dose("0.5 mg").single_mg == Decimal("0.5")


@pytest.mark.parametrize(
    ("amount", "unit", "times", "as_needed", "daily"),
    [
        (2, "mg", 4, False, 8),
        (500, "mcg", 2, False, 1),
        (2, "mg", 4, True, between("0", "8")),
        (2, "mg", None, False, None),
        (2, None, 4, False, None),
        (10, "ml", 4, False, None),
        (1, "pieces", 4, False, None),
        (None, "mg", 4, False, None),
        (-1, "mg", 4, False, None),
        (1, "mg", -4, False, None),
        (between("1", "2"), "mg", 4, False, None),
    ],
)
def test_a_dose_in_fields(amount: Value, unit: str, times: Value, *, as_needed: bool, daily: Value) -> None:
    assert stated_dose(amount, unit, times, as_needed=as_needed).daily_mg == daily


@pytest.mark.parametrize(
    ("one", "other", "daily"),
    [
        ("1 mg daily", "1 mg daily", 1),
        ("1 mg daily", "2 mg daily", between("1", "2")),
        ("1 mg daily", "1-3 mg daily", between("1", "3")),
        ("1 mg daily", "nobody knows", None),
    ],
)
def test_a_dose_stated_twice_is_all_that_either_allows(one: str, other: str, daily: Value) -> None:
    assert both(read_dose(one), read_dose(other)).daily_mg == daily


@given(st.text(max_size=80))
def test_no_text_fails(text: str) -> None:
    dose = read_dose(text)
    assert dose.daily_mg is None or dose.unit is not None


_PIECES = st.sampled_from(
    ["1 mg", "2 mg", "daily", "twice a day", "prn", "at night", "3", "weekly", "half", "tablets"]
)


@given(st.lists(_PIECES, min_size=1, max_size=4))
def test_more_words_never_lower_what_a_dose_may_be_without_saying_so(pieces: list[str]) -> None:
    """Two amounts or two frequencies may add up, so together they are unknown rather than the smaller of them."""
    amounts = sum(piece.endswith("mg") for piece in pieces)
    if amounts > 1:
        assert read_dose(", ".join(pieces)).daily_mg is None


@pytest.mark.parametrize(
    ("text", "every_day"),
    [
        ("1 mg daily", True),
        ("one tablet three times a day", True),
        ("1 mg every 4-6 hours", True),
        ("1 mg twice a week", False),
        ("1 mg daily as needed", False),
        ("1 mg prn", False),
        ("1 mg up to 3 times a day", False),
        ("1 mg", None),
        ("as prescribed", None),
        ("1 mg daily, 2 mg daily", None),
    ],
)
def test_whether_it_is_taken_every_day(text: str, *, every_day: bool | None) -> None:
    assert read_dose(text).every_day is every_day


def test_a_number_of_drops_three_times_a_day_is_every_day() -> None:
    assert stated_dose(5, "pieces", 3, as_needed=False).every_day is True
    assert both(read_dose("1 mg daily"), read_dose("1 mg prn")).every_day is None
