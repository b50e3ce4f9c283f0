"""What practitioners read, and what nobody else does."""

import json
from datetime import timedelta

import pytest

from tests.functions.builders import CLINIC, OTHER_CLINIC
from tests.functions.desks import JSON_TYPE, Answer, Service, ask, envelope, event, machine_claims, staff_claims

NOBODYS = "0" * 32
ROUTES = ("/v1/cases/{}", "/v1/screenings/{}")


def fill(service: Service, *said: str, clinic: str = CLINIC) -> list[str]:
    """Ids of the screenings, one patient each, a minute apart."""
    ids = []
    for number, says in enumerate(said):
        answer = service.submit(envelope(says, f"patient-{number}"), key=f"key-{number}", clinic=clinic)
        ids.append(str(answer.body["receipt"]["id"]))
        service.clock.at += timedelta(minutes=1)
    return ids


def references(answer: Answer) -> list[str]:
    return [row["patientReference"] for row in answer.body["cases"]]


def test_the_queue_shows_the_most_pressing_case_first(clinic_service: Service) -> None:
    fill(clinic_service, "information", "review", "now", "today")
    assert references(clinic_service.read("/v1/cases")) == ["patient-2", "patient-3", "patient-1", "patient-0"]


def test_the_queue_can_be_narrowed_to_one_lane(clinic_service: Service) -> None:
    fill(clinic_service, "information", "review", "now")
    assert references(clinic_service.read("/v1/cases", lane="collecting")) == ["patient-0"]


def test_the_queue_shows_open_cases_unless_others_are_asked_for(clinic_service: Service) -> None:
    fill(clinic_service, "review")
    assert references(clinic_service.read("/v1/cases", status="closed")) == []


def test_nobody_vanishes_although_nothing_was_found(clinic_service: Service) -> None:
    ids = fill(clinic_service, "nothing", "review", "nothing")
    listed = clinic_service.read("/v1/screenings", lane="nothing_found").body["screenings"]
    assert [row["id"] for row in listed] == [ids[2], ids[0]]


def test_pages_join_without_a_gap(clinic_service: Service) -> None:
    fill(clinic_service, *["review"] * 5)
    first = clinic_service.read("/v1/cases", limit="2")
    second = clinic_service.read("/v1/cases", limit="2", cursor=first.body["next"])
    third = clinic_service.read("/v1/cases", limit="2", cursor=second.body["next"])
    shown = references(first) + references(second) + references(third)
    assert shown == [f"patient-{number}" for number in range(5)]
    assert third.body["next"] is None


def test_a_case_shows_its_screenings_newest_first_and_the_latest_in_full(clinic_service: Service) -> None:
    fill(clinic_service, "review")
    later = clinic_service.submit(envelope("now", "patient-0"), key="other").body["receipt"]["id"]
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    case = clinic_service.read(f"/v1/cases/{row['id']}").body
    assert [each["disposition"] for each in case["screenings"]] == ["urgent", "needs_review"]
    assert case["latestScreening"]["id"] == later
    assert case["latestScreening"]["submission"]["submittedBy"] == f"form-of-{CLINIC}"


def test_a_screening_tells_which_rules_and_settings_produced_it(clinic_service: Service) -> None:
    (received,) = fill(clinic_service, "review")
    stored = clinic_service.read(f"/v1/screenings/{received}").body
    assert stored["screening"]["ruleSet"]["version"] == "0.6.0"
    assert stored["screening"]["site"]["timeZone"] == "America/Los_Angeles"
    assert stored["answers"] == {"says": "review"}
    assert "answers" not in stored["screening"]


def test_numbers_come_back_as_they_were_written(clinic_service: Service) -> None:
    body = json.dumps(envelope("review")).replace('"says": "review"', '"says": "review", "w": 82.50, "x": 1E+2')
    received = clinic_service.submit(body).body["receipt"]["id"]
    assert '"w":82.50,"x":1E+2' in clinic_service.read(f"/v1/screenings/{received}").text


def test_a_patient_is_searched_for_by_reference_and_never_in_a_url(clinic_service: Service) -> None:
    ids = fill(clinic_service, "review", "review")
    found = clinic_service.search("patient-1").body
    assert [row["id"] for row in found["screenings"]] == [ids[1]]
    assert [row["patientReference"] for row in found["cases"]] == ["patient-1"]
    assert clinic_service.search("nobody").body == {"cases": [], "screenings": []}


@pytest.mark.parametrize("route", ROUTES)
def test_another_clinics_things_look_exactly_like_nothing(clinic_service: Service, route: str) -> None:
    (screening,) = fill(clinic_service, "review")
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    theirs = screening if "screenings" in route else row["id"]
    assert clinic_service.read(route.format(theirs)).status == 200
    foreign = clinic_service.read(route.format(theirs), clinic=OTHER_CLINIC)
    nothing = clinic_service.read(route.format(NOBODYS), clinic=OTHER_CLINIC)
    assert (foreign.status, foreign.text, foreign.headers) == (nothing.status, nothing.text, nothing.headers)
    assert foreign.status == 404


def test_another_clinic_sees_none_of_the_lists(clinic_service: Service) -> None:
    fill(clinic_service, "review", "nothing")
    assert clinic_service.read("/v1/cases", clinic=OTHER_CLINIC).body["cases"] == []
    assert clinic_service.read("/v1/screenings", clinic=OTHER_CLINIC, lane="nothing_found").body["screenings"] == []
    assert clinic_service.search("patient-0", clinic=OTHER_CLINIC).body["cases"] == []


