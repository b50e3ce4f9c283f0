"""The scanner must find a leak that was planted, or its silence means nothing."""

import base64
import json
from urllib.parse import quote

import pytest

from tests.privacy.scanner import leaks

TOKEN = 'Kanari "seven" é/ö'


@pytest.mark.parametrize(
    "planted",
    [
        TOKEN,
        f"before {TOKEN} after",
        json.dumps({"said": TOKEN}),
        json.dumps({"body": json.dumps({"said": TOKEN})}),
        json.dumps({"said": TOKEN}, ensure_ascii=False),
        f"/v1/cases?said={quote(TOKEN, safe='')}",
        base64.b64encode(TOKEN.encode()).decode(),
        base64.b64encode(b"x" + TOKEN.encode() + b"yz").decode(),
        base64.b64encode(b"xy" + TOKEN.encode() + b"z").decode(),
        base64.urlsafe_b64encode(TOKEN.encode()).decode(),
        TOKEN.lower(),
        TOKEN.upper(),
        TOKEN.encode().hex(),
        repr({"said": TOKEN}),
    ],
)
def test_a_planted_leak_is_found(planted: str) -> None:
    assert leaks([TOKEN], planted) == [TOKEN]


def test_what_is_not_there_is_not_found() -> None:
    assert leaks([TOKEN], json.dumps({"said": "Kanari seven"})) == []
