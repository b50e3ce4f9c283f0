"""What a clinic's form experiences when it sends a questionnaire."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import ModuleType
from typing import NoReturn

import pytest

from functions.service.errors import StoreBusyError, StoreUnavailableError
from functions.service.records import Write
from tests.functions.builders import CLINIC, OTHER_CLINIC, QUESTIONNAIRE
from tests.functions.desks import JSON_TYPE, Service, ask, envelope, event, machine_claims, service, staff_claims


def test_a_form_gets_a_neutral_receipt_that_says_nothing_about_the_result(clinic_service: Service) -> None:
    for number, says in enumerate(("nothing", "review", "now")):
        answer = clinic_service.submit(envelope(says, f"patient-{number}"), key=f"key-{number}")
        assert answer.status == 201
        assert set(answer.body) == {"receipt", "message", "crisis"}
        assert set(answer.body["receipt"]) == {"id", "receivedAt"}
        assert "urgent" not in answer.text


def test_the_submitted_case_stands_in_the_practitioners_queue(clinic_service: Service) -> None:
    received = clinic_service.submit(envelope("review")).body["receipt"]["id"]
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    case = clinic_service.read(f"/v1/cases/{row['id']}").body
    assert (row["patientReference"], row["lane"]) == ("patient-1", "judgement")
    assert case["latestScreening"]["id"] == received
    assert case["latestScreening"]["answers"] == {"says": "review"}


def test_a_person_in_danger_sees_help_at_once(clinic_service: Service) -> None:
    crisis = clinic_service.submit(envelope("now")).body["crisis"]
    assert crisis["show"] == "now"
    assert "988" in crisis["resources"][0]["text"]


def test_everybody_else_has_help_in_the_footer(clinic_service: Service) -> None:
    assert clinic_service.submit(envelope("nothing")).body["crisis"]["show"] == "footer"


def test_outside_the_united_states_no_american_number_is_given(clinic_service: Service) -> None:
    crisis = clinic_service.submit(envelope("now"), clinic=OTHER_CLINIC).body["crisis"]
    text = crisis["resources"][0]["text"]
    assert "988" not in text
    assert "911" not in text
    assert "findahelpline.com" in text


def test_a_second_screening_joins_the_open_case(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"), key="key-1")
    clinic_service.submit(envelope("today"), key="key-2")
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert (row["screeningCount"], row["contact"]) == (2, "today")


def test_the_same_reference_written_with_spaces_is_the_same_patient(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review", "patient-1"), key="key-1")
    clinic_service.submit(envelope("review", " patient-1 "), key="key-2")
    assert len(clinic_service.read("/v1/cases").body["cases"]) == 1


def test_a_closed_case_is_opened_for_another_round(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"), key="key-1")
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    clinic_service.close(row["id"])
    clinic_service.submit(envelope("review"), key="key-2")
    (again,) = clinic_service.read("/v1/cases").body["cases"]
    assert (again["id"], again["round"], again["screeningCount"]) == (row["id"], 2, 1)


def test_a_case_that_is_full_still_takes_a_more_pressing_screening(clinic_service: Service) -> None:
    clinic_service.store.most_ids = 1
    for number, says in enumerate(("review", "review", "now", "review")):
        assert clinic_service.submit(envelope(says), key=f"key-{number}").status == 201
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert (row["screeningCount"], row["contact"]) == (4, "now")


def test_a_repeated_submission_gets_the_same_receipt(clinic_service: Service) -> None:
    assert clinic_service.submit().text == clinic_service.submit().text
    assert len(clinic_service.store.screenings) == 1


def test_the_same_document_written_otherwise_is_the_same_submission(clinic_service: Service) -> None:
    body = envelope("review")
    turned = dict(reversed(body.items()))
    assert clinic_service.submit(body).text == clinic_service.submit(json.dumps(turned, indent=2)).text


def test_a_key_used_for_another_body_is_refused(clinic_service: Service) -> None:
    clinic_service.submit(envelope("review"))
    assert clinic_service.submit(envelope("now")).status == 422
    assert len(clinic_service.store.screenings) == 1


def test_a_hundred_simultaneous_copies_make_one_screening_and_one_case(clinic_service: Service) -> None:
    with ThreadPoolExecutor(16) as many:
        answers = list(many.map(lambda _: clinic_service.submit(), range(100)))
    assert {answer.text for answer in answers} == {answers[0].text}
    assert {answer.status for answer in answers} == {201}
    store = clinic_service.store
    assert (len(store.screenings), len(store.cases), len(store.audit), len(store.outbox)) == (1, 1, 1, 2)


def test_a_submission_without_a_key_is_told_to_bring_one(clinic_service: Service) -> None:
    answer = clinic_service.submit(headers=JSON_TYPE)
    assert (answer.status, answer.body["type"]) == (428, "urn:ketascreen:problem:idempotency-key-missing")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ("Application/JSON;charset=UTF-8", 201),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("", 415),
    ],
)
def test_only_plain_json_is_read(clinic_service: Service, kind: str, status: int) -> None:
    answer = clinic_service.submit(headers={"content-type": kind, "idempotency-key": "key-1"})
    assert answer.status == status


@pytest.mark.parametrize("version", [("other-form", "0.6.0"), (QUESTIONNAIRE[0], "9.9.9")])
def test_an_unknown_questionnaire_is_refused(clinic_service: Service, version: tuple[str, str]) -> None:
    body = envelope("review") | {"questionnaire": {"id": version[0], "version": version[1]}}
    assert clinic_service.submit(body).status == 422


@pytest.mark.parametrize(
    "field",
    [
        "disposition",
        "contact",
        "caseId",
        "case_id",
        "clinic",
        "id",
        "receivedAt",
        "ruleSet",
        "status",
        "lane",
        "draft",
    ],
)
def test_no_stored_field_can_be_set_from_outside(clinic_service: Service, field: str) -> None:
    answer = clinic_service.submit(envelope("review") | {field: "no_flags"})
    assert answer.status == 400
    assert answer.body["errors"] == [{"pointer": "", "code": "unknown_field"}]
    assert clinic_service.store.screenings == {}


@pytest.mark.parametrize(
    "reference", ["", "   ", None, 7, "x" * 129, "a\x00b", "a\ud800b", "a\u200bb", "\ufeffa", "a\u202eb"]
)
def test_a_submission_needs_a_readable_patient_reference(clinic_service: Service, reference: object) -> None:
    answer = clinic_service.submit(envelope("review") | {"patientReference": reference})
    assert (answer.status, answer.body["errors"][0]["pointer"]) == (400, "/patientReference")


def test_a_busy_store_is_tried_again_until_it_takes_the_screening(clinic_service: Service) -> None:
    busy = iter([True, True, False])

    def refuse_twice(_: Write) -> None:
        if next(busy, False):
            raise StoreBusyError

    clinic_service.store.before_write = refuse_twice
    assert clinic_service.submit(envelope("nothing")).status == 201


def test_a_store_that_stays_out_of_reach_is_said_so_and_nothing_is_acknowledged(clinic_service: Service) -> None:
    def refuse(_: Write) -> None:
        raise StoreUnavailableError

    clinic_service.store.before_write = refuse
    answer = clinic_service.submit(envelope("now"))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert answer.body["crisis"]["show"] == "now"
    assert "receipt" not in answer.body


def test_a_lost_acknowledgement_is_neither_a_loss_nor_a_double(clinic_service: Service) -> None:
    def lose(_: Write) -> None:
        raise StoreBusyError

    clinic_service.store.after_write = lose
    answer = clinic_service.submit(envelope("review"))
    assert answer.status == 201
    assert len(clinic_service.store.screenings) == 1


def test_without_the_clinics_settings_nothing_is_stored_but_help_is_shown(clinic_service: Service) -> None:
    clinic_service.clinics.sites.clear()
    answer = clinic_service.submit(envelope("now"))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert answer.body["crisis"]["show"] == "now"
    assert clinic_service.store.screenings == {}


def test_a_clinic_with_an_impossible_time_zone_is_not_screened_by_a_guess(clinic_service: Service) -> None:
    sites = clinic_service.clinics.sites
    sites[CLINIC] = replace(sites[CLINIC], time_zone="Mars/Olympus")
    answer = clinic_service.submit(envelope("now"))
    assert (answer.status, answer.body["crisis"]["show"]) == (503, "now")
    assert clinic_service.store.screenings == {}


def break_down(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError("patient-1 said something")


def test_settings_that_fail_in_an_unforeseen_way_do_not_cost_a_person_in_danger_the_help(
    clinic_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clinic_service.clinics, "of", break_down)
    answer = clinic_service.submit(envelope("now"))
    assert (answer.status, answer.body["crisis"]["show"]) == (500, "now")


def test_rules_that_fail_in_an_unforeseen_way_leave_the_help_that_holds_anywhere(
    entries: Mapping[str, ModuleType],
) -> None:
    answer = service(entries, evaluation=break_down).submit(envelope("now"))
    assert (answer.status, answer.body["crisis"]["show"]) == (500, "footer")
    assert answer.body["crisis"]["resources"]


def test_a_form_that_is_refused_after_it_was_read_still_shows_its_sender_help(clinic_service: Service) -> None:
    other_version = envelope("now") | {"questionnaire": {"id": QUESTIONNAIRE[0], "version": "9.9.9"}}
    assert clinic_service.submit(other_version).body["crisis"]["show"] == "now"
    assert clinic_service.submit(envelope("now"), headers=JSON_TYPE).body["crisis"]["show"] == "now"


def test_an_unexpected_error_is_a_plain_500_with_help(clinic_service: Service) -> None:
    clinic_service.store.before_write = break_down
    answer = clinic_service.submit()
    assert (answer.status, answer.body["type"]) == (500, "urn:ketascreen:problem:unexpected")
    assert "patient-1" not in answer.text
    assert answer.body["crisis"]["show"] == "footer"


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/submissions"), ("POST", "/"), ("DELETE", "/v1/drafts/1")])
def test_unknown_routes_are_not_found_and_carry_help(clinic_service: Service, method: str, path: str) -> None:
    answer = ask(clinic_service.intake, event(method, path, claims=machine_claims()))
    assert (answer.status, answer.body["crisis"]["show"]) == (404, "footer")


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        (None, 401),
        ({}, 401),
        (staff_claims(), 401),
        (machine_claims() | {"iss": "https://elsewhere.test"}, 401),
        (machine_claims() | {"token_use": "id"}, 401),
        (machine_claims() | {"client_id": ""}, 401),
        (machine_claims() | {"scope": "ketascreen/submit"}, 403),
        (machine_claims() | {"scope": f"clinic.{CLINIC}/member"}, 403),
        (machine_claims() | {"scope": "ketascreen/submit clinic.a/member"}, 403),
        (machine_claims() | {"scope": "ketascreen/submit clinic.democlinic/member clinic.otherclinic/member"}, 403),
        (machine_claims() | {"scope": "ketascreen/submit xclinic.democlinic/member"}, 403),
    ],
)
def test_only_a_form_of_exactly_one_clinic_may_submit(
    clinic_service: Service, claims: dict[str, str] | None, status: int
) -> None:
    headers = {**JSON_TYPE, "Idempotency-Key": "key-1"}
    body = json.dumps(envelope())
    answer = ask(clinic_service.intake, event("POST", "/v1/screenings", body=body, claims=claims, headers=headers))
    assert answer.status == status
    assert answer.body["crisis"]["resources"]
    assert clinic_service.store.screenings == {}


def test_one_absurd_number_does_not_cost_the_form_its_other_answers(clinic_service: Service) -> None:
    body = json.dumps(envelope("now")).replace('"says": "now"', '"says": "now", "body.weight": 1e99999999999')
    answer = clinic_service.submit(body)
    assert (answer.status, answer.body["crisis"]["show"]) == (201, "now")
    stored = clinic_service.read(f"/v1/screenings/{answer.body['receipt']['id']}").body
    assert stored["answers"]["body.weight"] == "1e99999999999"
