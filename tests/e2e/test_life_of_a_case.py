"""The life of a case, from a form that cannot wait to a signed decision and back, in two clinics at once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from functions.service.staff import Role
from tests.e2e.cloud import Clinic, Cloud, case_of, clinic_day, colleague, intake, new_key, new_patient, queue


def done(reply: httpx.Response) -> Mapping[str, Any]:
    assert reply.status_code == httpx.codes.OK, reply.text
    case: Mapping[str, Any] = reply.json()
    return case


def overrides(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One for each finding the service says is not overridden yet."""
    until = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    rules = [error["code"].removeprefix("override_missing:") for error in case["errors"]]
    return [{"ruleId": rule, "reason": "specialist_advice", "expiresOn": until} for rule in rules]


def test_from_a_form_that_cannot_wait_to_a_signed_decision_and_back(
    cloud: Cloud, clinic: Clinic, other_clinic: Clinic
) -> None:
    patient = new_patient()
    for place in (clinic, other_clinic):
        assert place.form.submit(intake("contact_now", patient), new_key()).status_code == httpx.codes.CREATED
    case = str(case_of(clinic, patient)["id"])
    theirs = case_of(other_clinic, patient)
    me, second = clinic.practitioner, colleague(cloud, clinic, Role.PRACTITIONER)
    assert queue(clinic)[0]["contact"] == "now"

    # Taken by one, seen as taken by the other, handed over by a lead, taken back.
    done(me.move(case, "claim", {}))
    assert second.move(case, "claim", {}).status_code == httpx.codes.CONFLICT
    lead = colleague(cloud, clinic, Role.LEAD)
    mine = done(me.get(f"/v1/cases/{case}"))["assignee"]
    done(lead.move(case, "assign", {"subject": "somebody-else", "name": "Somebody Else"}))
    done(lead.move(case, "assign", mine))

    # Nobody closes it before the patient was reached.
    decision = {"decision": "proceed_to_consultation", "reasons": ["findings_overridden"], "attested": True}
    assert me.move(case, "decisions", decision).json()["errors"] == [{"code": "patient_not_reached"}]
    coordinator = colleague(cloud, clinic, Role.COORDINATOR)
    assert coordinator.move(case, "decisions", decision).status_code == httpx.codes.FORBIDDEN
    done(coordinator.move(case, "contacts", {"result": "no_answer"}))
    done(coordinator.move(case, "contacts", {"result": "reached", "note": "Safe, with family."}))
    done(coordinator.move(case, "comments", {"text": "Will come in tomorrow."}))

    # A fact is entered; old and new stay.
    today = clinic_day().isoformat()
    pressure = [{"systolic": 122, "diastolic": 78, "taken": today}]
    correction = {"linkId": "vital.bp", "answer": pressure, "source": "measured"}
    corrected = done(me.move(case, "corrections", {"corrections": [correction]}))
    assert corrected["screeningCount"] == 2

    # The override of something urgent waits for a second clinician.
    refused = me.move(case, "decisions", decision)
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    proposed = done(me.move(case, "decisions", {**decision, "overrides": overrides(refused.json())}))
    assert (proposed["status"], proposed["secondClinicianAwaited"]) == ("open", True)
    signature = {"confirmed": True, "attested": True}
    assert me.move(case, "confirmations", signature).status_code == httpx.codes.CONFLICT
    closed = done(second.move(case, "confirmations", signature))
    assert (closed["status"], closed["outcome"]) == ("closed", "proceed_to_consultation")
    assert case not in {row["id"] for row in queue(clinic)}

    # It is taken up again, and everything that was done can be read.
    reopened = done(second.move(case, "reopenings", {"reason": "A letter came in."}))
    assert (reopened["status"], reopened["round"]) == ("open", 2)
    shown = done(me.get(f"/v1/cases/{case}"))
    assert [entry["deed"] for entry in reversed(shown["journal"])] == [
        *("case.claimed", "case.assigned", "case.assigned", "case.contacted", "case.contacted", "case.commented"),
        *("case.corrected", "case.decision_proposed", "case.decision_confirmed", "case.reopened"),
    ]
    assert len(shown["screenings"]) == 2

    # The other clinic's case of the same reference is as it was.
    assert case_of(other_clinic, patient) == theirs
    assert other_clinic.practitioner.get(f"/v1/cases/{case}").status_code == httpx.codes.NOT_FOUND
