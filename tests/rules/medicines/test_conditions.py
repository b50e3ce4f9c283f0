"""A medicine beside a "no" to everything it is given for (section 2.4): what raises the doubt and what settles it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.rules.intakes import read_yaml, released
from tests.rules.summaries import summary_of

_ROWS: list[Mapping[str, Any]] = read_yaml(Path(__file__).with_name("conditions.yaml"))
_STOPPED: Mapping[str, Any] = {"taking": "no", "last_taken": "2020-01-01"}


def doubt(row: Mapping[str, Any], name: str, answers: Mapping[str, Any] | None = None, **taken: Any) -> str:
    """Whether the doubt of a row holds for somebody who takes a medicine and answered so."""
    listed = [{"name": other} for other in (row.get("besides"),) if other is not None]
    written = {**row.get("beside", {}), **(answers or {}), "med.list": [{"name": name, **taken}, *listed]}
    return summary_of(row["fact"], written)


def ids(row: Mapping[str, Any]) -> str:
    return f"{row['fact']} {row['medicines'][0]}"


def test_every_doubt_about_a_medicine_has_a_row() -> None:
    facts = {fact["id"] for fact in released().document["derived"] if fact["id"].startswith("unexplained_")}
    assert facts == {row["fact"] for row in _ROWS}


@pytest.mark.parametrize("row", _ROWS, ids=ids)
def test_each_medicine_alone_raises_the_doubt_while_it_is_taken(row: Mapping[str, Any]) -> None:
    assert {name: doubt(row, name) for name in row["medicines"]} == dict.fromkeys(row["medicines"], "holds")
    assert doubt(row, row["medicines"][0], **_STOPPED) == "not"


@pytest.mark.parametrize("row", _ROWS, ids=ids)
def test_another_medicine_raises_none(row: Mapping[str, Any]) -> None:
    for name in ("sertraline", *row.get("others", ())):
        assert doubt(row, name) == "not", name


@pytest.mark.parametrize("row", _ROWS, ids=ids)
def test_each_reason_for_the_medicine_settles_the_doubt(row: Mapping[str, Any]) -> None:
    for answers in row["explained_by"]:
        assert doubt(row, row["medicines"][0], answers) == "not", answers
    for answers in row.get("unsettled_by", ()):
        assert doubt(row, row["medicines"][0], answers) == "holds", answers


@pytest.mark.parametrize("row", [row for row in _ROWS if "near" in row], ids=ids)
def test_a_name_that_is_only_proposed_leaves_it_open(row: Mapping[str, Any]) -> None:
    assert doubt(row, row["near"]) == "open"
