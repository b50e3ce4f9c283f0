"""A patient opens the link and answers: once, unseen by anybody else, and heard at once when it is urgent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.service.errors import StoreBusyError
from functions.service.information import RequestState, new_token
from functions.service.records import Write
from rules.engine.terms import Contact
from tests.functions.builders import CLINIC, NOW, OTHER_CLINIC
from tests.functions.desks import Answer, Service, ask, event, not_suitable

type CaseOf = Callable[[str], str]
REQUESTS = "information-requests"
WEIRD = ["", "x", "é" * 20, "democlinic", f"democlinic.{'0' * 32}", f"democlinic.{'0' * 32}.{'A' * 44}"]


@pytest.fixture
def case(case_of: CaseOf) -> str:
    return case_of("information")


@pytest.fixture
def token(clinic_service: Service, case: str) -> str:
    return str(clinic_service.work(case, REQUESTS).body["link"].partition("#")[2])


def without_id(answer: Answer) -> tuple[int, Any]:
    return answer.status, answer.body


def test_the_questions_are_shown_and_nothing_that_was_answered_or_found(clinic_service: Service, token: str) -> None:
    shown = clinic_service.questions(token)
    assert (shown.status, set(shown.body)) == (200, {"questions", "crisis"})
    assert [each["linkId"] for each in shown.body["questions"]] == ["says", "cv.htn"]
    assert not {"says", "fact", "codes", "plausible"} & set(shown.body["questions"][0])
    assert "patient-1" not in shown.text
    assert shown.headers["Cache-Control"] == "no-store"


def test_the_questions_can_be_looked_at_more_than_once(clinic_service: Service, token: str) -> None:
    assert clinic_service.questions(token).body == clinic_service.questions(token).body


def test_the_receipt_is_neutral_whatever_was_answered(clinic_service: Service, case: str, token: str) -> None:
    received = clinic_service.inform(token, says="review")
    assert (received.status, set(received.body)) == (201, {"receipt", "message", "crisis"})
    assert received.body["crisis"]["show"] == "footer"
    shown = clinic_service.read(f"/v1/cases/{case}").body
    assert (shown["awaiting"], shown["screeningCount"]) == (None, 2)
    assert shown["screenings"][0]["draft"] is True
    assert shown["latestScreening"]["answers"] == {"says": "review"}


def test_a_dangerous_answer_raises_the_case_at_once(clinic_service: Service, case: str, token: str) -> None:
    received = clinic_service.inform(token, says="now")
    assert received.body["crisis"]["show"] == "now"
    row = clinic_service.read("/v1/cases").body["cases"][0]
    assert (row["id"], row["contact"], row["disposition"], row["pausedUntil"]) == (case, "now", "urgent", None)
    told = clinic_service.store.outbox[-1]
    assert (told.case_id, told.event.value, told.contact) == (case, "screening.completed", Contact.NOW)


def test_the_answers_leave_one_audit_entry_and_one_row_for_the_screening_that_follows(
    clinic_service: Service, case: str, token: str
) -> None:
    received = clinic_service.inform(token, says="review")
    (row,) = clinic_service.store.responses
    assert row == (CLINIC, case, token.split(".")[1], received.body["receipt"]["id"])
    assert clinic_service.store.audit[-1] == (case, received.body["receipt"]["id"])


def refused_tokens(service: Service, case: str, token: str) -> list[str]:
    """Made up, foreign, altered, withdrawn, expired."""
    _, request_id, secret = token.split(".")
    service.work(case, f"{REQUESTS}/{request_id}/withdrawal")
    return [
        *WEIRD,
        new_token(CLINIC, "0" * 32, b"0" * 32),
        f"{OTHER_CLINIC}.{request_id}.{secret}",
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token,
    ]


def test_whatever_is_wrong_with_a_link_the_reply_is_the_same(clinic_service: Service, case: str, token: str) -> None:
    refused = refused_tokens(clinic_service, case, token)
    replies = [
        without_id(reply)
        for wrong in refused
        for reply in (clinic_service.questions(wrong), clinic_service.inform(wrong, says="review"))
        if wrong
    ]
    assert {status for status, _ in replies} == {404}
    assert all(body == replies[0][1] for _, body in replies)
    assert replies[0][1]["crisis"]["show"] == "footer"


def test_an_expired_link_opens_nothing(clinic_service: Service, token: str) -> None:
    clinic_service.clock.at = NOW + timedelta(days=14)
    assert clinic_service.questions(token).status == 404
    assert clinic_service.inform(token, says="review").status == 404
    assert clinic_service.store.responses == []


def test_whoever_is_in_danger_is_told_where_help_is_although_the_link_is_wrong(clinic_service: Service) -> None:
    refused = clinic_service.inform(new_token(CLINIC, "0" * 32, b"0" * 32), says="now")
    assert (refused.status, refused.body["crisis"]["show"]) == (404, "now")


def test_a_link_is_answered_once_and_the_same_answers_get_the_same_receipt(
    clinic_service: Service, case: str, token: str
) -> None:
    first = clinic_service.inform(token, says="review")
    clinic_service.clock.at = NOW + timedelta(hours=1)
    assert clinic_service.inform(token, says="review").body == first.body
    assert clinic_service.inform(token, says="now").status == 404
    assert clinic_service.questions(token).status == 404
    assert clinic_service.read(f"/v1/cases/{case}").body["screeningCount"] == 2


def test_a_lost_acknowledgement_doubles_nothing(clinic_service: Service, case: str, token: str) -> None:
    store = clinic_service.store

    def lose(_write: Write) -> None:
        store.after_write = lambda _: None
        raise StoreBusyError

    store.after_write = lose
    assert clinic_service.inform(token, says="review").status == 201
    assert clinic_service.read(f"/v1/cases/{case}").body["screeningCount"] == 2


def test_two_who_answer_at_the_same_moment_are_one(clinic_service: Service, token: str) -> None:
    """The other one got in between reading the request and storing the answers."""
    store = clinic_service.store
    ((place, kept),) = store.information.items()

    def answered_meanwhile(_write: Write) -> None:
        store.information[place] = replace(kept, state=RequestState.ANSWERED, body_hash="of other answers")

    store.before_write = answered_meanwhile
    assert clinic_service.inform(token, says="review").status == 404
    assert store.responses == []


def test_a_closed_case_takes_no_answers(clinic_service: Service, case: str, token: str) -> None:
    clinic_service.work(case, "claim")
    clinic_service.work(case, "decisions", not_suitable())
    assert clinic_service.inform(token, says="now").status == 404


@pytest.mark.parametrize(
    ("answers", "fault"), [({}, "missing"), ({"vital.bp": "none"}, "not_asked"), ({"x": "y"}, "not_asked")]
)
def test_only_what_was_asked_is_taken_and_something_has_to_be_said(
    clinic_service: Service, token: str, answers: dict[str, Any], fault: str
) -> None:
    refused = clinic_service.inform(token, **answers)
    assert (refused.status, refused.body["errors"]) == (400, [{"pointer": "/answers", "code": fault}])
    assert refused.body["crisis"]
    assert clinic_service.questions(token).status == 200


def test_an_odd_answer_is_kept_as_it_was_written(clinic_service: Service, case: str, token: str) -> None:
    odd = {"says": [None, {"deep": [1]}], "cv.htn": "perhaps"}
    assert clinic_service.inform(token, **odd).status == 201
    assert clinic_service.read(f"/v1/cases/{case}").body["latestScreening"]["answers"] == odd


@pytest.mark.parametrize("says", ["fault", "information"])
def test_answers_join_the_case_whatever_they_say(clinic_service: Service, case: str, token: str, says: str) -> None:
    assert clinic_service.inform(token, says=says).status == 201
    assert clinic_service.read(f"/v1/cases/{case}").body["screenings"][0]["caseId"] == case


def test_without_the_clinics_settings_nothing_is_stored_and_help_is_named(
    clinic_service: Service, token: str
) -> None:
    clinic_service.clinics.sites.clear()
    refused = clinic_service.inform(token, says="now")
    assert (refused.status, refused.body["crisis"]["show"]) == (503, "now")
    assert clinic_service.store.responses == []


def test_a_token_in_the_address_is_not_read(clinic_service: Service, token: str) -> None:
    asked = event("POST", "/v1/information/questions", body="{}", query={"token": token})
    asked["headers"] = {"Content-Type": "application/json"}
    assert ask(clinic_service.answers, asked).status == 400


def test_a_request_keeps_only_the_hash_of_its_token(clinic_service: Service, token: str) -> None:
    (kept,) = clinic_service.store.information.values()
    assert token.rpartition(".")[2] not in repr(kept)
