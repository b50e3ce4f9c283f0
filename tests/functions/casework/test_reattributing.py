"""A form stood under the wrong reference: its answers go where they belong, and what was stored stays untouched."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.service.casework.changes import CaseChange
from functions.service.documents import packed, written
from rules.engine.terms import Contact
from tests.functions.builders import CLINIC, IDENTIFIERS, OTHER_CLINIC
from tests.functions.desks import Answer, Service, envelope

type CaseOf = Callable[[str], str]
RIGHT = "patient-right"
RIGHT_CASE = IDENTIFIERS.case(CLINIC, RIGHT)


def shown(service: Service, case: str) -> Any:
    return service.read(f"/v1/cases/{case}").body


def move(service: Service, case: str, *screenings: str, **more: Any) -> Answer:
    ids = list(screenings) or shown(service, case)["screeningIds"]
    body = {"screeningIds": ids, "patientReference": RIGHT, "reason": "wrong_patient", "comment": "Typed by mistake."}
    return service.work(case, "reattributions", {**body, **more})


def test_the_answers_open_the_right_patients_case(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    (old,) = shown(clinic_service, case)["screeningIds"]
    before = clinic_service.store.screenings[CLINIC, old]
    moved = move(clinic_service, case)
    assert (moved.status, moved.body["disposition"], moved.body["contact"]) == (200, "no_flags", "routine")
    there = shown(clinic_service, RIGHT_CASE)
    assert (there["patientReference"], there["disposition"], there["status"], there["version"]) == (
        RIGHT,
        "needs_review",
        "open",
        1,
    )
    assert there["latestScreening"]["derivedFrom"]["screeningId"] == old
    assert there["latestScreening"]["answers"] == {"says": "review"}
    assert shown(clinic_service, case)["supersededScreeningIds"] == [old]
    assert clinic_service.store.screenings[CLINIC, old] == before


def test_the_answers_join_a_case_that_is_open_already(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("now")
    clinic_service.submit(envelope("information", RIGHT), key="another")
    clinic_service.work(RIGHT_CASE, "claim")
    move(clinic_service, case)
    there = shown(clinic_service, RIGHT_CASE)
    assert (there["contact"], there["screeningCount"], there["assignee"]["subject"]) == ("now", 2, "person-1")


def test_a_closed_case_of_the_right_patient_is_opened_for_a_further_round(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = case_of("review")
    clinic_service.submit(envelope("review", RIGHT), key="another")
    clinic_service.close(RIGHT_CASE)
    move(clinic_service, case)
    there = shown(clinic_service, RIGHT_CASE)
    assert (there["status"], there["round"], there["screeningCount"], there["outcome"]) == ("open", 2, 1, None)


def test_both_cases_tell_of_it_in_journal_audit_and_notice(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("now")
    audited = len(clinic_service.store.audit)
    move(clinic_service, case)
    here, there = (shown(clinic_service, each)["journal"][0] for each in (case, RIGHT_CASE))
    assert (here["deed"], here["content"]["toCase"]) == ("case.reattributed", RIGHT_CASE)
    assert (there["deed"], there["content"]["fromCase"]) == ("case.taken_over", case)
    assert here["content"]["newScreeningIds"] == there["content"]["screeningIds"]
    assert sorted(owner for owner, _ in clinic_service.store.audit[audited:]) == sorted([case, RIGHT_CASE])
    told = {(notice.case_id, notice.event.value, notice.contact) for notice in clinic_service.store.outbox}
    assert (RIGHT_CASE, "case.opened", Contact.NOW) in told
    assert (RIGHT_CASE, "screening.completed", Contact.NOW) in told


def test_a_call_that_was_owed_goes_where_the_answers_go(clinic_service: Service, case_of: CaseOf) -> None:
    """The answers were corrected to something milder; the call had been asked for all the same."""
    case = case_of("now")
    clinic_service.work(
        case, "corrections", {"corrections": [{"linkId": "says", "answer": "precaution", "source": "slip"}]}
    )
    assert shown(clinic_service, case)["contact"] == "now"
    latest = shown(clinic_service, case)["screeningIds"][-1]
    assert move(clinic_service, case, latest).body["contact"] == "routine"
    there = shown(clinic_service, RIGHT_CASE)
    assert (there["contact"], there["lane"], there["disposition"]) == ("now", "contact", "precautions")


@pytest.mark.parametrize(("reason", "there"), [("wrong_patient", "now"), ("duplicate_reference", "routine")])
def test_a_call_that_was_made_counts_only_for_the_same_person(
    clinic_service: Service, case_of: CaseOf, reason: str, there: str
) -> None:
    """The patient was reached; by today's rules, here by other answers, nobody would have to call."""
    case = case_of("now")
    clinic_service.work(case, "contacts", {"result": "reached"})
    (first,) = shown(clinic_service, case)["screeningIds"]
    kept = clinic_service.store.screenings[CLINIC, first]
    milder = packed(written({"says": "precaution"}))
    clinic_service.store.screenings[CLINIC, first] = replace(kept, answers=milder)
    move(clinic_service, case, first, reason=reason)
    assert shown(clinic_service, RIGHT_CASE)["contact"] == there


