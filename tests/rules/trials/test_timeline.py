"""What the practitioner's page shows of a treatment history."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.engine.treatment_history import treatment_history
from tests.rules.intake_strategies import ITEMS, answers_to
from tests.rules.intakes import DEMO, screened

_FAILED: dict[str, Any] = {
    "reason": ["depression"],
    "dose": 100,
    "often": "once",
    "weeks": 10,
    "adherence": "from_80",
    "benefit": "none",
    "stop_reason": ["did_not_work"],
    "with_other": "alone",
    "episode": "current",
}


def page(profiles: tuple[str, ...] = (), **answers: Any) -> Any:
    named = {key.replace("__", "."): value for key, value in answers.items()}
    return treatment_history(screened(named, site=replace(DEMO, profiles=profiles)))


def depression(**answers: Any) -> Any:
    return next(part for part in page(**answers)["conditions"] if part["condition"] == "depression")


def tried(*drugs: str, **changes: Any) -> list[dict[str, Any]]:
    return [{**_FAILED, "drug": drug, **changes} for drug in drugs]


def test_the_well_person_of_the_tests_is_resistant_and_documented_by_the_pharmacy() -> None:
    shown = depression()
    assert (shown["status"], shown["documentation"], shown["flags"]) == ("resistant", "pharmacy", [])


def test_the_weakest_source_is_the_documentation() -> None:
    rows = [*tried("sertraline", confirmed="chart"), *tried("citalopram", confirmed="self")]
    assert depression(target__trials=rows)["documentation"] == "self"
    assert depression(target__trials=[*rows, *tried("fluoxetine")])["documentation"] is None


def test_a_history_nobody_told_shows_nothing() -> None:
    shown = page(target__trials=None)
    assert shown["conditions"] == []
    assert shown["staging"] is None


def test_two_medicines_not_tolerated_are_pointed_out() -> None:
    rows = tried("sertraline", "citalopram", weeks=3, stop_reason=["side_effects"])
    assert depression(target__trials=rows)["flags"] == ["intolerance_only"]


def test_hardly_any_symptoms_now_are_pointed_out() -> None:
    none = {f"scale__phq9__{number}": 0 for number in range(1, 10)}
    shown = depression(**none, scale__phq9=0, target__severity="mild")
    assert shown["flags"] == ["not_currently_symptomatic"]


def test_signs_of_bipolar_illness_are_pointed_out() -> None:
    shown = depression(psych__mania__ever=["mania"], psych__mania__type="not_diagnosed")
    assert (shown["status"], shown["flags"], shown["questions"]) == ("not_applicable", ["bipolar_possible"], [])


def test_a_dose_and_weeks_are_shown_with_their_bounds() -> None:
    row = tried("sertraline", often=None, weeks=4, weeks_most=9, start="2025-02", end="2025-03")[0]
    shown = depression(target__trials=[row])["trials"][0]
    assert shown["mgADay"] == {"low": "100", "high": None}
    assert shown["weeks"] == {"low": "4", "high": "9"}
    assert shown["start"] == ["2025-02-01", "2025-02-28"]


@pytest.mark.parametrize(
    ("ect", "stage"),
    [
        (None, ("4", "5")),
        ([{"n_treatments": 10, "placement": "bilateral", "benefit": "none"}], ("5", "5")),
        ([{"n_treatments": 10, "placement": "unsure", "benefit": "none"}], ("4", "5")),
        ([{"n_treatments": 10, "placement": "right_unilateral", "benefit": "none"}], ("4", "4")),
        ([{"n_treatments": 5, "placement": "bilateral", "benefit": "none"}], ("4", "4")),
        ([{"n_treatments": 10, "placement": "bilateral", "benefit": "worked_then_stopped"}], ("4", "5")),
        ([{"placement": "bilateral", "benefit": "none"}], ("4", "5")),
    ],
)
def test_the_last_stage_needs_bilateral_electroconvulsive_therapy(ect: Any, stage: tuple[str, str]) -> None:
    rows = [
        *tried("sertraline", "phenelzine"),
        *tried("venlafaxine", "nortriptyline", dose=150),
    ]
    shown = page(target__trials=rows, target__other_treatments=["ect"], target__ect=ect)["staging"]["thaseRush"]
    assert (shown["low"], shown["high"]) == stage


def test_an_unknown_medicine_widens_the_stage() -> None:
    shown = page(target__trials=tried("sertraline", "the white ones"))["staging"]
    assert shown["thaseRush"] == {"low": "1", "high": "2"}


def test_the_maudsley_score_needs_a_certain_failure() -> None:
    assert page(target__trials="none")["staging"]["maudsley"] is None
    assert page(target__trials=tried("sertraline", dose=None))["staging"]["maudsley"] is None


def test_severity_comes_from_the_phq9_where_nobody_rated_it() -> None:
    shown = page(target__severity=None)["staging"]["maudsley"]
    assert (shown["low"], shown["high"], shown["bands"]) == ("7", "7", ["moderate"])


def test_stimulation_counts_where_the_definition_says_so() -> None:
    answers: dict[str, Any] = {
        "target__trials": tried("sertraline"),
        "target__other_treatments": ["tms"],
        "target__tms": [{"sessions": 20, "protocol": "standard", "benefit": "none"}],
    }
    counting = page(profiles=("trd_neurostimulation_counts",), **answers)["conditions"][0]
    assert counting["status"] == "resistant"
    assert depression(**answers)["status"] == "not_yet_resistant"
    fewer = {**answers, "target__tms": [{"sessions": 19, "protocol": "standard", "benefit": "none"}]}
    assert page(profiles=("trd_neurostimulation_counts",), **fewer)["conditions"][0]["status"] == "not_yet_resistant"
    fast = {**answers, "target__tms": [{"sessions": 50, "protocol": "accelerated", "benefit": "none"}]}
    assert page(profiles=("trd_neurostimulation_counts",), **fast)["conditions"][0]["status"] == "indeterminate"


@pytest.mark.parametrize(
    ("therapy", "label"),
    [
        ({"type": "cbt", "sessions": 12, "weeks": 8, "benefit": "none"}, "adequate_failed"),
        ({"type": "cbt", "sessions": 11, "weeks": 8, "benefit": "none"}, "inadequate"),
        ({"type": "cbt", "sessions": 12, "weeks": 7, "benefit": "none"}, "inadequate"),
        ({"type": "cbt", "sessions": 12, "weeks": 8, "benefit": "much_better"}, "adequate_responded"),
        ({"type": "cbt", "weeks": 8, "benefit": "none"}, "indeterminate"),
        ({"type": "supportive", "sessions": 40, "weeks": 40, "benefit": "none"}, "not_counted"),
    ],
)
def test_a_psychological_treatment_of_anxiety(therapy: dict[str, Any], label: str) -> None:
    shown = page(target__dx=["gad"], target__therapies=[{**therapy, "target": ["anxiety"]}])
    anxiety = next(part for part in shown["conditions"] if part["condition"] == "anxiety")
    assert [one["label"] for one in anxiety["therapies"]] == [label]


def test_a_definition_that_does_not_exist_is_a_fault_of_every_rule_that_needs_one() -> None:
    screening = screened({}, site=replace(DEMO, profiles=("no_such_definition",)))
    assert "indication.insufficient_trials" in screening.faults
    assert screening.strictest == "needs_review"
    with pytest.raises(ValueError, match="definition"):
        treatment_history(screening)


_PAST = sorted(name for name in ITEMS if name.startswith("target."))


@settings(max_examples=80, deadline=None)
@given(st.fixed_dictionaries({}, optional={name: answers_to(name) for name in _PAST}))
def test_whatever_is_answered_the_page_shows_the_status_the_rules_went_by(answers: dict[str, Any]) -> None:
    screening = screened(answers)
    shown: Any = treatment_history(screening)
    for part in shown["conditions"]:
        status = screening.values[screening.rule_set.layout.slots[f"{part['condition']}_resistance"]]
        assert part["status"] == (status or "indeterminate")
