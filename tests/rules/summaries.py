"""Derived facts on their own, as tests look at them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.engine.frames import Frames, Given
from rules.engine.terms import Phase
from rules.engine.truth import NO, YES
from tests.rules.intakes import TODAY, changed, released


def summary_of(fact: str, answers: Mapping[str, Any], day: date = TODAY) -> str:
    """Whether a summary "holds", does "not" or is "open" for the well person with these answers changed."""
    rule_set = released()
    facts = rule_set.reader.read(changed(answers), as_of=day, phase=Phase.INTAKE)
    frames = Frames(rule_set, facts, Given(submitted_on=day), as_of=day)
    value = frames.plain.slots[rule_set.layout.slots[fact]]
    if value is YES:
        return "holds"
    return "not" if value is NO else "open"
