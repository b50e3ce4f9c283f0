"""What the questionnaire declares about an item, as the engine reads it."""

from decimal import Decimal
from typing import Any

import pytest

from rules.engine.items import Item
from rules.engine.terms import Phase
from rules.engine.values import Number

NUMBERS: dict[str, Number] = {"least": 20, "most": Decimal("300.5")}
PLAIN = {"linkId": "a.link", "fact": "a_fact", "kind": "text"}


def item(**declared: Any) -> Item:
    return Item.from_json({**PLAIN, **declared}, NUMBERS)


def test_what_is_not_declared_is_as_usual() -> None:
    assert item() == Item("a.link", "a_fact", "text")
    usual = item()
    assert (usual.options, usual.unit, usual.factors, usual.plausible) == (frozenset(), None, {}, None)
    assert (usual.assume_unit, usual.comparators, usual.own_words) == (False, False, False)
    assert (usual.future, usual.by_clinic, usual.enabled_when) == (False, False, None)
    assert (usual.fields, usual.row, usual.notes) == ((), (), ())
    assert usual.phases == frozenset(Phase)


@pytest.mark.parametrize(
    ("declared", "name", "value"),
    [
        ({"options": [{"value": "one", "label": "1"}, {"value": "two"}]}, "options", frozenset({"one", "two"})),
        ({"unit": "kg"}, "unit", "kg"),
        ({"assumeUnit": True}, "assume_unit", True),
        ({"comparators": True}, "comparators", True),
        ({"ownWords": True}, "own_words", True),
        ({"plausible": ["least", "most"]}, "plausible", (20, Decimal("300.5"))),
        ({"future": True}, "future", True),
        ({"phases": ["session"]}, "phases", frozenset({Phase.SESSION})),
        ({"answeredBy": "clinic"}, "by_clinic", True),
        ({"answeredBy": "patient"}, "by_clinic", False),
        ({"enabledWhen": ["fact", "stroke"]}, "enabled_when", ["fact", "stroke"]),
        ({"row": ["name", "dose"]}, "row", ("name", "dose")),
        ({"notes": [{"fact": "a", "is": "b", "says": "c"}]}, "notes", (("a", "b", "c"),)),
        ({"fields": [PLAIN]}, "fields", (Item("a.link", "a_fact", "text"),)),
    ],
)
def test_what_is_declared_is_kept(declared: dict[str, Any], name: str, value: Any) -> None:
    assert getattr(item(**declared), name) == value


def test_a_field_of_a_row_has_the_bounds_of_the_same_parameters() -> None:
    (field,) = item(fields=[{**PLAIN, "plausible": ["least", "least"]}]).fields
    assert field.plausible == (20, 20)


def test_units_that_lead_to_the_canonical_one_are_allowed() -> None:
    weight = item(unit="kg", units=["kg", "lb", "mmHg"])
    assert weight.factors == {"kg": 1, "lb": Decimal("0.45359237")}
    assert item(units=["kg", "lb"]).factors == {}
    assert item(unit="kg").factors == {}


@pytest.mark.parametrize("part", ["linkId", "fact", "kind"])
def test_an_item_without_a_name_or_kind_is_damaged(part: str) -> None:
    with pytest.raises(KeyError, match=part):
        Item.from_json({name: value for name, value in PLAIN.items() if name != part}, NUMBERS)
