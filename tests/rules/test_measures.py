"""Ratios to a laboratory's limit, changes of weight, and what differs between the routes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine.derivations import change_in_percent, ratio
from rules.engine.terms import Route, Severity
from rules.engine.values import Interval, Value
from tests.rules.intakes import screened

_ANY_DAY = 0


@pytest.mark.parametrize(
    ("value", "limit", "result"),
    [
        (160, 40, 4),
        (Decimal("4.5"), 3, Decimal("1.5")),
        (Interval(0, 10), 40, Interval(0, Decimal("0.25"))),
        (None, 40, None),
        (160, None, None),
        (160, 0, None),
        (160, -40, None),
        (-160, 40, None),
    ],
)
def test_a_value_counts_in_multiples_of_its_own_laboratorys_limit(value: Value, limit: Value, result: Value) -> None:
    assert ratio(_ANY_DAY, value, limit) == result


@given(st.integers(0, 5000), st.integers(1, 200))
def test_a_ratio_at_the_threshold_is_exact(multiple: int, limit: int) -> None:
    assert ratio(_ANY_DAY, multiple * limit, limit) == multiple


@pytest.mark.parametrize(
    ("now", "before", "percent"),
    [(77, 70, 10), (63, 70, 10), (70, 70, 0), (None, 70, None), (70, None, None), (70, 0, None)],
)
def test_a_weight_moves_in_percent_of_the_last_record(now: Value, before: Value, percent: Value) -> None:
    assert change_in_percent(_ANY_DAY, now, before) == percent


def test_a_difficult_airway_weighs_more_before_an_infusion_than_before_a_nasal_spray() -> None:
    screening = screened({"resp.conditions": ["difficult_intubation"]})
    finding = next(finding for finding in screening.findings if finding.rule_id == "resp.difficult_airway")
    assert finding.severity == {Route.IV_KETAMINE: Severity.RELATIVE, Route.ESKETAMINE: Severity.CAUTION}
    assert screening.dispositions == {Route.IV_KETAMINE: "needs_review", Route.ESKETAMINE: "precautions"}


def test_an_enzyme_without_its_upper_limit_holds_the_first_dose_for_the_clinic() -> None:
    screening = screened({"lab.lft.alt": {"value": 400, "unit": "U/L"}, "lab.lft.alt_limit": None})
    finding = next(finding for finding in screening.findings if finding.rule_id == "hepatic.alt_ast_gt_5x")
    assert finding.outcome == "unknown"
    assert finding.missing == ("alt_limit",)
    assert finding.waiting_on == "clinic"
    assert finding.possible[Route.IV_KETAMINE] == "absolute_temporary"


def test_an_uncomplicated_patient_is_asked_four_questions_about_these_organs() -> None:
    rule_set = screened({}).rule_set
    asked = [
        item["linkId"]
        for item in rule_set.questionnaire["items"]
        if item["linkId"].split(".")[0] in {"organs", "uro", "liver", "lab", "renal", "endo", "resp"}
        and item["answeredBy"] == "patient"
        and "enabledWhen" not in item
        and "intake" in item["phases"]
    ]
    assert asked == ["organs.conditions", "uro.symptoms", "endo.conditions", "resp.conditions"]
