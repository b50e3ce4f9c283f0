"""All boundary cases and stories in a few tests, so that a mutant of the engine's code meets them in seconds."""

from functools import cache, partial

import pytest

from rules.engine.judging import judge
from rules.engine.terms import Phase
from tests.mutation.cases import Case, all_cases, fails
from tests.mutation.suite import has_flags
from tests.rules.intakes import released
from tests.rules.stories import differences, stories

_PARTS = 8


@cache
def _cases() -> tuple[Case, ...]:
    return tuple(all_cases())


@pytest.mark.parametrize("part", range(_PARTS))
def test_every_boundary_case_comes_out_as_written(part: int) -> None:
    rules = {rule.id: rule for rule in released().rules}
    for case in _cases()[part::_PARTS]:
        assert not fails(case.expected, judge(rules[case.rule], case.sheet.submission(released()))), case.name


def test_every_story_ends_as_written() -> None:
    assert [name for name, story in stories().items() if any(differences(story))] == []


def test_nothing_is_found_in_a_person_who_is_well() -> None:
    assert not any(map(partial(has_flags, released()), (Phase.INTAKE, Phase.SESSION)))
