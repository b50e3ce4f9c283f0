"""Every kind of item that is written for a patient is known to erasing. A further kind fails here until it is."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.adapters.dynamodb.accesses import AccessTable
from functions.service.access import Access, Seen, access_entry
from functions.service.casework.moves import Claim
from functions.service.drafts import save_draft
from functions.service.entries import Arrival
from infra.erasing import Order, erase, reapply
from tests.adapters.asking_contract import ask
from tests.adapters.casework_contract import Hands, stored
from tests.adapters.store_contract import LATER, Store
from tests.adapters.tables import TABLE, store_on
from tests.functions.builders import CLINIC, IDENTIFIERS, NOW, Patient, arrival
from tests.infra.records import Records, records
from tests.infra.template import REPOSITORY

PATIENT = "patient-1"
KEY = IDENTIFIERS.patient(CLINIC, PATIENT)
CASE = IDENTIFIERS.case(CLINIC, PATIENT)
ERASED_AT = NOW + timedelta(days=8)
REQUEST = "a" * 32
SEALED = {"AUDIT", "SEAL", "CHAIN", "OUTBOX"}

# By partition: what lies in it. A partition of the first three is the patient's own and goes as a whole; the request
# names patient and case.
ERASED = {
    "CASE": SEALED | {"CASE", "JOURNAL", "ALERT", "RESPONSE"},
    "SCREENING": SEALED | {"SCREENING"},
    "DRAFT": {"DRAFT"},
    "INFORMATION": {"REQUEST"},
}
# Of nobody (and it expires), or a chain of a clinic's day, which is not cut: it names a patient by a keyed hash.
LEFT = {"REQUEST": {"IDEMPOTENCY"}, "ACCESS": {"AUDIT", "SEAL", "CHAIN"}}
# Numbers of a clinic's day, without anybody in them.
NOBODYS = {"FIGURES": {"DAY"}}
INDEXES = {"QUEUE", "NOTHING_FOUND", "PATIENT"}
KEYS = REPOSITORY / "functions/adapters/dynamodb/keys.py"


@pytest.fixture
def kept() -> Iterator[Records]:
    """One patient about whom everything was written that can be."""
    with records() as made:
        live(made, NOW)
        made.seal(ERASED_AT)
        yield made


def live(made: Records, at: datetime, request_id: str = REQUEST) -> None:
    store = store_on(made.services.table)
    made.receive("nothing", PATIENT, at=at)
    draft(store, arrival("information", PATIENT, at=at), request_id)
    hands = Hands(store, CLINIC, at + (LATER - NOW))
    made.receive("information", PATIENT, at=at)
    case = hands.do(stored(store, CLINIC, CASE), Claim())
    ask(hands, case, request_id).answer("review", at + (LATER - NOW))
    made.read(CASE, at=at)
    search(made, at)
    made.escalate(at + timedelta(days=7))


def draft(store: Store, sent: Arrival, draft_id: str) -> None:
    save_draft(sent, draft_id, 1, identifiers=IDENTIFIERS, destination=store.intake, patience=Patient())


def search(made: Records, at: datetime) -> None:
    seen = Seen(access=Access.PATIENT, patient_key=KEY, count=0)
    entry = access_entry(seen, clinic=CLINIC, actor="person-1", request_id="s", at=at, identifiers=IDENTIFIERS)
    AccessTable(TABLE, lambda: made.services.table).record(entry)


def kinds(items: list[dict[str, Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for item in items:
        found.setdefault(item["pk"]["S"].split("#")[2], set()).add(item["sk"]["S"].split("#")[0])
    return found


def order(at: datetime = ERASED_AT) -> Order:
    return Order(clinic=CLINIC, patient_key=KEY, by="arn:keeper", reason="request", at=at, open_too=True)


def test_the_patient_of_this_test_has_every_kind_of_item_there_is(kept: Records) -> None:
    assert kinds(kept.items()) == ERASED | LEFT


def test_nothing_that_names_the_patient_is_left(kept: Records) -> None:
    names = {PATIENT, KEY, CASE, REQUEST} | {
        item["pk"]["S"].rpartition("#")[2] for item in kept.items() if item["sk"]["S"] == "SCREENING"
    }
    erase(kept.services, kept.place, order(), dry_run=False)
    left = kept.items()
    assert kinds(left) == LEFT
    telling = {item["sk"]["S"].split("#")[0] for item in left if any(name in repr(item) for name in names)}
    assert telling <= {"IDEMPOTENCY", "AUDIT"}
    assert PATIENT not in repr(left)


def test_what_was_asked_of_a_patient_who_came_back_survives_a_restore(kept: Records) -> None:
    erase(kept.services, kept.place, order(), dry_run=False)
    live(kept, ERASED_AT + timedelta(days=1), "b" * 32)
    before = kept.items()
    assert reapply(kept.services, kept.place, dry_run=False) == 0
    assert kept.items() == before
    assert "INFORMATION" in kinds(before)


def test_a_request_that_a_restore_brings_back_goes_again(kept: Records) -> None:
    (request,) = [item for item in kept.items() if item["sk"]["S"] == "REQUEST"]
    erase(kept.services, kept.place, order(), dry_run=False)
    kept.put(request)
    assert reapply(kept.services, kept.place, dry_run=False) == 1
    assert kinds(kept.items()) == LEFT


def test_a_kind_of_item_that_is_not_named_here_is_written_nowhere() -> None:
    """Keys are made in one module (alerts beside what escalates), and each kind in it stands in the tables above."""
    text = KEYS.read_text(encoding="utf-8")
    partitions = set(re.findall(r'f"CLINIC#\{\w+\}#([A-Z_]+)', text))
    assert partitions == {*ERASED, *LEFT, *NOBODYS, *INDEXES}
    words = set(re.findall(r'"sk": f?"([A-Z_]+)', text)) | set(
        re.findall(r'^[A-Z]+: Final = "([A-Z]+)#?"$', text, re.MULTILINE)
    )
    assert words | {"ALERT"} == set().union(*ERASED.values(), *LEFT.values(), *NOBODYS.values()) | {"ACCESS"}


def test_partitions_are_named_by_one_module() -> None:
    makers = {
        path.name
        for path in (REPOSITORY / "functions").rglob("*.py")
        if re.search(r'f"CLINIC#\{\w+\}#', path.read_text(encoding="utf-8"))
    }
    assert makers == {KEYS.name}
