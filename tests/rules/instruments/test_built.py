"""Each instrument as the tables of the document build and read it: items, points, domains, gates, totals, bands."""

from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.rules.instruments.definitions import documents
from tests.rules.intakes import read_yaml

_ROWS: list[Mapping[str, Any]] = read_yaml(Path(__file__).with_name("built.yaml"))


def as_written(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with its runs of items written out, and what is usual where it says nothing."""
    items = list(chain.from_iterable([points] * count for count, points in row["items"]))
    return {
        "rater": row["rater"],
        "total": row["total"],
        "items": items,
        "domains": row.get("domains", [[number] for number in range(1, len(items) + 1)]),
        "reversed": row.get("reversed", []),
        "alternatives": row.get("alternatives", []),
        "gates": [{"unansweredReads": None, **gate} for gate in row.get("gates", ())],
        "bands": row.get("bands", {}),
        "levels": row.get("levels", {}),
        "every_item": row.get("every_item", []),
    }


def in_the_tables(document: Mapping[str, Any]) -> Mapping[str, Any]:
    same = ("rater", "total", "items", "domains", "reversed", "alternatives", "gates")
    readings = document["readings"]
    return {
        **{name: document[name] for name in same},
        "bands": {reading["id"]: reading["bands"] for reading in readings if reading["bands"]},
        "levels": {reading["id"]: _levels(reading) for reading in readings if reading["levels"]},
        "every_item": [reading["id"] for reading in readings if reading["everyItem"]],
    }


def _levels(reading: Mapping[str, Any]) -> Mapping[str, Any]:
    met = {level["name"]: [list(map(_line, lines)) for lines in level["any"]] for level in reading["levels"]}
    return {"otherwise": reading["otherwise"], "levels": met}


def _line(line: Mapping[str, Any]) -> Mapping[str, Any]:
    words = {"at": line["at"], "least": line["atLeast"], "most": line["atMost"], "except": line["except"] or None}
    return {**{name: word for name, word in words.items() if word is not None}, "items": line["items"]}


def test_there_is_a_row_for_every_instrument() -> None:
    assert sorted(documents()) == [row["id"] for row in _ROWS]


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: str(row["id"]))
def test_an_instrument_is_as_its_row_says(row: Mapping[str, Any]) -> None:
    assert in_the_tables(documents()[row["id"]]) == as_written(row)
