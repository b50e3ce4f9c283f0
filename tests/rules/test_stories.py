"""Patient stories: what a clinician expects of a whole intake, run through the core."""

import pytest

from tests.rules.stories import differences, stories

_STORIES = stories()


def test_there_are_stories() -> None:
    assert _STORIES
    assert any("history" in story["expect"] for story in _STORIES.values())


@pytest.mark.parametrize("name", _STORIES)
def test_the_story_ends_as_expected(name: str) -> None:
    """Dispositions, contact and findings; the treatment history, its staging, and other definitions of resistance."""
    assert list(differences(_STORIES[name])) == []
