"""The released rule set that ships with the functions. Which one is current stands beside it."""

import json
from pathlib import Path

from rules.engine.rule_set import RuleSet, RuleSetDamagedError, load_rule_set

RELEASED = Path(__file__).parents[2] / "rules" / "released"


def current_rule_set(folder: Path = RELEASED) -> RuleSet:
    """Raises RuleSetDamagedError when the rule set is not the one that was released."""
    current = json.loads((folder / "current.json").read_text(encoding="utf-8"))
    rule_set = load_rule_set(folder / f"{current['version']}.json")
    if rule_set.digest != current["digest"]:
        raise RuleSetDamagedError
    return rule_set
