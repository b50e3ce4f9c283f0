"""Each clinic is screened by the rules it uses, or not at all."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from functions.adapters.released import ReleasedRules, current_rule_set
from functions.service.errors import RuleSetUnavailableError
from rules.engine.site import Adjustment
from rules.engine.terms import Phase
from tests.rules.intakes import DEMO, TODAY

NAME = "bp_defer_systolic"


@pytest.fixture(scope="module")
def rules() -> ReleasedRules:
    return ReleasedRules(current_rule_set())


def limit(rules: ReleasedRules, as_of: date, **settings: Any) -> object:
    site = replace(DEMO, **settings)
    screening = rules.screen({}, as_of=as_of, site=site, phase=Phase.INTAKE, submitted_on=None)
    return screening.rule_set.numbers[NAME]


def test_a_clinic_that_chose_nothing_uses_the_current_rules(rules: ReleasedRules) -> None:
    assert limit(rules, TODAY) == current_rule_set().numbers[NAME]
    assert rules.questionnaire(DEMO)[1] == current_rule_set().version


def test_a_version_can_be_activated_by_its_number(rules: ReleasedRules) -> None:
    pinned = replace(DEMO, rule_set=current_rule_set().version)
    assert rules.questionnaire(pinned) == rules.questionnaire(DEMO)


@pytest.mark.parametrize("version", ["9.9.9", "../current", "current", ""])
def test_a_version_that_is_not_there_is_never_replaced_by_another(rules: ReleasedRules, version: str) -> None:
    with pytest.raises(RuleSetUnavailableError):
        rules.questionnaire(replace(DEMO, rule_set=version))


def test_a_clinics_value_is_used_for_that_clinic_alone(rules: ReleasedRules) -> None:
    assert limit(rules, TODAY, adjustments={NAME: Adjustment(Decimal(150))}) == 150
    assert limit(rules, TODAY) == 160


def test_a_milder_value_ends_on_its_day(rules: ReleasedRules) -> None:
    milder = {NAME: Adjustment(Decimal(170), by="Dr Okafor", until=TODAY)}
    assert limit(rules, TODAY, adjustments=milder) == 170
    assert limit(rules, date(2026, 4, 21), adjustments=milder) == 160


def test_settings_that_do_not_fit_the_rules_screen_nobody(rules: ReleasedRules) -> None:
    with pytest.raises(RuleSetUnavailableError):
        limit(rules, TODAY, adjustments={NAME: Adjustment(Decimal(170))})
