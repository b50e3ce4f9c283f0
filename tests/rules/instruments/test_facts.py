"""Scores as facts: numbers, intervals while something is missing, and the latest of what was entered."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.engine.instruments.change import improvement
from rules.engine.instruments.facts import (
    entered_out_of_range,
    entered_total,
    instrument_band,
    instrument_total,
    total_mismatch,
)
from rules.engine.truth import NO, YES
from rules.engine.values import Interval
from tests.rules.instruments.definitions import documents

KNOWLEDGE = {"instruments": documents()}
TODAY = date(2026, 4, 20).toordinal()
A_FORTNIGHT_AGO = TODAY - 14


def total(name: str, *inputs: Any) -> Any:
    return instrument_total(KNOWLEDGE, name)(TODAY, *inputs)


def latest(*entries: tuple[str | None, int | None, Any], earliest: int = A_FORTNIGHT_AGO) -> Any:
    names, totals, days = zip(*entries, strict=True) if entries else ((), (), ())
    return entered_total(KNOWLEDGE, "madrs")(TODAY, names, totals, days, earliest)


def test_a_complete_form_is_a_number_and_a_partial_one_an_interval() -> None:
    assert total("gad7", 1, 1, 1, 1, 1, 0, 0) == 5
    assert total("gad7", 1, 1, 1, 1, 1, 0, None) == Interval(5, 8)


def test_nothing_known_is_unknown_and_not_the_whole_range() -> None:
    assert total("gad7", *[None] * 7) is None
    assert total("gad7", *[None] * 8) is None
    assert total("gad7", *[None] * 7, 30) is None


def test_a_submitted_total_stands_in_for_the_items() -> None:
    assert total("gad7", *[None] * 7, 12) == 12
    assert total("gad7", 1, 1, 1, 1, 1, 0, 0, 12) == Interval(5, 12)


def test_a_scale_that_is_rated_on_paper_has_the_total_that_was_submitted_or_none() -> None:
    assert total("hamd17", 12) == 12
    assert total("hamd17") is None
    assert total_mismatch(KNOWLEDGE, "hamd17")(TODAY, 12) is NO
    assert instrument_band(KNOWLEDGE, "hamd17.severity")(TODAY, 12) == "mild"


def test_another_number_of_items_is_a_fault() -> None:
    with pytest.raises(ValueError, match="zip"):
        total("gad7", 1, 1, 1)


def test_an_instrument_nobody_defined_is_refused_when_the_set_is_loaded() -> None:
    with pytest.raises(KeyError):
        instrument_total(KNOWLEDGE, "gad8")
    with pytest.raises(KeyError):
        instrument_band(KNOWLEDGE, "gad7.mood")
    with pytest.raises(KeyError, match=r"^''$"):
        instrument_band(KNOWLEDGE, None)


@pytest.mark.parametrize("answer", [9, -1, Decimal(1), YES])
def test_points_the_items_do_not_offer_add_up_to_nothing(answer: Any) -> None:
    assert total("gad7", *[answer] * 7) == (7 if answer is YES else None)


def test_columns_of_different_lengths_are_a_fault() -> None:
    with pytest.raises(ValueError, match="zip"):
        entered_total(KNOWLEDGE, "madrs")(TODAY, ("madrs", "spin"), (34,), (TODAY,))
    with pytest.raises(ValueError, match="zip"):
        entered_out_of_range(KNOWLEDGE, None)(TODAY, ("madrs", "spin"), (34,))


def test_a_band_is_known_once_both_bounds_lie_in_it() -> None:
    severity = instrument_band(KNOWLEDGE, "phq9.severity")
    assert severity(TODAY, 3, 3, 3, 3, 3, None, 2, 2, 1) == "severe"
    assert severity(TODAY, 2, 2, 2, 1, 1, None, 0, 0, 0) is None
    assert severity(TODAY, *[None] * 9, 12) == "moderate"


def test_the_level_of_an_instrument_without_a_total() -> None:
    risk = instrument_band(KNOWLEDGE, "cssrs.risk")
    assert risk(TODAY, NO, YES, NO, YES, NO, NO, None) == "high"


def test_a_total_without_items_or_the_other_way_round_contradicts_nothing() -> None:
    mismatch = total_mismatch(KNOWLEDGE, "gad7")
    assert mismatch(TODAY, *[None] * 7, 12) is NO
    assert mismatch(TODAY, 1, 1, 1, 1, 1, 0, 0, None) is NO
    assert mismatch(TODAY, 1, 1, 1, 1, 1, 0, 0, 6) is YES
    assert mismatch(TODAY, *[None] * 7, Decimal("4.5")) is YES


def test_the_latest_recent_score_counts() -> None:
    assert latest(("madrs", 34, TODAY - 10), ("madrs", 20, TODAY - 1), ("spin", 40, TODAY)) == 20
    assert latest(("madrs", 34, A_FORTNIGHT_AGO)) == 34
    assert latest(("madrs", 34, A_FORTNIGHT_AGO - 1)) is None
    assert latest(("madrs", 0, TODAY)) == 0
    assert latest() is None
    assert latest(earliest=0) is None
    assert entered_total(KNOWLEDGE, "madrs")(TODAY, ("madrs",), (34,), (None,)) == 34
    assert entered_total(KNOWLEDGE, "madrs")(TODAY, None, None, None) is None


@pytest.mark.parametrize("day", [None, TODAY + 1, Interval(TODAY - 20, TODAY)])
def test_a_score_of_an_unclear_day_may_be_the_latest(day: Any) -> None:
    assert latest(("madrs", 34, day), ("madrs", 20, TODAY - 1)) == Interval(20, 34)


def test_a_score_without_a_day_cannot_show_that_it_is_recent() -> None:
    assert latest(("madrs", 34, None)) is None
    assert latest(("madrs", 34, None), earliest=0) == 34


def test_a_score_of_an_unnamed_scale_may_be_of_this_one() -> None:
    assert latest((None, 34, TODAY), ("madrs", 20, TODAY - 1)) == Interval(20, 34)
    assert latest((None, None, TODAY), ("madrs", 20, TODAY - 1)) == 20


def test_a_score_of_an_unnamed_scale_shows_of_no_scale_that_it_was_scored() -> None:
    assert latest((None, 18, TODAY), earliest=0) is None
    assert latest((None, 18, TODAY), ("madrs", 20, None), earliest=0) == Interval(18, 20)


def test_two_scores_of_one_day_are_both_possible() -> None:
    assert latest(("madrs", 34, TODAY), ("madrs", 20, TODAY)) == Interval(20, 34)
    assert latest(("madrs", None, TODAY), ("madrs", 20, TODAY)) is None


@pytest.mark.parametrize("unusable", [None, 61, -1])
def test_a_latest_score_that_cannot_be_used_is_unknown_and_not_replaced_by_an_older_one(unusable: int | None) -> None:
    assert latest(("madrs", 20, TODAY - 5), ("madrs", unusable, TODAY)) is None


def test_a_total_its_scale_cannot_have_is_noticed() -> None:
    wrong = entered_out_of_range(KNOWLEDGE, None)
    assert wrong(TODAY, ("madrs", "spin"), (60, 68)) is NO
    assert wrong(TODAY, ("madrs", "spin"), (60, 69)) is YES
    assert wrong(TODAY, (None, "spin"), (99, None)) is NO
    assert wrong(TODAY, None, None) is NO


def test_improvement_is_what_the_score_fell_by_in_per_cent_of_the_baseline() -> None:
    assert improvement(TODAY, 20, 10) == 50
    assert improvement(TODAY, 18, 21) == improvement(TODAY, 6, 7)
    assert improvement(TODAY, 10, 12) == -20
    assert improvement(TODAY, 1, 2) == -100
    assert type(improvement(TODAY, 20, 10)) is int


def test_an_uncertain_score_gives_an_uncertain_improvement() -> None:
    assert improvement(TODAY, 20, Interval(8, 12)) == Interval(40, 60)
    assert improvement(TODAY, Interval(10, 20), 10) == Interval(0, 50)


@pytest.mark.parametrize(("baseline", "now"), [(None, 5), (20, None), (0, 5), (Interval(0, 4), 5)])
def test_without_a_baseline_above_zero_there_is_no_improvement(baseline: Any, now: Any) -> None:
    assert improvement(TODAY, baseline, now) is None
