"""A text that needs a human reader: how soon, by what it mentions (sections 3.1 and 4.4)."""

from collections.abc import Sequence

import pytest

from rules.engine.terms import Contact, Severity
from rules.engine.truth import YES
from tests.rules.free_text.texts import mentioning
from tests.rules.intakes import released

_ACUTE = ("acute_heart_or_lung", "acute_nerve_or_eye")
_STATES = ("psychosis_now", "mania_now", "intoxication_now", "withdrawal_now")
_SUICIDE = ("suicide_signs", "suicide_in_other_language", "other_in_danger", "suicide_intent", "suicide_attempt")
_CONDITIONS = (
    "psychosis_history", "bipolar", "pregnancy", "breastfeeding", "hypertension", "heart_attack", "heart_failure",
    "arrhythmia", "aneurysm", "stroke", "brain_bleed", "seizure", "glaucoma", "liver_disease", "bladder_disease",
)  # fmt: skip
_SETTLED = ("negated", "past", "other_person")


def read_by(*mentions: str) -> str:
    """Read today, for review, by asking the patient, or for nothing."""
    rule = next(rule for rule in released().rules if rule.id == "data.free_text_unresolved")
    slots = mentioning(mentions, {})
    held = [clause for clause in rule.clauses if clause.condition(slots) is YES]
    if any(clause.contact is Contact.TODAY for clause in held):
        return "today"
    words = {word for clause in held for word in clause.severity.values()}
    return "review" if Severity.RELATIVE in words else "ask" if words else "nothing"


def all_are(wanted: str, concepts: Sequence[str], *statuses: str) -> None:
    found = {(concept, status): read_by(f"{concept} {status}") for concept in concepts for status in statuses}
    assert found == dict.fromkeys(found, wanted)


def test_harm_to_others_that_is_unclear_or_supposed_is_read_today() -> None:
    all_are("today", ["harm_to_others"], "unresolved", "hypothetical")
    all_are("nothing", ["harm_to_others"], "affirmed", *_SETTLED)


def test_an_emergency_of_the_body_is_read_today_unless_it_is_settled() -> None:
    all_are("today", ["body_emergency"], "affirmed", "unresolved")
    all_are("nothing", ["body_emergency"], "hypothetical", *_SETTLED)


def test_another_language_is_read_today_and_a_doubt_about_it_is_reviewed() -> None:
    all_are("today", ["other_language"], "affirmed")
    all_are("review", ["other_language"], "unresolved")


def test_what_could_be_danger_and_is_unclear_is_reviewed() -> None:
    all_are("review", ["idiom", "suicide_thoughts", *_SUICIDE, *_STATES], "unresolved")
    all_are("review", ["suicide_thoughts"], "hypothetical")
    all_are("nothing", ["suicide_thoughts", *_SUICIDE, *_STATES], *_SETTLED)
    all_are("nothing", _STATES, "hypothetical")


def test_an_acute_symptom_is_reviewed_unless_it_is_settled() -> None:
    all_are("review", _ACUTE, "affirmed", "unresolved")
    all_are("nothing", _ACUTE, "hypothetical", *_SETTLED)


def test_a_condition_that_stays_unclear_is_asked_about() -> None:
    all_are("ask", _CONDITIONS, "unresolved")
    all_are("nothing", _CONDITIONS, "hypothetical", *_SETTLED)


@pytest.mark.parametrize("concept", ["resemblance", "faint_resemblance", "everyday_phrase"])
def test_what_only_resembles_something_is_left_to_the_rule_on_suicide(concept: str) -> None:
    assert read_by(f"{concept} unresolved") == "nothing"
