"""The kinds of adverse effects name rules that exist, and no rule about a treatment's effects is forgotten."""

import pytest

from rules.engine.effects import EFFECTS, Effect
from rules.engine.terms import Phase
from tests.rules.intakes import released

# Rules of the follow-up that tell how well a treatment works, or that something is missing.
NO_EFFECT = {"followup.no_response", "followup.worse", "followup.symptoms_remain", "followup.change_not_measured"}


def test_every_rule_named_can_fire_at_a_follow_up() -> None:
    rules = {rule.id: rule for rule in released().rules}
    assert [rule for rule in EFFECTS if rule not in rules or Phase.FOLLOW_UP not in rules[rule].phases] == []


def test_every_rule_of_the_follow_up_alone_has_its_kind() -> None:
    own = {rule.id for rule in released().rules if rule.phases == {Phase.FOLLOW_UP}}
    assert own - EFFECTS.keys() == NO_EFFECT


@pytest.mark.parametrize("effect", Effect)
def test_every_kind_has_a_rule(effect: Effect) -> None:
    assert effect in EFFECTS.values()
