"""Amounts as one of the reference medicine, and totals over the rows of a medicine list."""

from decimal import Decimal
from typing import Any

import pytest

from rules.engine.medicines.equivalents import (
    depressant_classes,
    equivalent_mg,
    ingredients_of_class,
    total_of_class,
)
from rules.engine.medicines.facts import MEDICINE_FACTS
from rules.engine.truth import NO, YES
from rules.engine.values import Interval, Value
from tests.rules.medicines.lexicon import knowledge

_BENZODIAZEPINE = frozenset({"benzodiazepine"})
_OPIOID = frozenset({"opioid"})
_ENDLESS = Decimal("Infinity")


def between(low: str, high: str) -> Interval:
    return Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("daily", "per", "equivalent"),
    [
        (Decimal(10), Decimal(10), Decimal(1)),
        (Decimal(1), Decimal("0.5"), Decimal(2)),
        (between("1", "2"), Decimal("0.5"), between("2", "4")),
        (Decimal(1), between("0.25", "0.5"), between("2", "4")),
        (between("1", "2"), between("0.25", "0.5"), between("2", "8")),
        (None, Decimal(1), None),
        (Decimal(1), None, None),
    ],
)
def test_a_dose_as_one_of_the_reference_medicine(daily: Value, per: Value, equivalent: Value) -> None:
    assert equivalent_mg(daily, per) == equivalent


type TakenRow = tuple[frozenset[str] | None, Any, Any, Any]

TOTALS: list[tuple[list[TakenRow], Value, Value]] = [
    ([], Decimal(0), Decimal(0)),
    ([(_OPIOID, YES, YES, Decimal(5))], Decimal(5), Decimal(1)),
    ([(_OPIOID, YES, None, Decimal(5))], Decimal(5), Decimal(1)),
    ([(_OPIOID, None, YES, Decimal(5))], between("0", "5"), between("0", "1")),
    ([(_OPIOID, YES, NO, Decimal(5))], Decimal(0), Decimal(0)),
    ([(_BENZODIAZEPINE, YES, YES, Decimal(5))], Decimal(0), Decimal(0)),
    ([(_OPIOID, YES, YES, None)], Interval(Decimal(0), _ENDLESS), Decimal(1)),
    ([(_OPIOID, YES, YES, between("1", "3"))], between("1", "3"), Decimal(1)),
    ([(None, None, None, Decimal(5))], Interval(Decimal(0), _ENDLESS), Interval(Decimal(0), _ENDLESS)),
    ([(None, None, NO, None)], Decimal(0), Decimal(0)),
    (
        [(_OPIOID, YES, NO, Decimal(9)), (_BENZODIAZEPINE, YES, YES, Decimal(9)), (_OPIOID, YES, YES, Decimal(2))],
        Decimal(2),
        Decimal(1),
    ),
    (
        [(None, None, None, None), (_OPIOID, YES, YES, Decimal(2)), (_OPIOID, None, YES, Decimal(3))],
        Interval(Decimal(2), _ENDLESS),
        Interval(Decimal(1), _ENDLESS),
    ),
    ([(_OPIOID, YES, YES, Decimal(2)), (_OPIOID, YES, YES, Decimal(3))], Decimal(5), Decimal(2)),
]  # fmt: skip


@pytest.mark.parametrize(("taken", "amount", "count"), TOTALS)
def test_totals_of_a_class(taken: list[TakenRow], amount: Value, count: Value) -> None:
    columns = list(zip(*taken, strict=True)) if taken else [()] * 4
    named = tuple(f"opioid {number}" for number in range(len(taken)))
    assert total_of_class({}, "opioid")(0, *columns) == amount
    assert ingredients_of_class({}, "opioid")(0, *columns[:3], named) == count


@pytest.mark.parametrize(
    ("taken", "count"),
    [
        ([], Decimal(0)),
        ([(_OPIOID, YES, YES)], Decimal(1)),
        ([(_OPIOID, YES, NO), (_BENZODIAZEPINE, YES, YES)], Decimal(1)),
        ([(_OPIOID | {"qt_prolonging"}, YES, None), (_OPIOID, YES, YES)], Decimal(1)),
        ([(_OPIOID | _BENZODIAZEPINE, YES, YES)], Decimal(2)),
        ([(_OPIOID, None, YES), (_BENZODIAZEPINE, YES, YES)], between("1", "2")),
        ([(None, None, None), (_BENZODIAZEPINE, YES, YES)], Interval(Decimal(1), _ENDLESS)),
        ([(None, None, NO), (_BENZODIAZEPINE, YES, YES)], Decimal(1)),
        ([(None, None, None), (_OPIOID, YES, YES), (_BENZODIAZEPINE, YES, YES)], Interval(Decimal(2), _ENDLESS)),
        ([(frozenset({"ssri"}), YES, YES)], Decimal(0)),
    ],
)
def test_how_many_classes_of_sedating_medicines(taken: list[tuple[Any, Any, Any]], count: Value) -> None:
    columns = list(zip(*taken, strict=True)) if taken else [()] * 3
    assert depressant_classes(knowledge(), None)(0, *columns) == count


@pytest.mark.parametrize("name", ["total_of_class", "ingredients_of_class"])
def test_columns_of_a_total_have_one_length(name: str) -> None:
    with pytest.raises(ValueError, match="zip"):
        MEDICINE_FACTS[name]({}, "opioid")(0, (_OPIOID, _OPIOID), (YES,), (YES,), (Decimal(1),))
