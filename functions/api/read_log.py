"""Every read leaves its entry before anything is shown."""

from collections.abc import Callable
from typing import Protocol

from functions.api.visits import Visit
from functions.service.access import AccessLog, Seen, access_entry
from functions.service.identifiers import Identifiers
from functions.service.ports import Clock


class ReadingDesk(Protocol):
    """What a desk needs on which records are read."""

    @property
    def accesses(self) -> AccessLog: ...
    @property
    def identifiers(self) -> Callable[[], Identifiers]: ...
    @property
    def clock(self) -> Clock: ...


def record_read(desk: ReadingDesk, visit: Visit, seen: Seen) -> None:
    """After the reading, before the reply. INVARIANT: what cannot be recorded is not shown.

    Raises ReadNotRecordedError.
    """
    entry = access_entry(
        seen,
        clinic=visit.person.clinic,
        actor=visit.person.subject,
        request_id=visit.request.id,
        at=desk.clock(),
        identifiers=desk.identifiers(),
    )
    desk.accesses.record(entry)
