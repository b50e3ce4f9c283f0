"""A form submits answers: what it gets back, and what the practitioner sees."""

import secrets
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.e2e.cloud import Clinic, case_of, clinic_day, intake, new_key, new_patient, queue

# Too many at once, unavailable, or (the emulator's word for a throttled function) timed out.
TRY_AGAIN = {429, 503, 504}
MOST_ATTEMPTS = 30


def test_the_form_gets_a_neutral_receipt_whatever_was_found(clinic: Clinic) -> None:
    samples = ("nothing_found", "needs_review", "contact_now")
    replies = [clinic.form.submit(intake(sample, new_patient()), new_key()) for sample in samples]
    assert [reply.status_code for reply in replies] == [httpx.codes.CREATED] * 3
    assert {tuple(reply.json()) for reply in replies} == {("receipt", "message", "crisis")}
    assert len({reply.json()["message"] for reply in replies}) == 1
    assert [reply.json()["crisis"]["show"] for reply in replies] == ["footer", "footer", "now"]


@pytest.mark.parametrize(
    ("sample", "contact", "lane"), [("needs_review", "routine", "judgement"), ("contact_now", "now", "contact")]
)
def test_a_flagged_intake_appears_in_the_queue(clinic: Clinic, sample: str, contact: str, lane: str) -> None:
    patient = new_patient()
    receipt = clinic.form.submit(intake(sample, patient), new_key()).json()["receipt"]
    case = case_of(clinic, patient)
    assert (case["contact"], case["lane"], case["status"]) == (contact, lane, "open")
    whole = clinic.practitioner.get(f"/v1/cases/{case['id']}").json()
    assert whole["screeningIds"] == [receipt["id"]]


def test_the_most_pressing_case_comes_first(clinic: Clinic) -> None:
    later, pressing = new_patient(), new_patient()
    clinic.form.submit(intake("needs_review", later), new_key())
    clinic.form.submit(intake("contact_now", pressing), new_key())
    order = [case["patientReference"] for case in queue(clinic)]
    assert order.index(pressing) < order.index(later)


def test_a_screening_that_found_nothing_is_listed_and_opens_no_case(clinic: Clinic) -> None:
    patient = new_patient()
    receipt = clinic.form.submit(intake("nothing_found", patient), new_key()).json()["receipt"]
    listed = clinic.practitioner.get("/v1/screenings", lane="nothing_found", limit="100").json()["screenings"]
    assert [each["patientReference"] for each in listed if each["id"] == receipt["id"]] == [patient]
    assert patient not in {case["patientReference"] for case in queue(clinic)}


def test_the_practitioner_reads_the_answers_as_they_were_entered(clinic: Clinic) -> None:
    sent = intake("needs_review", new_patient())
    receipt = clinic.form.submit(sent, new_key()).json()["receipt"]
    stored = clinic.practitioner.get(f"/v1/screenings/{receipt['id']}").json()
    assert stored["answers"] == sent["answers"]


def test_the_practitioner_reads_each_past_treatment_and_why_it_counts(clinic: Clinic) -> None:
    sent = intake("nothing_found", new_patient())
    receipt = clinic.form.submit(sent, new_key()).json()["receipt"]
    history = clinic.practitioner.get(f"/v1/screenings/{receipt['id']}").json()["treatmentHistory"]
    assert history["asOf"] == clinic_day().isoformat()
    depression = next(part for part in history["conditions"] if part["condition"] == "depression")
    written = [trial["written"] for trial in depression["trials"]]
    assert written == [row["drug"] for row in sent["answers"]["target.trials"]]
    assert {trial["label"] for trial in depression["trials"]} == {"adequate_failed"}
    assert depression["status"] == "resistant"


def test_a_patient_is_found_by_reference(clinic: Clinic) -> None:
    patient = new_patient()
    receipt = clinic.form.submit(intake("needs_review", patient), new_key()).json()["receipt"]
    found = clinic.practitioner.search(patient).json()
    assert [screening["id"] for screening in found["screenings"]] == [receipt["id"]]
    assert [case["id"] for case in found["cases"]] == [case_of(clinic, patient)["id"]]


