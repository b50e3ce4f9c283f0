"""Patient stories: what a clinician expects of a whole intake, run through the core."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.engine.screening import Screening
from rules.engine.treatment_history import treatment_history
from tests.rules.intakes import DEMO, STORIES, TODAY, read_yaml, screened

_STORIES = sorted(STORIES.glob("*.yaml"))
_HISTORIES = [path for path in _STORIES if "history" in read_yaml(path)["expect"]]


def test_there_are_stories() -> None:
    assert _STORIES
    assert _HISTORIES


def told(story: Mapping[str, Any], profile: str | None = None) -> Screening:
    """The screening of a story, if need be under another definition of treatment resistance."""
    answers = dict(story["answers"])
    usual = story.get("every_trial")
    if usual is not None:
        answers["target.trials"] = [{**usual, **row} for row in answers["target.trials"]]
    as_of = date.fromisoformat(story.get("as_of", TODAY.isoformat()))
    site = replace(DEMO, profiles=() if profile is None else (profile,))
    return screened(answers, phase=story.get("phase", "intake"), as_of=as_of, submitted_on=as_of, site=site)


@pytest.mark.parametrize("path", _STORIES, ids=lambda path: path.stem)
def test_the_story_ends_as_expected(path: Path) -> None:
    story: dict[str, Any] = read_yaml(path)
    screening = told(story)
    expected = story["expect"]
    fired = {finding.rule_id for finding in screening.findings if finding.outcome == "fired"}
    assert dict(screening.dispositions) == expected.get("dispositions", screening.dispositions), (
        story["story"],
        fired,
    )
    assert screening.contact == expected.get("contact", screening.contact)
    assert set(expected.get("fired", ())) <= fired
    assert not set(expected.get("not_fired", ())) & fired


@pytest.mark.parametrize("path", _HISTORIES, ids=lambda path: path.stem)
def test_the_treatment_history_is_judged_as_expected(path: Path) -> None:
    story: dict[str, Any] = read_yaml(path)
    seen: Any = treatment_history(told(story))
    for condition, expected in story["expect"]["history"].items():
        shown = next(part for part in seen["conditions"] if part["condition"] == condition)
        assert summary(shown, expected) == expected


@pytest.mark.parametrize("path", _HISTORIES, ids=lambda path: path.stem)
def test_other_definitions_of_resistance_say_what_is_expected_of_them(path: Path) -> None:
    story: dict[str, Any] = read_yaml(path)
    for profile, expected in story["expect"].get("under", {}).items():
        seen: Any = treatment_history(told(story, profile))
        shown = next(part for part in seen["conditions"] if part["definition"] == profile)
        assert summary(shown, expected) == expected, profile


@pytest.mark.parametrize("path", _HISTORIES, ids=lambda path: path.stem)
def test_the_staging_is_as_expected(path: Path) -> None:
    story: dict[str, Any] = read_yaml(path)
    seen: Any = treatment_history(told(story))
    for score, expected in story["expect"].get("staging", {}).items():
        shown = seen["staging"][score]
        assert [float(shown["low"]), float(shown["high"])] == expected[:2], score
        assert shown.get("bands", []) == expected[2:], score


def summary(shown: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of a condition, as far as the story speaks of it."""
    found = {
        "status": shown["status"],
        "failed": [shown["failed"]["atLeast"], shown["failed"]["atMost"]],
        "ask": [f"{question['trial']}: {question['field']}" for question in shown["questions"]],
        "axes": shown["axes"]["label"],
        "therapies": [_labelled(therapy) for therapy in shown["therapies"]],
        "trials": [_labelled(trial) for trial in shown["trials"]],
        "recheck": [trial["recheckOn"] for trial in shown["trials"] if trial["recheckOn"]],
        "flags": {str(trial["number"]): trial["flags"] for trial in shown["trials"] if trial["flags"]},
    }
    return {name: found[name] for name in expected}


def _labelled(treatment: Mapping[str, Any]) -> str:
    """The label, with what speaks against it or is missing where that is why."""
    label: str = treatment["label"]
    if label in {"inadequate", "not_counted"}:
        return f"{label}: {', '.join(treatment['reasons'])}"
    return f"{label}: {', '.join(treatment['missing'])}" if label == "indeterminate" else label
