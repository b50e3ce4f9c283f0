"""A list of cases for a spreadsheet, in which no cell can become a formula."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from functions.service.records import CaseSummary

# What spreadsheets take for the beginning of a formula, the wide forms and the invisible ones included.
_DANGEROUS: Final = tuple("=+-@\t\r\n\x00＝＋－＠")  # noqa: RUF001 - the wide forms are meant
HEADINGS: Final = (
    "case",
    "patient reference",
    "status",
    "round",
    "contact",
    "disposition",
    "lane",
    "since",
    "opened at",
    "latest at",
    "screenings",
)


def case_list(cases: Iterable[CaseSummary]) -> str:
    """RFC 4180, every cell quoted."""
    written = io.StringIO()
    rows = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(HEADINGS)
    rows.writerows([harmless(cell) for cell in _row(case)] for case in cases)
    return written.getvalue()


def harmless(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would compute it."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _row(case: CaseSummary) -> tuple[str, ...]:
    return (
        case.id,
        case.patient_reference,
        case.status.value,
        str(case.round),
        case.contact.value,
        case.disposition.value,
        case.lane.value,
        case.since,
        case.opened_at,
        case.latest_at,
        str(case.screening_count),
    )
