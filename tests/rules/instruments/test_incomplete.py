"""Forms with holes, or filled in past a gate, and totals from elsewhere: what is known, and what stands out."""

from collections.abc import Sequence

import pytest

from rules.engine.instruments.points import Point, answered
from rules.engine.instruments.readings import Meaning, banded
from rules.engine.instruments.scoring import Flag, score
from rules.engine.truth import NO, YES
from tests.rules.instruments.definitions import defined, documents, scored

type Answers = Sequence[int | None]

Y, N = 1, 0
_NOTHING = {"gad7": [None] * 7, "audit": [None] * 10, "dast10": [None] * 10}
_OPEN = {Flag.INCOMPLETE}
_DIFFERS = {Flag.INCOMPLETE, Flag.TOTAL_MISMATCH}
_IMPOSSIBLE = {Flag.INCOMPLETE, Flag.IMPLAUSIBLE_TOTAL}

HOLES: list[tuple[str, Answers, tuple[int, int], set[Flag]]] = [
    ("gad7", _NOTHING["gad7"], (0, 21), _OPEN),
    ("gad7", [1, 1, 1, 1, 1, 0, None], (5, 8), _OPEN),
    ("gad7", [1, 1, 1, 1, 1, 0, 4], (5, 8), {Flag.INCOMPLETE, Flag.IMPLAUSIBLE_ITEM}),
    ("gad7", [1, 1, 1, 1, 1, 0, 0], (5, 5), set()),
    ("audit_c", [0, None, None], (0, 0), set()),
    ("audit_c", [0, 3, None], (3, 3), {Flag.ANSWERED_BEHIND_GATE}),
    ("audit_c", [0, 0, 0], (0, 0), set()),
    ("audit_c", [1, None, None], (1, 9), _OPEN),
    ("audit_c", [None, 0, 0], (0, 4), _OPEN),
    ("audit", _NOTHING["audit"], (0, 40), _OPEN),
    ("audit", [0, *[None] * 7, 2, 4], (6, 6), set()),
    ("audit", [0, *[None] * 9], (0, 8), _OPEN),
    ("audit", [2, 0, 0, *[None] * 5, 0, 0], (2, 2), set()),
    ("audit", [1, 0, 0, 1, *[None] * 4, 0, 0], (2, 2), {Flag.ANSWERED_BEHIND_GATE}),
    ("audit", [1, None, 0, *[None] * 5, 0, 0], (1, 25), _OPEN),
    ("audit", [1, 0, 1, *[None] * 5, 0, 0], (2, 22), _OPEN),
    ("dast10", _NOTHING["dast10"], (0, 10), _OPEN),
    ("dast10", [N, *[None] * 9], (0, 0), set()),
    ("dast10", [N, N, N, *[None] * 7], (0, 0), set()),
    ("dast10", [N, None, Y, *[None] * 7], (0, 0), set()),
    ("dast10", [N, Y, N, *[None] * 7], (1, 1), {Flag.ANSWERED_BEHIND_GATE}),
    ("dast10", [Y, *[None] * 9], (1, 10), _OPEN),
    ("dast10", [Y, N, None, *[N] * 7], (1, 2), _OPEN),
    ("dast10", [None, N, Y, *[N] * 7], (0, 1), _OPEN),
    ("dast10", [None, N, N, *[N] * 7], (0, 2), _OPEN),
    ("pc_ptsd5", [N, *[None] * 5], (0, 0), set()),
    ("pc_ptsd5", [None, *[None] * 5], (0, 5), _OPEN),
    ("pc_ptsd5", [Y, Y, Y, None, N, N], (2, 3), _OPEN),
    ("qids_sr16", [3, 2, 3, 0, 2, 2, None, 1, None, 2, 2, 1, 2, 2, 1, 0], (17, 17), set()),
    ("qids_sr16", [3, 2, 3, 0, 2, None, 2, None, 1, 2, 2, 1, 2, 2, 1, 0], (17, 17), set()),
    ("qids_sr16", [3, 2, 3, 0, 2, None, None, 1, None, 2, 2, 1, 2, 2, 1, 0], (16, 18), _OPEN),
    ("qids_sr16", [*[0] * 5, 0, None, None, 0, *[0] * 7], (0, 0), set()),
    ("qids_sr16", [3, None, 3, 0, 2, 2, None, 1, None, 2, 2, 1, 2, 2, 1, 0], (17, 17), _OPEN),
]

SUBMITTED: list[tuple[str, Answers, int, tuple[int, int], set[Flag]]] = [
    ("gad7", _NOTHING["gad7"], 0, (0, 0), set()),
    ("gad7", _NOTHING["gad7"], 21, (21, 21), set()),
    ("gad7", _NOTHING["gad7"], 22, (0, 21), _IMPOSSIBLE),
    ("gad7", _NOTHING["gad7"], -1, (0, 21), _IMPOSSIBLE),
    ("gad7", [1] * 7, 7, (7, 7), set()),
    ("gad7", [1] * 7, 0, (0, 7), _DIFFERS),
    ("gad7", [1] * 7, 21, (7, 21), _DIFFERS),
    ("gad7", [1] * 7, 22, (7, 7), {Flag.IMPLAUSIBLE_TOTAL}),
    ("gad7", [0] * 6 + [None], 0, (0, 3), _OPEN),
    ("gad7", [0] * 6 + [None], 1, (1, 1), set()),
    ("gad7", [0] * 6 + [None], 3, (3, 3), set()),
    ("gad7", [0] * 6 + [None], 4, (0, 4), _DIFFERS),
    ("gad7", [1] * 6 + [None], 2, (2, 9), _DIFFERS),
    ("qids_sr16", [3, 2, 3, 0, 2, 2, 0, 1, 0, 2, 2, 1, 2, 2, 1, 0], 17, (17, 17), set()),
    ("qids_sr16", [3, 2, 3, 0, 2, 2, 0, 1, 0, 2, 2, 1, 2, 2, 1, 0], 23, (17, 23), _DIFFERS),
    ("hamd17", [], 12, (12, 12), set()),
    ("hamd17", [], 52, (52, 52), set()),
    ("hamd17", [], 53, (0, 52), _IMPOSSIBLE),
]


