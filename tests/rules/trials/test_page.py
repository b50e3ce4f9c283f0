"""The whole of what the practitioner's page shows of a treatment history, word for word."""

from typing import Any

from rules.engine.truth import NO, YES
from rules.engine.values import Interval
from tests.rules.trials.histories import day, trial
from tests.rules.trials.pages import condition, shown

_RUNNING = trial(
    drug="Effexor XR",
    dose=37,
    often=None,
    weeks=None,
    start=day(2025, 5, 12),
    stop_reasons=frozenset({"still_taking"}),
    confirmed="chart",
)
_VAGUE = trial(
    drug="the white ones",
    dose=None,
    weeks=7,
    start=Interval(day(2024, 10, 1), day(2024, 10, 31)),
    end=Interval(day(2024, 12, 1), day(2024, 12, 31)),
)


_PLAIN: dict[str, Any] = {
    "reasons": [],
    "missing": [],
    "flags": [],
    "counted": "no",
    "start": None,
    "end": None,
    "recheckOn": None,
}


def test_every_part_of_a_condition_is_shown() -> None:
    history = [
        trial(drug="Zoloft", confirmed="pharmacy"),
        _RUNNING,
        _VAGUE,
        trial(drug="Celexa", weeks=3, confirmed="self"),
    ]
    assert condition("depression", history) == {
        "condition": "depression",
        "definition": "trd_fda_v1",
        "status": "indeterminate",
        "needed": "2",
        "failed": {"atLeast": 1, "atMost": 2},
        "axes": {"drug": "unknown", "psychological": "yes", "aboveThreshold": "yes", "label": None},
        "questions": [{"trial": 3, "field": "agent"}, {"trial": 3, "field": "dose"}],
        "flags": [],
        "documentation": "pharmacy",
        "trials": [
            {
                **_PLAIN,
                "number": 1,
                "written": "Zoloft",
                "ingredient": "sertraline",
                "class": "SSRI",
                "label": "adequate_failed",
                "counted": "yes",
                "mgADay": {"low": "100", "high": "100"},
                "weeks": {"low": "10", "high": "10"},
            },
            {
                **_PLAIN,
                "number": 2,
                "written": "Effexor XR",
                "ingredient": "venlafaxine",
                "class": "SNRI",
                "label": "inadequate",
                "reasons": ["in_progress"],
                "mgADay": {"low": "37", "high": None},
                "weeks": {"low": "2", "high": "3"},
                "start": ["2025-05-12", "2025-05-12"],
                "end": ["2025-06-01", "2025-06-01"],
                "recheckOn": "2025-06-30",
            },
            {
                **_PLAIN,
                "number": 3,
                "written": "the white ones",
                "ingredient": None,
                "class": None,
                "label": "indeterminate",
                "missing": ["agent", "dose"],
                "counted": "unknown",
                "mgADay": {"low": "0", "high": None},
                "weeks": {"low": "7", "high": "7"},
                "start": ["2024-10-01", "2024-10-31"],
                "end": ["2024-12-01", "2024-12-31"],
            },
            {
                **_PLAIN,
                "number": 4,
                "written": "Celexa",
                "ingredient": "citalopram",
                "class": "SSRI",
                "label": "inadequate",
                "reasons": ["duration"],
                "mgADay": {"low": "100", "high": "100"},
                "weeks": {"low": "3", "high": "3"},
            },
        ],
        "therapies": [],
    }


def test_the_page_has_its_day_each_condition_with_a_definition_and_the_staging() -> None:
    page = shown([trial()])
    assert page["asOf"] == "2025-06-01"
    assert [part["condition"] for part in page["conditions"]] == ["depression", "bipolar", "anxiety"]
    assert page["staging"] == {
        "thaseRush": {"low": "1", "high": "1"},
        "maudsley": {"low": "5", "high": "5", "bands": ["mild"]},
        "mghS": {"low": "1.0", "high": "1.0"},
    }
    assert [part["condition"] for part in shown([trial()], "trocd", "trptsd")["conditions"]] == [
        "depression",
        "bipolar",
        "anxiety",
        "ocd",
        "ptsd",
    ]


def test_a_running_trial_without_a_start_is_looked_at_again_some_weeks_from_today() -> None:
    running = trial(weeks=4, stop_reasons=frozenset({"still_taking"}))
    assert condition("depression", [running])["trials"][0]["recheckOn"] == "2025-06-15"


def test_a_history_nobody_told_is_no_history() -> None:
    assert shown(None) == {"asOf": "2025-06-01", "conditions": [], "staging": None}


def test_what_a_psychological_treatment_lacks_is_shown() -> None:
    ssri = trial(reasons=frozenset({"anxiety"}), benefit_anxiety="none")
    therapies = (
        ("cbt", frozenset({"anxiety"}), 11, 8, None, None, None),
        ("supportive", frozenset({"anxiety"}), 12, 8, None, None, "none"),
        ("cbt", frozenset({"anxiety"}), 12, 8, YES, None, "none"),
    )
    facts = {"anxiety_disorder": YES, "anxiety_above_threshold": YES, "therapies": therapies}
    found = condition("anxiety", [ssri], target_dx=frozenset({"panic"}), **facts)
    assert found["status"] == "resistant"
    assert found["axes"] == {"drug": "yes", "psychological": "yes", "aboveThreshold": "yes", "label": "both"}
    assert found["therapies"] == [
        {"kind": "cbt", "label": "inadequate", "reasons": ["sessions"], "missing": ["exposure", "outcome"]},
        {"kind": "supportive", "label": "not_counted", "reasons": ["kind"], "missing": ["exposure"]},
        {"kind": "cbt", "label": "adequate_failed", "reasons": [], "missing": []},
    ]


def test_nothing_is_asked_of_a_condition_the_patient_does_not_have() -> None:
    history = [trial(), trial(drug="citalopram", dose=None)]
    assert condition("depression", history)["questions"] == [{"trial": 2, "field": "dose"}]
    found = condition("depression", history, unipolar_depression=NO)
    assert (found["status"], found["questions"]) == ("not_applicable", [])
