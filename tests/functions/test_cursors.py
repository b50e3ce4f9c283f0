"""A cursor is only good where it was given, for what was asked, and for a while."""

import base64
from datetime import timedelta

import pytest

from functions.api.cursors import read_cursor, write_cursor
from functions.service.errors import UnreadableRequestError
from functions.service.records import Position
from tests.functions.builders import CLINIC, NOW, OTHER_CLINIC
from tests.functions.desks import CURSOR_KEY

POSITION = {"pk": "CLINIC#democlinic#CASE#1", "sk": "CASE"}


def given() -> str:
    cursor = write_cursor(POSITION, key=CURSOR_KEY, clinic=CLINIC, question="cases", now=NOW)
    assert cursor is not None
    return cursor


def read(
    cursor: str, *, key: bytes = CURSOR_KEY, clinic: str = CLINIC, question: str = "cases", minutes: int = 0
) -> Position | None:
    return read_cursor(cursor, key=key, clinic=clinic, question=question, now=NOW + timedelta(minutes=minutes))


def test_a_cursor_leads_back_to_its_place() -> None:
    assert read(given(), minutes=60) == POSITION


def test_the_last_page_has_no_cursor() -> None:
    assert write_cursor(None, key=CURSOR_KEY, clinic=CLINIC, question="cases", now=NOW) is None


def test_a_cursor_is_not_kept_longer_than_an_hour() -> None:
    with pytest.raises(UnreadableRequestError):
        read(given(), minutes=61)


def test_a_cursor_is_of_no_use_to_another_clinic_question_or_key() -> None:
    with pytest.raises(UnreadableRequestError):
        read(given(), clinic=OTHER_CLINIC)
    with pytest.raises(UnreadableRequestError):
        read(given(), question="cases closed")
    with pytest.raises(UnreadableRequestError):
        read(given(), key=b"another key of more than 32 bytes")


def test_every_changed_byte_of_a_cursor_is_noticed() -> None:
    raw = base64.urlsafe_b64decode(given() + "==")
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(UnreadableRequestError):
            read(base64.urlsafe_b64encode(changed).decode().rstrip("="))


@pytest.mark.parametrize("cursor", ["", "=", "not base64!", "ü", "A" * 10_000])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(UnreadableRequestError):
        read(cursor)
