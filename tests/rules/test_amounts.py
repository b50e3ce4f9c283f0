"""Numbers and amounts as they are written, without any question they might answer."""

from decimal import Decimal
from typing import Any

import pytest

from rules.engine.quantities import LARGEST, Amount, amount_written, as_number, bounded, in_own_words, plain
from rules.engine.units import unit_spelled
from rules.engine.values import Interval

INCHES, POUNDS = unit_spelled("inches"), unit_spelled("pounds")


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        (0, 0),
        (LARGEST, LARGEST),
        (-LARGEST, -LARGEST),
        (LARGEST + 1, None),
        (-LARGEST - 1, None),
        (float(LARGEST), LARGEST),
        (-float(LARGEST), -LARGEST),
        (LARGEST + 0.5, None),
        (-LARGEST - 0.5, None),
        (Decimal(LARGEST), LARGEST),
        (Decimal(LARGEST) + 1, None),
        (0.1, Decimal("0.1")),
        (Decimal("2.50"), Decimal("2.5")),
        (2.0, 2),
        (float("nan"), None),
        (float("-inf"), None),
        (Decimal("Infinity"), None),
        (True, None),
        ("5", None),
        (None, None),
        ([5], None),
    ],
)
def test_a_number_is_taken_exactly_as_it_is_written(answer: Any, number: Any) -> None:
    found = as_number(answer)
    assert found == number
    assert found.__class__ is number.__class__


@pytest.mark.parametrize(
    ("answer", "amount"),
    [
        ("82", Amount(82)),
        (" 82 kg ", Amount(82, "kg")),
        ("82.50 kg", Amount(Decimal("82.5"), "kg")),
        ("<= 5 kg", Amount(5, "kg", "<=")),
        ("\u2265 5", Amount(5, None, ">=")),
        ("> 5 ft 9", None),
        ("5 ft 9 in", Amount(69, INCHES)),
        ("5'9\"", Amount(69, INCHES)),
        ("5\u20199\u201d", Amount(69, INCHES)),
        ("5 ft 0", Amount(60, INCHES)),
        ("0 ft 9", Amount(9, INCHES)),
        ("5 ft 12", None),
        ("5 ft 9 lb", None),
        ("5.5 ft 9 in", None),
        ("5 ft", Amount(60, INCHES)),
        ("5.9 ft", Amount(Decimal("5.9"))),
        ("12 st 4 lb", Amount(172, POUNDS)),
        ("12 st 14 lb", None),
        ("5 kg 9 g", None),
        ("5 bushels", None),
        ("about 5", None),
        ("5,5 kg", None),
        ("5" + " " * 37 + "kg", Amount(5, "kg")),
        ("5" + " " * 38 + "kg", None),
        ({"value": 5}, Amount(5)),
        ({"value": 5, "unit": "kg"}, Amount(5, "kg")),
        ({"value": 5, "unit": "pounds", "comparator": "<"}, Amount(5, POUNDS, "<")),
        ({"value": "5 kg"}, Amount(5, "kg")),
        ({"value": "5 kg", "unit": "kg"}, None),
        ({"value": "< 5", "comparator": "<"}, None),
        ({"value": "< 5", "unit": "kg"}, Amount(5, "kg", "<")),
        ({"value": 5, "comparator": "about"}, None),
        ({"value": 5, "unit": "bushels"}, None),
        ({"value": 5, "unit": 7}, None),
        ({"value": 5, "comparator": 7}, None),
        ({"value": 5, "unit": "bushels", "comparator": "<"}, None),
        ({"value": 6, "unit": "feet"}, Amount(72, INCHES)),
        ({"value": None, "unit": "kg"}, None),
        ({"unit": "kg"}, None),
        ({}, None),
        ({"feet": 5, "inches": 9}, Amount(69, INCHES)),
        ({"feet": 0, "inches": 9}, Amount(9, INCHES)),
        ({"feet": 5, "inches": 0}, Amount(60, INCHES)),
        ({"feet": 5, "inches": 11.5}, Amount(Decimal("71.5"), INCHES)),
        ({"feet": 5, "inches": 12}, None),
        ({"feet": -5, "inches": 9}, None),
        ({"feet": 5, "inches": -1}, None),
        ({"feet": 5.5, "inches": 9}, None),
        ({"feet": 5, "inches": "nine"}, None),
        ({"feet": "five", "inches": 9}, None),
        ({"stone": 12, "pounds": 4}, Amount(172, POUNDS)),
        ({"stone": 12, "inches": 4}, None),
        ({"feet": 5}, None),
        (5, None),
        (None, None),
    ],
    ids=str,
)
def test_an_amount_is_read_where_it_can_be_read_in_one_way(answer: Any, amount: Amount | None) -> None:
    found = amount_written(answer)
    assert found == amount
    assert found is None or amount is None or found.number.__class__ is amount.number.__class__


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (" 12 st 4 lb ", "12 st 4 lb"),
        ("82 kg", "82 kg"),
        ("tall", None),
        (82, None),
        (None, None),
        ({"value": 82, "unit": "kg"}, None),
        ({"value": 180, "unit": "lb"}, "180 lb"),
        ({"value": 82}, "82"),
        ({"value": 82, "unit": "kg", "comparator": "<"}, "< 82 kg"),
        ({"value": 82, "comparator": ">"}, "> 82"),
        ({"feet": 5, "inches": 9}, "5 feet 9 inches"),
    ],
)
def test_what_was_entered_is_told_where_it_is_more_than_a_number_in_the_usual_unit(
    answer: Any, words: str | None
) -> None:
    assert in_own_words(answer, "kg") == words


@pytest.mark.parametrize(
    ("number", "comparator", "interval"),
    [
        (5, "<", Interval(0, 5)),
        (5, "<=", Interval(0, 5)),
        (-5, "<", Interval(-5, -5)),
        (5, ">", Interval(5, LARGEST)),
        (5, ">=", Interval(5, LARGEST)),
        (2 * LARGEST, ">", Interval(2 * LARGEST, 2 * LARGEST)),
    ],
)
def test_a_bound_leaves_everything_on_its_side_open(number: int, comparator: str, interval: Interval) -> None:
    assert bounded(number, comparator) == interval


def test_a_whole_number_is_an_int_however_it_was_written() -> None:
    assert [plain(Decimal("5.0")).__class__, plain(Decimal("5.5")).__class__, plain(5).__class__] == [
        int,
        Decimal,
        int,
    ]
