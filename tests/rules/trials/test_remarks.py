"""What the practitioner's page points out beside a status, and how well the history is documented (1.4 and 3.6)."""

from typing import Any

import pytest

from rules.engine.truth import NO, YES
from tests.rules.trials.histories import History, trial
from tests.rules.trials.pages import condition


def flags(history: History, **facts: Any) -> Any:
    return condition("depression", history, **facts)["flags"]


_NOT_TOLERATED = {"weeks": 3, "stop_reasons": frozenset({"side_effects"})}


@pytest.mark.parametrize(
    ("history", "facts", "raised"),
    [
        ([trial(), trial(drug="citalopram")], {}, []),
        ([trial(**_NOT_TOLERATED)], {}, []),
        ([trial(**_NOT_TOLERATED), trial(drug="citalopram", **_NOT_TOLERATED)], {}, ["intolerance_only"]),
        (
            [
                *(trial(drug=drug, **_NOT_TOLERATED) for drug in ("sertraline", "citalopram")),
                *(trial(drug=drug) for drug in ("fluoxetine", "escitalopram")),
            ],
            {},
            [],
        ),
        ([trial(), trial(drug="citalopram")], {"symptomatic": NO}, ["not_currently_symptomatic"]),
        ([trial()], {"symptomatic": NO}, []),
        ([trial(), trial(drug="citalopram")], {"symptomatic": None}, []),
        ([trial()], {"psychotic_illness": YES}, ["psychotic_illness"]),
        ([trial()], {"psychotic_illness": None, "bipolar_possible": None}, []),
        ([trial()], {"bipolar_possible": YES}, ["bipolar_possible"]),
    ],
)
def test_what_a_practitioner_should_look_at(history: History, facts: dict[str, Any], raised: list[str]) -> None:
    assert flags(history, **facts) == raised


def test_hardly_any_symptoms_are_a_remark_on_depression_alone() -> None:
    ssri = trial(reasons=frozenset({"anxiety"}), benefit_anxiety="none")
    facts = {"anxiety_disorder": YES, "anxiety_above_threshold": YES, "symptomatic": NO}
    found = condition(
        "anxiety", [ssri], therapies=(("cbt", frozenset({"anxiety"}), 12, 8, YES, YES, "none"),), **facts
    )
    assert (found["status"], found["flags"]) == ("resistant", [])


@pytest.mark.parametrize(
    ("sources", "weakest"),
    [
        (("clinician", "chart"), "chart"),
        (("chart", "pharmacy"), "pharmacy"),
        (("pharmacy", "self"), "self"),
        (("clinician", "clinician"), "clinician"),
        (("chart", None), None),
    ],
)
def test_the_documentation_is_that_of_the_weakest_source(
    sources: tuple[str | None, ...], weakest: str | None
) -> None:
    rows = [trial(drug=drug, confirmed=one) for drug, one in zip(("sertraline", "citalopram"), sources, strict=True)]
    assert condition("depression", rows)["documentation"] == weakest
    assert (
        condition("depression", [*rows, trial(drug="fluoxetine", weeks=3, confirmed="self")])["documentation"]
        == weakest
    )


def test_nothing_that_counts_has_no_documentation() -> None:
    assert condition("depression", [trial(weeks=3, confirmed="chart")])["documentation"] is None
