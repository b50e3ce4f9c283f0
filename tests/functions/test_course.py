"""What a practitioner reads of a patient's course of treatment, from real forms through the real rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest

from functions.service import course as reading
from functions.service.access import Access
from functions.service.reach import ReachSettings
from functions.service.staff import READING, Role
from tests.functions.builders import CLINIC, IDENTIFIERS, OTHER_CLINIC, site
from tests.functions.desks import Answer, Service, envelope, released_rules, service
from tests.rules.intakes import changed

PATIENT = "patient-1"
# Days and scores of another time, which the answers of a well person name.
_UNSTATED = dict.fromkeys(("scale.date", "scale.scores", "followup.baseline"))


def scored(total: int) -> dict[str, Any]:
    """A complete PHQ-9 of this total, its item 9 at zero as long as the total allows."""
    items = [min(3, max(0, total - 3 * place)) for place in range(9)]
    return {**{f"scale.phq9.{place}": item for place, item in enumerate(items, 1)}, "scale.phq9": None}


class Clinic:
    """One patient's way through a clinic, a week between two forms."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.sent = 0

    def sends(self, phase: str, **answers: Any) -> str:
        self.sent += 1
        self.service.clock.at += timedelta(days=7)
        form = changed({**_UNSTATED, **scored(20), **answers})
        sent_at = self.service.clock.at.isoformat()
        body = {**envelope(reference=PATIENT, phase=phase, submittedAt=sent_at), "answers": form}
        answer = self.service.submit(body, key=f"form-{self.sent}")
        assert answer.status == 201, answer.text
        return str(answer.body["receipt"]["id"])

    @property
    def case(self) -> str:
        return IDENTIFIERS.case(CLINIC, PATIENT)

    def course(self) -> Any:
        answer = self.service.course_of(PATIENT)
        assert answer.status == 200, answer.text
        return answer.body

    def phq9(self) -> Any:
        return next(each for each in self.course()["instruments"] if each["id"] == "phq9")

    def correct(self, screening: str, link_id: str, answer: Any) -> Answer:
        corrections = [{"linkId": link_id, "answer": answer, "source": "slip"}]
        body = {"corrections": corrections, "screeningId": screening}
        return self.service.work(self.case, "corrections", body)


@pytest.fixture
def clinic(entries: Mapping[str, ModuleType]) -> Clinic:
    rules = released_rules()
    return Clinic(service(entries, evaluation=rules.screen, items=rules.items(site())))


def test_a_treatment_that_works_is_seen_from_intake_to_remission(clinic: Clinic) -> None:
    intake = clinic.sends("intake")
    session = clinic.sends("session", **dict.fromkeys(scored(0)))
    half, well = (clinic.sends("follow_up", **scored(total)) for total in (10, 3))
    course, scale = clinic.course(), clinic.phq9()
    assert [each["id"] for each in course["screenings"]] == [intake, session, half, well]
    assert [each["phase"] for each in course["screenings"]] == ["intake", "session", "follow_up", "follow_up"]
    assert (scale["baseline"]["total"], scale["baseline"]["because"]) == (20, "filled_in_at_intake")
    assert [score["standing"] for score in scale["scores"]] == [None, "response", "remission"]
    assert scale["current"]["standing"] == "remission"
    assert course["complete"] is True
    assert course["treatedSince"] == course["screenings"][1]["asOf"]


def test_the_course_by_case_and_by_reference_is_the_same(clinic: Clinic) -> None:
    clinic.sends("intake", **{"repro.pregnant": "yes"})
    clinic.sends("follow_up", **scored(10))
    assert clinic.service.course(clinic.case).body == clinic.course()


def test_a_patient_in_whom_nothing_was_found_has_a_course_without_a_case(clinic: Clinic) -> None:
    clinic.sends("intake")
    course = clinic.course()
    assert course["caseId"] is None
    assert [each["caseId"] for each in course["screenings"]] == [None]
    assert clinic.service.course(clinic.case).status == 404


def test_a_reference_nobody_used_has_an_empty_course(clinic: Clinic) -> None:
    course = clinic.course()
    assert (course["screenings"], course["instruments"], course["complete"]) == ([], [], True)
    assert course["nextContact"] == {"day": None, "at": None, "because": "not_stated"}


def test_adverse_effects_stand_beside_the_visit_that_told_of_them(clinic: Clinic) -> None:
    clinic.sends("intake")
    told = {"followup.since_last": ["bladder", "high_pressure", "craving", "vomiting"], "psych.mania.now": "yes"}
    clinic.sends("follow_up", **told)
    flags = {flag["ruleId"]: flag["effect"] for flag in clinic.course()["screenings"][1]["flags"]}
    assert flags.items() >= {
        ("followup.bladder_symptoms", "bladder"),
        ("followup.high_pressure", "blood_pressure"),
        ("followup.misuse", "craving"),
        ("followup.poorly_tolerated", "tolerability"),
        ("psych.mania_active", "mood_switch"),
    }
    assert "followup.change_not_measured" not in flags


