"""Finding one's way in the queue: filters, counts, and pages that show nothing twice."""

from datetime import timedelta

import pytest

from tests.functions.builders import CLINIC, NOW, OTHER_CLINIC
from tests.functions.desks import Answer, Service, envelope

PATIENTS = ("review", "now", "information", "today")


@pytest.fixture
def clinic_at_work(clinic_service: Service) -> Service:
    """Four cases, one minute apart; the first one is with person-1."""
    for number, says in enumerate(PATIENTS):
        clinic_service.submit(envelope(says, f"patient-{number}"), key=f"key-{number}")
        clinic_service.clock.at += timedelta(minutes=1)
    clinic_service.work(case_of(clinic_service, "patient-0"), "claim")
    return clinic_service


def case_of(service: Service, patient: str) -> str:
    rows = service.read("/v1/cases").body["cases"]
    return next(str(row["id"]) for row in rows if row["patientReference"] == patient)


def shown(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [row["patientReference"] for row in answer.body["cases"]]


def test_my_cases_and_those_nobody_has(clinic_at_work: Service) -> None:
    assert shown(clinic_at_work.read("/v1/cases", assignee="me")) == ["patient-0"]
    assert shown(clinic_at_work.read("/v1/cases", assignee="person-1")) == ["patient-0"]
    assert shown(clinic_at_work.read("/v1/cases", assignee="person-2")) == []
    assert shown(clinic_at_work.read("/v1/cases", assignee="nobody")) == ["patient-1", "patient-3", "patient-2"]


def test_cases_in_which_a_kind_of_rule_fired(clinic_at_work: Service) -> None:
    assert shown(clinic_at_work.read("/v1/cases", domain="psych")) == ["patient-1"]
    assert shown(clinic_at_work.read("/v1/cases", domain="cardiac", lane="judgement")) == ["patient-0"]
    assert shown(clinic_at_work.read("/v1/cases", domain="eyes")) == []


def test_what_changed_since_a_moment(clinic_at_work: Service) -> None:
    since = (NOW + timedelta(minutes=3)).isoformat()
    assert shown(clinic_at_work.read("/v1/cases", updatedSince=since)) == ["patient-3", "patient-0"]
    zoned = (NOW + timedelta(minutes=3)).astimezone().isoformat()
    assert shown(clinic_at_work.read("/v1/cases", updatedSince=zoned)) == ["patient-3", "patient-0"]


def test_what_is_due_before_a_moment(clinic_at_work: Service) -> None:
    due = clinic_at_work.read(f"/v1/cases/{case_of(clinic_at_work, 'patient-1')}").body["dueAt"]
    assert shown(clinic_at_work.read("/v1/cases", dueBefore=due)) == []
    soon = (NOW + timedelta(hours=1)).isoformat()
    assert shown(clinic_at_work.read("/v1/cases", dueBefore=soon)) == ["patient-1", "patient-3"]


def test_once_somebody_takes_care_a_call_is_no_longer_due(clinic_at_work: Service) -> None:
    case = case_of(clinic_at_work, "patient-1")
    assert clinic_at_work.work(case, "contacts", {"result": "acknowledged"}).body["dueAt"] is None


def test_closed_cases_are_listed_newest_first(clinic_at_work: Service) -> None:
    for patient in ("patient-3", "patient-2"):
        clinic_at_work.close(case_of(clinic_at_work, patient))
        clinic_at_work.clock.at += timedelta(minutes=1)
    assert shown(clinic_at_work.read("/v1/cases", status="closed")) == ["patient-2", "patient-3"]


def test_how_much_work_waits(clinic_at_work: Service) -> None:
    clinic_at_work.clock.at += timedelta(minutes=16)
    counts = clinic_at_work.read("/v1/cases/counts").body
    assert counts == {
        "open": 4,
        "lanes": {"contact": 2, "judgement": 1, "collecting": 1},
        "contacts": {"now": 1, "today": 1, "routine": 2},
        "free": 3,
        "overdue": 2,
        "complete": True,
    }
    assert clinic_at_work.read("/v1/cases/counts", clinic=OTHER_CLINIC).body["open"] == 0


def test_a_page_is_for_one_question(clinic_at_work: Service) -> None:
    cursor = clinic_at_work.read("/v1/cases", limit="1").body["next"]
    assert shown(clinic_at_work.read("/v1/cases", limit="1", cursor=cursor)) == ["patient-3"]
    assert clinic_at_work.read("/v1/cases", limit="1", cursor=cursor, assignee="me").status == 400


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ("assignee", "a b"),
        ("assignee", ""),
        ("dueBefore", "tomorrow"),
        ("dueBefore", "2026-04-20T12:00:00"),
        ("updatedSince", ""),
        ("domain", "Cardiac"),
        ("domain", "*"),
        ("flag", "x"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(clinic_at_work: Service, parameter: str, text: str) -> None:
    assert clinic_at_work.read("/v1/cases", **{parameter: text}).status == 400


def test_a_case_that_does_not_change_while_pages_are_turned_appears_exactly_once(clinic_at_work: Service) -> None:
    first = clinic_at_work.read("/v1/cases", limit="2")
    clinic_at_work.submit(envelope("now", "patient-9"), key="new")
    clinic_at_work.close(case_of(clinic_at_work, "patient-1"))
    rest = clinic_at_work.read("/v1/cases", limit="10", cursor=first.body["next"])
    assert shown(first) + shown(rest) == ["patient-1", "patient-3", "patient-0", "patient-2"]
    assert clinic_at_work.read("/v1/cases", clinic=CLINIC).status == 200
