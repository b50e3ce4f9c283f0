"""A patient's treatment on the deployed service: an intake, a session, two follow-ups, and how they read together."""

from typing import Any

import httpx

from functions.service.staff import Role
from tests.e2e.cloud import Clinic, Cloud, case_of, clinic_day, colleague, intake, new_key, new_patient


def scored(total: int) -> dict[str, int]:
    """A complete PHQ-9 of this total."""
    return {f"scale.phq9.{place + 1}": min(3, max(0, total - 3 * place)) for place in range(9)}


def sent(clinic: Clinic, patient: str, phase: str, answers: dict[str, Any]) -> str:
    form = intake("needs_review", patient, phase=phase)
    form["answers"] = {**(form["answers"] if phase == "intake" else {}), **answers}
    reply = clinic.form.submit(form, new_key())
    assert reply.status_code == httpx.codes.CREATED, reply.text
    received: str = reply.json()["receipt"]["id"]
    return received


def test_from_the_intake_through_a_session_to_a_response_with_a_side_effect(
    cloud: Cloud, clinic: Clinic, other_clinic: Clinic
) -> None:
    patient, me = new_patient(), clinic.practitioner
    ids = [
        sent(clinic, patient, "intake", scored(20)),
        sent(clinic, patient, "session", {"day.change": ["none"]}),
        sent(clinic, patient, "follow_up", {**scored(16), "followup.since_last": ["bladder", "high_pressure"]}),
    ]
    case = str(case_of(clinic, patient)["id"])

    # The latest score stands against the intake's; what the follow-up told of waits for somebody.
    course = me.get(f"/v1/cases/{case}/course").json()
    assert [each["id"] for each in course["screenings"]] == ids
    flags = {flag["ruleId"]: flag["effect"] for flag in course["screenings"][2]["flags"]}
    assert flags["followup.bladder_symptoms"] == "bladder"
    assert flags["followup.high_pressure"] == "blood_pressure"
    assert course["screenings"][2]["reviewed"] is False
    assert course["treatedSince"] == clinic_day().isoformat()
    (phq9,) = [each for each in course["instruments"] if each["id"] == "phq9"]
    assert (phq9["baseline"]["total"], phq9["baseline"]["scores"][0]["screeningId"]) == (20, ids[0])
    assert phq9["current"]["standing"] == "no_response"
    assert phq9["current"]["change"] == {"points": [-4, -4], "improvementPercent": [20, 20]}
    assert course["nextContact"]["because"] in {"call_owed", "case_waits"}

    # A slip at intake is corrected: the day of the form stays, the standing follows.
    correction = {"linkId": "scale.phq9.1", "answer": 1, "source": "slip"}
    assert me.move(case, "corrections", {"corrections": [correction], "screeningId": ids[0]}).status_code == 200
    corrected = me.course(patient).json()
    (phq9,) = [each for each in corrected["instruments"] if each["id"] == "phq9"]
    assert (phq9["baseline"]["total"], phq9["current"]["change"]["points"]) == (18, [-2, -2])
    assert [each["replaced"] for each in corrected["screenings"] if each["id"] == ids[0]] == [True]

    # A scale left half open tells nothing it does not know.
    half = {name: score for name, score in scored(9).items() if name != "scale.phq9.9"}
    newest = sent(clinic, patient, "follow_up", half)
    (phq9,) = [each for each in me.course(patient).json()["instruments"] if each["id"] == "phq9"]
    (open_score,) = [each for each in phq9["scores"] if each["screeningId"] == newest]
    assert (open_score["total"], open_score["bounds"], open_score["standing"]) == (None, [9, 12], "not_determinable")

    # The same by either way; nothing of it for another clinic, or for a role that sees no patients.
    assert me.get(f"/v1/cases/{case}/course").json() == me.course(patient).json()
    assert other_clinic.practitioner.get(f"/v1/cases/{case}/course").status_code == httpx.codes.NOT_FOUND
    assert other_clinic.practitioner.course(patient).json()["screenings"] == []
    assert colleague(cloud, clinic, Role.ADMIN).course(patient).status_code == httpx.codes.FORBIDDEN
    assert colleague(cloud, clinic, Role.AUDITOR).course(patient).status_code == httpx.codes.OK
