"""The list of cases for a spreadsheet: complete, recorded, and without a cell that computes."""

import csv
import io
from collections.abc import Mapping
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.api.case_list import HEADINGS, harmless
from functions.service.access import Access, Seen
from tests.functions.desks import Service, envelope, service
from tests.functions.record_desks import RecordService, record_service

DANGEROUS = "=+-@\t\r\n\x00＝＋－＠"  # noqa: RUF001 - the wide forms are meant


@pytest.fixture
def screened(entries: Mapping[str, ModuleType]) -> Service:
    made = service(entries)
    made.submit(envelope("review", "=cmd|' /C calc'!A0"), key="1")
    made.submit(envelope("now", 'a "quoted", reference'), key="2")
    return made


@pytest.fixture
def kept(entries: Mapping[str, ModuleType], screened: Service) -> RecordService:
    return record_service(entries, screened)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_every_case_stands_in_the_list_open_and_closed(kept: RecordService, screened: Service) -> None:
    screened.close(kept.archive.case_id)
    answer = kept.cases()
    heading, *listed = rows(answer.text)
    assert tuple(heading) == HEADINGS
    assert {row[2] for row in listed} == {"open", "closed"}
    assert {row[1] for row in listed} == {"'=cmd|' /C calc'!A0", 'a "quoted", reference'}
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cases.csv"'


def test_an_export_is_recorded_with_how_many_and_without_whom(kept: RecordService) -> None:
    kept.cases()
    assert [entry.seen for entry in kept.accesses.entries] == [Seen(access=Access.CASE_EXPORT, count=2)]


@pytest.mark.parametrize("role", ["practitioner", "coordinator", "admin", "auditor"])
def test_only_a_lead_takes_the_list_along(kept: RecordService, role: str) -> None:
    assert kept.cases(role=role).status == 403
    assert kept.accesses.entries == []


def test_an_export_that_cannot_be_recorded_is_refused(kept: RecordService) -> None:
    kept.accesses.broken = True
    refused = kept.cases()
    assert refused.status == 503
    assert "quoted" not in refused.text


def test_a_question_nobody_understands_is_refused(kept: RecordService) -> None:
    assert kept.cases(status="open").status == 400


def test_a_list_that_would_be_cut_off_is_refused(kept: RecordService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.api.record_desk._MOST_CASES", 1)
    monkeypatch.setattr("functions.api.record_desk._AT_ONCE", 1)
    assert kept.cases().status == 422


@given(cell=st.text())
@example("=1+1")
@example("\t=1")
@example("＠SUM(A1)")  # noqa: RUF001 - the wide form is meant
def test_no_cell_begins_like_a_formula_and_none_loses_anything(cell: str) -> None:
    written = harmless(cell)
    assert written[:1] not in set(DANGEROUS)
    assert written in {cell, f"'{cell}"}
