"""Where one score stands against one baseline, and the numbers that say so."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.engine.instruments.standing import Judge, definitions
from rules.engine.values import Interval, Value
from tests.rules.instruments.definitions import documents
from tests.rules.intakes import TODAY, released

_BUT_REMISSION = ["response", "partial_response", "no_response", "worse"]
_ANY = ["remission", *_BUT_REMISSION]

CHANGES: list[tuple[str, Value, Value, dict[str, Any] | None, list[str]]] = [
    ("phq9", 20, 4, {"points": [-16, -16], "improvementPercent": [80, 80]}, ["remission"]),
    ("phq9", 20, 10, {"points": [-10, -10], "improvementPercent": [50, 50]}, ["response"]),
    ("phq9", 20, 15, {"points": [-5, -5], "improvementPercent": [25, 25]}, ["partial_response"]),
    ("phq9", 20, 20, {"points": [0, 0], "improvementPercent": [0, 0]}, ["no_response"]),
    ("phq9", 6, 7, {"points": [1, 1], "improvementPercent": [Decimal("-16.7")] * 2}, ["worse"]),
    ("phq9", 20, Interval(9, 10), {"points": [-11, -10], "improvementPercent": [50, 55]}, ["response"]),
    ("phq9", 20, Interval(3, 6), {"points": [-17, -14], "improvementPercent": [70, 85]}, ["remission", "response"]),
    ("phq9", 20, Interval(4, 21), {"points": [-16, 1], "improvementPercent": [-5, 80]}, _ANY),
    ("phq9", Interval(10, 20), 10, {"points": [-10, 0], "improvementPercent": [0, 50]}, _BUT_REMISSION[:3]),
    (
        "phq9",
        Interval(8, 20),
        9,
        {"points": [-11, 1], "improvementPercent": [Decimal("-12.5"), 55]},
        _BUT_REMISSION,
    ),
    ("gad7", 15, 9, {"points": [-6, -6], "improvementPercent": [40, 40]}, ["partial_response"]),
    ("madrs", 34, 9, {"points": [-25, -25], "improvementPercent": [Decimal("73.5")] * 2}, ["remission"]),
    ("madrs", 34, 10, {"points": [-24, -24], "improvementPercent": [Decimal("70.5")] * 2}, ["response"]),
    ("ham_a", 30, 3, {"points": [-27, -27], "improvementPercent": [90, 90]}, ["response"]),
]

WITHOUT_A_SHARE: list[tuple[Value, Value, list[int] | None, list[str]]] = [
    (0, 0, [0, 0], ["remission"]),
    (0, 4, [4, 4], ["remission"]),
    (0, 5, [5, 5], ["worse"]),
    (0, Interval(4, 5), [4, 5], ["remission", "worse"]),
    (Interval(0, 4), 5, [1, 5], ["worse"]),
    (Interval(0, 12), 12, [0, 12], _BUT_REMISSION),
    (None, 4, None, ["remission"]),
    (None, 5, None, _BUT_REMISSION),
    (None, Interval(4, 5), None, _ANY),
    (20, None, None, []),
    (None, None, None, []),
]


def judge() -> Judge:
    return Judge(released(), TODAY)


def told(change: dict[str, Any] | None, possible: list[str]) -> dict[str, Any]:
    only = possible[0] if len(possible) == 1 else "not_determinable"
    return {"change": change, "standing": only, "possible": possible}


@pytest.mark.parametrize(("name", "baseline", "total", "change", "possible"), CHANGES)
def test_how_far_a_score_moved_and_what_that_is_called(
    name: str, baseline: Value, total: Value, change: dict[str, Any], possible: list[str]
) -> None:
    assert judge().change(name, baseline, total) == told(change, possible)


@pytest.mark.parametrize(("baseline", "total", "points", "possible"), WITHOUT_A_SHARE)
def test_without_a_share_of_the_baseline_only_remission_and_worse_are_told(
    baseline: Value, total: Value, points: list[int] | None, possible: list[str]
) -> None:
    change = None if points is None else {"points": points, "improvementPercent": None}
    assert judge().change("phq9", baseline, total) == told(change, possible)


def test_the_scales_the_rules_compare() -> None:
    assert {name for name in documents() if judge().measures(name)} == {"gad7", "ham_a", "madrs", "phq9"}


@pytest.mark.parametrize(
    ("name", "total", "possible"),
    [
        ("phq9", 12, ["moderate"]),
        ("phq9", Interval(8, 11), ["mild", "moderate"]),
        ("phq9", None, []),
        ("pcl5", 33, ["positive"]),
        ("spin", 19, ["none"]),
        ("pdss_sr", 8, ["slight"]),
        ("cssrs", 1, []),
    ],
)
def test_a_score_is_shown_with_its_band_of_severity_or_else_its_first_one(
    name: str, total: Value, possible: list[str]
) -> None:
    only = possible[0] if len(possible) == 1 else None
    assert judge().band(name, total) == {"band": only, "possibleBands": possible}


def test_a_score_is_in_date_for_a_fortnight() -> None:
    assert Judge(released(), date(2026, 4, 20)).fresh_since == date(2026, 4, 6).toordinal()


def test_the_numbers_behind_the_standings_are_named_with_what_they_mean() -> None:
    made = definitions(released(), ["phq9", "isi", "gad7"])
    assert [each["id"] for each in made] == [
        "nonresponse_improvement",
        "response_improvement",
        "unchanged_improvement",
        "scale_fresh",
        "gad7_remission_below",
        "phq9_remission_below",
    ]
    assert made[0] == {
        "id": "nonresponse_improvement",
        "says": "Improvement since baseline below which there is no response at all",
        "value": "25",
        "unit": "%",
        "needsSignOff": False,
    }
