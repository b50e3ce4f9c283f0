"""The record of a case as one page for printing: no script, nothing from elsewhere, everything escaped."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from functions.api.markup import Markup, Piece, document, element, joined, table, void
from functions.service.explaining import reading_of
from functions.service.ports import Words
from functions.service.record_export import CaseRecord, TrailEntry
from functions.service.records import StoredScreening

_STYLE: Final = """
body{font:11pt/1.4 Georgia,serif;color:#000;background:#fff;margin:2rem auto;max-width:48rem;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.2rem;border-bottom:1px solid #000;margin-top:2rem}h3{font-size:1rem}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.15rem .8rem;margin:.2rem 0}
dt{font-weight:bold}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}ol{margin:.2rem 0;padding-left:1.5rem}
table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{border:1px solid #666;padding:.2rem .4rem;text-align:left;overflow-wrap:anywhere;vertical-align:top}
.warning{border:2px solid #000;padding:.5rem;font-weight:bold}
@page{margin:18mm;size:auto}
@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}tr{break-inside:avoid}
.screening{break-before:page}}
"""
STYLE_SOURCE: Final = f"'sha256-{base64.b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
POLICY: Final = f"default-src 'none'; style-src {STYLE_SOURCE}; base-uri 'none'; form-action 'none'"

_WHAT_IT_IS: Final = (
    "This is the record of a screening before ketamine therapy and of what people did with it. The screening "
    "approves nobody; a licensed practitioner decides. Answers are shown as they were entered."
)
_WHAT_WAS_CHECKED: Final = (
    "Checked when this page was made: every audit entry against its seal, and that seals are numbered without a gap. "
    "Whether the seals were made with the clinic's key, and agree with the anchors outside the table, is told by "
    "“ketascreen audit verify”; whether this page is unchanged, by “ketascreen audit verify-record”."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """For whom a page was made, and when."""

    clinic: str
    case_id: str
    by: str
    at: datetime


def case_page(record: CaseRecord, made: Made, words: Words) -> str:
    body = joined(
        [
            element("h1", f"Record of case {made.case_id}"),
            element("p", _WHAT_IT_IS),
            document({"clinic": made.clinic, "made at": made.at.isoformat(), "made by": made.by}),
            *_missing(record),
            _section("Case", document(record.items.case)),
            *(_screening(stored, words) for stored in record.screenings),
            _section("What people did", *_journal(record)),
            _section("Who saw and changed it", *_trail(record)),
        ]
    )
    return _page(f"Record of case {made.case_id}", body)


def _page(title: str, body: Markup) -> str:
    head = element(
        "head",
        void("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        void("meta", name="robots", content="noindex"),
        element("title", title),
        element("style", Markup(_STYLE)),
    )
    return f"<!doctype html>\n{element('html', head, element('body', body), lang='en').text}\n"


def _section(heading: str, *pieces: Piece, kind: str = "part") -> Markup:
    return element("section", element("h2", heading), *pieces, class_=kind)


def _missing(record: CaseRecord) -> Iterator[Markup]:
    if record.missing:
        text = f"Not found although the case names them: {', '.join(record.missing)}."
        yield element("p", text, class_="warning")


def _screening(stored: StoredScreening, words: Words) -> Markup:
    summary = stored.summary
    return _section(
        f"Screening of {summary.received_at}",
        document(
            {
                "id": summary.id,
                "phase": summary.phase.value,
                "disposition": summary.disposition.value,
                "contact": summary.contact.value,
                "sent": "no, a draft with an urgent answer" if summary.draft else "yes",
            }
        ),
        element("h3", "What was found, in the order in which it is read"),
        document(reading_of(stored, words)),
        element("h3", "Answers as they were entered"),
        document(stored.answers),
        element("h3", "The whole as it was stored"),
        document(stored.record),
        kind="screening",
    )


def _journal(record: CaseRecord) -> Iterator[Markup]:
    if not record.items.journal:
        yield element("p", "Nothing is recorded.")
    yield from (document(row) for row in record.items.journal)


def _trail(record: CaseRecord) -> Iterator[Markup]:
    yield element("p", _WHAT_WAS_CHECKED)
    if not record.numbering_is_whole or any(entry.intact is False for entry in record.trail):
        yield element("p", "The audit trail of this case is not as it was sealed.", class_="warning")
    yield table(("No.", "When", "What", "Who", "About", "Sealed"), (_trail_row(entry) for entry in record.trail))
    head = record.items.chain.head
    yield document({"last seal": head.seq, "its code": head.mac or "none"})


def _trail_row(entry: TrailEntry) -> tuple[Piece, ...]:
    said = entry.said
    named = ("at", "action", "actor", "digest")
    about = {name: value for name, value in said.items() if name not in named}
    return (
        str(entry.seal.seq) if entry.seal else "-",
        *(str(said.get(name, "-")) for name in ("at", "action", "actor")),
        document(about),
        _sealed(entry),
    )


def _sealed(entry: TrailEntry) -> str:
    if entry.seal is None:
        return "not yet"
    return entry.seal.sealed_at if entry.intact else "DIFFERS FROM ITS SEAL"