def test_the_findings_of_an_intake_are_read_with_the_intake(clinic: Clinic) -> None:
    clinic.sends("intake", **{"repro.pregnant": "yes"})
    assert clinic.course()["screenings"][0]["flags"] == []


def test_findings_wait_until_a_person_has_concluded_the_case(clinic: Clinic) -> None:
    clinic.sends("intake")
    clinic.sends("follow_up", **{"followup.since_last": ["bladder"]})
    assert [each["reviewed"] for each in clinic.course()["screenings"]][-1] is False
    assert clinic.service.close(clinic.case).status == 200
    assert [each["reviewed"] for each in clinic.course()["screenings"]][-1] is True
    clinic.sends("follow_up", **{"followup.since_last": ["liver"]})
    assert [each["reviewed"] for each in clinic.course()["screenings"]][-2:] == [True, False]


def test_a_case_taken_up_again_by_a_person_has_to_be_reviewed_again(clinic: Clinic) -> None:
    clinic.sends("follow_up", **{"followup.since_last": ["bladder"]})
    clinic.service.close(clinic.case)
    clinic.service.work(clinic.case, "reopenings", {"reason": "A letter came in."})
    assert clinic.course()["screenings"][0]["reviewed"] is False


def test_a_corrected_intake_keeps_its_day_and_counts_once(clinic: Clinic) -> None:
    intake = clinic.sends("intake", **{"repro.pregnant": "yes"})
    clinic.sends("session", **dict.fromkeys(scored(0)))
    clinic.sends("follow_up", **scored(10))
    assert clinic.correct(intake, "scale.phq9.1", 1).status == 200
    course, scale = clinic.course(), clinic.phq9()
    assert [each["replaced"] for each in course["screenings"]] == [True, False, False, False]
    assert course["screenings"][1]["cameIn"] == course["screenings"][0]["cameIn"]
    assert scale["baseline"]["total"] == 18
    assert scale["current"]["standing"] == "partial_response"


def test_what_was_corrected_stays_corrected_in_the_next_round(clinic: Clinic) -> None:
    """A case that is opened again forgets what was replaced; the records do not."""
    intake = clinic.sends("intake", **{"repro.pregnant": "yes"})
    clinic.correct(intake, "scale.phq9.1", 1)
    clinic.service.close(clinic.case)
    clinic.sends("follow_up", **scored(10), **{"followup.since_last": ["bladder"]})
    assert clinic.phq9()["baseline"]["total"] == 18


def test_answers_of_somebody_else_never_count_again(clinic: Clinic) -> None:
    wrong = clinic.sends("intake", **scored(27))
    right = clinic.sends("intake", **{"repro.pregnant": "yes"})
    moved = {
        "screeningIds": [wrong],
        "patientReference": "patient-9",
        "reason": "wrong_patient",
        "comment": "Typed by mistake.",
    }
    assert clinic.service.work(clinic.case, "reattributions", moved).status == 200
    clinic.service.close(clinic.case)
    clinic.sends("follow_up", **scored(10), **{"followup.since_last": ["bladder"]})
    assert [each["screeningId"] for each in clinic.phq9()["baseline"]["scores"]] == [right]
    theirs = clinic.service.course_of("patient-9").body["instruments"]
    assert next(each for each in theirs if each["id"] == "phq9")["baseline"]["total"] == 27


