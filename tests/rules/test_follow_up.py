"""Follow-up: what a treatment has done, against what was there before it."""

from typing import Any

import pytest

from rules.engine.terms import Contact, Disposition
from tests.rules.intakes import screened

RECOVERED: dict[str, Any] = {
    **{f"scale.phq9.{item}": 0 for item in range(1, 10)},
    **{f"scale.gad7.{item}": 0 for item in range(1, 8)},
    "scale.phq9": None,
    "scale.gad7": None,
}


def followed_up(overrides: dict[str, Any]) -> Any:
    return screened({**RECOVERED, **overrides}, phase="follow_up")


def fired(overrides: dict[str, Any]) -> set[str]:
    findings = followed_up(overrides).findings
    return {finding.rule_id for finding in findings if finding.outcome == "fired"}


def test_a_patient_in_remission_without_complaints_has_no_flags() -> None:
    assert set(followed_up({}).dispositions.values()) == {Disposition.NO_FLAGS}


@pytest.mark.parametrize("unknown", [None, "dont_know", "declined", [], "nothing like it"])
def test_leaving_the_complaints_open_is_never_taken_for_none(unknown: object) -> None:
    assert Disposition.NO_FLAGS not in followed_up({"followup.since_last": unknown}).dispositions.values()


def test_item_nine_without_a_suicide_screener_calls_for_contact_at_follow_up() -> None:
    screening = followed_up({"scale.phq9.9": 1, "scale.cssrs.1": None, "scale.cssrs.2": None, "scale.cssrs.6": None})
    assert screening.contact is Contact.TODAY


def test_item_nine_counts_while_the_other_items_are_missing() -> None:
    alone = {f"scale.phq9.{item}": None for item in range(1, 9)}
    open_screener = {"scale.cssrs.1": None, "scale.cssrs.2": None, "scale.cssrs.6": None}
    screening = screened({**alone, **open_screener, "scale.phq9": None, "scale.phq9.9": 3})
    assert screening.contact is Contact.NOW


def test_half_the_baseline_is_a_response_and_a_little_more_is_not() -> None:
    half = {"scale.phq9.1": 3, "scale.phq9.2": 3, "scale.phq9.3": 3}
    assert not {"followup.no_response", "followup.worse"} & fired(half)
    assert "followup.no_response" in fired({**half, "scale.phq9.4": 1})


def test_mania_after_treatment_is_urgent_at_follow_up() -> None:
    assert followed_up({"psych.mania.now": "yes"}).contact is Contact.NOW
