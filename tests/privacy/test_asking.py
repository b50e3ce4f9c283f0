"""Neither what a patient adds behind a link, nor the link's secret, nor a reference leaves by a side door."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from functions.adapters.dynamodb.casework import CaseworkTable
from functions.adapters.dynamodb.intake import IntakeTable
from functions.adapters.dynamodb.reviews import ReviewTable
from functions.service.errors import StoreBusyError, StoreUnavailableError
from tests.adapters.tables import TABLE, table
from tests.functions.captured import captured_output
from tests.functions.desks import JSON_TYPE, ask, event
from tests.functions.memory_store import MemoryStore
from tests.privacy.scanner import leaks
from tests.privacy.watching import KEYS

if TYPE_CHECKING:
    from functions.service.records import Write
    from tests.functions.desks import Answer
    from tests.privacy.watching import Watched


def opened(watched: Watched) -> str:
    """The case of a patient who left everything out."""
    body = {**watched.canaries.body(), "answers": {}}
    watched.note(watched.service.submit(json.dumps(body), key=f"key-{len(watched.canaries.tokens)}"))
    return str(watched.service.read("/v1/cases").body["cases"][0]["id"])


def link(watched: Watched, case: str) -> tuple[str, list[str]]:
    """The link's token, remembered like something a person entered, and the questions behind it."""
    reply = watched.service.work(case, "information-requests")
    assert reply.status == 201
    token = reply.body["link"].partition("#")[2]
    watched.canaries.tokens.append(token.rpartition(".")[2])
    shown = watched.note(watched.service.questions(token))
    return token, [each["linkId"] for each in shown.body["questions"]]


def answers(watched: Watched, link_ids: list[str]) -> dict[str, Any]:
    return {link_id: watched.canaries.new() for link_id in link_ids}


def answer_everything(watched: Watched) -> None:
    """With every way to succeed and to fail."""
    token, link_ids = link(watched, opened(watched))
    service, store = watched.service, watched.service.store
    said = answers(watched, link_ids)
    for refused in (watched.canaries.new(), token[:-1], token + "x"):
        assert watched.note(service.inform(refused, **said)).status in (400, 404)
        assert watched.note(service.questions(refused)).status in (400, 404)
    assert watched.note(service.inform(token, **{watched.canaries.new(): watched.canaries.new()})).status == 400
    for body in (watched.canaries.new(), json.dumps({watched.canaries.new(): 1, "token": token, "answers": said})):
        request = event("POST", "/v1/information/answers", body=body, headers=JSON_TYPE)
        assert watched.note(ask(service.answers, request)).status == 400
    for error, status in ((StoreBusyError, 503), (StoreUnavailableError, 503), (KeyError, 500)):
        fail_with(store, error)
        assert watched.note(service.inform(token, **said)).status == status
    store.before_write = MemoryStore().before_write
    assert watched.note(service.inform(token, **said)).status == 201
    assert watched.note(service.inform(token, **said)).status == 201
    assert watched.note(service.inform(token, **answers(watched, link_ids))).status == 404
    assert service.merge() == []


def fail_with(store: MemoryStore, error: type[Exception]) -> None:
    def before_write(write: Write) -> None:
        raise error(str(write))

    store.before_write = before_write


def move_to_another_reference(watched: Watched) -> Answer:
    case = opened(watched)
    (screening,) = watched.service.read(f"/v1/cases/{case}").body["screeningIds"]
    body = {
        "screeningIds": [screening],
        "patientReference": watched.canaries.new(),
        "reason": "wrong_patient",
        "comment": watched.canaries.new(),
    }
    for damaged in ({"reason": watched.canaries.new()}, {"patientReference": [watched.canaries.new()]}):
        assert watched.note(watched.service.work(case, "reattributions", body | damaged)).status == 400
    unknown = body | {"screeningIds": [watched.canaries.new()]}
    assert watched.note(watched.service.work(case, "reattributions", unknown)).status == 422
    return watched.service.work(case, "reattributions", body)


def test_nothing_of_it_reaches_a_log_a_metric_or_whoever_holds_the_link(watched: Watched) -> None:
    with captured_output() as output:
        answer_everything(watched)
        assert move_to_another_reference(watched).status == 200
        watched.service.clinics.sites.clear()
        watched.service.store.responses.append(("x", "y", watched.canaries.new(), watched.canaries.new()))
        assert len(watched.service.merge()) == 1
    assert '"answers not merged"' in output.getvalue()
    assert '"InformationAnswered":[1.0]' in output.getvalue()
    assert leaks(watched.canaries.tokens, output.getvalue()) == []
    assert leaks(watched.canaries.tokens, "\n".join(watched.seen)) == []


def test_practitioners_see_what_the_patient_added(watched: Watched) -> None:
    with captured_output():
        case = opened(watched)
        token, link_ids = link(watched, case)
        said = answers(watched, link_ids)
        watched.service.inform(token, **said)
        watched.service.merge()
        shown = watched.service.read(f"/v1/cases/{case}")
    assert sorted(leaks(list(said.values()), shown.text)) == sorted(said.values())
    assert leaks([token.rpartition(".")[2]], shown.text) == []


def test_no_key_of_the_table_tells_who_was_asked_or_what_they_said(watched: Watched) -> None:
    store = watched.service.store
    with table() as client, captured_output():
        archive = ReviewTable(TABLE, queue_index="queue", patient_index="patient", connect=lambda: client)
        store.before_write = IntakeTable(TABLE, lambda: client).write
        store.after_change = CaseworkTable(TABLE, archive, lambda: client).change
        answer_once(watched)
        assert move_to_another_reference(watched).status == 200
        items = client.scan(TableName=TABLE)["Items"]
    keys = json.dumps([{name: item[name] for name in KEYS if name in item} for item in items])
    kinds = {item["sk"]["S"].partition("#")[0] for item in items}
    assert {"REQUEST", "RESPONSE", "JOURNAL", "AUDIT", "OUTBOX", "CASE", "SCREENING"} <= kinds
    assert leaks(watched.canaries.tokens, keys) == []


def answer_once(watched: Watched) -> None:
    token, link_ids = link(watched, opened(watched))
    assert watched.service.inform(token, **answers(watched, link_ids)).status == 201
    assert watched.service.merge() == []