def test_more_screenings_than_are_read_are_said_and_leave_no_baseline(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_READ", 2)
    clinic.sends("intake")
    newer = [clinic.sends("follow_up", **scored(10)) for _ in range(2)]
    course, scale = clinic.course(), clinic.phq9()
    assert [each["id"] for each in course["screenings"]] == newer
    assert (course["complete"], course["notShown"]) == (False, None)
    assert (scale["baseline"]["because"], scale["current"]["standing"]) == (
        "not_all_screenings_read",
        "not_determinable",
    )


def test_a_screening_that_is_listed_and_not_found_is_said(clinic: Clinic) -> None:
    intake = clinic.sends("intake", **{"repro.pregnant": "yes"})
    clinic.sends("follow_up", **scored(10))
    store = clinic.service.store
    lost = store.screenings.pop((CLINIC, intake))
    course = clinic.course()
    assert (course["complete"], course["notShown"]) == (False, 1)
    store.screenings[CLINIC, intake] = replace(lost, record=_without_day(lost.record))
    unreadable = clinic.course()
    assert (unreadable["complete"], unreadable["screenings"][0]["asOf"]) == (False, None)


def _without_day(record: bytes) -> bytes:
    from functions.service.documents import packed, unpacked, written  # noqa: PLC0415 - only here

    document: Any = unpacked(record)
    del document["screening"]["asOf"]
    return packed(written(document))


def test_the_index_may_lag_behind_the_case(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.sends("intake", **{"repro.pregnant": "yes"})
    late = clinic.sends("follow_up", **scored(10), **{"followup.since_last": ["bladder"]})
    listed = clinic.service.store.patient(CLINIC, IDENTIFIERS.patient(CLINIC, PATIENT))
    lagging = tuple(each for each in listed if each[1] != late)
    monkeypatch.setattr(clinic.service.store, "patient", lambda *_, **__: lagging)
    assert clinic.course()["screenings"][-1]["id"] == late


def test_the_next_contact_is_the_call_that_is_owed(clinic: Clinic) -> None:
    clinic.sends("follow_up", **{"psych.mania.now": "yes"})
    due = clinic.course()["nextContact"]
    row = clinic.service.read(f"/v1/cases/{clinic.case}").body
    assert (due["because"], due["at"]) == ("call_owed", row["dueAt"])


def test_without_anything_settled_no_contact_is_made_up(clinic: Clinic) -> None:
    clinic.sends("follow_up", **{"followup.since_last": ["bladder"]})
    clinic.service.close(clinic.case)
    assert clinic.course()["nextContact"] == {"day": None, "at": None, "because": "not_stated"}


def test_a_clinic_may_settle_how_long_after_a_visit_it_follows_up(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = {**site().to_json(), "reach": {"followUpDays": 14}}
    reach = ReachSettings.from_json(document)
    monkeypatch.setattr(clinic.service.clinics, "reach_of", lambda _: reach)
    clinic.sends("follow_up", **{"followup.since_last": ["bladder"]})
    clinic.service.close(clinic.case)
    course = clinic.course()
    day = date.fromisoformat(course["screenings"][0]["asOf"]) + timedelta(days=14)
    assert course["nextContact"] == {"day": day.isoformat(), "at": None, "because": "follow_up_interval"}


def test_a_deferral_says_when_somebody_looks_again(clinic: Clinic) -> None:
    clinic.sends("follow_up", **{"followup.since_last": ["bladder"]})
    clinic.service.work(clinic.case, "claim")
    clinic.service.work(clinic.case, "contacts", {"result": "reached"})
    until = (clinic.service.clock.at.date() + timedelta(days=30)).isoformat()
    deferral = {"decision": "defer", "reasons": ["information_missing"], "deferUntil": until, "attested": True}
    assert clinic.service.work(clinic.case, "decisions", deferral).status == 200
    assert clinic.course()["nextContact"] == {"day": until, "at": None, "because": "deferred_until"}


@pytest.mark.parametrize("role", Role)
def test_whoever_may_read_a_record_may_read_the_course(clinic: Clinic, role: Role) -> None:
    clinic.sends("intake", **{"repro.pregnant": "yes"})
    assert clinic.service.course(clinic.case, role=role.value).status == (200 if role in READING else 403)


def test_another_clinics_patient_looks_exactly_like_nobody(clinic: Clinic) -> None:
    clinic.sends("intake", **{"repro.pregnant": "yes"})
    foreign = clinic.service.course(clinic.case, clinic=OTHER_CLINIC)
    nothing = clinic.service.course("0" * 32, clinic=OTHER_CLINIC)
    assert (foreign.status, foreign.text) == (nothing.status, nothing.text)
    assert foreign.status == 404
    assert clinic.service.course_of(PATIENT, clinic=OTHER_CLINIC).body["screenings"] == []


def test_every_look_at_a_course_is_recorded_and_refused_when_it_cannot_be(clinic: Clinic) -> None:
    clinic.sends("intake", **{"repro.pregnant": "yes"})
    clinic.service.accesses.entries.clear()
    clinic.course()
    clinic.service.course_of("nobody")
    seen = [entry.seen for entry in clinic.service.accesses.entries]
    assert [(each.access, each.case_id, each.count) for each in seen] == [
        (Access.COURSE, clinic.case, 1),
        (Access.COURSE, None, 0),
    ]
    assert seen[1].patient_key == IDENTIFIERS.patient(CLINIC, "nobody")
    clinic.service.accesses.broken = True
    assert clinic.service.course(clinic.case).status == 503


def test_a_clinic_whose_settings_cannot_be_read_is_told_nothing(clinic: Clinic) -> None:
    clinic.sends("intake", **{"repro.pregnant": "yes"})
    del clinic.service.clinics.sites[CLINIC]
    assert clinic.service.course(clinic.case).status == 503
