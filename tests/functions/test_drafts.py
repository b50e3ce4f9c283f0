"""Saving a form that is still being filled in."""

from datetime import timedelta
from typing import Any

import pytest

from functions.service.errors import StoreBusyError
from functions.service.notices import Event
from functions.service.records import Write
from tests.functions.builders import CLINIC
from tests.functions.desks import Service, envelope

DRAFT = "0123456789abcdef0123456789abcdef"


def draft(says: str, revision: Any = 1, **more: Any) -> dict[str, Any]:
    return envelope(says, **more) | {"revision": revision}


def test_a_draft_is_saved_under_its_revision(clinic_service: Service) -> None:
    answer = clinic_service.save(DRAFT, draft("nothing"))
    assert (answer.status, answer.body["draft"]) == (200, {"id": DRAFT, "revision": 1})
    assert answer.body["crisis"]["show"] == "footer"
    assert clinic_service.store.screenings == {}


def test_an_urgent_answer_opens_a_case_before_the_form_is_sent(clinic_service: Service) -> None:
    answer = clinic_service.save(DRAFT, draft("now"))
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert (row["contact"], answer.body["crisis"]["show"]) == ("now", "now")


def test_further_saves_with_the_same_danger_do_not_double_it(clinic_service: Service) -> None:
    for revision in range(1, 6):
        clinic_service.save(DRAFT, draft("now", revision, answers={"more": revision}))
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert (row["screeningCount"], len(clinic_service.store.outbox)) == (1, 2)


def test_the_danger_stays_when_the_answer_is_taken_back(clinic_service: Service) -> None:
    clinic_service.save(DRAFT, draft("now", 1))
    clinic_service.save(DRAFT, draft("nothing", 2))
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert (row["contact"], row["status"]) == ("now", "open")


def test_the_finished_form_joins_the_case_its_draft_opened(clinic_service: Service) -> None:
    clinic_service.save(DRAFT, draft("now"))
    clinic_service.submit(envelope("now"))
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert row["screeningCount"] == 2


def test_a_draft_in_a_case_is_marked_as_one(clinic_service: Service) -> None:
    clinic_service.save(DRAFT, draft("now"))
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert clinic_service.read(f"/v1/cases/{row['id']}").body["latestScreening"]["draft"] is True


def test_an_older_revision_is_refused_and_a_repeated_one_is_not(clinic_service: Service) -> None:
    assert clinic_service.save(DRAFT, draft("nothing", 2)).status == 200
    assert clinic_service.save(DRAFT, draft("nothing", 2)).status == 200
    assert clinic_service.save(DRAFT, draft("review", 2)).status == 409
    assert clinic_service.save(DRAFT, draft("nothing", 1)).status == 409


def test_danger_in_a_refused_save_still_reaches_the_practitioner(clinic_service: Service) -> None:
    clinic_service.save(DRAFT, draft("nothing", 2))
    answer = clinic_service.save(DRAFT, draft("now", 1))
    (row,) = clinic_service.read("/v1/cases").body["cases"]
    assert (answer.status, answer.body["crisis"]["show"], row["contact"]) == (409, "now", "now")


def test_the_two_ways_to_write_an_id_name_one_draft(clinic_service: Service) -> None:
    clinic_service.save(DRAFT, draft("nothing", 2))
    assert clinic_service.save("01234567-89AB-cdef-0123-456789abcdef", draft("nothing", 1)).status == 409
    assert list(clinic_service.store.drafts) == [(CLINIC, DRAFT)]


@pytest.mark.parametrize("odd", ["1", "patient-1", "0" * 31, "g" * 32, "0" * 64, "0123-4567"])
def test_an_id_that_could_be_guessed_is_refused(clinic_service: Service, odd: str) -> None:
    assert clinic_service.save(odd, draft("nothing")).status == 404


@pytest.mark.parametrize("revision", [None, -1, "1", 1.5, True, 2**40])
def test_a_revision_is_a_counting_number(clinic_service: Service, revision: object) -> None:
    answer = clinic_service.save(DRAFT, draft("nothing", revision))
    assert (answer.status, answer.body["errors"][0]["pointer"]) == (400, "/revision")


