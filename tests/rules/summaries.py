"""Derived facts on their own, as tests look at them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.engine.frames import Frames, Given
from rules.engine.terms import Phase
from rules.engine.truth import NO, YES
from tests.rules.intakes import TODAY, changed, released


def value_of(
    fact: str,
    answers: Mapping[str, Any],
    *,
    day: date = TODAY,
    phase: Phase = Phase.INTAKE,
    profiles: tuple[str, ...] = (),
) -> Any:
    """What a derived fact comes to for the well person with these answers changed; None while it is unknown."""
    rule_set = released()
    facts = rule_set.reader.read(changed(answers), as_of=day, phase=phase)
    frames = Frames(rule_set, facts, Given(submitted_on=day, profiles=profiles), as_of=day)
    return frames.plain.slots[rule_set.layout.slots[fact]]


def summary_of(fact: str, answers: Mapping[str, Any], day: date = TODAY, phase: Phase = Phase.INTAKE) -> str:
    """Whether a summary "holds", does "not" or is "open" for the well person with these answers changed."""
    value = value_of(fact, answers, day=day, phase=phase)
    if value is YES:
        return "holds"
    return "not" if value is NO else "open"
