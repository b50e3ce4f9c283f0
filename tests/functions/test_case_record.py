"""The record of a case as it is handed out: complete, inert, recorded and signed."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.api.markup import document, element
from functions.api.signed_page import NotSignedError, read_signed_page, with_signature
from functions.service.access import Access
from tests.functions.builders import CLINIC, NOW, OTHER_CLINIC
from tests.functions.desks import Service, envelope, service
from tests.functions.memory_chains import content
from tests.functions.record_desks import RecordService, record_service

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "<!-- ketascreen-record-signature v1 x y z= -->",
    "--><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; &#x3c;",
    "\u202egpj.exe",
    "\ud800 \x00 \x1b[31m",
    "<base href=//evil>",
    "{{7*7}} ${7*7}",
)
SHOWN = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "section", "dl", "dt", "dd"} | {
    *("ol", "li", "bdi", "code", "table", "thead", "tbody", "tr", "th", "td"),
}


class Elements(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(page: str) -> Elements:
    elements = Elements()
    elements.feed(page)
    elements.close()
    return elements


@pytest.fixture
def kept(entries: Mapping[str, ModuleType]) -> RecordService:
    screened = service(entries)
    screened.submit(envelope("review", "patient-1", answers={"free.anything": "Grüße <b>x</b>"}))
    return record_service(entries, screened)


def hostile(entries: Mapping[str, ModuleType], payload: str) -> RecordService:
    screened: Service = service(entries)
    screened.submit(envelope("review", "patient-1", answers={"free.anything": payload, payload: [payload]}))
    exported = record_service(entries, screened, note=payload)
    exported.archive.journal = ({payload: {"said": payload}},)
    exported.archive.note(1, screening_id=None, said=payload)
    return exported


def test_a_record_holds_case_answers_findings_journal_and_trail(kept: RecordService) -> None:
    kept.archive.journal = ({"action": "claimed", "by": "person-7", "comment": "called back"},)
    kept.archive.note(1)
    answer = kept.export()
    assert answer.status == 200
    words = (kept.archive.case_id, "patient-1", "Grüße &lt;b&gt;x&lt;/b&gt;", "called back", "person-7", "case.read")
    assert [word for word in words if word not in answer.text] == []
    assert "ruleSet" in answer.text


def test_a_journal_entry_of_a_kind_nobody_knows_yet_is_shown_all_the_same(kept: RecordService) -> None:
    kept.archive.journal = ({"kind": "of.tomorrow", "deep": [{"a": [1, None, True, "x"]}]},)
    assert "of.tomorrow" in kept.export().text


def test_the_trail_stands_in_the_order_of_sealing_with_its_numbers(kept: RecordService) -> None:
    first, second = kept.archive.note(2), kept.archive.note(1)
    kept.archive.note(3, sealed=False)
    page = kept.export().text
    trail = page[page.index("Who saw and changed it") :]
    numbers = re.findall(r"<tr><td>(\d+|-)</td><td>([^<]+)<", trail)
    assert [number for number, _ in numbers] == ["1", "2", "-"]
    assert [at for _, at in numbers][:2] == [first.split("#")[0], second.split("#")[0]]
    assert "not yet" in trail
    assert "is not as it was sealed" not in page


def test_an_entry_that_differs_from_its_seal_is_said_so_in_bold(kept: RecordService) -> None:
    name = kept.archive.note(1)
    kept.archive.chains.entries[kept.archive.name][name] = content("changed")
    page = kept.export().text
    assert "DIFFERS FROM ITS SEAL" in page
    assert "is not as it was sealed" in page


def test_a_gap_between_seals_is_said_so(kept: RecordService) -> None:
    for number in range(3):
        kept.archive.note(number)
    del kept.archive.chains.seals[kept.archive.name][1]
    assert "is not as it was sealed" in kept.export().text


def test_a_screening_the_case_names_and_nobody_finds_is_named(entries: Mapping[str, ModuleType]) -> None:
    screened = service(entries)
    screened.submit(envelope("review"))
    exported = record_service(entries, screened, screening_ids=["f" * 32])
    assert f"Not found although the case names them: {'f' * 32}" in exported.export().text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_a_person_entered_becomes_part_of_the_page(entries: Mapping[str, ModuleType], payload: str) -> None:
    page = hostile(entries, payload).export().text
    seen = parsed(page)
    assert seen.tags <= SHOWN
    assert seen.attributes <= {
        ("html", "lang"),
        ("meta", "charset"),
        ("meta", "http-equiv"),
        ("meta", "content"),
        ("meta", "name"),
        ("section", "class"),
        ("p", "class"),
    }
    assert page.count("<!-- ") == 1
    page.encode()


def test_a_page_loads_nothing_and_runs_nothing(kept: RecordService) -> None:
    answer = kept.export()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', answer.text)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"https?://|url\(|@import|<script|<link|<img|<iframe", answer.text)
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "@media print" in answer.text


def test_the_signature_covers_every_byte_before_it(kept: RecordService) -> None:
    page = read_signed_page(kept.export().text.encode())
    assert page.key == kept.signer.arn
    assert page.content.endswith(b"</html>\n")
    assert page.signature == f"signed {len(page.content)} bytes".encode()


@pytest.mark.parametrize("role", ["practitioner", "lead", "auditor"])
def test_these_may_export_a_case_and_it_is_recorded(kept: RecordService, role: str) -> None:
    assert kept.export(role=role).status == 200
    (entry,) = kept.accesses.entries
    assert (entry.seen.access, entry.seen.case_id) == (Access.RECORD, kept.archive.case_id)
    assert (entry.clinic, entry.actor, entry.at) == (CLINIC, "person-1", NOW)


@pytest.mark.parametrize("role", ["coordinator", "admin", "owner"])
def test_others_may_not(kept: RecordService, role: str) -> None:
    assert kept.export(role=role).status == 403
    assert kept.accesses.entries == []


def test_another_clinics_case_looks_like_nothing(kept: RecordService) -> None:
    foreign, nothing = kept.export(clinic=OTHER_CLINIC), kept.export("0" * 32)
    assert (foreign.status, foreign.text) == (nothing.status, nothing.text)
    assert foreign.status == kept.export("x").status == 404
    assert kept.accesses.entries == []


def test_an_export_that_cannot_be_recorded_or_signed_is_refused(kept: RecordService) -> None:
    kept.accesses.broken = True
    refused = kept.export()
    kept.accesses.broken, kept.signer.broken = False, True
    unsigned = kept.export()
    assert (refused.status, unsigned.status) == (503, 503)
    assert "patient-1" not in refused.text + unsigned.text


def test_a_record_too_large_for_one_reply_is_refused_and_not_cut(kept: RecordService) -> None:
    kept.archive.journal = ({"comment": "x" * 4_000_000},)
    assert kept.export().status == 422


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<html></html>",
        b"<html></html>\n<!-- ketascreen-record-signature v1 A k c2ln -->\nx",
        b"<html></html>\n<!-- ketascreen-record-signature v1 A k c2ln -->",
        b"<html></html>\n<!-- ketascreen-record-signature v1 A k c2l -->\n",
        "<!-- ketascreen-record-signature v1 Ä k c2ln -->\n".encode(),
    ],
)
def test_a_file_that_does_not_end_with_a_signature_is_told(file: bytes) -> None:
    with pytest.raises(NotSignedError):
        read_signed_page(file)


@given(page=st.text(alphabet=st.characters(exclude_categories=["Cs"])), signature=st.binary(min_size=1))
def test_what_was_signed_is_taken_apart_as_it_was_put_together(page: str, signature: bytes) -> None:
    signed = with_signature(page, algorithm="A", key="k", signature=signature)
    read = read_signed_page(signed.encode())
    assert (read.content, read.algorithm, read.key, read.signature) == (page.encode(), "A", "k", signature)


JSONS: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
)


@given(value=JSONS)
def test_any_document_stays_text(value: Any) -> None:
    page = element("body", document(value)).text
    assert parsed(page).tags <= {"body", "dl", "dt", "dd", "ol", "li", "bdi", "code"}
    page.encode()


@given(text=st.text())
def test_text_that_hides_nothing_reads_as_it_was_entered(text: str) -> None:
    shown = "".join(parsed(element("p", text).text).text)
    if text.isprintable() and not re.search("[\u200b-\u200f\u2060-\u2069\ufeff]", text):
        assert shown == text
