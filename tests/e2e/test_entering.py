"""Who gets in: tokens, keys, and the wall between clinics."""

from dataclasses import replace

import httpx
import pytest

from infra.callers import Form, Practitioner
from tests.e2e.cloud import Clinic, Cloud, case_of, intake, new_key, new_patient, queue

REFUSED = {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}
STAFF_PATHS = (
    "/v1/cases",
    f"/v1/cases/{'0' * 32}",
    "/v1/screenings",
    f"/v1/screenings/{'0' * 32}",
    "/v1/rulesets/0.6.0",
)


def test_a_form_without_a_token_is_refused(cloud: Cloud, clinic: Clinic) -> None:
    reply = cloud.http.post(
        "/v1/screenings",
        json=intake("needs_review", new_patient()),
        headers={"x-api-key": clinic.form.api_key, "Idempotency-Key": new_key()},
    )
    assert reply.status_code == httpx.codes.UNAUTHORIZED


def test_a_form_without_its_api_key_is_refused(cloud: Cloud, clinic: Clinic) -> None:
    reply = cloud.http.post(
        "/v1/screenings",
        json=intake("needs_review", new_patient()),
        headers={"Authorization": f"Bearer {clinic.form.token}", "Idempotency-Key": new_key()},
    )
    assert reply.status_code == httpx.codes.FORBIDDEN


def test_a_form_with_an_invented_api_key_is_refused(clinic: Clinic) -> None:
    reply = replace(clinic.form, api_key="0" * 32).submit(intake("needs_review", new_patient()), new_key())
    assert reply.status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize("path", STAFF_PATHS)
def test_a_staff_route_without_a_token_is_refused(cloud: Cloud, path: str) -> None:
    assert cloud.http.get(path).status_code == httpx.codes.UNAUTHORIZED


@pytest.mark.parametrize("path", STAFF_PATHS)
def test_a_machine_cannot_read(clinic: Clinic, path: str) -> None:
    reply = Practitioner(clinic.practitioner.http, clinic.form.token).get(path)
    assert reply.status_code in REFUSED


def test_a_person_cannot_submit_as_a_form(clinic: Clinic) -> None:
    person = Form(clinic.form.http, clinic.practitioner.token, clinic.form.api_key)
    assert person.submit(intake("needs_review", new_patient()), new_key()).status_code in REFUSED


def test_a_token_changed_by_one_character_is_refused(clinic: Clinic) -> None:
    head, body, signature = clinic.practitioner.token.split(".")
    swapped = "A" if signature[10] != "A" else "B"
    forged = ".".join((head, body, signature[:10] + swapped + signature[11:]))
    assert Practitioner(clinic.practitioner.http, forged).get("/v1/cases").status_code == httpx.codes.UNAUTHORIZED


def test_everybody_may_ask_how_the_service_is(cloud: Cloud) -> None:
    health = cloud.http.get("/v1/health")
    assert health.status_code == httpx.codes.OK
    assert set(health.json()) == {"status", "ruleSet"}


def test_everybody_may_read_the_questionnaire(cloud: Cloud) -> None:
    questionnaire = cloud.http.get("/v1/questionnaires/ketamine-intake")
    assert questionnaire.status_code == httpx.codes.OK
    assert questionnaire.headers["etag"]


def test_another_clinics_case_looks_like_one_that_does_not_exist(clinic: Clinic, other_clinic: Clinic) -> None:
    patient = new_patient()
    clinic.form.submit(intake("needs_review", patient), new_key())
    case = case_of(clinic, patient)["id"]
    _assert_same_nothing(other_clinic, f"/v1/cases/{case}", f"/v1/cases/{'0' * 32}")


def test_another_clinics_screening_looks_like_one_that_does_not_exist(clinic: Clinic, other_clinic: Clinic) -> None:
    screening = clinic.form.submit(intake("needs_review", new_patient()), new_key()).json()["receipt"]["id"]
    _assert_same_nothing(other_clinic, f"/v1/screenings/{screening}", f"/v1/screenings/{'0' * 32}")


def test_another_clinics_patients_are_not_found(clinic: Clinic, other_clinic: Clinic) -> None:
    patient = new_patient()
    clinic.form.submit(intake("needs_review", patient), new_key())
    assert other_clinic.practitioner.search(patient).json() == other_clinic.practitioner.search(new_patient()).json()
    assert patient not in {case["patientReference"] for case in queue(other_clinic)}


def test_the_same_patient_and_key_at_two_clinics_are_two_submissions(clinic: Clinic, other_clinic: Clinic) -> None:
    patient, key = new_patient(), new_key()
    here = clinic.form.submit(intake("needs_review", patient), key).json()["receipt"]["id"]
    there = other_clinic.form.submit(intake("needs_review", patient), key).json()["receipt"]["id"]
    assert here != there
    assert case_of(clinic, patient)["id"] != case_of(other_clinic, patient)["id"]


def _assert_same_nothing(clinic: Clinic, existing: str, missing: str) -> None:
    """Both are 404 with the same bytes, apart from the id of the request."""
    replies = [clinic.practitioner.get(path) for path in (existing, missing)]
    assert [reply.status_code for reply in replies] == [httpx.codes.NOT_FOUND] * 2
    hidden, absent = (reply.content.replace(reply.json()["requestId"].encode(), b"-") for reply in replies)
    assert hidden == absent
