"""All boundary cases and stories in two tests, so that a mutant of the engine's code meets them in seconds."""

from rules.engine.judging import judge
from tests.mutation.cases import all_cases, fails
from tests.rules.expectations import story_differences
from tests.rules.intakes import STORIES, read_yaml, released
from tests.rules.test_stories import told


def test_every_boundary_case_comes_out_as_written() -> None:
    rules = {rule.id: rule for rule in released().rules}
    failing = [
        case.name
        for case in all_cases()
        if fails(case.expected, judge(rules[case.rule], case.submission(released())))
    ]
    assert failing == []


def test_every_story_ends_as_written() -> None:
    stories = {path.stem: read_yaml(path) for path in STORIES.glob("*.yaml")}
    differing = [name for name, story in stories.items() if any(story_differences(story["expect"], told(story)))]
    assert differing == []
