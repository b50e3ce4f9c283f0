"""A patient is asked, answers behind the link, and the case is screened again, on the deployed service."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from infra.callers import Link
from tests.e2e.cloud import Clinic, Cloud, case_of, intake, new_key, new_patient

REQUESTS = "information-requests"
LONGEST_WAIT = 30.0


@pytest.fixture
def case(clinic: Clinic) -> str:
    """A case whose patient left two questions open."""
    patient = new_patient()
    sent = intake("needs_review", patient)
    answers = {name: answer for name, answer in sent["answers"].items() if name not in ("cv.htn", "cv.symptoms")}
    clinic.form.submit({**sent, "answers": answers}, new_key())
    return str(case_of(clinic, patient)["id"])


def ask(cloud: Cloud, clinic: Clinic, case: str, *link_ids: str) -> Link:
    reply = clinic.practitioner.move(case, REQUESTS, {"linkIds": list(link_ids)})
    assert reply.status_code == httpx.codes.CREATED, reply.text
    address, _, token = reply.json()["link"].partition("#")
    assert address.endswith("/answer")
    return Link(cloud.http, token)


def shown(clinic: Clinic, case: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = clinic.practitioner.get(f"/v1/cases/{case}").json()
    return found


def eventually(clinic: Clinic, case: str, holds: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any]:
    deadline = time.monotonic() + LONGEST_WAIT
    while not holds(found := shown(clinic, case)):
        assert time.monotonic() < deadline, found
        time.sleep(0.5)
    return found


def test_from_the_open_question_to_the_screening_of_the_whole(cloud: Cloud, clinic: Clinic, case: str) -> None:
    offered = clinic.practitioner.get(f"/v1/cases/{case}/{REQUESTS}").json()["questions"]
    assert {"cv.htn", "cv.symptoms"} <= {each["linkId"] for each in offered}
    link = ask(cloud, clinic, case, "cv.htn", "cv.symptoms")
    assert [each["linkId"] for each in link.questions().json()["questions"]] == ["cv.htn", "cv.symptoms"]
    (first,) = shown(clinic, case)["screeningIds"]
    received = link.answer({"cv.htn": "no", "cv.symptoms": "none"})
    assert (received.status_code, set(received.json())) == (httpx.codes.CREATED, {"receipt", "message", "crisis"})
    merged = eventually(clinic, case, lambda found: found["screeningCount"] == 3)
    assert set(merged["supersededScreeningIds"]) == {first, received.json()["receipt"]["id"]}
    answers = merged["latestScreening"]["answers"]
    assert (answers["cv.htn"], answers["cv.symptoms"], len(answers) > 2) == ("no", "none", True)
    assert merged["journal"][0]["deed"] == "case.information_merged"
    assert merged["awaiting"] is None


def test_a_dangerous_answer_raises_the_case_before_anything_else(cloud: Cloud, clinic: Clinic) -> None:
    patient = new_patient()
    sent = intake("needs_review", patient)
    clinic.form.submit({**sent, "answers": {k: v for k, v in sent["answers"].items() if k != "acute.now"}}, new_key())
    case = str(case_of(clinic, patient)["id"])
    received = ask(cloud, clinic, case, "acute.now").answer({"acute.now": ["chest_pain"]})
    assert received.status_code == httpx.codes.CREATED
    assert received.json()["crisis"]["show"] == "now"
    assert shown(clinic, case)["contact"] == "now"


def test_a_link_works_once_and_every_other_one_not_at_all(cloud: Cloud, clinic: Clinic, case: str) -> None:
    link = ask(cloud, clinic, case, "cv.htn")
    first = link.answer({"cv.htn": "no"})
    assert link.answer({"cv.htn": "no"}).json() == first.json()
    wrong = Link(cloud.http, link.token[:-1] + ("A" if link.token[-1] != "A" else "B"))
    refused = [link.answer({"cv.htn": "yes"}), link.questions(), wrong.questions(), wrong.answer({"cv.htn": "no"})]
    assert {reply.status_code for reply in refused} == {httpx.codes.NOT_FOUND}
    bodies = [{**reply.json(), "requestId": None} for reply in refused]
    assert all(body == bodies[0] for body in bodies)
    assert bodies[0]["crisis"]["show"] == "footer"


def test_a_withdrawn_link_opens_nothing(cloud: Cloud, clinic: Clinic, case: str) -> None:
    link = ask(cloud, clinic, case, "cv.htn")
    assert clinic.practitioner.move(case, REQUESTS, {}).status_code == httpx.codes.CONFLICT
    request_id = link.token.split(".")[1]
    assert clinic.practitioner.move(case, f"{REQUESTS}/{request_id}/withdrawal").status_code == httpx.codes.OK
    assert link.questions().status_code == httpx.codes.NOT_FOUND


def test_another_clinic_can_ask_nothing_about_the_case(other_clinic: Clinic, case: str) -> None:
    assert other_clinic.practitioner.get(f"/v1/cases/{case}/{REQUESTS}").status_code == httpx.codes.NOT_FOUND


def test_a_form_under_the_wrong_reference_moves_to_the_right_patient(clinic: Clinic) -> None:
    wrong, right = new_patient(), new_patient()
    clinic.form.submit(intake("contact_now", wrong), new_key())
    case = str(case_of(clinic, wrong)["id"])
    (screening,) = shown(clinic, case)["screeningIds"]
    body = {
        "screeningIds": [screening],
        "patientReference": right,
        "reason": "wrong_patient",
        "comment": "Sent under another reference.",
    }
    moved = clinic.practitioner.move(case, "reattributions", body)
    assert (moved.status_code, moved.json()["contact"]) == (httpx.codes.OK, "routine")
    there = case_of(clinic, right)
    assert (there["contact"], there["screeningCount"]) == ("now", 1)
    assert shown(clinic, case)["supersededScreeningIds"] == [screening]
    assert clinic.practitioner.get(f"/v1/screenings/{screening}").json()["patientReference"] == wrong
