"""All boundary cases and stories in a few tests, so that a mutant of the engine's code meets them in seconds.

The rule set is built anew from the released document: what the unchanged engine built of it is not used.
"""

from functools import partial

import pytest

from rules.engine.judging import judge
from rules.engine.rule_set import RuleSet, build_rule_set
from rules.engine.terms import Phase
from tests.mutation.cases import all_cases, fails
from tests.mutation.suite import has_flags
from tests.rules.intakes import released
from tests.rules.stories import differences, stories

_PARTS = 8


@pytest.fixture(scope="module")
def built() -> RuleSet:
    return build_rule_set(released().document, "")


@pytest.mark.parametrize("part", range(_PARTS))
def test_every_boundary_case_comes_out_as_written(part: int, built: RuleSet) -> None:
    rules = {rule.id: rule for rule in built.rules}
    for case in list(all_cases())[part::_PARTS]:
        assert not fails(case.expected, judge(rules[case.rule], case.sheet.submission(built))), case.name


def test_every_story_ends_as_written(built: RuleSet) -> None:
    assert [name for name, story in stories().items() if any(differences(story, rule_set=built))] == []


def test_nothing_is_found_in_a_person_who_is_well(built: RuleSet) -> None:
    assert not any(map(partial(has_flags, built), (Phase.INTAKE, Phase.SESSION)))
