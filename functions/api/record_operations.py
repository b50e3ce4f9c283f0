"""The routes by which records leave the service."""

from typing import Final

from functions.api.operations import Operation
from functions.service import errors
from functions.service.staff import LEADING, Role

_READ: Final = (
    errors.ReadNotRecordedError,
    errors.TooLargeToSendError,
    errors.StoreUnavailableError,
    errors.KeyUnreadableError,
)

GET_RECORD: Final = Operation(
    name="exportCase",
    method="GET",
    path="/v1/cases/{case_id}/record",
    says="One case as a signed page for printing.",
    admits=frozenset({Role.PRACTITIONER, Role.LEAD, Role.AUDITOR}),
    reply="Page",
    kind="text/html",
    refuses=(errors.NotFoundError, *_READ),
)
GET_CASE_LIST: Final = Operation(
    name="exportCases",
    method="GET",
    path="/v1/exports/cases.csv",
    says="All cases of the clinic as a table.",
    admits=LEADING,
    reply="Table",
    kind="text/csv",
    refuses=(errors.UnreadableRequestError, *_READ),
)
