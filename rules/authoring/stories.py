"""Patient stories: how they are written, and which of them would end differently under other rules.

A story is one patient: the answers of somebody well with some changed. Under `but` stand other tellings of it, with a
few answers changed again, or told on another day or in another phase.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rules.authoring.problems import ContentError, Place, Problem
from rules.authoring.yaml_source import read_mapping
from rules.engine.rule_set import RuleSet
from rules.engine.screening import Screening, screen
from rules.engine.site import SiteSettings
from rules.engine.terms import Phase, Route

_REPOSITORY = Path(__file__).parents[2]
CASES = _REPOSITORY / "tests" / "cases"
WELL = _REPOSITORY / "tests" / "rules" / "well"
USUAL_DAY = date(2026, 4, 20)
_TRIALS = "target.trials"
# Stories belong to no clinic; both routes, so that each change shows.
_NO_CLINIC = SiteSettings("democlinic", tuple(Route), "US", "America/New_York", demo=True, settings_version="story")

type Story = Mapping[str, Any]


def patients(cases: Path = CASES) -> dict[str, dict[str, Story]]:
    """Every story by the name of its file, with all its tellings by their names. Raises ContentError."""
    return {path.stem: _told_in(path) for path in sorted(cases.glob("*.yaml"))}


def well_answers(folder: Path = WELL) -> dict[str, Any]:
    """The answers of somebody well, which each story changes: every question answered, nothing found."""
    answers: dict[str, Any] = {}
    for path in sorted(folder.glob("*.yaml")):
        answers |= as_json(read_mapping(path, folder).values)
    return answers


def written_answers(story: Story) -> dict[str, Any]:
    """What a story changes; null takes an answer away. What holds for every trial is in each of them."""
    answers = dict(story["answers"])
    if "every_trial" in story:
        answers[_TRIALS] = [{**story["every_trial"], **row} for row in answers[_TRIALS]]
    return answers


def day_of(story: Story) -> date:
    """The day as of which a story is screened."""
    return date.fromisoformat(story.get("as_of", USUAL_DAY.isoformat()))


def sent_on(story: Story) -> date | None:
    """The day the form was filled in: that of the screening unless the story says another, or null."""
    written = story.get("submitted_on", day_of(story).isoformat())
    return None if written is None else date.fromisoformat(written)


def changed_stories(old: RuleSet, new: RuleSet, cases: Path = CASES, well: Path = WELL) -> list[str]:
    """One sentence for each telling that ends differently. Raises ContentError for a story that cannot be read."""
    answers = well_answers(well)
    return [
        f"{name}: {sentence}"
        for tellings in patients(cases).values()
        for name, story in tellings.items()
        for sentence in _changes(name, story, answers, old, new)
    ]


def _told_in(path: Path) -> dict[str, Story]:
    try:
        return dict(_tellings(path.stem, as_json(read_mapping(path, path.parent).values)))
    except (KeyError, TypeError):
        raise _no_story(path.name) from None


def _tellings(name: str, story: dict[str, Any]) -> Iterator[tuple[str, Story]]:
    """The story itself, then each other telling of it."""
    others = story.pop("but", ())
    yield name, story
    for other in others:
        answers = {**story["answers"], **other.get("answers", {})}
        yield f"{name}, {other['told']}", {**story, **other, "answers": answers}


def _changes(name: str, story: Story, well: Mapping[str, Any], old: RuleSet, new: RuleSet) -> Iterator[str]:
    try:
        before, after = (_screened(story, well, rule_set) for rule_set in (old, new))
    except (KeyError, TypeError, ValueError):
        raise _no_story(name) from None
    for route in Route:
        if before.dispositions[route] != after.dispositions[route]:
            yield f"{route} was {before.dispositions[route]}, is {after.dispositions[route]}"
    if before.contact != after.contact:
        yield f"contact was {before.contact}, is {after.contact}"


def _screened(story: Story, well: Mapping[str, Any], rule_set: RuleSet) -> Screening:
    answers = {key: value for key, value in {**well, **written_answers(story)}.items() if value is not None}
    phase = Phase(story.get("phase", Phase.INTAKE))
    return screen(rule_set, answers, phase=phase, as_of=day_of(story), site=_NO_CLINIC, submitted_on=sent_on(story))


def _no_story(name: str) -> ContentError:
    return ContentError([Problem(Place(name, 1, "story"), "is no story")])


def as_json(value: Any) -> Any:
    """Days, numbers, words and containers as JSON would deliver them."""
    if isinstance(value, dict):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return next((kind(value) for kind in (bool, int, float, str) if isinstance(value, kind)), value)