@pytest.mark.parametrize("odd", ["1", "x" * 32, "A" * 32, "0" * 31, "%2e%2e", "0" * 33])
@pytest.mark.parametrize("route", ROUTES)
def test_an_id_that_cannot_exist_is_not_found(clinic_service: Service, route: str, odd: str) -> None:
    answer = clinic_service.read(route.format(odd))
    assert answer.text == clinic_service.read(route.format(NOBODYS)).text


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "ten", "", "1e2", "٣"])
def test_a_page_has_one_to_a_hundred_rows(clinic_service: Service, limit: str) -> None:
    assert clinic_service.read("/v1/cases", limit=limit).status == 400


@pytest.mark.parametrize(
    "query", [{"lane": "fast"}, {"status": "all"}, {"patient": "x"}, {"cursor": ""}, {"cursor": "AAAA"}]
)
def test_a_question_that_is_not_understood_is_refused(clinic_service: Service, query: dict[str, str]) -> None:
    assert clinic_service.read("/v1/cases", **query).status == 400


def test_a_parameter_given_twice_is_refused(clinic_service: Service) -> None:
    request = event("GET", "/v1/cases", claims=staff_claims(), query={"lane": "contact"})
    request["multiValueQueryStringParameters"] = {"lane": ["contact", "collecting"]}
    assert ask(clinic_service.reviews, request).status == 400


@pytest.mark.parametrize("lane", [None, "contact", "judgement"])
def test_screenings_are_listed_only_where_nothing_was_found(clinic_service: Service, lane: str | None) -> None:
    query = {"lane": lane} if lane else {}
    assert clinic_service.read("/v1/screenings", **query).status == 400


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        (None, 401),
        (machine_claims(), 401),
        (staff_claims() | {"token_use": "access"}, 401),
        (staff_claims() | {"iss": "https://elsewhere.test"}, 401),
        (staff_claims() | {"aud": "another application"}, 401),
        (staff_claims() | {"sub": ""}, 401),
        (staff_claims() | {"cognito:groups": ""}, 403),
        (staff_claims() | {"cognito:groups": None}, 403),
        (staff_claims() | {"cognito:groups": "clinic.democlinic.admin"}, 403),
        (staff_claims() | {"cognito:groups": "clinic.democlinic.practitioner,clinic.otherclinic.auditor"}, 403),
        (staff_claims() | {"cognito:groups": "xclinic.democlinic.practitioner"}, 403),
        (staff_claims() | {"cognito:groups": "clinic.democlinic.practitioner.x"}, 403),
        (staff_claims() | {"cognito:groups": "clinic.demo.practitioner"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["/v1/cases", "/v1/screenings", f"/v1/cases/{NOBODYS}", f"/v1/screenings/{NOBODYS}"])
def test_only_somebody_of_exactly_one_clinic_who_may_see_patients_may_read(
    clinic_service: Service, path: str, claims: dict[str, str] | None, status: int
) -> None:
    assert ask(clinic_service.reviews, event("GET", path, claims=claims)).status == status


@pytest.mark.parametrize("claims", [None, machine_claims()])
def test_only_somebody_of_a_clinic_may_search(clinic_service: Service, claims: dict[str, str] | None) -> None:
    body = json.dumps({"patientReference": "patient-1"})
    request = event("POST", "/v1/patients/search", body=body, claims=claims, headers=JSON_TYPE)
    assert ask(clinic_service.reviews, request).status == 401


@pytest.mark.parametrize(
    "groups",
    [
        ["clinic.democlinic.practitioner"],
        ["other", "clinic.democlinic.practitioner"],
        "clinic.democlinic.practitioner",
        "clinic.democlinic.auditor,clinic.democlinic.practitioner",
        "[clinic.democlinic.auditor clinic.democlinic.practitioner]",
        "[clinic.democlinic.practitioner]",
    ],
)
def test_groups_are_read_in_whichever_way_they_arrive(clinic_service: Service, groups: object) -> None:
    claims = staff_claims() | {"cognito:groups": groups}
    assert ask(clinic_service.reviews, event("GET", "/v1/cases", claims=claims)).status == 200


def test_no_reply_may_be_kept_framed_or_guessed_at(clinic_service: Service) -> None:
    fill(clinic_service, "review")
    for answer in (clinic_service.submit(), clinic_service.read("/v1/cases"), clinic_service.read("/v1/nothing")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_the_screening_that_leads_a_case_is_shown_however_many_came_after_it(clinic_service: Service) -> None:
    leading = clinic_service.submit(envelope("now"), key="first").body["receipt"]["id"]
    for number in range(30):
        clinic_service.clock.at += timedelta(minutes=1)
        latest = clinic_service.submit(envelope("review"), key=f"key-{number}").body["receipt"]["id"]
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    case = clinic_service.read(f"/v1/cases/{row['id']}").body
    assert (case["leadingScreening"]["id"], case["latestScreening"]["id"]) == (leading, latest)
    assert leading in [each["id"] for each in case["screenings"]]


def test_a_case_is_led_by_the_screening_that_raised_it_last(clinic_service: Service) -> None:
    clinic_service.store.most_ids = 1
    clinic_service.submit(envelope("review"), key="key-1")
    raising = clinic_service.submit(envelope("now"), key="key-2").body["receipt"]["id"]
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert clinic_service.read(f"/v1/cases/{row['id']}").body["leadingScreening"]["id"] == raising


def test_a_patients_case_is_found_behind_any_number_of_later_screenings(
    clinic_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(clinic_service, "review")
    later = tuple(("screening", f"{number:032x}") for number in range(100))
    monkeypatch.setattr(clinic_service.store, "patient", lambda *_: later)
    assert [case["patientReference"] for case in clinic_service.search("patient-0").body["cases"]] == ["patient-0"]
