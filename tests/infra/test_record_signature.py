"""`ketascreen audit verify-record`: every changed byte of an exported record is noticed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from functions.adapters.signing import ALGORITHM, SigningKey
from functions.api.signed_page import with_signature
from infra.record_signature import Signature, verify_file
from tests.infra.records import Records, records

PAGE = "<!doctype html>\n<html><body>Grüße</body></html>\n"


@pytest.fixture
def kept() -> Iterator[Records]:
    with records() as made:
        yield made


def signed(kept: Records) -> bytes:
    key = SigningKey(kept.place.record_key, lambda: kept.services.signing)
    return with_signature(PAGE, algorithm=ALGORITHM, key=key.arn, signature=key.sign(PAGE.encode())).encode()


def test_a_record_as_it_was_signed_is_good(kept: Records) -> None:
    assert verify_file(kept.services, kept.place, signed(kept)) is Signature.GOOD


def test_every_changed_byte_is_noticed(kept: Records) -> None:
    file = signed(kept)
    for position in range(len(file)):
        changed = file[:position] + bytes([file[position] ^ 1]) + file[position + 1 :]
        assert verify_file(kept.services, kept.place, changed) is not Signature.GOOD, position


def test_a_record_signed_with_a_key_of_somebodys_own_is_noticed(kept: Records) -> None:
    client = kept.services.signing
    own = client.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    file = signed(replace(kept, place=replace(kept.place, record_key=own)))
    assert verify_file(kept.services, kept.place, file) is Signature.OF_ANOTHER_KEY


@pytest.mark.parametrize(("change", "exit_code"), [(b"", 0), (b"x", 1)])
def test_the_command_says_so_by_its_exit_code(
    kept: Records, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: bytes, exit_code: int
) -> None:
    monkeypatch.setattr("cli.audit.connect_records", lambda: kept.services)
    monkeypatch.setattr("cli.audit.find_records", lambda _stack: kept.place)
    file = tmp_path / "case.html"
    file.write_bytes(change + signed(kept))
    assert CliRunner().invoke(app, ["audit", "verify-record", str(file)]).exit_code == exit_code


def test_a_key_that_cannot_be_asked_is_not_a_verdict(
    kept: Records, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "case.html"
    file.write_bytes(signed(kept))
    missing = kept.place.record_key[:-1] + ("0" if kept.place.record_key[-1] != "0" else "1")
    file.write_bytes(signed(kept).replace(kept.place.record_key.encode(), missing.encode()))
    monkeypatch.setattr("cli.audit.connect_records", lambda: kept.services)
    monkeypatch.setattr("cli.audit.find_records", lambda _stack: replace(kept.place, record_key=missing))
    assert CliRunner().invoke(app, ["audit", "verify-record", str(file)]).exit_code == 2
