"""Intakes built from the answers of a well person of 45, changed as a test or a story says."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from functions.adapters.released import current_rule_set
from rules.engine.rule_set import RuleSet
from rules.engine.screening import Screening, screen
from rules.engine.site import SiteSettings
from rules.engine.terms import Phase, Route

TODAY = date(2026, 4, 20)
DEMO = SiteSettings("democlinic", tuple(Route), "US", "America/New_York", demo=True, settings_version="1")
_HERE = Path(__file__).parent
STORIES = _HERE.parent / "cases"


@cache
def released() -> RuleSet:
    return current_rule_set()


@cache
def well() -> Mapping[str, Any]:
    """Every question answered, nothing found."""
    answers: dict[str, Any] = {}
    for path in sorted((_HERE / "well").glob("*.yaml")):
        answers |= read_yaml(path)
    return answers


def changed(overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The well answers with some changed; None leaves a question unanswered."""
    return {key: value for key, value in {**well(), **overrides}.items() if value is not None}


def screened(overrides: Mapping[str, Any], *, phase: str = "intake", **options: Any) -> Screening:
    settled: dict[str, Any] = {"as_of": TODAY, "site": DEMO, "submitted_on": TODAY, **options}
    return screen(settled.pop("rule_set", released()), changed(overrides), phase=Phase(phase), **settled)


def boundary_cases() -> Iterator[Mapping[str, Any]]:
    for path in sorted((_HERE / "boundaries").glob("*.yaml")):
        yield from read_yaml(path)


def submission_day(limit: Mapping[str, Any]) -> date | None:
    """The day a case was submitted: that of its screening unless it says another, or null for one not known."""
    written = limit.get("submitted_on", limit.get("as_of", TODAY.isoformat()))
    return None if written is None else date.fromisoformat(written)


def screening_day(limit: Mapping[str, Any]) -> date:
    """The day as of which a case is screened: the usual one unless it says another."""
    return date.fromisoformat(limit.get("as_of", TODAY.isoformat()))


def read_yaml(path: Path) -> Any:
    return _plain(YAML(typ="rt").load(path.read_text(encoding="utf-8")))


def _plain(value: Any) -> Any:
    """Numbers, words and containers as JSON would deliver them."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value
