"""What the crowd was told, as it is read from its ledger."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.load.caller import MOST_ATTEMPTS, Caller
from tests.load.ledger import Ledger, LedgerWriter, read_ledger, turned_away_by
from tests.load.truth import acknowledged_in, receipts_that_differ

FORM = {"clinic": "clinic1", "patient": "patient-1", "says": "review"}
CHANGE = {"clinic": "clinic1", "case": "c" * 32, "version": 2, "deed": "case.claimed", "by": "somebody"}


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[LedgerWriter]:
    opened = LedgerWriter(str(tmp_path / "ledger.jsonl"))
    yield opened
    opened.close()


def read(tmp_path: Path) -> Ledger:
    return read_ledger(tmp_path / "ledger.jsonl")


def test_a_form_without_receipt_and_a_change_without_reply_are_unsure(writer: LedgerWriter, tmp_path: Path) -> None:
    for key, patient in (("key-1", "patient-1"), ("key-2", "patient-2")):
        writer.write("sending", key=key, clinic="clinic1", patient=patient)
    writer.write("taken", key="key-1", screening="1" * 32, **FORM)
    for ask in ("1", "2", "3"):
        writer.write("asking", ask=ask, case=ask)
    writer.write("changed", ask="1", **CHANGE)
    writer.write("refused", ask="2")
    told = acknowledged_in(read(tmp_path))
    assert (list(told.forms), len(told.changes)) == (["1" * 32], 1)
    assert (told.unsure_patients, told.unsure_cases) == ({("clinic1", "patient-2")}, {"3"})


def test_a_form_that_is_sent_again_keeps_its_receipt_and_no_other_form_has_it(
    writer: LedgerWriter, tmp_path: Path
) -> None:
    for key, screening in (("key-1", "1"), ("key-1", "1"), ("key-2", "2")):
        writer.write("taken", key=key, screening=screening, **FORM)
    assert receipts_that_differ(read(tmp_path)) == []
    writer.write("taken", key="key-1", screening="3", **FORM)
    writer.write("taken", key="key-3", screening="2", **FORM)
    assert receipts_that_differ(read(tmp_path)) == ["key-1 has 2 receipts", "2 forms share 2"]


def test_who_turned_a_caller_away_is_told_apart() -> None:
    assert turned_away_by(429, {"message": "Too Many Requests"}) == "usage plan"
    assert turned_away_by(429, {"Reason": "ConcurrentInvocationLimitExceeded"}) == "concurrency"
    assert [turned_away_by(status, {}) for status in (503, 504, 201, 500, 0)] == ["service", "gateway", "", "", ""]


class Busy:
    """Turns callers away with these statuses, then takes them."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.headers, self.text = list(statuses), {"Retry-After": "0.001"}, "{}"

    def __call__(self, *_: Any, **__: Any) -> "Busy":
        self.status_code = self.statuses.pop(0) if self.statuses else 201
        return self


@pytest.mark.parametrize(
    ("statuses", "certain"), [((), True), ((429, 429), True), ((503,), False), ((504,), False), ((0, 500), False)]
)
def test_whoever_is_turned_away_comes_again_and_every_time_is_counted(
    writer: LedgerWriter, tmp_path: Path, statuses: tuple[int, ...], *, certain: bool
) -> None:
    caller = Caller(Busy(*statuses), writer, "http://127.0.0.1", 0)
    outcome = caller.post("form", "/v1/screenings", {}, {})
    assert (outcome.status, outcome.certain) == (201, certain)
    assert [each.status for each in read(tmp_path).requests] == [*statuses, 201]


def test_nobody_tries_for_ever(writer: LedgerWriter, tmp_path: Path) -> None:
    outcome = Caller(Busy(*[500] * 50), writer, "", 0).get("queue", "/v1/cases", {})
    assert (outcome.status, outcome.certain) == (500, False)
    assert sum(each.failed for each in read(tmp_path).requests) == MOST_ATTEMPTS
