"""Definitions that do not fit are refused with the place to mend; those that do fit the form that asks for them."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from rules.authoring.content import CONTENT
from rules.authoring.instrument_content import read_instruments
from rules.authoring.problems import ContentError
from tests.rules.instruments.definitions import documents
from tests.rules.intakes import released

RIGHT: dict[str, Any] = {
    "id": "short",
    "title": "A short scale",
    "rater": "patient",
    "points": [{"first": 1, "last": 3, "values": [0, 1, 2]}],
    "total": [0, 6],
    "readings": [
        {
            "id": "severity",
            "says": "Severity",
            "bands": {"low": [0, 3], "high": [4, 6]},
            "sources": [{"key": "A", "strength": "research"}],
        }
    ],
    "licence": {"text": "free", "says": "Free to use."},
    "sources": [{"strength": "default"}],
}
SOURCES = [{"key": "A", "title": "A source", "read_in": "a journal", "status": "verified"}]


def read(folder: Path, *entries: dict[str, Any]) -> dict[str, Any]:
    (folder / "instruments").mkdir()
    for name, value in (("sources.yaml", SOURCES), ("instruments/a.yaml", list(entries))):
        with (folder / name).open("w", encoding="utf-8") as file:
            YAML().dump(value, file)
    return read_instruments(folder)


def bands(**spans: list[int]) -> dict[str, Any]:
    return {"readings": [{**RIGHT["readings"][0], "bands": spans}]}


def test_a_definition_that_fits_is_taken(tmp_path: Path) -> None:
    assert read(tmp_path, RIGHT)["short"]["domains"] == [[1], [2], [3]]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"total": [0, 7]}, "the items give 0 to 6"),
        (bands(low=[0, 3], high=[5, 6]), "leave a gap or overlap"),
        (bands(low=[0, 4], high=[4, 6]), "leave a gap or overlap"),
        (bands(low=[0, 3], high=[4, 5]), "do not cover the total"),
        ({"reversed": [4]}, "an item above 3 is named"),
        ({"points": [{"first": 2, "last": 3, "values": [0, 1]}]}, "do not follow one another"),
        ({"loinc": {"items": ["44250-9"]}}, "one code for each item"),
        ({"loinc": {"total": "44250"}}, "should match pattern"),
        ({"readings": [{**RIGHT["readings"][0], "bands": {}}]}, "either `bands` or `levels`"),
        (
            {
                "readings": [
                    {
                        **RIGHT["readings"][0],
                        "bands": {},
                        "levels": [{"name": "met", "any": [[{"items": [1], "at": 1}]]}],
                    }
                ]
            },
            "`at_least` or `at_most`",
        ),
        ({"sources": [{"key": "B", "strength": "research"}]}, "cites `B`"),
        ({"colour": "red"}, "not permitted"),
    ],
)
def test_a_definition_that_does_not_fit_is_refused_with_its_place(
    tmp_path: Path, wrong: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ContentError, match=reason) as refused:
        read(tmp_path, {**RIGHT, **wrong})
    assert {problem.place.file for problem in refused.value.problems} == {"instruments/a.yaml"}


def test_an_instrument_is_declared_once(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="declared twice"):
        read(tmp_path, RIGHT, RIGHT)


def test_every_scale_the_form_offers_is_defined() -> None:
    for fact in ("scales", "baselines"):
        (instrument, *_) = released().items_by_fact[fact].fields
        assert instrument.options <= documents().keys()


def test_the_released_set_carries_the_definitions_as_they_stand_in_the_content() -> None:
    assert released().document["knowledge"]["instruments"] == read_instruments(CONTENT)


@pytest.mark.parametrize("name", ["phq9", "gad7"])
def test_the_items_asked_carry_the_codes_of_the_definition(name: str) -> None:
    asked = [item for item in released().questionnaire["items"] if item["linkId"].startswith(f"scale.{name}.")]
    assert [item["codes"][0]["code"] for item in asked] == documents()[name]["loinc"]["items"]


def test_no_wording_is_shipped_of_a_scale_that_may_not_be_reproduced() -> None:
    free = {name for name, document in documents().items() if document["licence"]["text"] == "free"}
    asked = {
        item["linkId"].split(".")[1]
        for item in released().questionnaire["items"]
        if item["linkId"].startswith("scale.")
    }
    with_items = set(asked & documents().keys())
    assert with_items - {"cssrs"} <= free
    assert all(
        item["slot"]
        for item in released().questionnaire["items"]
        if item["linkId"].startswith("scale.cssrs.") and item["kind"] == "yes_no"
    )
