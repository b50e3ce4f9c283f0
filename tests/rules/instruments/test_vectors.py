"""Published examples: for each instrument answers, the score they give, and how it reads."""

import pytest

from rules.engine.instruments.scoring import Flag
from tests.rules.instruments.definitions import read_as, scored

Y, N = 1, 0

TOTALS: list[tuple[str, list[int | None], int, dict[str, str]]] = [
    ("phq9", [0] * 9, 0, {"severity": "minimal"}),
    ("phq9", [2, 2, 1, 1, 1, 1, 1, 0, 0], 9, {"severity": "mild"}),
    ("phq9", [2, 2, 2, 2, 2, 2, 1, 1, 1], 15, {"severity": "moderately_severe", "item9": "positive"}),
    ("phq9", [3, 3, 3, 3, 2, 2, 2, 1, 0], 19, {"severity": "moderately_severe"}),
    ("phq9", [3] * 9, 27, {"severity": "severe"}),
    ("phq2", [0, 0], 0, {"screen": "negative"}),
    ("phq2", [1, 2], 3, {"screen": "positive"}),
    ("phq2", [3, 3], 6, {"screen": "positive"}),
    ("gad7", [1, 1, 1, 1, 1, 0, 0], 5, {"severity": "mild"}),
    ("gad7", [2, 2, 2, 1, 1, 1, 1], 10, {"severity": "moderate"}),
    ("gad7", [3, 3, 3, 2, 2, 1, 1], 15, {"severity": "severe"}),
    ("gad2", [0, 2], 2, {"screen": "negative"}),
    ("gad2", [1, 2], 3, {"screen": "positive"}),
    ("gad2", [3, 3], 6, {"screen": "positive"}),
    ("audit_c", [2, 1, 0], 3, {"women": "positive", "men": "negative"}),
    ("audit_c", [4, 0, 0], 4, {"men": "positive", "q1_only": "positive"}),
    ("audit", [0, *[None] * 7, 0, 0], 0, {"risk": "low"}),
    ("audit", [3, 2, 2, 1, 0, 0, 1, 1, 0, 0], 10, {"risk": "hazardous"}),
    ("audit", [3, 3, 3, 1, 1, 1, 2, 1, 2, 2], 19, {"risk": "harmful"}),
    ("audit", [4] * 10, 40, {"risk": "probable_dependence"}),
    ("dast10", [Y, Y, N, Y, N, N, N, N, N, N], 4, {"severity": "moderate"}),
    ("dast10", [Y, Y, N, Y, Y, Y, Y, N, N, N], 7, {"severity": "substantial"}),
    ("dast10", [Y, N, Y, N, N, N, N, N, N, N], 1, {"severity": "low"}),
    ("dast10", [N] * 10, 0, {"severity": "none"}),
    ("mdq", [*[Y] * 8, *[N] * 5, Y, 2], 8, {"screen": "positive"}),
    ("mdq", [*[Y] * 9, *[N] * 4, N, 3], 9, {"screen": "negative"}),
    ("mdq", [*[Y] * 7, *[N] * 6, Y, 1], 7, {"screen": "negative"}),
    ("pc_ptsd5", [N, *[None] * 5], 0, {"sensitive": "negative"}),
    ("pc_ptsd5", [Y, 1, 1, 1, 0, 0], 3, {"sensitive": "positive", "balanced": "negative"}),
    ("pc_ptsd5", [Y, 1, 1, 1, 1, 0], 4, {"balanced": "positive"}),
    ("pcl5", [*[2] * 16, 1, 0, 0, 0], 33, {"cut": "positive", "dsm": "met"}),
    (
        "pcl5",
        [2 if item in {1, 6, 8, 9, 15, 16} else 0 for item in range(1, 21)],
        12,
        {"cut": "negative", "dsm": "met"},
    ),
    (
        "pcl5",
        [4 if item in {1, 2, 3, 4, 5, 8, 9, 10, 15, 16} else 0 for item in range(1, 21)],
        40,
        {"cut": "positive", "dsm": "not_met"},
    ),
    ("pdss_sr", [1, 1, 1, 1, 1, 1, 2], 8, {"screen": "provisional"}),
    ("pdss_sr", [2, 2, 1, 1, 1, 1, 1], 9, {"screen": "refer"}),
    ("pdss_sr", [3, 3, 3, 2, 2, 2, 2], 17, {"severity": "marked"}),
    ("spin", [*[1] * 15, 2, 2], 19, {"screen": "positive", "severity": "none"}),
    ("spin", [2] * 17, 34, {"severity": "moderate"}),
    ("spin", [3] * 17, 51, {"severity": "very_severe"}),
    ("mini_spin", [1, 2, 2], 5, {"screen": "negative"}),
    ("mini_spin", [2, 2, 2], 6, {"screen": "positive"}),
    ("mini_spin", [4, 4, 4], 12, {"screen": "positive"}),
    ("isi", [2, 2, 2, 1, 1, 1, 1], 10, {"severity": "subthreshold"}),
    ("isi", [3, 3, 2, 3, 2, 2, 2], 17, {"severity": "moderate"}),
    ("isi", [4] * 7, 28, {"severity": "severe"}),
    ("madrs", [0, 1, 1, 1, 1, 0, 1, 1, 0, 0], 6, {"severity": "none"}),
    ("madrs", [3, 3, 3, 3, 2, 3, 3, 3, 3, 1], 27, {"severity": "moderate"}),
    ("madrs", [5, 5, 4, 5, 3, 4, 4, 4, 4, 2], 40, {"severity": "severe"}),
    ("qids_sr16", [3, 2, 3, 0, 2, 2, 0, 1, 0, 2, 2, 1, 2, 2, 1, 0], 17, {"severity": "severe"}),
    ("qids_sr16", [1, 3, 2, 0, 2, 0, 3, 0, 2, 1, 1, 0, 1, 2, 0, 0], 13, {"severity": "moderate"}),
    ("qids_sr16", [2, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1], 9, {"severity": "mild"}),
    ("cage_aid", [N, N, N, N], 0, {"screen": "negative"}),
    ("cage_aid", [Y, N, N, N], 1, {"screen": "positive"}),
    ("cage_aid", [Y, Y, N, N], 2, {"screen": "strongly_positive"}),
]

