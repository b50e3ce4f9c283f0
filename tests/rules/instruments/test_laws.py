"""What holds for every instrument and whatever was answered."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.instruments.points import answered
from rules.engine.instruments.scoring import score, total_from, total_of
from tests.rules.instruments.definitions import defined, documents

NAMES = sorted(name for name, document in documents().items() if document["items"] and document["total"])


@st.composite
def forms(draw: st.DrawFn) -> tuple[str, list[Any], list[Any]]:
    """An instrument, a form filled in as its gates ask, and the same form with some items left out."""
    name = draw(st.sampled_from(NAMES))
    definition = defined(name)
    complete: list[Any] = [draw(st.sampled_from(sorted(values))) for values in definition.items]
    for pair in definition.alternatives:
        complete[draw(st.sampled_from(sorted(pair)))] = None
    for gate in definition.gates:
        if sum(complete[place] or 0 for place in gate.on) <= gate.at_most:
            complete = [None if place in gate.closes else answer for place, answer in enumerate(complete)]
    holes = draw(st.sets(st.integers(0, len(complete) - 1)))
    return name, complete, [None if place in holes else answer for place, answer in enumerate(complete)]


@given(forms())
def test_the_whole_form_lies_within_what_the_partial_one_allows(form: tuple[str, list[Any], list[Any]]) -> None:
    name, complete, partial = form
    whole, part = score(defined(name), complete), score(defined(name), partial)
    assert whole.total is not None
    assert part.bounds is not None
    assert part.bounds[0] <= whole.total <= part.bounds[1]
    assert part.total in (None, whole.total)
    for reading, meaning in whole.readings.items():
        assert set(meaning.possible) <= set(part.readings[reading].possible)
        assert part.readings[reading].name in (None, meaning.name)


@given(forms())
def test_a_complete_form_has_a_total_and_one_meaning(form: tuple[str, list[Any], list[Any]]) -> None:
    name, complete, _ = form
    result = score(defined(name), complete)
    assert result.total is not None
    assert all(meaning.name is not None for meaning in result.readings.values())


@given(forms(), st.integers(0, 80))
def test_a_submitted_total_never_lowers_what_a_complete_form_says(
    form: tuple[str, list[Any], list[Any]], submitted: int
) -> None:
    name, complete, _ = form
    own, both = score(defined(name), complete), score(defined(name), complete, submitted)
    assert own.bounds is not None
    assert both.bounds is not None
    assert both.bounds[0] <= own.bounds[0] <= own.bounds[1] <= both.bounds[1]


@given(forms(), st.none() | st.integers(-1, 81))
def test_the_short_way_to_a_total_gives_the_same_total(
    form: tuple[str, list[Any], list[Any]], submitted: int | None
) -> None:
    name, complete, partial = form
    for answers in (complete, partial):
        usual = total_of(defined(name), answered(defined(name), answers), submitted)
        assert total_from(defined(name), answers, submitted) == usual


_LEVELS = ["none", "low", "moderate", "high"]


def test_an_answer_left_out_of_the_suicide_screener_never_rules_out_the_level_it_would_have_led_to() -> None:
    for complete in product((0, 1), repeat=7):
        level = score(defined("cssrs"), complete).readings["risk"].name
        assert level is not None
        for hole in (place for place in range(7) if not _closed(place, complete)):
            left = [None if place == hole else answer for place, answer in enumerate(complete)]
            possible = score(defined("cssrs"), left).readings["risk"].possible
            assert _LEVELS.index(level) <= max(map(_LEVELS.index, possible))


def _closed(place: int, answers: tuple[int, ...]) -> bool:
    return (place in {2, 3, 4} and not answers[1]) or (place == 6 and not answers[5])


@pytest.mark.parametrize("name", sorted(documents()))
def test_nothing_answered_leaves_the_whole_range_open(name: str) -> None:
    definition = defined(name)
    result = score(definition, [None] * len(definition.items))
    assert result.total is None
    assert result.bounds == definition.total


@pytest.mark.parametrize("name", sorted(name for name, document in documents().items() if document["total"]))
def test_every_total_in_the_range_has_one_band(name: str) -> None:
    definition = defined(name)
    assert definition.total is not None
    low, high = definition.total
    banded = [reading for reading, parts in definition.readings.items() if parts.bands]
    for total in range(low, high + 1):
        result = score(definition, submitted=total)
        assert all(result.readings[reading].name is not None for reading in banded)
