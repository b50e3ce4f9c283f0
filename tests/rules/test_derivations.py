"""Ages, means and differences, from what is known exactly, roughly or not at all."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.engine.derivations import (
    DERIVATIONS,
    age_in_years,
    body_mass_index,
    change_in_percent,
    difference,
    first_known,
    least_difference,
    mean_of_last_two,
    mean_of_last_two_in_date,
    ratio,
)
from rules.engine.values import Interval, Value

TODAY = date(2026, 4, 20).toordinal()
OLDEST = TODAY - 30
YESTERDAY, LAST_WEEK, LONG_AGO = TODAY - 1, TODAY - 7, TODAY - 31
VAGUE = Interval(OLDEST - 5, OLDEST)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (None, None),
        (day("1981-02-03"), 45),
        (day("1981-04-21"), 44),
        (TODAY, 0),
        (TODAY + 1, None),
        (Interval(day("1981-01-01"), day("1981-12-31")), Interval(44, 45)),
        (Interval(day("1981-01-01"), day("1981-01-31")), 45),
        (Interval(day("2026-01-01"), day("2026-12-31")), None),
    ],
)
def test_an_age_is_counted_in_completed_years(born: Any, age: Value) -> None:
    assert age_in_years(TODAY, born) == age


@pytest.mark.parametrize(
    ("weight", "height", "index"),
    [
        (None, 170, None),
        (70, None, None),
        (70, 0, None),
        (70, -1, None),
        (100, 200, 25),
        (16, 100, 16),
        (4, 1, 40000),
    ],
)
def test_the_body_mass_index(weight: Any, height: Any, index: Value) -> None:
    assert body_mass_index(TODAY, weight, height) == index


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (None, 5, None),
        (5, None, None),
        (9, 5, 4),
        (5, 9, 4),
        (5, 5, 0),
        (Interval(7, 9), 5, Interval(2, 4)),
        (5, Interval(7, 9), Interval(2, 4)),
        (Interval(4, 9), 5, Interval(0, 4)),
        (Interval(1, 6), 5, Interval(0, 4)),
        (Interval(1, 3), Interval(7, 9), Interval(4, 8)),
    ],
)
def test_a_difference_has_no_sign(one: Any, other: Any, apart: Value) -> None:
    assert difference(TODAY, one, other) == apart


@pytest.mark.parametrize(
    ("value", "limit", "result"),
    [(8, 4, 2), (0, 4, 0), (Interval(4, 8), 4, Interval(1, 2)), (Interval(-1, 8), 4, None), (1, 1, 1), (8, 0, None)],
)
def test_a_ratio_of_what_is_roughly_known(value: Any, limit: Any, result: Value) -> None:
    assert ratio(TODAY, value, limit) == result


@pytest.mark.parametrize(("now", "before", "percent"), [(3, 2, 50), (1, 2, 50), (2, 1, 100), (5, -1, None)])
def test_a_change_is_measured_against_what_was_before(now: Any, before: Any, percent: Value) -> None:
    assert change_in_percent(TODAY, now, before) == percent


@pytest.mark.parametrize(
    ("readings", "taken", "mean"),
    [
        (None, None, None),
        ((), (), None),
        ((150,), (YESTERDAY,), 150),
        ((150, 130), (YESTERDAY, LAST_WEEK), 140),
        ((150, 131), (YESTERDAY, LAST_WEEK), Decimal("140.5")),
        ((Decimal("1.5"), Decimal("2.5")), (YESTERDAY, LAST_WEEK), 2),
        ((190, 150, 130), (TODAY - 9, YESTERDAY, LAST_WEEK), 140),
        # Of one day the later rows count.
        ((190, 150, 130), (YESTERDAY, YESTERDAY, YESTERDAY), 140),
        ((150, None, 130), (YESTERDAY, TODAY, LAST_WEEK), 140),
        ((150, 130), (OLDEST, TODAY), 140),
        ((150, 130), (LONG_AGO, YESTERDAY), 130),
        ((150,), (LONG_AGO,), None),
        # Without a day, with a vague one or with one still to come a reading can only raise the mean.
        ((150, 130), (None, YESTERDAY), 150),
        ((110, 130), (None, YESTERDAY), 130),
        ((150, 130), (TODAY + 1, YESTERDAY), 150),
        ((150, 130), (VAGUE, YESTERDAY), 150),
        ((150, 130), (Interval(OLDEST - 5, OLDEST - 1), YESTERDAY), 130),
        ((150,), (None,), 150),
        ((None,), (None,), None),
    ],
)
def test_the_mean_of_the_last_two_readings_of_the_period(readings: Any, taken: Any, mean: Value) -> None:
    found = mean_of_last_two(TODAY, readings, taken, OLDEST)
    assert found == mean
    assert found.__class__ is mean.__class__


@pytest.mark.parametrize(
    ("readings", "taken", "mean"),
    [
        (None, None, None),
        ((), (), None),
        ((150,), (YESTERDAY,), 150),
        ((190, 150, 130), (TODAY - 9, YESTERDAY, LAST_WEEK), 140),
        ((190, 150, 130), (YESTERDAY, YESTERDAY, YESTERDAY), 140),
        ((150, None, 130), (YESTERDAY, TODAY, LAST_WEEK), 140),
        ((150, 130), (OLDEST, TODAY), 140),
        ((150, 130), (OLDEST - 1, YESTERDAY), 130),
        # Without a day, with a vague one that may be older or with one still to come a reading is left out ...
        ((190, 130), (None, YESTERDAY), 130),
        ((190, 130), (VAGUE, YESTERDAY), 130),
        ((190, 130), (TODAY + 1, YESTERDAY), 130),
        ((190,), (None,), None),
        ((190,), (VAGUE,), None),
        ((None,), (TODAY,), None),
        # ... and counts where every day it may be of lies in the period.
        ((150, 130), (Interval(OLDEST, TODAY), YESTERDAY), 140),
    ],
)
def test_the_mean_of_the_readings_that_surely_lie_in_the_period(readings: Any, taken: Any, mean: Value) -> None:
    assert mean_of_last_two_in_date(TODAY, readings, taken, OLDEST) == mean


@pytest.mark.parametrize(
    ("upper", "lower", "taken", "least"),
    [
        (None, None, None, None),
        ((), (), (), None),
        ((120,), (80,), (YESTERDAY,), 40),
        ((120, 110), (80, 85), (YESTERDAY, LAST_WEEK), 25),
        ((120, 110), (80, 85), (YESTERDAY, LONG_AGO), 40),
        ((120, 110), (80, 85), (YESTERDAY, OLDEST), 25),
        ((120, 110), (80, 85), (YESTERDAY, None), 25),
        ((120, 110), (80, 85), (YESTERDAY, VAGUE), 25),
        ((120, 110), (80, None), (YESTERDAY, YESTERDAY), 40),
        ((120, None), (80, 85), (YESTERDAY, YESTERDAY), 40),
        ((None,), (85,), (YESTERDAY,), None),
        ((110, 120), (85, 80), (LONG_AGO, LONG_AGO), None),
        ((Interval(118, 122), 130), (80, 80), (YESTERDAY, YESTERDAY), Interval(38, 42)),
        ((Interval(118, 122), 120), (80, 80), (YESTERDAY, YESTERDAY), Interval(38, 40)),
        ((130,), (Interval(80, 85),), (YESTERDAY,), Interval(45, 50)),
    ],
)
def test_the_smallest_difference_within_one_reading(upper: Any, lower: Any, taken: Any, least: Value) -> None:
    assert least_difference(TODAY, upper, lower, taken, OLDEST) == least


@pytest.mark.parametrize(
    ("values", "first"), [((), None), ((None,), None), ((None, 5, 6), 5), ((0, 5), 0), ((7, None), 7)]
)
def test_the_first_known_value_stands_for_the_others(values: tuple[Any, ...], first: Value) -> None:
    assert first_known(TODAY, *values) == first


@pytest.mark.parametrize("name", DERIVATIONS)
def test_a_computation_goes_by_its_own_name(name: str) -> None:
    assert DERIVATIONS[name].__name__ == name
