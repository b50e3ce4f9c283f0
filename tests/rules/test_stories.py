"""Patient stories: what a clinician expects of a whole intake, run through the core."""

from pathlib import Path
from typing import Any

import pytest

from tests.rules.intakes import STORIES, read_yaml, screened

_STORIES = sorted(STORIES.glob("*.yaml"))


def test_there_are_stories() -> None:
    assert _STORIES


@pytest.mark.parametrize("path", _STORIES, ids=lambda path: path.stem)
def test_the_story_ends_as_expected(path: Path) -> None:
    story: dict[str, Any] = read_yaml(path)
    screening = screened(story["answers"], phase=story.get("phase", "intake"))
    expected = story["expect"]
    fired = {finding.rule_id for finding in screening.findings if finding.outcome == "fired"}
    assert dict(screening.dispositions) == expected["dispositions"], (story["story"], fired)
    assert screening.contact == expected.get("contact", screening.contact)
    assert set(expected.get("fired", ())) <= fired
    assert not set(expected.get("not_fired", ())) & fired