ENTERED = [
    *[("ham_a", total, band) for total, band in ((17, "mild"), (18, "mild_moderate"))],
    *[("ham_a", total, band) for total, band in ((25, "moderate_severe"), (31, "very_severe"))],
    *[("hamd17", total, band) for total, band in ((7, "none"), (8, "mild"), (14, "moderate"))],
    *[("hamd17", total, band) for total, band in ((19, "severe"), (23, "very_severe"))],
    *[("y_bocs", total, band) for total, band in ((7, "subclinical"), (16, "moderate"), (32, "extreme"))],
    *[("wsas", total, band) for total, band in ((10, "low"), (20, "significant"), (21, "severe"))],
]

SUICIDE_RISK = [
    ([Y, N, None, None, None, N, None], "low"),
    ([Y, Y, Y, N, N, N, None], "moderate"),
    ([Y, Y, Y, Y, N, N, None], "high"),
    ([N, N, None, None, None, Y, N], "moderate"),
    ([N, N, None, None, None, Y, Y], "high"),
    ([N, N, None, None, None, N, None], "none"),
]


@pytest.mark.parametrize(("name", "answers", "total", "readings"), TOTALS)
def test_the_score_and_its_readings(
    name: str, answers: list[int | None], total: int, readings: dict[str, str]
) -> None:
    result = scored(name, *answers)
    assert result.total == total
    assert result.bounds == (total, total)
    assert {reading: result.readings[reading].name for reading in readings} == readings


@pytest.mark.parametrize(("name", "total", "band"), ENTERED)
def test_a_total_worked_out_on_paper_has_its_band(name: str, total: int, band: str) -> None:
    assert scored(name, submitted=total).total == total
    assert read_as(name, "severity", submitted=total) == band


@pytest.mark.parametrize(("answers", "level"), SUICIDE_RISK)
def test_the_suicide_screener_is_read_by_its_answers(answers: list[int | None], level: str) -> None:
    result = scored("cssrs", *answers)
    assert result.readings["risk"].name == level
    assert result.total is None
    assert result.bounds is None


def test_one_missing_item_leaves_no_total_but_a_band_both_bounds_lie_in() -> None:
    result = scored("phq9", 3, 3, 3, 3, 3, None, 2, 2, 1)
    assert result.total is None
    assert result.bounds == (20, 23)
    assert result.readings["severity"].name == "severe"
    assert result.readings["item9"].name == "positive"
    assert Flag.INCOMPLETE in result.flags


def test_a_suicide_screener_with_item_six_missing_is_incomplete_and_may_be_high() -> None:
    result = scored("cssrs", N, N, None, None, None, None, None)
    assert result.readings["risk"].name is None
    assert result.readings["risk"].possible == ("none", "moderate", "high")
    assert Flag.INCOMPLETE in result.flags


@pytest.mark.parametrize(
    ("answers", "naive"),
    [
        ([3, 2, 3, 0, 2, 2, 0, 1, 0, 2, 2, 1, 2, 2, 1, 0], 23),
        ([1, 3, 2, 0, 2, 0, 3, 0, 2, 1, 1, 0, 1, 2, 0, 0], 18),
        ([2, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1], 10),
    ],
)
def test_the_sixteen_items_of_the_quick_inventory_never_simply_add_up(answers: list[int], naive: int) -> None:
    assert sum(answers) == naive
    assert scored("qids_sr16", *answers).total != naive
