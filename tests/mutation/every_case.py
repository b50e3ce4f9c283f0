"""All boundary cases and stories in a few tests, so that a mutant of the engine's code meets them in seconds.

Its name keeps it out of the fast suites, which hold each of them already.
"""

from functools import cache, partial

import pytest

from rules.engine.judging import judge
from rules.engine.terms import Phase
from tests.mutation.cases import Case, all_cases, fails
from tests.mutation.suite import has_flags
from tests.rules.intakes import released
from tests.rules.stories import differences, stories

_PARTS = 60


_stories = cache(stories)


@cache
def cases() -> tuple[Case, ...]:
    return tuple(all_cases())


def _part(number: int) -> tuple[Case, ...]:
    """Neighbours are about the same rules, and reach the same code."""
    every = cases()
    return every[len(every) * number // _PARTS : len(every) * (number + 1) // _PARTS]


@pytest.mark.parametrize("part", range(_PARTS))
def test_every_boundary_case_comes_out_as_written(part: int) -> None:
    rules = {rule.id: rule for rule in released().rules}
    for case in _part(part):
        assert not fails(case.expected, judge(rules[case.rule], case.sheet.submission(released()))), case.name


@pytest.mark.parametrize("name", _stories())
def test_every_story_ends_as_written(name: str) -> None:
    assert list(differences(_stories()[name])) == []


def test_nothing_is_found_in_a_person_who_is_well() -> None:
    assert not any(map(partial(has_flags, released()), (Phase.INTAKE, Phase.SESSION)))
