"""What happens rarely, and must still end well."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from functions.service.errors import CaseMoveRefusedError, IdempotencyKeyReusedError, StoreUnavailableError
from functions.service.records import Write
from functions.service.submission import submit
from tests.functions.builders import IDENTIFIERS, NOW, Patient, arrival
from tests.functions.captured import captured_output
from tests.functions.desks import JSON_TYPE, Service, ask, envelope, event, machine_claims
from tests.functions.memory_store import MemoryStore

HEADERS = {**JSON_TYPE, "Idempotency-Key": "key-1"}


def send(service: Service, text: str, *, encoded: bool = False, compression: str = "identity") -> int:
    request = event(
        "POST",
        "/v1/screenings",
        body=text,
        claims=machine_claims(),
        headers=HEADERS | {"Content-Encoding": compression},
    )
    return ask(service.intake, request | {"isBase64Encoded": encoded}).status


def refuse_moves(times: int) -> Callable[[Write], None]:
    """As if somebody closed and opened the case between our attempts."""
    left = iter(range(times))

    def before_write(_: Write) -> None:
        if next(left, None) is not None:
            raise CaseMoveRefusedError

    return before_write


def test_a_case_that_changes_between_the_moves_is_tried_from_the_start() -> None:
    store = MemoryStore(before_write=refuse_moves(5))
    received = submit(arrival("review"), "key-1", identifiers=IDENTIFIERS, destination=store, patience=Patient())
    assert list(store.screenings) == [("democlinic", received.id)]


def test_a_case_that_never_stands_still_is_not_acknowledged() -> None:
    store = MemoryStore(before_write=refuse_moves(1_000))
    with pytest.raises(StoreUnavailableError):
        submit(arrival("review"), "key-1", identifiers=IDENTIFIERS, destination=store, patience=Patient(3))
    assert store.screenings == {}


def test_a_key_whose_body_is_forgotten_stores_nothing_twice() -> None:
    store = MemoryStore()
    submit(arrival("review"), "key-1", identifiers=IDENTIFIERS, destination=store, patience=Patient())
    store.requests.clear()
    later = arrival("review", at=NOW + timedelta(days=31))
    with pytest.raises(IdempotencyKeyReusedError):
        submit(later, "key-1", identifiers=IDENTIFIERS, destination=store, patience=Patient())
    assert len(store.screenings) == 1


def test_a_rule_that_could_not_be_evaluated_is_counted_and_goes_to_a_person(clinic_service: Service) -> None:
    with captured_output() as output:
        assert clinic_service.submit(envelope("fault")).status == 201
    lines = [json.loads(line) for line in output.getvalue().splitlines()]
    assert [line["rule_id"] for line in lines if line.get("message") == "rule fault"] == ["cardiac.bp_defer"]
    (metric,) = [line for line in lines if "RuleFault" in line]
    assert (metric["RuleFault"], metric["_aws"]["CloudWatchMetrics"][0]["Dimensions"]) == ([1.0], [["service"]])
    assert [row["lane"] for row in clinic_service.read("/v1/cases").body["cases"]] == ["judgement"]


def test_without_settings_a_calm_form_is_not_told_of_a_crisis(clinic_service: Service) -> None:
    clinic_service.clinics.sites.clear()
    assert clinic_service.submit(envelope("nothing")).body["crisis"]["show"] == "footer"


def test_a_body_that_was_encoded_on_the_way_is_the_same_body(clinic_service: Service) -> None:
    text = json.dumps(envelope("review"))
    assert send(clinic_service, base64.b64encode(text.encode()).decode(), encoded=True) == 201
    assert send(clinic_service, text) == 201
    assert len(clinic_service.store.screenings) == 1


@pytest.mark.parametrize(("text", "encoded"), [("not base64", True), ("\ud800", False), ("", False)])
def test_a_body_that_cannot_be_decoded_is_refused(clinic_service: Service, text: str, *, encoded: bool) -> None:
    assert send(clinic_service, text, encoded=encoded) == 400


def test_a_compressed_body_is_not_unpacked(clinic_service: Service) -> None:
    assert send(clinic_service, json.dumps(envelope()), compression="gzip") == 415


@pytest.mark.parametrize("key", ["two words", "ü", "x" * 256, "a\nb"])
def test_a_key_of_another_form_is_refused(clinic_service: Service, key: str) -> None:
    assert clinic_service.submit(key=key).status == 400
