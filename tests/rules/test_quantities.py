"""Every number of the questionnaire: the units it may have, and from where on it is doubted."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rules.engine.answers import Reading, read_answer
from rules.engine.items import Item
from rules.engine.values import Issue
from tests.rules.intakes import TODAY, read_yaml, released

_TABLE: list[Mapping[str, Any]] = read_yaml(Path(__file__).with_name("quantities.yaml"))
_BOUNDED = [row for row in _TABLE if "lowest" in row]
_NEARLY_THE_SAME = Decimal("0.01")


def asked(row: Mapping[str, Any]) -> Item:
    """The question, or the field of it, that a row is about."""
    question = next(item for item in released().items if item.link_id == row["question"])
    return next((part for part in question.fields if part.link_id == row.get("field")), question)


def read(row: Mapping[str, Any], answer: Any) -> Reading:
    return read_answer(asked(row), answer, TODAY.toordinal())


def with_unit(row: Mapping[str, Any], number: Any) -> Any:
    return {"value": number, "unit": row["unit"]} if "unit" in row else number


def numbers_asked() -> Iterator[tuple[str, str | None]]:
    for item in released().items:
        for part in item.fields or (item,):
            if part.kind == "quantity":
                yield item.link_id, part.link_id if item.fields else None


def test_every_number_of_the_questionnaire_is_in_the_table() -> None:
    assert sorted(map(str, numbers_asked())) == sorted(str((row["question"], row.get("field"))) for row in _TABLE)


@pytest.mark.parametrize("row", _BOUNDED, ids=lambda row: f"{row['question']} {row.get('field', '')}")
def test_a_number_is_doubted_outside_what_can_be_and_not_before(row: Mapping[str, Any]) -> None:
    tried = [row["lowest"] - 1, row["lowest"], row["highest"], row["highest"] + 1]
    doubted = [Issue.IMPLAUSIBLE in read(row, with_unit(row, number)).issues for number in tried]
    assert doubted == [True, False, False, True]


@pytest.mark.parametrize("row", _TABLE, ids=lambda row: f"{row['question']} {row.get('field', '')}")
def test_a_number_may_be_written_in_each_of_its_units(row: Mapping[str, Any]) -> None:
    for number, unit, value in row["written"]:
        (found,) = read(row, {"value": number, "unit": unit}).values
        assert abs(Decimal(str(found)) - Decimal(str(value))) < _NEARLY_THE_SAME, unit


@pytest.mark.parametrize("row", _TABLE, ids=lambda row: f"{row['question']} {row.get('field', '')}")
def test_a_bare_number_is_taken_only_where_the_unit_goes_without_saying(row: Mapping[str, Any]) -> None:
    number = row["written"][0][0]
    assert (Issue.UNIT_AMBIGUOUS in read(row, number).issues) == (row.get("bare") == "asked")
