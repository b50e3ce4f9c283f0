"""Every read of a patient's record leaves one audit entry, and what cannot be recorded is not shown."""

import json
from collections.abc import Callable

import pytest

from functions.service.access import Access, Seen, access_digest, access_entry
from tests.functions.builders import CLINIC, IDENTIFIERS, NOW, OTHER_CLINIC
from tests.functions.desks import Answer, Service, ask, envelope, event, staff_claims

NOBODYS = "0" * 32


def screening_of(service: Service, says: str = "review") -> str:
    return str(service.submit(envelope(says), key=f"key-{says}").body["receipt"]["id"])


def case_of(service: Service) -> str:
    case = str(service.read("/v1/cases").body["cases"][0]["id"])
    service.accesses.entries.clear()
    return case


READS: dict[str, Callable[[Service], Answer]] = {
    "case": lambda service: service.read(f"/v1/cases/{case_of(service)}"),
    "screening": lambda service: service.read(f"/v1/screenings/{screening_of(service, 'nothing')}"),
    "patient": lambda service: service.search("patient-1"),
    "cases": lambda service: service.read("/v1/cases"),
    "screenings": lambda service: service.read("/v1/screenings", lane="nothing_found"),
}


@pytest.mark.parametrize("read", READS)
def test_a_read_leaves_exactly_one_entry_that_says_who_what_and_when(clinic_service: Service, read: str) -> None:
    screening_of(clinic_service)
    assert READS[read](clinic_service).status == 200
    (entry,) = clinic_service.accesses.entries
    assert (entry.clinic, entry.actor, entry.at) == (CLINIC, "person-1", NOW)


@pytest.mark.parametrize("read", READS)
def test_what_cannot_be_recorded_is_not_shown(clinic_service: Service, read: str) -> None:
    screening_of(clinic_service)
    case = case_of(clinic_service)
    clinic_service.accesses.broken = True
    # A case's id is found through the queue, which cannot be read either by now.
    answer = clinic_service.read(f"/v1/cases/{case}") if read == "case" else READS[read](clinic_service)
    assert answer.status == 503
    assert answer.body["type"] == "urn:ketascreen:problem:read-not-recorded"
    assert "Retry-After" in answer.headers
    assert "patient-1" not in answer.text


def test_a_case_is_named_by_its_id_and_a_screening_of_a_case_by_both(clinic_service: Service) -> None:
    screening = screening_of(clinic_service)
    case = case_of(clinic_service)
    clinic_service.read(f"/v1/cases/{case}")
    clinic_service.read(f"/v1/screenings/{screening}")
    assert [entry.seen for entry in clinic_service.accesses.entries] == [
        Seen(access=Access.CASE, case_id=case),
        Seen(access=Access.SCREENING, case_id=case, screening_id=screening),
    ]


def test_a_list_names_how_many_rows_were_shown_and_not_which(clinic_service: Service) -> None:
    screening_of(clinic_service)
    clinic_service.read("/v1/cases")
    assert [entry.seen for entry in clinic_service.accesses.entries] == [Seen(access=Access.CASE_LIST, count=1)]


def test_a_patient_who_was_searched_for_is_named_by_a_keyed_hash(clinic_service: Service) -> None:
    screening_of(clinic_service)
    case = case_of(clinic_service)
    clinic_service.search("patient-1")
    clinic_service.search("nobody")
    found, nothing = (entry.seen for entry in clinic_service.accesses.entries)
    assert (found.case_id, found.patient_key) == (case, IDENTIFIERS.patient(CLINIC, "patient-1"))
    assert (nothing.case_id, nothing.count) == (None, 0)


@pytest.mark.parametrize(
    "path", [f"/v1/cases/{NOBODYS}", f"/v1/screenings/{NOBODYS}", "/v1/cases/x", "/v1/screenings"]
)
def test_what_shows_nothing_leaves_no_entry(clinic_service: Service, path: str) -> None:
    assert clinic_service.read(path).status in {400, 404}
    assert clinic_service.accesses.entries == []


def test_a_read_from_another_clinic_leaves_no_entry_in_the_case(clinic_service: Service) -> None:
    screening_of(clinic_service)
    case = case_of(clinic_service)
    assert clinic_service.read(f"/v1/cases/{case}", clinic=OTHER_CLINIC).status == 404
    assert clinic_service.accesses.entries == []


def test_a_repeated_request_is_the_same_entry_and_another_request_is_another() -> None:
    def made(request: str) -> str:
        seen = Seen(access=Access.CASE, case_id="c")
        return access_entry(seen, clinic=CLINIC, actor="a", request_id=request, at=NOW, identifiers=IDENTIFIERS).id

    assert made("1") == made("1") != made("2")


@pytest.mark.parametrize(
    "changed",
    [
        {"clinic": "x"},
        {"entry_id": "x"},
        {"actor": "x"},
        {"at": "x"},
        {"seen": Seen(access=Access.RECORD, case_id="c")},
        {"seen": Seen(access=Access.CASE, case_id="x")},
        {"seen": Seen(access=Access.CASE, case_id="c", screening_id="x")},
        {"seen": Seen(access=Access.CASE, case_id="c", patient_key="x")},
        {"seen": Seen(access=Access.CASE, case_id="c", count=1)},
    ],
)
def test_the_digest_covers_everything_an_entry_says(changed: dict[str, object]) -> None:
    said: dict[str, object] = {
        "clinic": CLINIC,
        "entry_id": "e",
        "actor": "a",
        "at": "t",
        "seen": Seen(access=Access.CASE, case_id="c"),
    }
    assert _digest(said) != _digest({**said, **changed})


def _digest(said: dict[str, object]) -> str:
    return access_digest(IDENTIFIERS, **said)  # type: ignore[arg-type]


def test_nothing_of_a_patient_stands_in_an_entry(clinic_service: Service) -> None:
    body = envelope("review", "Jane Roe")
    clinic_service.submit(json.dumps(body))
    clinic_service.read("/v1/cases")
    clinic_service.search("Jane Roe")
    assert "Jane" not in repr(clinic_service.accesses.entries)


def test_a_reader_without_a_place_in_a_clinic_leaves_no_entry(clinic_service: Service) -> None:
    request = event("GET", "/v1/cases", claims=staff_claims(role="admin"))
    assert ask(clinic_service.reviews, request).status == 403
    assert clinic_service.accesses.entries == []
