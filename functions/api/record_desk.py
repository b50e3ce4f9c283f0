"""Where records leave the service: one case as a signed page, all cases as a list. Within the clinic of the token."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from functions.api.case_list import case_list
from functions.api.case_record import POLICY, Made, case_page
from functions.api.ids import known_form
from functions.api.read_log import record_read
from functions.api.replies import Reply, text_reply
from functions.api.signed_page import with_signature
from functions.api.visits import Visit
from functions.service.access import Access, AccessLog, Seen
from functions.service.errors import TooLargeToSendError, UnreadableRequestError
from functions.service.identifiers import Identifiers
from functions.service.ports import Clock, ReviewStore, Words
from functions.service.queue import QueueFilter
from functions.service.record_export import CaseArchive, case_record
from functions.service.records import CaseStatus, CaseSummary

# Lambda hands back 6 MB at most, escaped once more on the way.
_MOST_CHARACTERS: Final = 4_000_000
_MOST_CASES: Final = 5_000
_AT_ONCE: Final = 100


class Signer(Protocol):
    """Signs what leaves."""

    arn: str

    def sign(self, content: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDesk:
    """What the desk works with."""

    cases: CaseArchive
    archive: ReviewStore
    accesses: AccessLog
    signer: Signer
    algorithm: str
    identifiers: Callable[[], Identifiers]
    words: Words
    clock: Clock

    def get_record(self, visit: Visit, case_id: str) -> Reply:
        reader = visit.person
        record = case_record(reader.clinic, known_form(case_id), self.cases, self.archive)
        record_read(self, visit, Seen(access=Access.RECORD, case_id=case_id))
        made = Made(clinic=reader.clinic, case_id=case_id, by=reader.subject, at=self.clock())
        page = _sendable(case_page(record, made, self.words))
        signed = with_signature(
            page, algorithm=self.algorithm, key=self.signer.arn, signature=self.signer.sign(page.encode())
        )
        return text_reply(signed, kind="text/html; charset=utf-8", headers=_attached(f"case-{case_id}.html"))

    def get_case_list(self, visit: Visit) -> Reply:
        reader = visit.person
        if visit.request.query():
            raise UnreadableRequestError("unknown_parameter")
        cases = [case for status in CaseStatus for case in self._cases(reader.clinic, status)]
        record_read(self, visit, Seen(access=Access.CASE_EXPORT, count=len(cases)))
        return text_reply(_sendable(case_list(cases)), kind="text/csv; charset=utf-8", headers=_attached("cases.csv"))

    def _cases(self, clinic: str, status: CaseStatus) -> Iterator[CaseSummary]:
        after: Mapping[str, str] | None = None
        for _ in range(_MOST_CASES // _AT_ONCE):
            page = self.archive.queue(clinic, QueueFilter(status=status), limit=_AT_ONCE, after=after)
            yield from page.rows
            after = page.next
            if after is None:
                return
        # A list that ends in the middle without saying so would be worse than none.
        raise TooLargeToSendError


def _sendable(text: str) -> str:
    if len(text) > _MOST_CHARACTERS:
        raise TooLargeToSendError
    return text


def _attached(name: str) -> Mapping[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'; sandbox",
    }
