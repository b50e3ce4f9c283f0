"""Each medicine of a treatment history as the document has it: doses, classes, what it can count as."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.rules.intakes import read_yaml, released

_ROWS: list[Mapping[str, Any]] = read_yaml(Path(__file__).with_name("agents.yaml"))
_COUNTS = ("antidepressant", "augmentation")


def numbers(doses: Mapping[Any, Any]) -> Mapping[str, Decimal]:
    return {str(name): Decimal(str(dose)) for name, dose in doses.items()}


def as_written(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with what is usual where it says nothing."""
    ingredient = row.get("ingredient", row["id"])
    return {
        "id": row["id"],
        "ingredient": ingredient,
        "near": row.get("near", ingredient),
        "names": row["names"],
        "class": row["class"],
        "thaseRush": row.get("thase_rush", row["class"]),
        "counts": row["counts"],
        "titration": Decimal(str(row["titration"])),
        "minima": numbers(row["minima"]),
        "weekly": numbers(row.get("weekly", {})),
        "writtenAs": numbers(row.get("written_as", {})),
    }


def in_the_tables(agent: Mapping[str, Any]) -> Mapping[str, Any]:
    """A medicine of the rule set in the form of a row."""
    same = ("id", "ingredient", "near", "names", "class", "thaseRush")
    return {
        **{name: agent[name] for name in same},
        "counts": [word for word in _COUNTS if agent[word]],
        "titration": Decimal(agent["titrationWeeks"]),
        **{name: numbers(agent[name]) for name in ("minima", "weekly", "writtenAs")},
    }


def agents() -> Mapping[str, Any]:
    return {agent["id"]: agent for agent in released().document["knowledge"]["trials"]["agents"]}


def test_there_is_a_row_for_every_medicine() -> None:
    assert sorted(agents()) == [row["id"] for row in _ROWS]


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: str(row["id"]))
def test_a_medicine_is_as_its_row_says(row: Mapping[str, Any]) -> None:
    assert in_the_tables(agents()[row["id"]]) == as_written(row)
