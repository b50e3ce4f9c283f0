"""The definitions of treatment resistance and their numbers, as the document gives them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rules.engine.trials.profiles import Criteria, Profile
from tests.rules.intakes import read_yaml, released
from tests.rules.trials.histories import PARAMETERS, criteria, tables

_ROWS: list[Mapping[str, Any]] = read_yaml(Path(__file__).with_name("definitions.yaml"))
_USUAL: Mapping[str, Any] = {
    "default": False,
    "seen": True,
    "doses": "standard",
    "counts": "present episode",
    "apart": "ingredient",
    "success": "response",
    "classes": [],
    "medicines": [],
    "therapies": [],
    "therapy_only_tried": False,
    "only_above_threshold": False,
    "also": [],
}
_NOT_TAKEN_OVER = ("default", "id")


def whole(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with what the first one of its condition says."""
    first = next(other for other in _ROWS if other["condition"] == row["condition"])
    return {**_USUAL, **{name: word for name, word in first.items() if name not in _NOT_TAKEN_OVER}, **row}


def described(profile: Profile) -> Mapping[str, Any]:
    """A definition as its row would be written, without its numbers."""
    also = ("augmentation", "neurostimulation", "components")
    counted = (profile.augmentation_counts, profile.neurostimulation_counts, profile.count_components)
    return {
        "id": profile.id,
        "condition": profile.indication,
        "default": profile.default,
        "seen": profile.enabled,
        "doses": profile.dose,
        "counts": "all episodes" if profile.lifetime else "present episode",
        "apart": profile.group_by,
        "success": profile.success,
        "classes": sorted(profile.drug_classes),
        "medicines": sorted(profile.drugs),
        "therapies": sorted(profile.therapy),
        "therapy_only_tried": profile.therapy_only_tried,
        "only_above_threshold": profile.above_threshold,
        "also": [word for word, counts in zip(also, counted, strict=True) if counts],
    }


def in_use(row: Mapping[str, Any]) -> Criteria:
    rows = [Criteria(*row) for row in criteria(row["id"])]
    return next(found for found in rows if found.profile == row["id"])


def test_there_is_a_row_for_every_definition() -> None:
    assert [row["id"] for row in _ROWS] == list(tables().profiles)


def test_the_numbers_reach_the_computation_in_its_own_order() -> None:
    derived = {fact["id"]: fact for fact in released().document["derived"]}
    assert derived["resistance_criteria"]["of"] == ["site_profiles", *PARAMETERS]


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: str(row["id"]))
def test_a_definition_counts_what_its_row_says(row: Mapping[str, Any]) -> None:
    wanted = whole(row)
    found = described(tables().profiles[row["id"]])
    assert found == {name: wanted[name] for name in found}


@pytest.mark.parametrize("row", [row for row in _ROWS if row.get("seen", True)], ids=lambda row: str(row["id"]))
def test_a_definition_has_the_numbers_of_its_row(row: Mapping[str, Any]) -> None:
    wanted, found = whole(row), in_use(row)
    assert (found.needed, found.min_weeks, found.fail_cut) == (
        wanted["needed"],
        wanted["weeks"],
        wanted["failure_below"],
    )


@pytest.mark.parametrize("row", [row for row in _ROWS if row.get("seen", True)], ids=lambda row: str(row["id"]))
def test_all_definitions_share_the_other_numbers(row: Mapping[str, Any]) -> None:
    """Adherence 80 and 50 %, augmentation and switch 4 weeks, one spell within 14 days, 12 sessions over 8 weeks."""
    found = in_use(row)
    assert (found.adherence_enough, found.adherence_low) == (80, 50)
    assert (found.augmentation_weeks, found.switch_weeks, found.spell_gap_days) == (4, 4, 14)
    assert (found.therapy_sessions, found.therapy_weeks, found.trauma_sessions) == (12, 8, 8)
    assert (found.partial_from, found.response_from) == (25, 50)