def test_what_stays_keeps_its_call(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("now")
    clinic_service.submit(envelope("review"), key="another")
    second = shown(clinic_service, case)["screeningIds"][-1]
    moved = move(clinic_service, case, second)
    assert (moved.body["contact"], moved.body["disposition"]) == ("now", "urgent")
    assert shown(clinic_service, RIGHT_CASE)["contact"] == "routine"


def test_a_call_stays_owed_while_nobody_knows_that_it_was_meant_for_somebody_else(
    clinic_service: Service, case_of: CaseOf
) -> None:
    """It was asked for by a form that was corrected since; another form turns out to be of somebody else."""
    case = case_of("now")
    clinic_service.work(
        case, "corrections", {"corrections": [{"linkId": "says", "answer": "precaution", "source": "slip"}]}
    )
    clinic_service.submit(envelope("review"), key="another")
    second = shown(clinic_service, case)["screeningIds"][-1]
    moved = move(clinic_service, case, second)
    assert (moved.body["contact"], moved.body["lane"]) == ("now", "contact")
    assert shown(clinic_service, RIGHT_CASE)["contact"] == "now"


def test_a_case_of_which_nothing_is_left_can_be_closed_with_the_reason(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = case_of("now")
    move(clinic_service, case)
    clinic_service.work(case, "claim")
    closing = {"decision": "not_suitable", "reasons": ["wrong_patient"], "attested": True}
    assert clinic_service.work(case, "decisions", closing).body["status"] == "closed"
    assert shown(clinic_service, RIGHT_CASE)["contact"] == "now"


def test_where_nothing_counts_any_more_nothing_is_asked_or_screened_again(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = case_of("information")
    move(clinic_service, case)
    for what in ("rescreenings", "information-requests"):
        refused = clinic_service.work(case, what)
        assert (refused.status, refused.body["errors"]) == (409, [{"code": "nothing_counts"}])


def test_a_link_that_went_to_the_wrong_patient_opens_nothing_any_more(
    clinic_service: Service, case_of: CaseOf
) -> None:
    case = case_of("information")
    token = clinic_service.work(case, "information-requests").body["link"].partition("#")[2]
    move(clinic_service, case)
    assert clinic_service.questions(token).status == 404


def test_the_right_patients_case_changes_meanwhile_and_nothing_is_lost(
    clinic_service: Service, case_of: CaseOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_of("review")
    change = clinic_service.store.change

    def interrupted(change_: CaseChange) -> None:
        monkeypatch.undo()
        clinic_service.submit(envelope("today", RIGHT), key="another")
        change(change_)

    monkeypatch.setattr(clinic_service.store, "change", interrupted)
    assert move(clinic_service, case).status == 200
    there = shown(clinic_service, RIGHT_CASE)
    assert (there["screeningCount"], there["contact"]) == (2, "today")


def test_the_same_move_twice_moves_once(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    (old,) = shown(clinic_service, case)["screeningIds"]
    body = {"screeningIds": [old], "patientReference": RIGHT, "reason": "wrong_patient", "comment": "x"}
    first = clinic_service.work(case, "reattributions", body, version=1)
    again = clinic_service.work(case, "reattributions", body, version=1)
    assert (first.status, again.status, again.body) == (200, 200, first.body)
    assert shown(clinic_service, RIGHT_CASE)["screeningCount"] == 1
    assert clinic_service.work(case, "reattributions", {**body, "comment": "y"}, version=1).status == 412


def test_only_what_counts_can_be_moved_and_not_to_the_same_patient(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    wrong = move(clinic_service, case, "0" * 32)
    assert (wrong.status, wrong.body["errors"]) == (
        422,
        [{"pointer": "/screeningIds/0", "code": "not_a_screening_that_counts"}],
    )
    same = move(clinic_service, case, patientReference="patient-1")
    assert (same.status, same.body["errors"]) == (422, [{"pointer": "/patientReference", "code": "same_patient"}])


@pytest.mark.parametrize(("role", "status"), [("coordinator", 403), ("auditor", 403), ("lead", 200)])
def test_it_takes_somebody_who_may_judge(clinic_service: Service, case_of: CaseOf, role: str, status: int) -> None:
    case = case_of("review")
    (old,) = shown(clinic_service, case)["screeningIds"]
    body = {"screeningIds": [old], "patientReference": RIGHT, "reason": "duplicate_reference", "comment": "x"}
    assert clinic_service.work(case, "reattributions", body, role=role).status == status


def test_another_clinics_case_looks_like_nothing(clinic_service: Service, case_of: CaseOf) -> None:
    case = case_of("review")
    body = {"screeningIds": ["0" * 32], "patientReference": RIGHT, "reason": "wrong_patient", "comment": "x"}
    assert clinic_service.work(case, "reattributions", body, version=1, clinic=OTHER_CLINIC).status == 404


@pytest.mark.parametrize(
    "part", [{"reason": "mood"}, {"patientReference": ""}, {"comment": ""}, {"screeningIds": []}]
)
def test_an_unreadable_move_is_refused(clinic_service: Service, case_of: CaseOf, part: dict[str, Any]) -> None:
    assert move(clinic_service, case_of("review"), **part).status == 400
