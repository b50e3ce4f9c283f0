"""Patient stories: what a clinician expects of a whole intake, run through the core."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest

from rules.authoring.stories import Story, patients, written_answers
from tests.rules.intakes import boundary_cases, released
from tests.rules.stories import differences, stories

_PATIENTS = patients()
_STORIES = stories()
_CLOSE = 3
"""Answers in which two tellings of one story may differ at most for a rule *just* not to fire."""


def test_there_are_stories() -> None:
    assert _STORIES
    assert any("history" in story["expect"] for story in _STORIES.values())


@pytest.mark.parametrize("name", _STORIES)
def test_the_story_ends_as_expected(name: str) -> None:
    """Dispositions, contact and findings; the treatment history, its staging, and other definitions of resistance."""
    assert list(differences(_STORIES[name])) == []


@pytest.mark.parametrize("name", _STORIES)
def test_a_story_speaks_of_rules_that_are_there(name: str) -> None:
    expected = _STORIES[name]["expect"]
    spoken_of = {rule for word in ("fired", "clear", "unknown", "not_fired") for rule in expected.get(word, ())}
    assert spoken_of <= {rule.id for rule in released().rules}


def test_every_rule_fires_for_somebody() -> None:
    assert _rules() - _told("fired") == set()


def test_every_rule_just_does_not_fire_for_somebody_for_whom_it_might() -> None:
    assert _rules() - set(_just_clear()) == set()


def test_every_rule_that_can_be_is_unknown_for_somebody() -> None:
    always_known = {case["rule"] for case in boundary_cases() if isinstance(case["unknown"], str)}
    assert _rules() - _told("unknown") - always_known == set()


def _rules() -> set[str]:
    return {rule.id for rule in released().rules}


def _told(word: str) -> set[str]:
    return {rule for story in _STORIES.values() for rule in story["expect"].get(word, ())}


def _just_clear() -> Iterator[str]:
    """Rules that fire in one telling of a story and are clear in another that differs in a few answers."""
    for tellings in _PATIENTS.values():
        for one, other in product(tellings.values(), repeat=2):
            if _apart(one, other) <= _CLOSE:
                yield from set(one["expect"].get("fired", ())) & set(other["expect"].get("clear", ()))


def _apart(one: Story, other: Story) -> int:
    """The number of answers in which two tellings differ; another day or phase counts like an answer."""
    circumstances = ("as_of", "submitted_on", "phase")
    answers = _differing(written_answers(one), written_answers(other))
    return answers + sum(bool(one.get(name) != other.get(name)) for name in circumstances)


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    return sum(bool(one.get(name, ...) != other.get(name, ...)) for name in one.keys() | other.keys())
