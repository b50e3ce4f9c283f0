"""The routes on which people of a clinic read its cases, screenings and patients."""

from typing import Final

from functions.api.operations import Operation, Query
from functions.service import errors
from functions.service.staff import READING

_PAGE: Final = (
    Query(name="limit", schema="Limit", says="How many rows, 25 unless said."),
    Query(name="cursor", schema="Cursor", says="`next` of the page before; of no meaning outside this question."),
)
_STORED: Final = (errors.StoreUnavailableError, errors.KeyUnreadableError)
_READ: Final = (errors.ReadNotRecordedError, *_STORED)

GET_CASES: Final = Operation(
    name="listCases",
    method="GET",
    path="/v1/cases",
    says="The queue: cases by contact, then urgency, then due time.",
    admits=READING,
    query=(
        Query(name="status", schema="CaseStatus", says="Open ones unless said."),
        Query(name="lane", schema="Lane", says="One lane only."),
        Query(name="assignee", schema="Assignee", says="`me`, `nobody`, or a person's subject."),
        Query(name="dueBefore", schema="Moment", says="Somebody has to act before this moment."),
        Query(name="updatedSince", schema="Moment", says="Something happened at this moment or later."),
        Query(name="domain", schema="Domain", says="A rule fired whose id begins with this word."),
        *_PAGE,
    ),
    reply="CasePage",
    refuses=_READ,
)
GET_COUNTS: Final = Operation(
    name="countCases",
    method="GET",
    path="/v1/cases/counts",
    says="How many open cases wait, by lane and contact; those nobody has and those whose time is over.",
    admits=READING,
    reply="CaseCounts",
    refuses=_STORED,
)
GET_CASE: Final = Operation(
    name="readCase",
    method="GET",
    path="/v1/cases/{case_id}",
    says="A case: how it stands, what was done with it, its latest and its leading screening in full.",
    admits=READING,
    reply="CaseFile",
    refuses=_READ,
)
GET_SCREENINGS: Final = Operation(
    name="listNothingFound",
    method="GET",
    path="/v1/screenings",
    says="Screenings in which nothing was found, newest first; the others are read through their cases.",
    admits=READING,
    query=(Query(name="lane", schema="NothingFound", says="Only this lane is listed here.", required=True), *_PAGE),
    reply="ScreeningPage",
    refuses=_READ,
)
GET_SCREENING: Final = Operation(
    name="readScreening",
    method="GET",
    path="/v1/screenings/{screening_id}",
    says="One screening: how it reads, its past treatments, the answers as they were entered, and every finding.",
    admits=READING,
    reply="ScreeningFile",
    refuses=_READ,
)
SEARCH_PATIENTS: Final = Operation(
    name="searchPatients",
    method="POST",
    path="/v1/patients/search",
    says="What the clinic has about one patient. A reference never travels in a URL.",
    admits=READING,
    body="PatientSearch",
    reply="PatientFile",
    refuses=_READ,
)
