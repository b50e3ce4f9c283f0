"""`ketascreen audit verify`: what was done to records in the table is found, wherever it was done."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from functions.service.escalation import step_digest
from functions.service.verifying import MEANING, Fault
from infra.ledger import Ledger, Restore
from infra.stack import StackNotFoundError
from tests.adapters.faulty import FAULTS, Faulty
from tests.functions.builders import CLINIC, NOW, OTHER_CLINIC
from tests.infra.records import BUCKET, Records, records


@pytest.fixture
def kept() -> Iterator[Records]:
    """Two patients in cases, one without; one case read twice; all sealed."""
    with records() as made:
        made.receive("review", "patient-1")
        made.receive("now", "patient-1", at=NOW + timedelta(minutes=1))
        made.receive("review", "patient-2")
        made.receive("nothing", "patient-3")
        for request in ("1", "2"):
            made.read(made.case_id(), request)
        made.seal()
        yield made


def test_an_untouched_clinic_is_clean(kept: Records) -> None:
    report = kept.verify()
    assert (report.chains, report.sealed, report.findings, report.unsealed, report.unanchored) == (3, 6, [], [], 0)
    assert report.contents_not_known == 0


@pytest.mark.parametrize("attribute", ["actor", "action", "digest", "at"])
def test_an_edited_entry_is_found(kept: Records, attribute: str) -> None:
    entry = kept.one("AUDIT#")
    kept.put({**entry, attribute: {"S": "x"}})
    assert "edited" in kept.faults()


def test_every_removed_item_of_the_trail_is_found(kept: Records) -> None:
    for item in kept.items():
        if item["sk"]["S"].startswith(("AUDIT#", "SEAL#", "CHAIN")):
            kept.delete(item)
            assert kept.faults(), item["sk"]
            kept.put(item)
    assert kept.faults() == []


def test_every_changed_byte_of_a_screening_is_found(kept: Records) -> None:
    for item in kept.items():
        if item["sk"]["S"] == "SCREENING":
            for part in ("answers", "record"):
                kept.put({**item, part: {"B": bytes(item[part]["B"]) + b"x"}})
                assert kept.faults() == ["content_changed"]
            kept.put(item)


def test_a_removed_screening_is_found_by_its_entry(kept: Records) -> None:
    kept.delete(kept.one("SCREENING"))
    assert kept.faults() == ["content_changed"]


def test_a_screening_nobody_recorded_is_found(kept: Records) -> None:
    screening = kept.one("SCREENING")
    forged = {"S": "f" * 32}
    kept.put({**screening, "pk": {"S": f"CLINIC#{CLINIC}#SCREENING#{'f' * 32}"}, "screening_id": forged})
    assert kept.faults() == ["not_recorded"]


def test_an_entry_put_in_by_hand_is_found_although_the_stream_had_it_sealed(kept: Records) -> None:
    entry = next(item for item in kept.items() if item.get("action") == {"S": "case.read"})
    kept.put({**entry, "sk": {"S": f"{entry['sk']['S'][:-1]}x"}, "actor": {"S": "somebody else"}})
    kept.seal()
    assert kept.faults() == ["content_changed"]


def test_an_escalation_is_checked_like_everything_else(kept: Records) -> None:
    kept.escalate(NOW + timedelta(days=7))
    kept.seal()
    report = kept.verify(now=NOW + timedelta(days=7))
    assert [item["action"]["S"] for item in kept.items() if "level" in item] == ["case.overdue"] * 2
    assert (report.findings, report.contents_not_known, report.unsealed) == ([], 0, [])


@pytest.mark.parametrize(
    "forged",
    [
        {"level": {"S": "second_person"}},
        {"actor": {"S": "person-1"}},
        {"action": {"S": "case.escalated"}},
        {"at": {"S": NOW.isoformat()}},
        {"digest": {"S": "0" * 64}},
    ],
)
def test_an_escalation_put_in_by_hand_is_found(kept: Records, forged: dict[str, Any]) -> None:
    kept.escalate(NOW + timedelta(days=7))
    entry = kept.one_of_action("case.overdue")
    kept.delete(entry)
    kept.put({**entry, **forged})
    kept.seal()
    assert kept.faults() == ["content_changed"]


def test_an_escalation_whose_digest_could_not_be_made_is_found(kept: Records) -> None:
    kept.escalate(NOW + timedelta(days=7))
    entry = kept.one_of_action("case.overdue")
    kept.delete(entry)
    kept.put({name: value for name, value in entry.items() if name != "digest"})
    kept.seal()
    assert kept.faults() == ["content_changed"]


def test_whoever_hashes_references_cannot_make_an_escalation(kept: Records) -> None:
    """The keys are two: an entry made with the writers' key is not the sweeper's."""
    keys = (kept.services.identifiers(kept.place), kept.services.sweeper(kept.place))
    said = {"chain": "c", "entry_id": "e", "actor": "sweeper", "action": "case.overdue", "level": None, "at": "t"}
    by_writer, by_sweeper = (step_digest(each, **said) for each in keys)  # type: ignore[arg-type]
    assert by_writer != by_sweeper


def test_a_case_that_is_gone_with_everything_is_found_by_its_anchors(kept: Records) -> None:
    case = kept.one("CASE")
    for item in kept.items():
        if item["pk"] == case["pk"]:
            kept.delete(item)
    assert "truncated" in kept.faults()


def test_deleting_anchors_hides_nothing(kept: Records) -> None:
    case = kept.one("CASE")
    for item in kept.items():
        if item["pk"] == case["pk"]:
            kept.delete(item)
    bucket = kept.services.bucket
    for each in bucket.list_objects_v2(Bucket=BUCKET)["Contents"]:
        bucket.delete_object(Bucket=BUCKET, Key=each["Key"])
    assert "truncated" in kept.faults()


def test_a_chain_rewritten_with_the_real_key_is_found_by_its_anchors(kept: Records) -> None:
    entry = next(item for item in kept.items() if item.get("action") == {"S": "case.read"})
    chain = [item for item in kept.items() if item["pk"] == entry["pk"]]
    for item in chain:
        if item["sk"]["S"].startswith(("SEAL#", "CHAIN")):
            kept.delete(item)
    kept.put({**entry, "actor": {"S": "somebody else"}})
    kept.seal(NOW + timedelta(hours=1))
    assert "rewritten" in kept.faults()


def test_one_case_is_verified_by_itself(kept: Records) -> None:
    case = kept.case_id()
    assert (kept.verify(case).chains, kept.verify(case).sealed) in {(1, 4), (1, 1)}
    other = next(item for item in kept.items() if item["sk"]["S"] == "CASE" and not item["pk"]["S"].endswith(case))
    kept.delete(other)
    entry = next(item for item in kept.items() if item["pk"] == other["pk"] and item["sk"]["S"].startswith("AUDIT#"))
    kept.delete(entry)
    assert kept.faults(case) == []
    assert kept.faults() != []


def test_another_clinics_records_are_not_looked_at(kept: Records) -> None:
    kept.receive("review", "patient-9", clinic=OTHER_CLINIC)
    assert (kept.verify().sealed, kept.faults()) == (6, [])
    assert kept.verify(clinic=OTHER_CLINIC, now=NOW).unsealed


def test_the_tail_is_reported_and_is_no_finding(kept: Records) -> None:
    kept.read(kept.case_id(), "3", at=NOW + timedelta(hours=30))
    report = kept.verify(now=NOW + timedelta(hours=30, minutes=1))
    assert (len(report.unsealed), report.findings) == (1, [])


def test_an_entry_of_a_kind_that_is_not_known_here_is_counted(kept: Records) -> None:
    entry = kept.one("AUDIT#")
    kept.put({**entry, "sk": {"S": f"AUDIT#{NOW.isoformat()}#{'e' * 32}"}, "action": {"S": "case.not_heard_of"}})
    kept.seal()
    assert (kept.verify().contents_not_known, kept.faults()) == (1, [])


@pytest.mark.parametrize("part", ["JOURNAL#", "SCREENING"])
def test_what_a_person_did_is_covered_by_its_entry(part: str) -> None:
    with records() as kept:
        kept.receive("review")
        kept.work()
        kept.seal()
        assert (kept.verify().contents_not_known, kept.faults()) == (0, [])
        worked_on = kept.newest(part)
        kept.put({**worked_on, "body" if part == "JOURNAL#" else "record": {"B": b"another"}})
        assert kept.faults() == ["content_changed"]
        kept.delete(worked_on)
        assert kept.faults() == ["content_changed"]


def test_a_journal_entry_that_no_audit_entry_tells_of_is_found() -> None:
    with records() as kept:
        kept.receive("review")
        kept.work()
        kept.seal()
        entry = kept.newest("JOURNAL#")
        kept.put({**entry, "sk": {"S": "JOURNAL#0000000099"}})
        assert kept.faults() == ["not_recorded"]


def test_every_fault_is_explained() -> None:
    assert set(MEANING) == set(Fault)


@pytest.fixture
def command(kept: Records, monkeypatch: pytest.MonkeyPatch) -> Records:
    monkeypatch.setattr("cli.audit.connect_records", lambda: kept.services)
    monkeypatch.setattr("cli.audit.find_records", lambda _stack: kept.place)
    # The entries are from NOW and already sealed, so the clock of this computer does not matter.
    return kept


def ran(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", "verify", "--clinic", CLINIC, *arguments])


def test_a_clean_trail_ends_with_zero(command: Records) -> None:
    del command
    ended = ran()
    assert (ended.exit_code, "findings            0" in ended.output) == (0, True)


def test_a_finding_ends_with_one_and_is_named_in_words(command: Records) -> None:
    command.put({**command.one("AUDIT#"), "actor": {"S": "x"}})
    ended = ran()
    assert ended.exit_code == 1
    assert MEANING[Fault.EDITED] in ended.output


def test_a_report_can_be_read_by_a_machine(command: Records) -> None:
    command.put({**command.one("AUDIT#"), "actor": {"S": "x"}})
    report: dict[str, Any] = json.loads(ran("--format", "json").output)
    assert report["clean"] is False
    assert {each["fault"] for each in report["findings"]} >= {"edited"}


@pytest.mark.parametrize("missing", ["table", "bucket", "seal_key", "identifier_key"])
def test_what_cannot_be_checked_ends_with_two(
    command: Records, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr("cli.audit.find_records", lambda _stack: replace(command.place, **{missing: "nothing-there"}))
    ended = ran()
    assert ended.exit_code == 2
    assert "Could not check" in ended.output


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "reply lost"])
@pytest.mark.parametrize(
    ("part", "call"),
    [
        ("table", "scan"),
        ("bucket", "list_object_versions"),
        ("bucket", "get_object"),
        ("secrets", "get_secret_value"),
    ],
)
def test_whatever_fails_while_verifying_is_never_a_clean_result(
    command: Records, monkeypatch: pytest.MonkeyPatch, part: str, call: str, fault: str
) -> None:
    # A note of a restore, so that there is an object to be read.
    Ledger(command.services.bucket, BUCKET).note_restore(Restore(NOW, NOW), "arn:keeper")
    failing: Any = Faulty(getattr(command.services, part), call, fault)
    monkeypatch.setattr("cli.audit.connect_records", lambda: replace(command.services, **{part: failing}))
    assert (ran().exit_code, failing.fired) == (2, 1)


def test_a_stack_that_is_not_there_could_not_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_stack: str) -> None:
        raise StackNotFoundError("no such stack")

    monkeypatch.setattr("cli.audit.connect_records", lambda: None)
    monkeypatch.setattr("cli.audit.find_records", missing)
    assert ran().exit_code == 2
