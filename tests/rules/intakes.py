"""Intakes built from the answers of a well person of 45, changed as a test or a story says."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from functions.adapters.released import current_rule_set
from rules.authoring.stories import USUAL_DAY, as_json, well_answers
from rules.engine.rule_set import RuleSet
from rules.engine.screening import Screening, screen
from rules.engine.site import SiteSettings
from rules.engine.terms import Phase, Route

TODAY = USUAL_DAY
DEMO = SiteSettings("democlinic", tuple(Route), "US", "America/New_York", demo=True, settings_version="1")
_HERE = Path(__file__).parent


@cache
def released() -> RuleSet:
    return current_rule_set()


@cache
def well() -> Mapping[str, Any]:
    """Every question answered, nothing found."""
    return well_answers()


def changed(overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The well answers with some changed; None leaves a question unanswered."""
    return {key: value for key, value in {**well(), **overrides}.items() if value is not None}


def screened(overrides: Mapping[str, Any], *, phase: str = "intake", **options: Any) -> Screening:
    settled: dict[str, Any] = {"as_of": TODAY, "site": DEMO, "submitted_on": TODAY, **options}
    return screen(settled.pop("rule_set", released()), changed(overrides), phase=Phase(phase), **settled)


def boundary_cases() -> Iterator[Mapping[str, Any]]:
    for path in sorted((_HERE / "boundaries").glob("*.yaml")):
        yield from read_yaml(path)


def read_yaml(path: Path) -> Any:
    return as_json(YAML(typ="rt").load(path.read_text(encoding="utf-8")))
