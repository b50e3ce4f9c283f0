"""Taking, giving back and handing over a case, notes, and the state every change is made for."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.service.casework.changes import CaseChange
from functions.service.errors import StoreBusyError
from tests.functions.builders import CLINIC, OTHER_CLINIC
from tests.functions.desks import Service, ask, envelope, event, staff_claims

type CaseOf = Callable[[str], str]


def code(answer_body: dict[str, list[dict[str, str]]]) -> str:
    return answer_body["errors"][0]["code"]


def test_somebody_takes_a_case_and_others_see_who_has_it(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    taken = clinic_service.work(case, "claim")
    assert (taken.status, taken.body["assignee"]["subject"], taken.headers["ETag"]) == (200, "person-1", '"2"')
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert row["assignee"] == {"subject": "person-1", "name": f"person-1@{CLINIC}"}


def test_a_case_that_somebody_has_cannot_be_taken_again(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    clinic_service.work(case, "claim")
    refused = clinic_service.work(case, "claim", person="person-2")
    assert (refused.status, code(refused.body)) == (409, "case_is_taken")


def test_a_case_is_given_back_by_whoever_has_it_or_by_a_lead(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    clinic_service.work(case, "claim")
    assert clinic_service.work(case, "release", person="person-2").status == 409
    assert clinic_service.work(case, "release", person="person-2", role="lead").body["assignee"] is None
    assert code(clinic_service.work(case, "release").body) == "case_is_free"


def test_a_lead_hands_a_case_to_a_colleague(clinic_service: Service, case_of: CaseOf) -> None:
    case, colleague = case_of("review"), {"subject": "person-9", "name": "Dr Nine"}
    assert clinic_service.work(case, "assign", colleague).status == 403
    assert clinic_service.work(case, "assign", colleague, role="lead").body["assignee"] == colleague


def test_the_journal_tells_who_did_what_newest_first(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    clinic_service.work(case, "claim")
    clinic_service.work(case, "comments", {"text": "Waiting for the cardiologist.\nCall back on Monday."})
    journal = clinic_service.read(f"/v1/cases/{case}").body["journal"]
    assert [entry["deed"] for entry in journal] == ["case.commented", "case.claimed"]
    assert journal[0]["content"] == {"text": "Waiting for the cardiologist.\nCall back on Monday."}
    assert journal[0]["by"] == {"subject": "person-1", "name": f"person-1@{CLINIC}", "roles": ["practitioner"]}


def test_every_change_leaves_exactly_one_audit_entry(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    clinic_service.work(case, "claim")
    clinic_service.work(case, "comments", {"text": "Seen."})
    assert len([owner for owner, _ in clinic_service.store.audit if owner == case]) == 3


def test_a_change_says_for_which_state_of_the_case_it_was_made(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    path, claims = f"/v1/cases/{case}/claim", staff_claims()
    headers = {"Content-Type": "application/json"}
    missing = ask(clinic_service.reviews, event("POST", path, body="{}", claims=claims, headers=headers))
    assert missing.status == 428
    for odd in ("1", '"0"', 'W/"1"', "*", '"x"', '"1", "2"'):
        unreadable = event("POST", path, body="{}", claims=claims, headers={**headers, "If-Match": odd})
        assert ask(clinic_service.reviews, unreadable).status == 400


def test_whoever_saw_another_state_is_shown_the_current_one(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    clinic_service.work(case, "claim")
    stale = clinic_service.work(case, "comments", {"text": "Too late."}, version=1)
    assert (stale.status, stale.headers["ETag"]) == (412, '"2"')
    assert stale.body["current"]["assignee"]["subject"] == "person-1"
    assert len(clinic_service.read(f"/v1/cases/{case}").body["journal"]) == 1


def test_a_screening_that_joins_meanwhile_makes_the_state_another_one(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = case_of("review")
    clinic_service.submit(envelope("now"), key="another")
    assert clinic_service.work(case, "claim", version=1).status == 412


def test_the_same_change_sent_twice_is_made_once(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    note = {"text": "Seen."}
    first = clinic_service.work(case, "comments", note, version=1)
    again = clinic_service.work(case, "comments", note, version=1)
    assert (first.status, again.status, first.body) == (200, 200, again.body)
    assert len(clinic_service.read(f"/v1/cases/{case}").body["journal"]) == 1


def test_the_same_words_by_somebody_else_are_another_change(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    clinic_service.work(case, "comments", {"text": "Seen."}, version=1)
    assert clinic_service.work(case, "comments", {"text": "Seen."}, version=1, person="person-2").status == 412


def test_a_change_whose_acknowledgement_is_lost_is_made_once(clinic_service: Service, case_of: CaseOf) -> None:
    case, lost = case_of("review"), iter([True])

    def lose(_: CaseChange) -> None:
        if next(lost, False):
            raise StoreBusyError

    clinic_service.store.after_change = lose
    assert clinic_service.work(case, "claim").status == 200
    assert next(lost, "fired") == "fired"
    assert len(clinic_service.read(f"/v1/cases/{case}").body["journal"]) == 1


@pytest.mark.parametrize(
    "move", ["claim", "release", "comments", "contacts", "corrections", "decisions", "confirmations", "reopenings"]
)
def test_another_clinics_case_looks_exactly_like_nothing(clinic_service: Service, case_of: CaseOf, move: str) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "comments": {"text": "x"},
        "contacts": {"result": "reached"},
        "corrections": {"corrections": [{"linkId": "says", "answer": "nothing", "source": "slip"}]},
        "decisions": {"decision": "not_suitable", "reasons": ["contraindication"], "attested": True},
        "confirmations": {"confirmed": True, "attested": True},
        "reopenings": {"reason": "x"},
    }
    case, body = case_of("review"), bodies.get(move)
    theirs = clinic_service.work(case, move, body, version=1, clinic=OTHER_CLINIC)
    nothing = clinic_service.work("0" * 32, move, body, version=1, clinic=OTHER_CLINIC)
    assert (theirs.status, theirs.text, theirs.headers) == (404, nothing.text, nothing.headers)


@pytest.mark.parametrize("role", ["admin", "auditor", "visitor"])
def test_whoever_may_not_work_on_cases_is_refused(clinic_service: Service, case_of: CaseOf, role: str) -> None:
    case = case_of("review")
    assert clinic_service.work(case, "claim", version=1, role=role).status == 403


@pytest.mark.parametrize("text", ["", "   ", "\x00", "a\x1bb", "\ud800", 7, None, ["x"], "x" * 4001])
def test_a_note_is_something_one_can_read(clinic_service: Service, case_of: CaseOf, text: object) -> None:
    case = case_of("review")
    refused = clinic_service.work(case, "comments", {"text": text}, version=1)
    assert refused.status == 400
    assert refused.body["errors"] == [{"pointer": "/text", "code": "wrong_form"}]


def test_a_field_that_was_not_agreed_is_refused(clinic_service: Service, case_of: CaseOf) -> None:
    refused = clinic_service.work(case_of("review"), "claim", {"surprise": "secret"}, version=1)
    assert (refused.status, refused.body["errors"][0]["code"]) == (400, "unknown_field")
    assert "surprise" not in refused.text
