"""Patient stories run through two rule sets: whose disposition would change, and how."""

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
_TRIALS = "target.trials"
_A_DAY = date(2026, 4, 20)
# Stories belong to no clinic; both routes, so that each change shows.
_NO_CLINIC = SiteSettings("democlinic", tuple(Route), "US", "America/New_York", demo=True, settings_version="story")


def changed_stories(old: RuleSet, new: RuleSet, cases: Path = CASES, well: Path = WELL) -> list[str]:
    """One sentence for each story that ends differently. Raises ContentError for a story that cannot be read."""
    answers = _merged(well)
    return [
        f"{path.stem}: {sentence}"
        for path in sorted(cases.glob("*.yaml"))
        for sentence in _changes(read_mapping(path, cases).values, answers, old, new, path)
    ]


def _merged(folder: Path) -> dict[str, Any]:
    """The answers of somebody well, which each story changes."""
    answers: dict[str, Any] = {}
    for path in sorted(folder.glob("*.yaml")):
        answers |= read_mapping(path, folder).values
    return answers


def _changes(
    story: Mapping[str, Any], well: Mapping[str, Any], old: RuleSet, new: RuleSet, path: Path
) -> Iterator[str]:
    try:
        before, after = (_screened(story, well, rule_set) for rule_set in (old, new))
    except (KeyError, TypeError, ValueError):
        raise ContentError([Problem(Place(path.name, 1, "story"), "is no story")]) from None
    for route in Route:
        if before.dispositions[route] != after.dispositions[route]:
            yield f"{route} was {before.dispositions[route]}, is {after.dispositions[route]}"
    if before.contact != after.contact:
        yield f"contact was {before.contact}, is {after.contact}"


def _screened(story: Mapping[str, Any], well: Mapping[str, Any], rule_set: RuleSet) -> Screening:
    as_of = story.get("as_of", _A_DAY)
    day = as_of if isinstance(as_of, date) else date.fromisoformat(str(as_of))
    told = {**story["answers"], **_trials(story)}
    answers = {key: _as_json(value) for key, value in {**well, **told}.items() if value is not None}
    phase = Phase(story.get("phase", Phase.INTAKE))
    return screen(rule_set, answers, phase=phase, as_of=day, site=_NO_CLINIC, submitted_on=day)


def _trials(story: Mapping[str, Any]) -> Mapping[str, Any]:
    """A story of many trials says once what holds for each of them."""
    if "every_trial" not in story:
        return {}
    return {_TRIALS: [{**story["every_trial"], **row} for row in story["answers"][_TRIALS]]}


def _as_json(value: Any) -> Any:
    """Days, numbers and words as JSON would deliver them."""
    if isinstance(value, dict):
        return {key: _as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_json(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return next((kind(value) for kind in (bool, int, float, str) if isinstance(value, kind)), value)
