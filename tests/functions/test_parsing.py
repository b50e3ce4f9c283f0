"""One document, read in exactly one way, or not at all."""

import time
from decimal import Decimal

import pytest

from functions.api.parsing import DEEPEST, LARGEST_BODY, parse
from functions.service.documents import written
from functions.service.errors import BodyTooLargeError, UnreadableBodyError


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"{}{}", "not_json"),
        (b"{'a': 1}", "not_json"),
        (b'{"a": 01}', "not_json"),
        (b'{"a": "\x00"}', "not_json"),
        (b'{"a": 1, }', "not_json"),
        (b"\xef\xbb\xbf{}", "byte_order_mark"),
        (b'{"a": "\xff"}', "not_utf8"),
        (b'{"a": "\xc0\xaf"}', "not_utf8"),
        (b'{"a": "\xed\xa0\x80"}', "not_utf8"),
        ('{"a": 1}'.encode("utf-16"), "not_utf8"),
        (b'{"a": NaN}', "not_a_number"),
        (b'{"a": Infinity}', "not_a_number"),
        (b'{"a": -Infinity}', "not_a_number"),
        (b'{"a": "no", "a": "yes"}', "duplicate_key"),
        (b'{"a": {"b": 1, "\\u0062": 2}}', "duplicate_key"),
        (b"[" * 9 + b"]" * 9, "too_deep"),
        (b'{"a":' * 60_000, "too_deep"),
    ],
)
def test_what_two_parsers_could_read_differently_is_refused(body: bytes, code: str) -> None:
    with pytest.raises((UnreadableBodyError, BodyTooLargeError)) as refused:
        parse(body)
    if len(body) <= LARGEST_BODY:
        assert isinstance(refused.value, UnreadableBodyError)
        assert refused.value.code == code


def test_the_largest_body_is_read_and_one_byte_more_is_not() -> None:
    largest = b'"' + b"x" * (LARGEST_BODY - 2) + b'"'
    assert parse(largest) == "x" * (LARGEST_BODY - 2)
    with pytest.raises(BodyTooLargeError):
        parse(largest + b" ")


def test_brackets_inside_text_do_not_count_as_depth() -> None:
    text = b'"' + b"[{" * 100 + b'\\"[["'
    assert parse(b"[" * DEEPEST + text + b"]" * DEEPEST)


WORST = [
    b'"' * 65_000,
    b'\\"' * 32_000,
    b'"\\' * 32_000,
    b"[]" * 32_000,
    b'"a' * 32_000,
    b'["' * 32_000,
    b'{"":[' + b"]" * 65_000,
]


@pytest.mark.parametrize("worst", WORST)
def test_no_body_takes_long_to_refuse(worst: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(UnreadableBodyError):
        parse(worst)
    assert time.perf_counter() - started < 0.2


@pytest.mark.parametrize(
    "absurd", ["1e99999999999", "-1E+99999999999999999999999", "1e-5000", "0.1e4000", "1" * 5000, "9" * 3000 + ".5"]
)
def test_an_absurd_number_is_kept_as_text_and_costs_the_form_nothing_else(absurd: str) -> None:
    assert parse(f'{{"a": {absurd}, "b": "yes"}}'.encode()) == {"a": absurd, "b": "yes"}


def test_numbers_keep_the_digits_that_were_written() -> None:
    assert parse(b'{"a": 82.50, "b": 1e999, "c": -0.0}') == {
        "a": Decimal("82.50"),
        "b": Decimal("1e999"),
        "c": Decimal("-0.0"),
    }
    assert written(parse(b'{"b":[82.50,-0.0],"a":"\\u00fc"}'), ordered=True) == '{"a":"ü","b":[82.50,-0.0]}'
