"""Intakes for measuring the released rule set: everything answered, a usual one, an urgent one, an empty one."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from rules.engine.site import SiteSettings
from rules.engine.terms import Route

WELL = Path(__file__).parents[1] / "tests" / "rules" / "well"
AS_OF = date(2026, 4, 20)
SITE = SiteSettings("democlinic", tuple(Route), "US", "America/New_York", demo=True, settings_version="1")
LEFT_OUT_EVERY = 8


@cache
def samples() -> Mapping[str, Mapping[str, Any]]:
    """Answers by the name of the sample; `usual` leaves every eighth question out and has raised blood pressure."""
    complete = _complete()
    usual = {key: value for place, (key, value) in enumerate(sorted(complete.items())) if place % LEFT_OUT_EVERY}
    return {
        "complete": complete,
        "usual": {**usual, "cv.htn": "yes", "vital.bp": [{"systolic": 152, "diastolic": 94, "taken": "2026-04-18"}]},
        "urgent": {**complete, "acute.now": ["chest_pain"]},
        "all unknown": {},
    }


def _complete() -> dict[str, Any]:
    """A well person's answers, as the tests of the rules keep them."""
    answers: dict[str, Any] = {}
    for path in sorted(WELL.glob("*.yaml")):
        answers |= YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return answers