def test_a_draft_needs_the_clinics_settings(clinic_service: Service) -> None:
    clinic_service.clinics.sites.clear()
    answer = clinic_service.save(DRAFT, draft("now"))
    assert (answer.status, answer.body["crisis"]["show"]) == (503, "now")
    assert clinic_service.store.drafts == {}


def queue(service: Service) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = service.read("/v1/cases").body["cases"]
    return rows


def test_a_draft_id_used_for_a_second_patient_hides_nobody(clinic_service: Service) -> None:
    clinic_service.save(DRAFT, draft("now", 1, reference="patient-1"))
    second = clinic_service.save(DRAFT, draft("now", 2, reference="patient-2"))
    assert (second.status, second.body["crisis"]["show"]) == (409, "now")
    rows = queue(clinic_service)
    assert {row["patientReference"] for row in rows} == {"patient-1", "patient-2"}
    assert {row["contact"] for row in rows} == {"now"}
    found = clinic_service.search("patient-2").body
    assert [each["contact"] for each in found["screenings"]] == ["now"]


def test_danger_after_the_case_was_closed_opens_it_again(clinic_service: Service) -> None:
    clinic_service.save(DRAFT, draft("now", 1))
    (row,) = queue(clinic_service)
    clinic_service.close(row["id"])
    clinic_service.clock.at += timedelta(minutes=1)
    assert clinic_service.save(DRAFT, draft("now", 2)).status == 200
    (again,) = queue(clinic_service)
    assert (again["id"], again["round"], again["contact"]) == (row["id"], 2, "now")
    assert clinic_service.store.drafts[CLINIC, DRAFT].revision == 2


def test_a_late_save_with_danger_opens_a_closed_case_too(clinic_service: Service) -> None:
    clinic_service.save(DRAFT, draft("now", 2))
    (row,) = queue(clinic_service)
    clinic_service.close(row["id"])
    clinic_service.clock.at += timedelta(minutes=1)
    assert clinic_service.save(DRAFT, draft("now", 1)).status == 409
    assert [each["contact"] for each in queue(clinic_service)] == ["now"]


def test_danger_is_told_again_to_a_case_that_was_opened_anew_for_less(clinic_service: Service) -> None:
    clinic_service.save(DRAFT, draft("now", 1))
    (row,) = queue(clinic_service)
    clinic_service.close(row["id"])
    clinic_service.submit(envelope("review"))
    clinic_service.clock.at += timedelta(minutes=1)
    clinic_service.save(DRAFT, draft("now", 2))
    (again,) = queue(clinic_service)
    assert (again["contact"], again["screeningCount"]) == ("now", 2)


def test_a_rule_that_could_not_be_evaluated_in_a_draft_opens_a_case(clinic_service: Service) -> None:
    assert clinic_service.save(DRAFT, draft("fault")).status == 200
    (row,) = queue(clinic_service)
    assert (row["lane"], row["screeningCount"]) == ("judgement", 1)


def test_a_lost_acknowledgement_of_a_saved_danger_doubles_nothing(clinic_service: Service) -> None:
    lost = iter([True])

    def lose(_: Write) -> None:
        if next(lost, False):
            raise StoreBusyError

    clinic_service.store.after_write = lose
    assert clinic_service.save(DRAFT, draft("now")).status == 200
    (row,) = queue(clinic_service)
    assert (row["screeningCount"], len(clinic_service.store.outbox)) == (1, 2)


def test_a_lost_acknowledgement_of_a_case_opened_again_doubles_nothing(clinic_service: Service) -> None:
    clinic_service.save(DRAFT, draft("now"))
    (row,) = queue(clinic_service)
    clinic_service.close(row["id"])
    lost = iter([True])

    def lose(_: Write) -> None:
        if next(lost, False):
            raise StoreBusyError

    clinic_service.store.after_write = lose
    clinic_service.clock.at += timedelta(minutes=1)
    assert clinic_service.save(DRAFT, draft("now", 2)).status == 200
    (again,) = queue(clinic_service)
    told = [notice.event for notice in clinic_service.store.outbox]
    assert (again["round"], again["screeningCount"], told.count(Event.CASE_OPENED)) == (2, 1, 2)
