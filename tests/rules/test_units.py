"""Quantities as people, forms and laboratories write them: read in one way, or left to a person."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.answers import read_answer
from rules.engine.items import Item
from rules.engine.quantities import amount_written
from rules.engine.terms import Unknown
from rules.engine.units import TO_CANONICAL, factor, unit_spelled
from rules.engine.values import Interval, Issue
from tests.rules.intakes import released


def _item(name: str, unit: str, *units: str, **more: Any) -> Item:
    factors = {allowed: factor(allowed, unit) or Decimal(0) for allowed in (unit, *units)}
    return Item(f"test.{name}", name, "quantity", unit=unit, factors=factors, **more)


WEIGHT = _item("weight", "kg", "lb", plausible=(30, 300))
HEIGHT = _item("height", "cm", "in", "m", plausible=(120, 220))
PRESSURE = _item("systolic", "mmHg", "kPa", assume_unit=True, plausible=(70, 260))
DIASTOLIC = _item("diastolic", "mmHg", "kPa", assume_unit=True, plausible=(40, 150))
ALT = _item("alt", "U/L", "µkat/L", comparators=True)
BILIRUBIN = _item("bilirubin", "µmol/L", "mg/dL", comparators=True)
QTC = _item("qtc", "ms", "s", plausible=(300, 700))
TSH = _item("tsh", "mIU/L", assume_unit=True, comparators=True)
EGFR = _item("egfr", "mL/min/1.73 m²", assume_unit=True, comparators=True)
PULSE = _item("pulse", "1/min", assume_unit=True)

HIGHEST = 10**9


@pytest.mark.parametrize(
    ("item", "answer", "value"),
    [
        # Weight
        (WEIGHT, {"value": 82, "unit": "kg"}, 82),
        (WEIGHT, {"value": 180, "unit": "lb"}, Decimal("81.6466266")),
        (WEIGHT, {"value": 180, "unit": "Lbs"}, Decimal("81.6466266")),
        (WEIGHT, {"value": 180, "unit": "[lb_av]"}, Decimal("81.6466266")),
        (WEIGHT, {"value": "180", "unit": "lb"}, Decimal("81.6466266")),
        (WEIGHT, "82 kg", 82),
        (WEIGHT, " 82.5KG ", Decimal("82.5")),
        (WEIGHT, "180 pounds", Decimal("81.6466266")),
        (WEIGHT, {"value": 12, "unit": "stone"}, Decimal("76.20351816")),
        (WEIGHT, "12 st", Decimal("76.20351816")),
        (WEIGHT, "12 st 4 lb", Decimal("78.01788764")),
        (WEIGHT, "12st 4", Decimal("78.01788764")),
        (WEIGHT, {"stone": 12, "pounds": 4}, Decimal("78.01788764")),
        # Height
        (HEIGHT, {"value": 175, "unit": "cm"}, 175),
        (HEIGHT, {"value": 69, "unit": "in"}, Decimal("175.26")),
        (HEIGHT, '69"', Decimal("175.26")),
        (HEIGHT, "5'9\"", Decimal("175.26")),
        (HEIGHT, "5'9", Decimal("175.26")),
        (HEIGHT, "5\u20199\u201d", Decimal("175.26")),
        (HEIGHT, "5\u2032 9\u2033", Decimal("175.26")),
        (HEIGHT, "5' 9''", Decimal("175.26")),
        (HEIGHT, "5 ft 9 in", Decimal("175.26")),
        (HEIGHT, "5 Feet 9 Inches", Decimal("175.26")),
        (HEIGHT, "5ft9", Decimal("175.26")),
        (HEIGHT, "5 ft 9.5 in", Decimal("176.53")),
        (HEIGHT, {"feet": 5, "inches": 9}, Decimal("175.26")),
        (HEIGHT, "6 ft", Decimal("182.88")),
        (HEIGHT, {"value": 6, "unit": "ft"}, Decimal("182.88")),
        (HEIGHT, "1.75 m", 175),
        # Pressure
        (PRESSURE, {"value": 16.5, "unit": "kPa"}, Decimal("16.5") * TO_CANONICAL["kPa", "mmHg"]),
        (PRESSURE, {"value": 124, "unit": "mm[Hg]"}, 124),
        # Laboratory
        (ALT, {"value": 4.1, "unit": "µkat/L"}, 246),
        (ALT, {"value": 4.1, "unit": "\u03bckat/l"}, 246),
        (ALT, "4.1 ukat/L", 246),
        (ALT, {"value": 38, "unit": "IU/L"}, 38),
        (ALT, ">3000 U/L", Interval(3000, HIGHEST)),
        (ALT, "< 0.1 µkat/L", Interval(0, 6)),
        (BILIRUBIN, {"value": 1.2, "unit": "mg/dL"}, Decimal("20.52")),
        (BILIRUBIN, {"value": 17.1, "unit": "umol/L"}, Decimal("17.1")),
        (QTC, {"value": 0.46, "unit": "s"}, 460),
        (QTC, "0.46 sec", 460),
        (QTC, {"value": 460, "unit": "ms"}, 460),
        (TSH, "<0.01", Interval(0, Decimal("0.01"))),
        (TSH, "< 0.01 mIU/L", Interval(0, Decimal("0.01"))),
        (TSH, "\u22640.01 µIU/mL", Interval(0, Decimal("0.01"))),
        (TSH, {"value": 0.01, "comparator": "<", "unit": "mIU/L"}, Interval(0, Decimal("0.01"))),
        (TSH, {"value": "<0.01", "unit": "mIU/L"}, Interval(0, Decimal("0.01"))),
        (TSH, {"value": 100, "comparator": ">="}, Interval(100, HIGHEST)),
        (TSH, 2.1, Decimal("2.1")),
        (TSH, "2.1", Decimal("2.1")),
        (EGFR, ">90 mL/min/1.73m2", Interval(90, HIGHEST)),
        (EGFR, {"value": 28, "unit": "mL/min/{1.73_m2}"}, 28),
        (PULSE, "68 bpm", 68),
    ],
)  # fmt: skip
def test_a_quantity_with_one_meaning_is_read(item: Item, answer: Any, value: Any) -> None:
    reading = read_answer(item, answer, 0)
    assert reading.values == (value,)
    assert reading.issues == ()


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (WEIGHT, 180), (WEIGHT, "180"), (WEIGHT, {"value": 180}), (WEIGHT, {"value": "180", "unit": None}),
        (HEIGHT, 175), (HEIGHT, 69), (HEIGHT, 5.9), (HEIGHT, "5.9"),
        # Five foot nine, or five feet and nine tenths?
        (HEIGHT, "5.9 ft"), (HEIGHT, {"value": 5.9, "unit": "ft"}), (WEIGHT, "12.4 stone"),
        (ALT, 4.1), (ALT, "4.1"), (ALT, "<5"), (BILIRUBIN, 1.2), (BILIRUBIN, {"value": 20}), (QTC, 0.46), (QTC, 460),
    ],
)  # fmt: skip
def test_a_number_that_needs_a_unit_is_not_guessed_at(item: Item, answer: Any) -> None:
    reading = read_answer(item, answer, 0)
    assert reading.values == ()
    assert reading.unknown is Unknown.AMBIGUOUS
    assert reading.issues == (Issue.UNIT_AMBIGUOUS,)


@pytest.mark.parametrize(("item", "kilopascal"), [(PRESSURE, Decimal("16.5")), (DIASTOLIC, Decimal("10.5"))])
def test_a_pressure_that_looks_like_kilopascal_is_doubted_and_not_converted(item: Item, kilopascal: Decimal) -> None:
    reading = read_answer(item, kilopascal, 0)
    assert reading.values == (None, kilopascal)
    assert reading.issues == (Issue.IMPLAUSIBLE, Issue.UNIT_AMBIGUOUS)


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (WEIGHT, "about 82 kg"), (WEIGHT, "80-82 kg"), (WEIGHT, "82,5 kg"), (WEIGHT, "82 kg 4 lb"), (WEIGHT, "82 mg"),
        (WEIGHT, {"value": "82 kg", "unit": "kg"}), (WEIGHT, ">150 kg"), (WEIGHT, {"value": 82, "unit": ["kg"]}),
        (WEIGHT, {"stone": 12.5, "pounds": 4}), (WEIGHT, {"stone": 12, "pounds": 14}), (WEIGHT, {"stone": 12}),
        (WEIGHT, {"stone": "12", "pounds": "4"}), (WEIGHT, "minus 82 kg"), (WEIGHT, "-82 kg"), (WEIGHT, "8" * 50),
        (HEIGHT, "5'13\""), (HEIGHT, "5 9"), (HEIGHT, "5'9 kg"), (HEIGHT, "175 ca"), (HEIGHT, "<5 ft 9 in"),
        (HEIGHT, {"feet": 5, "inches": -1}), (HEIGHT, {"feet": 5, "pounds": 9}), (HEIGHT, {"feet": 5}),
        (PRESSURE, "120 over high 70s"), (PRESSURE, "120/80"), (PRESSURE, "<120"), (PRESSURE, "5'9\""),
        (ALT, {"value": 4.1, "unit": "mg/dL"}), (ALT, {"value": 4.1, "comparator": "ad", "unit": "U/L"}),
        (ALT, {"value": "<4", "comparator": "<", "unit": "U/L"}), (ALT, {"value": 4, "comparator": 7}),
        (TSH, "<<0.01"), (TSH, "low"), (TSH, {"comparator": "<", "unit": "mIU/L"}), (TSH, "0.01 mIU/L <"),
        (PULSE, "٦٨"), (PULSE, "6e1"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_in_one_way_is_left_to_a_person(item: Item, answer: Any) -> None:
    reading = read_answer(item, answer, 0)
    assert reading.values == ()
    assert reading.issues == (Issue.UNREADABLE,)


def test_a_slip_in_a_written_height_can_raise_but_never_clear() -> None:
    reading = read_answer(HEIGHT, "9 ft 5 in", 0)
    assert reading.values == (None, Decimal("287.02"))
    assert reading.issues == (Issue.IMPLAUSIBLE,)


@given(feet=st.integers(4, 6), inches=st.integers(0, 11))
def test_every_way_of_writing_a_height_means_the_same(feet: int, inches: int) -> None:
    ways: list[Any] = [f"{feet}'{inches}\"", f"{feet} ft {inches} in", {"feet": feet, "inches": inches}]
    expected = read_answer(HEIGHT, {"value": feet * 12 + inches, "unit": "in"}, 0)
    assert [read_answer(HEIGHT, way, 0) for way in ways] == [expected] * len(ways)


@given(st.text(max_size=60) | st.dictionaries(st.sampled_from(["value", "unit", "feet", "inches"]), st.text()))
def test_no_text_can_break_the_reading_of_a_quantity(answer: Any) -> None:
    amount = amount_written(answer)
    assert amount is None or amount.number >= 0


def test_spellings_lead_to_units_that_exist() -> None:
    assert unit_spelled(" M M H G ") == "mmHg"
    assert unit_spelled("furlong") is None


def test_only_bilirubin_is_converted_between_milligrams_and_micromoles() -> None:
    converted = [item.fact for item in released().items if "mg/dL" in item.factors and item.unit == "µmol/L"]
    assert converted
    assert all(fact.startswith("bilirubin") for fact in converted)


def test_a_factor_is_one_for_the_unit_itself_and_none_where_nothing_converts() -> None:
    assert factor("kg", "kg") == 1
    assert factor("lb", "kg") == Decimal("0.45359237")
    assert factor("kPa", "mmHg") != 1
    assert factor("kg", "mmHg") is None