@pytest.mark.parametrize(("name", "answers", "bounds", "flags"), HOLES)
def test_what_is_known_of_a_form_with_holes(
    name: str, answers: Answers, bounds: tuple[int, int], flags: set[Flag]
) -> None:
    result = scored(name, *answers)
    assert (result.total, result.bounds) == (None if Flag.INCOMPLETE in flags else bounds[0], bounds)
    assert result.flags == flags


@pytest.mark.parametrize(("name", "answers", "submitted", "bounds", "flags"), SUBMITTED)
def test_what_a_total_from_elsewhere_adds(
    name: str, answers: Answers, submitted: int, bounds: tuple[int, int], flags: set[Flag]
) -> None:
    result = scored(name, *answers, submitted=submitted)
    assert (result.total, result.bounds) == (None if Flag.INCOMPLETE in flags else bounds[0], bounds)
    assert result.flags == flags


def test_a_total_of_an_instrument_without_one_says_nothing() -> None:
    result = score(defined("cssrs"), [1, 1, 0, 0, 0, 0, None], 4)
    assert (result.total, result.bounds, result.flags) == (None, None, frozenset())
    assert score(defined("cssrs"), [1, None, *[0] * 5]).flags == _OPEN


def test_no_answers_at_all_are_a_form_with_nothing_but_holes() -> None:
    for name in documents():
        assert score(defined(name)) == score(defined(name), [None] * len(defined(name).items))


def test_these_instruments_simply_add_up_their_items() -> None:
    assert {name for name in documents() if defined(name).additive} == {
        *("audit", "audit_c", "cage_aid", "gad2", "gad7", "ham_a", "isi", "madrs", "mini_spin", "pcl5", "pdss_sr"),
        *("phq2", "phq9", "spin", "wsas", "y_bocs"),
    }


@pytest.mark.parametrize(
    ("answers", "place", "point"),
    [
        ([Y, N, N, *[N] * 7], 2, Point(0, 0, 1, 1)),
        ([Y, N, Y, *[N] * 7], 2, Point(1, 1, 0, 0)),
        ([Y, N, None, *[N] * 7], 2, Point(0, 1, 0, 1)),
        ([N, N, N, *[N] * 7], 2, Point(0, 0, 0, 0)),
        ([N, N, None, *[N] * 7], 2, Point(0, 0, 0, 0)),
        ([None, N, N, *[N] * 7], 2, Point(0, 0, 0, 1)),
        ([None, N, Y, *[N] * 7], 2, Point(1, 1, 0, 0)),
        ([None, N, N, *[N] * 7], 0, Point(0, 1, 0, 1)),
        ([None, None, N, *[N] * 7], 1, Point(0, 1, 0, 1)),
    ],
)
def test_a_reversed_item_counts_as_answered_and_scores_the_other_way_round(
    answers: Answers, place: int, point: Point
) -> None:
    assert answered(defined("dast10"), answers).points[place] == point


@pytest.mark.parametrize(
    ("answer", "point"),
    [(1, Point(1, 1, 5, 5)), (2, Point(2, 2, 4, 4)), (5, Point(5, 5, 1, 1)), (None, Point(1, 5, 1, 5))],
)
def test_a_reversed_item_of_one_to_five_points(answer: int | None, point: Point) -> None:
    turned = defined("cage_aid")._replace(
        items=(frozenset(range(1, 6)),), spans=((1, 5),), domains=((0,),), reversed=frozenset({0})
    )
    assert answered(turned, [answer]).points == (point,)


@pytest.mark.parametrize(
    ("answers", "possible"),
    [
        ([4, 0, 0], ("positive",)),
        ([1, 0, 0], ("positive",)),
        ([0, 0, 0], ("negative",)),
        ([4, 1, 0], ("negative",)),
        ([4, 0, 1], ("negative",)),
        ([4, 1, None], ("negative",)),
        ([4, None, 0], ("negative", "positive")),
        ([None, 0, 0], ("negative", "positive")),
    ],
)
def test_drinking_often_and_little_is_read_from_the_first_question_alone(
    answers: Answers, possible: tuple[str, ...]
) -> None:
    assert scored("audit_c", *answers).readings["q1_only"].possible == possible


def test_without_a_total_every_band_is_possible() -> None:
    bands = ("minimal", "mild", "moderate", "moderately_severe", "severe")
    assert banded(defined("phq9").readings["severity"], None) == Meaning(None, bands)


def test_behaviour_at_an_unknown_time_is_taken_for_recent_and_stays_missing() -> None:
    read = answered(defined("cssrs"), [N, N, None, None, None, Y, None])
    assert read.points[6] == Point(1, 1, 1, 1)
    assert read.missing == {6}


def test_yes_and_no_are_points_and_nothing_else_is() -> None:
    read = answered(defined("cage_aid"), [YES, NO, "yes", 2])
    assert [point.low for point in read.points] == [1, 0, 0, 0]
    assert read.missing == {2, 3}
    assert read.implausible
