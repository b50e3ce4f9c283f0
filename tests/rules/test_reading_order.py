"""In which order a practitioner reads a screening, and that nothing of it is lost or made up on the way."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations
from statistics import median
from typing import Any

import pytest

from cli.first_screen import first_screen
from rules.authoring.stories import patients
from rules.engine.reading_order import reading_order
from rules.engine.terms import Route
from rules.engine.wording import NO_WORDING, Wording
from tests.rules.intakes import DEMO, released, screened

MOST_LINES = 12
PAIRS = 200
SECTIONS = ("contact", "judgement", "precautions")
HEART_ATTACK = {"cv.event": ["heart_attack"], "cv.event_date": None}
HEART_ATTACK_LAST_YEAR_OR_THIS = {"cv.event": ["heart_attack"], "cv.event_date": "2026"}
NOT_YET_FROM_THE_CLINIC: Mapping[str, None] = {
    item["linkId"]: None for item in released().questionnaire["items"] if item["answeredBy"] == "clinic"
}


@cache
def wording() -> Wording:
    return Wording.of(released().document)


def read(answers: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    return reading_order(screened(answers, **options).to_record(), wording())


def rules(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["ruleId"] for entry in entries]


def intakes() -> Iterator[dict[str, Any]]:
    """Every story as the patient sends it, and pairs of stories as one patient's."""
    stories = [next(iter(tellings.values())) for tellings in patients().values()]
    answers = [story["answers"] for story in stories if story.get("phase", "intake") == "intake"]
    pairs = list(combinations(answers, 2))
    yield from ({**NOT_YET_FROM_THE_CLINIC, **each} for each in answers)
    yield from ({**NOT_YET_FROM_THE_CLINIC, **one, **other} for one, other in pairs[:: len(pairs) // PAIRS])


def test_a_call_is_read_before_what_needs_judgement_and_that_before_precautions() -> None:
    reading = read({"acute.now": ["chest_pain"], "psych.other": ["panic"], "vital.bp": [_pressure(172, 104)]})
    assert rules(reading["contact"]) == ["cardiac.acute_symptoms_now"]
    assert "cardiac.bp_defer" in rules(reading["judgement"])
    assert rules(reading["precautions"]) == ["psych.panic_prominent"]


def test_a_call_now_is_read_before_a_call_today() -> None:
    reading = read({"acute.now": ["worst_headache"], "vital.bp": [_pressure(190, 118)]})
    pressing = [entry["contact"] for entry in reading["contact"]]
    assert pressing == sorted(pressing, key=["now", "today"].index)
    assert set(pressing) == {"now", "today"}


def test_one_question_is_one_line_however_many_rules_wait_for_it() -> None:
    (line,) = read(HEART_ATTACK)["collecting"]
    assert line["question"]["linkId"] == "cv.event_date"
    assert line["question"]["ask"] == "When was the most recent one?"
    assert (line["waitingOn"], line["neededBy"]) == ("patient", "consultation")
    assert {"cardiac.event_lt_6wk", "cardiac.event_date_unknown"} <= set(line["rules"])
    assert line["possible"] == dict.fromkeys(["iv_ketamine", "esketamine"], "absolute_temporary")


def test_what_only_the_clinic_can_give_is_never_waited_for_from_the_patient() -> None:
    lines = read(NOT_YET_FROM_THE_CLINIC)["collecting"]
    assert lines
    assert {line["waitingOn"] for line in lines} == {"clinic"}


def test_what_is_due_at_the_consultation_is_collected_before_what_is_due_at_the_first_dose() -> None:
    due = [line["neededBy"] for line in read({**NOT_YET_FROM_THE_CLINIC, **HEART_ATTACK})["collecting"]]
    assert due == sorted(due, key=["consultation", "first_dose", "session"].index)
    assert len(set(due)) > 1


def test_a_route_the_clinic_does_not_offer_is_not_shown() -> None:
    only_iv = replace(DEMO, routes=(Route.IV_KETAMINE,))
    reading = read({"vital.bp": [_pressure(172, 104)], **HEART_ATTACK}, site=only_iv)
    assert "esketamine" not in json.dumps({key: reading[key] for key in (*SECTIONS, "collecting", "summary")})


def test_each_finding_says_what_would_clear_it() -> None:
    (entry,) = read({"cv.vessels": ["aneurysm"]})["judgement"]
    assert entry["ruleId"] == "cardiac.aneurysm"
    assert entry["clears"] == wording().rule(entry["ruleId"])["clears"]


def test_a_question_that_was_declined_says_so() -> None:
    reading = read({"repro.capable": "yes", "repro.status": "declined"})
    assert "declined to answer" in [entry["basis"] for entry in reading["judgement"]]


def test_the_need_for_sign_off_is_said_once_for_the_whole() -> None:
    reading = read({"acute.now": ["chest_pain"]})
    assert reading["signOff"]["ruleIds"] == ["cardiac.acute_symptoms_now"]
    assert "needsSignOff" not in json.dumps(reading["contact"])


def test_the_summary_names_the_call_the_disposition_and_what_is_open() -> None:
    summary = read({"acute.now": ["chest_pain"], **HEART_ATTACK})["summary"]
    assert summary.startswith("Speak to the patient now: Acute heart symptoms.")
    assert "IV ketamine and esketamine: urgent." in summary
    assert "1 from the patient before the consultation" in summary


def test_the_best_the_summary_says_is_that_nothing_was_found() -> None:
    summary = read({})["summary"]
    assert "nothing was found in the answers given" in summary


def test_where_every_answer_to_what_is_open_leads_to_review_the_summary_says_so() -> None:
    assert "No answer to what is open would make this milder." in read(HEART_ATTACK_LAST_YEAR_OR_THIS)["summary"]


def test_the_summary_holds_nothing_a_person_wrote() -> None:
    reading = read({"allergy.list": [{"substance": "ketamine", "name": "zzcanary", "reaction": "wheeze"}]})
    assert "zzcanary" not in reading["summary"]


def test_a_screening_whose_rule_set_is_no_longer_there_reads_in_the_same_order() -> None:
    record = screened({"acute.now": ["chest_pain"], **HEART_ATTACK}).to_record()
    with_words, without = reading_order(record, wording()), reading_order(record, NO_WORDING)
    assert rules(without["contact"]) == rules(with_words["contact"])
    assert without["contact"][0]["title"] == "cardiac.acute_symptoms_now"
    assert without["contact"][0]["facts"] == with_words["contact"][0]["facts"]
    assert [line["question"]["fact"] for line in without["collecting"]] == ["cardiac_event_date"]


def test_a_rule_that_could_not_be_evaluated_is_for_judgement() -> None:
    record = screened({}).to_record()
    fault = {**screened({"acute.now": ["chest_pain"]}).to_record()["findings"][0], "outcome": "fault"}
    fault |= {"severity": {}, "possible": {}, "facts": [], "contact": "routine"}
    (entry,) = reading_order({**record, "findings": [fault]}, wording())["judgement"]
    assert entry["basis"] == "could not be evaluated"


@pytest.mark.parametrize("answers", list(intakes())[::4])
def test_every_finding_is_somewhere(answers: Mapping[str, Any]) -> None:
    record = screened(answers).to_record()
    reading = reading_order(record, wording())
    shown = {rule for section in SECTIONS for rule in rules(reading[section])}
    shown |= {rule for line in reading["collecting"] for rule in line["rules"]}
    shown |= {*reading["rest"]["otherRoutes"], *reading["rest"]["ids"]}
    assert shown == {rule.id for rule in released().rules}


def test_the_same_record_reads_the_same_and_is_plain_json() -> None:
    record = screened({**NOT_YET_FROM_THE_CLINIC, **HEART_ATTACK}).to_record()
    stored = json.loads(json.dumps(record))
    assert json.dumps(reading_order(record, wording())) == json.dumps(reading_order(stored, wording()))


def test_the_first_screen_of_a_usual_intake_has_no_more_than_12_lines() -> None:
    lines = [len(first_screen(read(answers))) for answers in intakes()]
    assert median(lines) <= MOST_LINES


def test_nothing_of_the_reading_is_missing_on_the_first_screen() -> None:
    reading = read({**NOT_YET_FROM_THE_CLINIC, "acute.now": ["chest_pain"], "psych.other": ["panic"]})
    screen = "\n".join(first_screen(reading))
    for entry in (*reading["contact"], *reading["judgement"], *reading["precautions"]):
        assert entry["title"] in screen
    for line in reading["collecting"]:
        assert line["question"]["says"] in screen


def _pressure(systolic: int, diastolic: int) -> dict[str, Any]:
    return {"systolic": systolic, "diastolic": diastolic, "taken": "2026-04-19", "place": "clinic"}


def test_what_is_to_be_asked_names_the_list_the_person_filled_in() -> None:
    unrecognised = screened({"med.list": [{"name": "qwertyol"}]})
    finding = next(each for each in unrecognised.findings if each.rule_id == "data.med_unrecognised")
    assert finding.missing == ("medicines",)
    assert "medicines_taken" in finding.facts
