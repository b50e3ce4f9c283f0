"""The condition language: what is in it, and what is refused with a reason an author can act on."""

import pytest

from rules.authoring.declarations import Declarations, FactType, ParameterType
from rules.authoring.expressions import parse_condition
from rules.authoring.problems import ExpressionError

_NAMES = Declarations(
    {
        "hypertension": FactType("yes_no"),
        "controlled": FactType("yes_no"),
        "systolic": FactType("quantity", unit="mmHg"),
        "diastolic": FactType("quantity", unit="mmHg"),
        "weight": FactType("quantity", unit="kg"),
        "stroke_date": FactType("date"),
        "heart_class": FactType("choice", options=frozenset({"mild", "severe"})),
        "symptoms": FactType("multi_choice", options=frozenset({"pain", "fever"})),
        "notes": FactType("text"),
        "odd_items": FactType("list"),
        "trials": FactType("group", columns={"dose": FactType("quantity", unit="mg"), "begun": FactType("date")}),
    },
    {
        "limit": ParameterType("mmHg", period=False),
        "enough": ParameterType("mg", period=False),
        "two": ParameterType("1", period=False),
        "six_weeks": ParameterType("weeks", period=True),
    },
)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("hypertension", ["fact", "hypertension"]),
        ("hypertension and not controlled", ["and", ["fact", "hypertension"], ["not", ["fact", "controlled"]]]),
        ("systolic > limit", ["compare", ">", "systolic", "limit"]),
        ("limit < systolic", ["compare", ">", "systolic", "limit"]),
        ("systolic <= diastolic", ["compare", "<=", "systolic", "diastolic"]),
        (
            "limit <= systolic < limit",
            ["and", ["compare", ">=", "systolic", "limit"], ["compare", "<", "systolic", "limit"]],
        ),
        ("heart_class == 'mild'", ["option", "heart_class", ["mild"]]),
        ("heart_class != 'mild'", ["not", ["option", "heart_class", ["mild"]]]),
        ("heart_class in ('mild', 'severe')", ["option", "heart_class", ["mild", "severe"]]),
        ("heart_class not in ('mild',)", ["not", ["option", "heart_class", ["mild"]]]),
        ("'pain' in symptoms", ["has_any", "symptoms", ["pain"]]),
        ("any_of(symptoms, 'pain', 'fever')", ["has_any", "symptoms", ["pain", "fever"]]),
        ("since(stroke_date) < six_weeks", ["since", "<", "stroke_date", "six_weeks"]),
        ("unknown(systolic)", ["unknown", "systolic"]),
        ("unknown(systolic > limit)", ["unknown", ["compare", ">", "systolic", "limit"]]),
        ("some(odd_items) or some(trials)", ["or", ["some", "odd_items"], ["some", "trials"]]),
        (
            "count(trials, dose >= enough and since(begun) > six_weeks) >= two",
            [
                "count",
                ">=",
                "trials",
                ["and", ["compare", ">=", "dose", "enough"], ["since", ">", "begun", "six_weeks"]],
                "two",
            ],
        ),
        ("any(trials, dose < enough)", ["any_row", "trials", ["compare", "<", "dose", "enough"]]),
    ],
)
def test_what_the_language_says(text: str, form: list[object]) -> None:
    assert parse_condition(text, _NAMES) == form


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hypertensoin", "not declared"),
        ("systolic > 160", "name a parameter"),
        ("160 < systolic", "name a parameter"),
        ("systolic > enough", "not in the same unit"),
        ("systolic > weight", "not in the same unit"),
        ("systolic > six_weeks", "not in the same unit"),
        ("stroke_date > six_weeks", "not in the same unit"),
        ("since(stroke_date) < limit", "not a period"),
        ("since(systolic) < six_weeks", "not a date"),
        ("since(stroke_date) == six_weeks", "elapsed time"),
        ("heart_class == 'sevree'", "not an option"),
        ("heart_class < 'mild'", "name a parameter"),
        ("heart_class == 1", "name a parameter"),
        ("'cough' in symptoms", "not an option"),
        ("'pain' in heart_class", "not a multi_choice"),
        ("symptoms in ('pain',)", "not a choice"),
        ("heart_class in ()", "tuple of options"),
        ("systolic", "not a yes/no fact"),
        ("notes > limit", "has no size"),
        ("cardiac.bp_severe", "rules never refer to rules"),
        ("hypertension and cardiac.bp_severe", "rules never refer to rules"),
        ("unknown(nothing)", "not declared"),
        ("some(systolic)", "neither a list nor a group"),
        ("count(trials, dose >= enough) >= limit", "parameter of unit 1"),
        ("count(trials, dose >= enough) >= 2", "name a parameter"),
        ("count(symptoms, dose >= enough) >= two", "not a repeating group"),
        ("count(trials, hypertension) >= two", "not declared"),
        ("any(trials)", "needs 2 argument"),
        ("any_of(symptoms)", "at least one option"),
        ("__import__('os')", "not part of the language"),
        ("(lambda: 1)()", "not part of the language"),
        ("systolic + diastolic > limit", "where a name has to stand"),
        ("hypertension if controlled else hypertension", "not part of the language"),
        ("-hypertension", "not part of the language"),
        ("True", "not part of the language"),
        ("systolic is limit", "compare"),
        ("hypertension and", "not a boolean expression"),
        ("", "not a boolean expression"),
        ("hypertension; controlled", "not a boolean expression"),
    ],
)
def test_what_is_refused_and_why(text: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        parse_condition(text, _NAMES)
