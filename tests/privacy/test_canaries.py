"""Nothing a person entered leaves by a log, a metric, an error, a header, a queue message or a key of the table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from functions.adapters.dynamodb.intake import IntakeTable
from functions.adapters.dynamodb.reviews import ReviewTable
from functions.service.errors import StoreBusyError, StoreUnavailableError
from tests.adapters.ledger import BUCKET, Plenty, ledger, stream_record
from tests.adapters.tables import TABLE, table
from tests.functions.captured import captured_output
from tests.functions.desks import JSON_TYPE, ask, event, machine_claims, staff_claims
from tests.functions.entry_files import environment, import_entries
from tests.functions.memory_store import MemoryStore
from tests.functions.record_desks import record_service
from tests.privacy.scanner import leaks
from tests.privacy.watching import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from functions.service.records import Write
    from tests.functions.desks import Answer
    from tests.privacy.watching import Watched

DRAFT = "0123456789abcdef0123456789abcdef"


def submit(watched: Watched, key: str, damage: Callable[[str], str] = str) -> Answer:
    text = json.dumps(watched.canaries.body(), ensure_ascii=False)
    return watched.note(watched.service.submit(damage(text), key=key.replace(" ", "-")))


def save(watched: Watched, revision: object) -> Answer:
    return watched.note(watched.service.save(DRAFT, watched.canaries.body() | {"revision": revision}))


def refuse(error: type[Exception]) -> Callable[[Write], None]:
    def before_write(write: Write) -> None:
        raise error(str(write))

    return before_write


DAMAGES: dict[str, Callable[[str], str]] = {
    "cut": lambda text: text[:-40],
    "cut in a string": lambda text: text[: len(text) // 2],
    "unknown field": lambda text: text.replace('"phase"', '"Kanarie00000\\"Zé": 1, "phase"'),
    "wrong phase": lambda text: text.replace('"intake"', '"Kanarie00000\\"Zé"'),
    "duplicate": lambda text: text.replace('"phase"', '"source": "Kanarie00000\\"Zé", "phase"'),
    "not a number": lambda text: text.replace('"answers": {', '"answers": {"Kanarie00000\\"Zé": NaN, '),
    "deep": lambda text: text.replace(
        '"answers": {', '"answers": {"Kanarie00000\\"Zé": ' + "[" * 50 + "]" * 50 + ","
    ),
    "huge": lambda text: text.replace('"answers": {', '"answers": {"x": "' + "Kanarie00000" * 9000 + '",'),
    "other questionnaire": lambda text: text.replace("ketamine-intake", "Kanarie00000é"),
    "no answers": lambda text: text.replace('"answers"', '"Answers"'),
    "reference a list": lambda text: text.replace('"patientReference": ', '"patientReference": [], "x": '),
}


def send_everything(watched: Watched) -> None:
    """Every write route, with every way to succeed and to fail."""
    store, clinics = watched.service.store, watched.service.clinics
    assert submit(watched, "good").status == 201
    assert submit(watched, "good").status == 422
    for name, damage in DAMAGES.items():
        assert submit(watched, name, damage).status in {400, 413, 422}, name
    assert {save(watched, revision).status for revision in (2, 1, "x")} >= {200, 400}
    for error, status in ((StoreBusyError, 503), (StoreUnavailableError, 503), (KeyError, 500)):
        store.before_write = refuse(error)
        assert submit(watched, error.__name__).status == status
        assert save(watched, 9).status == status
    store.before_write = MemoryStore().before_write
    clinics.sites.clear()
    assert submit(watched, "no settings").status == 503
    assert save(watched, 10).status == 503


def ask_everything(watched: Watched) -> None:
    """Read routes asked in ways they refuse."""
    token, reviews = watched.canaries.new(), watched.service.reviews
    for path in ("/v1/cases", "/v1/screenings"):
        for name in ("lane", "status", "limit", "cursor", token):
            request = event("GET", path, claims=staff_claims(), query={name: token})
            assert watched.note(ask(reviews, request)).status == 400
        assert watched.note(ask(reviews, event("GET", f"{path}/{token}", claims=staff_claims()))).status == 404
    for body in (token, json.dumps({"patientReference": [token]}), json.dumps({token: token})):
        for what in ("search", "course"):
            path = f"/v1/patients/{what}"
            request = event("POST", path, body=body, claims=staff_claims(), headers=JSON_TYPE)
            assert watched.note(ask(reviews, request)).status == 400
    for claims in ({"token_use": token}, machine_claims() | {"scope": token}, {}):
        assert watched.note(ask(reviews, event("GET", "/v1/cases", claims=claims))).status == 401


def test_nothing_a_person_entered_reaches_a_log_a_metric_or_an_answer_to_the_form(watched: Watched) -> None:
    with captured_output() as output:
        send_everything(watched)
        ask_everything(watched)
    assert '"error":"KeyError"' in output.getvalue()
    assert '"ScreeningReceived":[1.0]' in output.getvalue()
    assert len(watched.canaries.tokens) > 100
    assert leaks(watched.canaries.tokens, output.getvalue()) == []
    assert leaks(watched.canaries.tokens, "\n".join(watched.seen)) == []


def test_the_tokens_were_really_stored_and_practitioners_see_them(watched: Watched) -> None:
    with captured_output() as output:
        submit(watched, "good")
        (row,) = watched.service.read("/v1/cases").body["cases"]
        case = watched.service.read(f"/v1/cases/{row['id']}")
    seen = leaks(watched.canaries.tokens, case.text)
    assert sorted(seen) == sorted(watched.canaries.tokens)
    assert leaks(watched.canaries.tokens, output.getvalue()) == []


def test_no_key_of_the_table_tells_who_somebody_is_or_what_they_said(watched: Watched) -> None:
    store: Any = watched.service.store
    with table() as client, captured_output():
        written = IntakeTable(TABLE, lambda: client)
        store.before_write = written.write
        submit(watched, "good")
        save(watched, 1)
        ReviewTable(TABLE, queue_index="queue", patient_index="patient", connect=lambda: client)
        items = client.scan(TableName=TABLE)["Items"]
    keys = json.dumps([{name: item[name] for name in KEYS if name in item} for item in items])
    assert len(items) >= 5
    assert leaks(watched.canaries.tokens, keys) == []


def test_only_the_named_attributes_of_an_item_can_be_read_without_the_case(watched: Watched) -> None:
    """Outbox, audit and idempotency items hold no token at all; answers and findings are packed away."""
    store: Any = watched.service.store
    with table() as client, captured_output():
        store.before_write = IntakeTable(TABLE, lambda: client).write
        submit(watched, "good")
        items = client.scan(TableName=TABLE)["Items"]
    plain = [item for item in items if item["sk"]["S"].startswith(("OUTBOX", "AUDIT", "IDEMPOTENCY"))]
    assert len(plain) == 4
    assert leaks(watched.canaries.tokens, repr(plain)) == []


def test_an_export_shows_a_case_to_its_reader_and_nothing_of_it_to_a_log_an_error_or_an_audit_entry(
    watched: Watched,
) -> None:
    with captured_output() as output, environment():
        submit(watched, "good")
        exported = record_service(import_entries(), watched.service)
        page = exported.export()
        listed = exported.cases()
        exported.signer.broken = True
        refused = exported.export()
        exported.accesses.broken = True
        unrecorded = exported.cases()
    assert (page.status, listed.status, refused.status, unrecorded.status) == (200, 200, 503, 503)
    assert leaks(watched.canaries.tokens[:1], listed.text.replace('""', '"')) == watched.canaries.tokens[:1]
    quiet = "\n".join((output.getvalue(), refused.text, unrecorded.text, repr(exported.accesses.entries)))
    assert leaks(watched.canaries.tokens, quiet) == []
    assert leaks(watched.canaries.tokens, json.dumps([page.headers, listed.headers])) == []


def test_neither_the_chain_nor_its_anchors_tell_who_somebody_is(watched: Watched) -> None:
    store: Any = watched.service.store
    with ledger() as kept, captured_output() as output, environment():
        store.before_write = IntakeTable(TABLE, lambda: kept.table).write
        submit(watched, "good")
        sealing, handler = kept.sealing(), import_entries()["seal"].opened
        items = kept.table.scan(TableName=TABLE)["Items"]
        entries = [item for item in items if item["sk"]["S"].startswith("AUDIT#")]
        records = [
            stream_record(item["sk"]["S"].removeprefix("AUDIT#"), number, item["pk"]["S"])
            for number, item in enumerate(entries)
        ]
        assert handler(sealing, kept.tail())({"Records": records}, Plenty()) == {"batchItemFailures": []}
        chain = [
            item for item in kept.table.scan(TableName=TABLE)["Items"] if item["sk"]["S"].startswith(("SEAL", "CH"))
        ]
        anchors = kept.bucket.list_objects_v2(Bucket=BUCKET)["Contents"]
        bodies = [kept.bucket.get_object(Bucket=BUCKET, Key=each["Key"])["Body"].read() for each in anchors]
    assert (len(chain), len(anchors)) == (2, 1)
    assert leaks(watched.canaries.tokens, repr((chain, anchors, bodies, output.getvalue()))) == []