def test_a_repeated_submission_gets_the_same_receipt(clinic: Clinic) -> None:
    patient, key = new_patient(), new_key()
    first = clinic.form.submit(intake("needs_review", patient), key)
    again = clinic.form.submit(intake("needs_review", patient), key)
    assert again.status_code == first.status_code == httpx.codes.CREATED
    assert again.json() == first.json()
    assert case_of(clinic, patient)["screeningCount"] == 1


def test_a_key_used_again_for_another_body_is_refused(clinic: Clinic) -> None:
    key = new_key()
    clinic.form.submit(intake("needs_review", new_patient()), key)
    refused = clinic.form.submit(intake("needs_review", new_patient()), key)
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["crisis"]["show"] == "footer"


def test_a_second_screening_joins_the_open_case_and_makes_it_more_pressing(clinic: Clinic) -> None:
    patient = new_patient()
    clinic.form.submit(intake("needs_review", patient), new_key())
    opened = case_of(clinic, patient)
    clinic.form.submit(intake("contact_now", patient), new_key())
    joined = case_of(clinic, patient)
    assert joined["id"] == opened["id"]
    assert (opened["contact"], joined["contact"]) == ("routine", "now")
    assert joined["screeningCount"] == 2


def test_a_milder_screening_joins_and_makes_nothing_less_pressing(clinic: Clinic) -> None:
    patient = new_patient()
    clinic.form.submit(intake("contact_now", patient), new_key())
    clinic.form.submit(intake("needs_review", patient), new_key())
    joined = case_of(clinic, patient)
    assert (joined["contact"], joined["screeningCount"]) == ("now", 2)


def test_a_hundred_identical_submissions_at_once_make_one_screening_and_one_case(clinic: Clinic) -> None:
    patient, key = new_patient(), new_key()
    body = intake("needs_review", patient)
    with ThreadPoolExecutor(100) as forms:
        replies = list(forms.map(lambda _: _submitted(clinic, body, key), range(100)))
    assert {reply.status_code for reply in replies} == {httpx.codes.CREATED}
    assert len({reply.json()["receipt"]["id"] for reply in replies}) == 1
    found = clinic.practitioner.search(patient).json()
    assert (len(found["screenings"]), len(found["cases"])) == (1, 1)
    assert case_of(clinic, patient)["screeningCount"] == 1


def test_a_saved_draft_with_an_urgent_answer_opens_a_case(clinic: Clinic) -> None:
    patient, draft = new_patient(), secrets.token_hex(16)
    saved = clinic.form.save_draft(draft, intake("contact_now", patient, revision=1))
    assert saved.status_code == httpx.codes.OK
    assert saved.json()["crisis"]["show"] == "now"
    clinic.form.save_draft(draft, intake("contact_now", patient, revision=2))
    case = case_of(clinic, patient)
    assert (case["contact"], case["screeningCount"]) == ("now", 1)


def test_a_saved_draft_without_an_urgent_answer_opens_none(clinic: Clinic) -> None:
    patient = new_patient()
    saved = clinic.form.save_draft(secrets.token_hex(16), intake("needs_review", patient, revision=1))
    assert saved.status_code == httpx.codes.OK
    assert patient not in {case["patientReference"] for case in queue(clinic)}


def test_an_older_revision_of_a_draft_is_refused(clinic: Clinic) -> None:
    draft, patient = secrets.token_hex(16), new_patient()
    clinic.form.save_draft(draft, intake("needs_review", patient, revision=2))
    late = clinic.form.save_draft(draft, intake("needs_review", patient, revision=1))
    assert late.status_code == httpx.codes.CONFLICT


def _submitted(clinic: Clinic, body: Mapping[str, Any], key: str) -> httpx.Response:
    """The reply to a form that tries again while the service is too busy, as forms do."""
    for attempt in range(MOST_ATTEMPTS):
        reply = clinic.form.submit(body, key)
        if reply.status_code not in TRY_AGAIN:
            return reply
        time.sleep(min(0.25 * 2**attempt, 2))
    return reply
