"""A small made-up rule set for tests of the engine itself, and ways to change its content."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any

from rules.authoring.release import compile_content
from rules.engine.rule_set import RuleSet
from rules.engine.screening import Screening, screen
from rules.engine.site import SiteSettings
from rules.engine.terms import Phase, Route

CONTENT = Path(__file__).parent / "small"
TODAY = date(2026, 4, 20)
DEMO = SiteSettings("democlinic", tuple(Route), "US", "America/New_York", demo=True, settings_version="1")
WELL: Mapping[str, Any] = {
    "demo.dob": "1981-02-03",
    "cv.stroke": "no",
    "vital.bp": [{"systolic": 120, "taken": "2026-04-18"}],
    "psych.other": ["none"],
    "cv.hf": "no_failure",
}


@cache
def small_rule_set() -> RuleSet:
    return compile_content(CONTENT)[0]


def screened(answers: Mapping[str, Any], **options: Any) -> Screening:
    """The small rule set on the answers of somebody well, changed as given; None takes an answer away."""
    merged = {key: value for key, value in {**WELL, **answers}.items() if value is not None}
    phase = options.pop("phase", Phase.INTAKE)
    site = options.pop("site", DEMO)
    rule_set = options.pop("rule_set", small_rule_set())
    return screen(rule_set, merged, phase=phase, as_of=TODAY, site=site, **options)


def changed_content(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the small content with one text replaced; the text must be there."""
    root = copytree(CONTENT, folder / "content")
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))
    return root
