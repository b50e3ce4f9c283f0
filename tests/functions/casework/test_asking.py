"""A patient is asked for what is missing: which questions, how often, and what becomes of the link."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.service.casework.changes import CaseChange
from functions.service.errors import StoreBusyError
from rules.engine.terms import Contact
from tests.functions.builders import NOW, OTHER_CLINIC
from tests.functions.desks import Answer, Service, envelope, not_suitable

type CaseOf = Callable[[str], str]
REQUESTS = "information-requests"


def ask_for(service: Service, case: str, *link_ids: str, **more: Any) -> Answer:
    return service.work(case, REQUESTS, {"linkIds": list(link_ids), **more} if link_ids else more)


def code(answer: Answer) -> str:
    return str(answer.body["errors"][0]["code"])


def test_questions_are_offered_once_each_with_the_rules_that_wait(clinic_service: Service, case_of: CaseOf) -> None:
    offered = clinic_service.read(f"/v1/cases/{case_of('information')}/{REQUESTS}").body
    assert [(each["linkId"], each["waitingRules"]) for each in offered["questions"]] == [
        ("says", ["data.unsaid"]),
        ("cv.htn", ["cardiac.htn_unknown", "data.unsaid"]),
    ]
    assert (offered["awaiting"], offered["pausedUntil"]) == (None, None)


def test_what_only_the_clinic_can_answer_is_never_asked_of_the_patient(
    clinic_service: Service, case_of: CaseOf
) -> None:
    refused = ask_for(clinic_service, case_of("information"), "cv.htn", "vital.bp", "no.such")
    assert refused.status == 422
    assert refused.body["errors"] == [
        {"pointer": "/linkIds/1", "code": "not_an_open_question"},
        {"pointer": "/linkIds/2", "code": "not_an_open_question"},
    ]


def test_an_official_wording_that_only_the_clinic_has_is_not_asked_by_link(
    clinic_service: Service, case_of: CaseOf
) -> None:
    assert ask_for(clinic_service, case_of("information"), "scale.cssrs.1").status == 422


def test_the_link_is_shown_once_and_its_secret_stands_behind_the_hash_sign(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = case_of("information")
    asked = ask_for(clinic_service, case, "cv.htn")
    assert asked.status == 201
    address, _, token = asked.body["link"].partition("#")
    assert address == "https://clinic.example/answer"
    again = clinic_service.work(case, REQUESTS, {"linkIds": ["cv.htn"]}, version=1)
    assert (again.status, again.body["link"], again.headers["ETag"]) == (200, None, asked.headers["ETag"])
    shown = clinic_service.read(f"/v1/cases/{case}")
    assert token.rpartition(".")[2] not in shown.text
    assert token not in repr(clinic_service.store)


def test_a_link_whose_acknowledgement_got_lost_inside_is_still_shown(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case, store = case_of("information"), clinic_service.store
    lost: list[CaseChange] = []

    def lose(change: CaseChange) -> None:
        if not lost:
            lost.append(change)
            raise StoreBusyError

    store.after_change = lose
    assert ask_for(clinic_service, case).body["link"]
    assert len(store.information) == 1


def test_the_journal_and_the_notice_say_that_the_patient_was_asked(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("information")
    ask_for(clinic_service, case)
    entry = clinic_service.read(f"/v1/cases/{case}").body["journal"][0]
    assert (entry["deed"], entry["content"]["asked"]) == ("case.information_requested", ["says", "cv.htn"])
    told = clinic_service.store.outbox[-1]
    assert (told.case_id, told.event.value, told.contact) == (case, "case.information_requested", Contact.ROUTINE)


def test_a_patient_has_two_weeks_unless_the_clinic_says_otherwise(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("information")
    awaiting = ask_for(clinic_service, case).body["awaiting"]
    assert awaiting["expiresAt"] == (NOW + timedelta(days=14)).isoformat()
    withdrawn = clinic_service.work(case, f"{REQUESTS}/{awaiting['requestId']}/withdrawal")
    assert withdrawn.body["awaiting"] is None
    assert (
        ask_for(clinic_service, case, validForDays=3).body["awaiting"]["expiresAt"]
        == (NOW + timedelta(days=3)).isoformat()
    )


def test_nobody_is_asked_twice_at_the_same_time(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("information")
    ask_for(clinic_service, case)
    refused = ask_for(clinic_service, case, "cv.htn")
    assert (refused.status, code(refused)) == (409, "request_is_open")


def test_after_the_time_is_up_the_patient_can_be_asked_again(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("information")
    first = ask_for(clinic_service, case).body["awaiting"]["requestId"]
    clinic_service.clock.at = NOW + timedelta(days=14)
    assert ask_for(clinic_service, case).status == 201
    states = {request_id: kept.state for (_, request_id), kept in clinic_service.store.information.items()}
    assert sorted(states.values()) == ["ended", "open"]
    assert states[first] == "ended"


@pytest.mark.parametrize(("says", "paused"), [("information", True), ("today", False), ("now", False)])
def test_the_clock_stands_still_only_where_nobody_has_to_be_called(
    clinic_service: Service, case_of: CaseOf, says: str, *, paused: bool
) -> None:
    case = case_of("information")
    awaiting = ask_for(clinic_service, case).body["awaiting"]
    clinic_service.submit(envelope(says), key="another")
    row = clinic_service.read(f"/v1/cases/{case}").body
    assert row["pausedUntil"] == (awaiting["expiresAt"] if paused else None)


def test_a_request_that_is_not_out_cannot_be_taken_back(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("information")
    asked = ask_for(clinic_service, case).body["awaiting"]["requestId"]
    assert code(clinic_service.work(case, f"{REQUESTS}/{'0' * 32}/withdrawal")) == "request_is_not_open"
    assert clinic_service.work(case, f"{REQUESTS}/not-an-id/withdrawal").status == 404
    clinic_service.work(case, f"{REQUESTS}/{asked}/withdrawal")
    assert code(clinic_service.work(case, f"{REQUESTS}/{asked}/withdrawal")) == "request_is_not_open"


def test_a_decision_takes_the_link_back(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("information")
    ask_for(clinic_service, case)
    clinic_service.work(case, "claim")
    closed = clinic_service.work(case, "decisions", not_suitable())
    assert closed.body["awaiting"] is None
    assert [kept.state for kept in clinic_service.store.information.values()] == ["ended"]
    refused = ask_for(clinic_service, case)
    assert (refused.status, code(refused)) == (409, "case_is_closed")


def test_where_nothing_is_open_nothing_is_asked(clinic_service: Service, case_of: CaseOf) -> None:
    assert code(ask_for(clinic_service, case_of("review"))) == "nothing_to_ask"


@pytest.mark.parametrize("role", ["coordinator", "practitioner", "lead"])
def test_whoever_collects_may_ask(clinic_service: Service, case_of: CaseOf, role: str) -> None:
    assert clinic_service.work(case_of("information"), REQUESTS, role=role).status == 201


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_others_may_not(clinic_service: Service, case_of: CaseOf, role: str) -> None:
    assert clinic_service.work(case_of("information"), REQUESTS, role=role).status == 403


def test_another_clinic_finds_nothing(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("information")
    assert clinic_service.work(case, REQUESTS, version=1, clinic=OTHER_CLINIC).status == 404
    assert clinic_service.read(f"/v1/cases/{case}/{REQUESTS}", clinic=OTHER_CLINIC).status == 404


@pytest.mark.parametrize("body", [{"linkIds": []}, {"validForDays": 0}, {"validForDays": 61}, {"more": 1}])
def test_an_unreadable_request_is_refused(clinic_service: Service, case_of: CaseOf, body: dict[str, Any]) -> None:
    assert clinic_service.work(case_of("information"), REQUESTS, body).status == 400
