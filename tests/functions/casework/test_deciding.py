"""From the contact log to the signed decision, and back again."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from functions.service.notices import Event
from functions.service.records import CaseStatus
from rules.engine.terms import Contact
from tests.functions.builders import CLINIC, NOW
from tests.functions.desks import Answer, Service, envelope, not_suitable

type CaseOf = Callable[[str], str]
NEXT_MONTH = (NOW + timedelta(days=30)).date().isoformat()
RELATIVE, URGENT = "cardiac.bp_defer", "psych.suicide_high"


def override(rule: str, **more: Any) -> dict[str, Any]:
    return {"ruleId": rule, "reason": "treated_and_controlled", "expiresOn": NEXT_MONTH, **more}


def proceed(*rules: str) -> dict[str, Any]:
    return {
        "decision": "proceed_to_consultation",
        "reasons": ["findings_overridden"],
        "overrides": [override(rule) for rule in rules],
        "attested": True,
    }


def defer(**more: Any) -> dict[str, Any]:
    return {"decision": "defer", "reasons": ["information_missing"], "attested": True, **more}


def codes(answer: Answer) -> list[str]:
    return [error["code"] for error in answer.body["errors"]]


def taken(service: Service, case: str, contact: str | None = None) -> str:
    service.work(case, "claim")
    if contact:
        service.work(case, "contacts", {"result": contact})
    return case


def test_a_decision_closes_the_case_and_is_told(clinic_service: Service, case_of: CaseOf) -> None:
    case = taken(clinic_service, case_of("review"))
    decided = clinic_service.work(case, "decisions", proceed(RELATIVE))
    assert (decided.status, decided.body["status"], decided.body["outcome"]) == (
        200,
        "closed",
        "proceed_to_consultation",
    )
    told = clinic_service.store.outbox[-1]
    assert (told.case_id, told.event, told.contact) == (case, Event.CASE_DECIDED, Contact.ROUTINE)
    assert clinic_service.read("/v1/cases").body["cases"] == []
    assert len(clinic_service.read("/v1/cases", status="closed").body["cases"]) == 1


def test_a_decision_never_alters_a_screening(clinic_service: Service, case_of: CaseOf) -> None:
    case = taken(clinic_service, case_of("review"))
    before = dict(clinic_service.store.screenings)
    clinic_service.work(case, "decisions", proceed(RELATIVE))
    assert clinic_service.store.screenings == before
    shown = clinic_service.read(f"/v1/cases/{case}").body
    assert shown["latestScreening"]["disposition"] == "needs_review"
    assert shown["journal"][0]["content"]["overrides"][0]["ruleId"] == RELATIVE


def test_the_decision_is_signed_with_name_role_time_and_statement(clinic_service: Service, case_of: CaseOf) -> None:
    case = taken(clinic_service, case_of("review"))
    clinic_service.work(case, "decisions", not_suitable())
    entry = clinic_service.read(f"/v1/cases/{case}").body["journal"][0]
    assert entry["by"] == {"subject": "person-1", "name": f"person-1@{CLINIC}", "roles": ["practitioner"]}
    assert entry["at"] == NOW.isoformat()
    assert "does not authorise a dose" in entry["content"]["attestation"]


def test_going_on_takes_an_override_for_every_finding_that_speaks_against_it(
    clinic_service: Service, case_of: CaseOf
) -> None:
    refused = clinic_service.work(taken(clinic_service, case_of("review")), "decisions", proceed())
    assert (refused.status, codes(refused)) == (422, [f"override_missing:{RELATIVE}"])


def test_an_override_is_for_a_finding_of_the_case_and_ends_within_a_year(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = taken(clinic_service, case_of("review"))
    body = proceed(RELATIVE, "cardiac.not_found")
    body["overrides"][0]["expiresOn"] = NOW.date().isoformat()
    body["overrides"][1]["expiresOn"] = (NOW + timedelta(days=366)).date().isoformat()
    refused = clinic_service.work(case, "decisions", body)
    assert codes(refused) == ["not_within_a_year", "not_an_open_finding", "not_within_a_year"]


@pytest.mark.parametrize("contact", ["no_answer", "left_message"])
def test_a_case_that_asks_for_a_call_now_stays_open_until_the_patient_was_reached(
    clinic_service: Service, case_of: CaseOf, contact: str
) -> None:
    case = taken(clinic_service, case_of("now"), contact)
    assert codes(clinic_service.work(case, "decisions", not_suitable())) == ["patient_not_reached"]
    clinic_service.work(case, "contacts", {"result": "welfare_check_requested"})
    assert clinic_service.work(case, "decisions", not_suitable()).status == 200


def test_a_case_that_asks_for_a_call_today_stays_open_until_somebody_has_tried(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = taken(clinic_service, case_of("today"), "acknowledged")
    assert codes(clinic_service.work(case, "decisions", not_suitable())) == ["contact_not_logged"]
    clinic_service.work(case, "contacts", {"result": "no_answer"})
    assert clinic_service.work(case, "decisions", not_suitable()).status == 200


def test_a_new_alarm_asks_for_a_new_call(clinic_service: Service, case_of: CaseOf) -> None:
    case = taken(clinic_service, case_of("review"), "reached")
    clinic_service.submit(envelope("now"), key="another")
    assert codes(clinic_service.work(case, "decisions", not_suitable())) == ["patient_not_reached"]


def test_only_whoever_has_the_case_decides_it(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    assert codes(clinic_service.work(case, "decisions", not_suitable())) == ["case_is_not_yours"]
    taken(clinic_service, case)
    assert codes(clinic_service.work(case, "decisions", not_suitable(), person="person-2")) == ["case_is_not_yours"]


def test_a_coordinator_collects_and_does_not_judge(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    collecting: dict[str, dict[str, Any]] = {
        "claim": {},
        "contacts": {"result": "reached"},
        "comments": {"text": "Called."},
    }
    judging: dict[str, dict[str, Any]] = {
        "decisions": not_suitable(),
        "corrections": {"corrections": [{"linkId": "says", "answer": "nothing", "source": "slip"}]},
        "reopenings": {"reason": "x"},
        "assign": {"subject": "person-2", "name": "Two"},
    }
    for move, body in collecting.items():
        assert clinic_service.work(case, move, body, role="coordinator").status == 200
    for move, body in judging.items():
        assert clinic_service.work(case, move, body, role="coordinator").status == 403


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (defer(), "day_or_condition_missing"),
        (defer(deferUntil=NOW.date().isoformat()), "not_in_the_future"),
        ({**not_suitable(), "deferUntil": NEXT_MONTH}, "not_for_this_decision"),
    ],
)
def test_only_a_deferral_has_an_end(
    clinic_service: Service, case_of: CaseOf, body: Mapping[str, Any], code: str
) -> None:
    assert codes(clinic_service.work(taken(clinic_service, case_of("review")), "decisions", body)) == [code]


def test_a_deferral_says_until_when_or_until_what(clinic_service: Service, case_of: CaseOf) -> None:
    case = taken(clinic_service, case_of("review"))
    deferred = clinic_service.work(case, "decisions", defer(deferUntil=NEXT_MONTH))
    assert (deferred.body["outcome"], deferred.body["deferredUntil"]) == ("defer", NEXT_MONTH)
    clinic_service.work(case, "reopenings", {"reason": "Results are here."})
    taken(clinic_service, case)
    again = clinic_service.work(case, "decisions", defer(deferCondition="Blood pressure below 140/90 twice"))
    assert again.status == 200


@pytest.mark.parametrize(
    "change",
    [
        {"attested": False},
        {"attested": None},
        {"reasons": []},
        {"decision": "approve"},
        {"decision": None},
        {"reasons": ["because"]},
        {"deferUntil": 20_260_601},
        {"deferUntil": "2026-02-30"},
    ],
)
def test_a_decision_that_is_not_complete_is_refused(
    clinic_service: Service, case_of: CaseOf, change: Mapping[str, Any]
) -> None:
    case = taken(clinic_service, case_of("review"))
    assert clinic_service.work(case, "decisions", {**not_suitable(), **change}).status == 400
    assert clinic_service.read(f"/v1/cases/{case}").body["status"] == "open"


def test_overriding_an_urgent_finding_takes_a_second_clinician(clinic_service: Service, case_of: CaseOf) -> None:
    case = taken(clinic_service, case_of("now"), "reached")
    proposed = clinic_service.work(case, "decisions", proceed(URGENT))
    assert (proposed.body["status"], proposed.body["secondClinicianAwaited"]) == ("open", True)
    sign = {"confirmed": True, "attested": True}
    assert codes(clinic_service.work(case, "confirmations", sign)) == ["second_clinician_needed"]
    signed = clinic_service.work(case, "confirmations", sign, person="person-2")
    assert (signed.body["status"], signed.body["outcome"]) == ("closed", "proceed_to_consultation")
    journal = clinic_service.read(f"/v1/cases/{case}").body["journal"]
    assert [entry["deed"] for entry in journal[:2]] == ["case.decision_confirmed", "case.decision_proposed"]
    assert journal[0]["content"]["decisionVersion"] == journal[1]["version"]


def test_the_second_clinician_may_decline(clinic_service: Service, case_of: CaseOf) -> None:
    case = taken(clinic_service, case_of("now"), "reached")
    clinic_service.work(case, "decisions", proceed(URGENT))
    no = {"confirmed": False, "comment": "Not yet.", "attested": True}
    declined = clinic_service.work(case, "confirmations", no, person="person-2")
    assert (declined.body["status"], declined.body["secondClinicianAwaited"]) == ("open", False)
    assert codes(clinic_service.work(case, "confirmations", no, person="person-2")) == ["nothing_to_confirm"]


def test_what_was_to_be_signed_falls_when_another_form_arrives(clinic_service: Service, case_of: CaseOf) -> None:
    case = taken(clinic_service, case_of("now"), "reached")
    clinic_service.work(case, "decisions", proceed(URGENT))
    clinic_service.submit(envelope("review"), key="another")
    sign = {"confirmed": True, "attested": True}
    assert codes(clinic_service.work(case, "confirmations", sign, person="person-2")) == ["nothing_to_confirm"]


def test_saying_that_somebody_is_not_suitable_takes_no_second_clinician(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = taken(clinic_service, case_of("now"), "reached")
    assert clinic_service.work(case, "decisions", not_suitable()).body["status"] == "closed"


def test_a_closed_case_is_taken_up_again_as_a_further_round(clinic_service: Service, case_of: CaseOf) -> None:
    case = taken(clinic_service, case_of("review"))
    clinic_service.work(case, "decisions", not_suitable())
    reopened = clinic_service.work(case, "reopenings", {"reason": "New letter from the cardiologist."})
    assert (reopened.body["status"], reopened.body["round"], reopened.body["outcome"]) == ("open", 2, None)
    assert reopened.body["assignee"] is None
    assert clinic_service.store.outbox[-1].event is Event.CASE_REOPENED
    assert codes(clinic_service.work(case, "reopenings", {"reason": "Again."})) == ["case_is_open"]


@pytest.mark.parametrize(
    ("move", "body"),
    [
        ("claim", {}),
        ("release", {}),
        ("contacts", {"result": "reached"}),
        ("corrections", {"corrections": [{"linkId": "says", "answer": "nothing", "source": "slip"}]}),
        ("rescreenings", {}),
        ("decisions", not_suitable()),
        ("confirmations", {"confirmed": True, "attested": True}),
    ],
)
def test_a_closed_case_is_not_worked_on(
    clinic_service: Service, case_of: CaseOf, move: str, body: Mapping[str, Any]
) -> None:
    case = taken(clinic_service, case_of("review"))
    clinic_service.work(case, "decisions", not_suitable())
    refused = clinic_service.work(case, move, body)
    assert (refused.status, codes(refused)) == (409, ["case_is_closed"])


def test_a_form_that_arrives_after_the_decision_opens_the_case_afresh(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = taken(clinic_service, case_of("review"))
    clinic_service.work(case, "decisions", not_suitable())
    clinic_service.submit(envelope("today"), key="another")
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert (row["id"], row["round"], row["assignee"], row["outcome"]) == (case, 2, None, None)
    kept = clinic_service.store.case(CLINIC, case)
    assert kept is not None
    assert kept.summary.status is CaseStatus.OPEN
