"""The points of the staging scores as section 1.3 prints them, and the sessions that make a course (2.5)."""

from datetime import date

import pytest

from rules.engine.dates import months_back
from rules.engine.trials.history import History
from rules.engine.trials.profiles import Criteria
from rules.engine.trials.staging import (
    Maudsley,
    Range,
    band,
    duration_points,
    massachusetts_general,
    maudsley,
    severity_points,
)
from rules.engine.trials.stimulation import Course, stimulated
from rules.engine.truth import NO, YES, Truth
from tests.rules.trials.histories import TODAY, criteria, tables

_NOTHING = Range(0, 0)


def table() -> Maudsley:
    return tables().maudsley


@pytest.mark.parametrize(("months", "points"), [(0, 1), (12, 1), (13, 2), (24, 2), (25, 3), (240, 3)])
def test_points_for_the_length_of_the_episode(months: int, points: int) -> None:
    start = months_back(date.fromordinal(TODAY), months)
    assert duration_points(table(), start, TODAY) == Range(points, points)


def test_an_episode_of_a_day_more_than_a_year_or_two_counts_as_longer() -> None:
    today = date.fromordinal(TODAY)
    assert [duration_points(table(), months_back(today, months) - 1, TODAY).low for months in (12, 24)] == [2, 3]


def test_an_episode_of_unknown_length_may_have_any_points() -> None:
    assert duration_points(table(), None, TODAY) == Range(1, 3)


@pytest.mark.parametrize(
    ("rated", "points"),
    [("subsyndromal", 1), ("mild", 2), ("moderate", 3), ("severe", 4), ("severe_with_psychosis", 5)],
)
def test_points_for_the_severity_a_clinician_rated(rated: str, points: int) -> None:
    assert severity_points(table(), rated, None) == Range(points, points)


@pytest.mark.parametrize(("total", "points"), [(0, 1), (4, 1), (5, 2), (9, 2), (10, 3), (19, 3), (20, 4), (27, 4)])
def test_points_for_the_severity_by_the_phq9_where_nobody_rated_it(total: int, points: int) -> None:
    assert severity_points(table(), None, total) == Range(points, points)


def test_an_unknown_severity_may_have_any_points() -> None:
    assert severity_points(table(), None, None) == Range(1, 5)


@pytest.mark.parametrize(
    ("failed", "points"),
    [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4), (10, 4), (11, 5), (20, 5)],
)
def test_points_for_antidepressants_that_failed(failed: int, points: int) -> None:
    assert maudsley(table(), Range(failed, failed), _NOTHING, _NOTHING, NO, NO) == Range(points, points)


@pytest.mark.parametrize(("augmented", "ect"), [(YES, NO), (NO, YES)])
def test_augmentation_and_electroconvulsive_therapy_are_a_point_each(augmented: Truth, ect: Truth) -> None:
    assert maudsley(table(), Range(1, 1), Range(1, 1), Range(1, 1), augmented, ect) == Range(4, 4)


@pytest.mark.parametrize(
    ("total", "name"),
    [(3, "mild"), (6, "mild"), (7, "moderate"), (10, "moderate"), (11, "severe"), (15, "severe")],
)
def test_bands_of_the_maudsley_score(total: int, name: str) -> None:
    assert band(table(), total) == name


def test_the_method_of_massachusetts_gives_1_for_a_trial_a_half_for_an_addition_and_3_for_failed_ect() -> None:
    points = tables().mgh_s
    one, none = Range(1, 1), Range(0, 0)
    scores = (
        massachusetts_general(points, one, none, NO),
        massachusetts_general(points, none, Range(2, 2), NO),
        massachusetts_general(points, none, none, YES),
    )
    assert scores == (Range(1, 1), Range(1, 1), Range(3, 3))


def failed(kind: str, sessions: int, manner: str | None) -> Truth:
    """Whether a course of this length, after which nothing was better, counts as failed."""
    courses = {"ect": (), "tms": (), kind: (Course(sessions, manner, "none", "current"),)}
    history = History(None, (), None, frozenset({kind}), **courses)
    return stimulated(tables(), Criteria(*criteria("trd_fda_v1")[0]), history)


@pytest.mark.parametrize(
    ("kind", "manner", "least"),
    [
        ("ect", "bilateral", 6),
        ("ect", "right_unilateral", 8),
        ("ect", "unsure", 8),
        ("ect", None, 8),
        ("tms", "standard", 20),
        ("tms", "unsure", 20),
        ("tms", None, 20),
    ],
)
def test_so_many_sessions_are_a_course(kind: str, manner: str | None, least: int) -> None:
    assert [failed(kind, count, manner) for count in (least - 1, least)] == [NO, YES]
