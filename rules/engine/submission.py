"""One set of answers under one rule set, as the rules see it."""

from datetime import date
from typing import NamedTuple

from rules.engine.frames import Frame, Frames
from rules.engine.rule_set import RuleSet
from rules.engine.terms import Phase, Unknown
from rules.engine.truth import NO


class Submission(NamedTuple):
    """`frame` is the plain reading of the answers, `frames` holds those that conflicts allow."""

    rule_set: RuleSet
    frames: Frames
    frame: Frame
    phase: Phase
    as_of: date

    def reason(self, name: str) -> Unknown | None:
        """Why a fact is unknown. A question its own gate closed was not asked rather than left out."""
        reason = self.frames.unknown.get(name)
        if reason is not Unknown.UNANSWERED:
            return reason
        gate = self.rule_set.gate_conditions.get(name)
        return Unknown.NOT_ASKED if gate is not None and gate(self.frames.plain.slots) is NO else reason
