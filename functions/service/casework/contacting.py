"""The contact log: who tried to speak to the patient, and how it went.

A case that asks for contact now or today cannot be closed before somebody has tried; one that asks for it now, not
before the patient was reached or a welfare check was asked for (the second half is a default of ours).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from functions.service.casework.journal import Deed
from functions.service.casework.moves import Moved, Waking, still_open
from functions.service.documents import JSON
from functions.service.errors import MoveRefusedError
from functions.service.records import Case
from functions.service.staff import COLLECTING, Person, Role
from rules.engine.terms import Contact


class ContactResult(StrEnum):
    """How an attempt went; an acknowledgement says only that somebody has seen it and takes care."""

    ACKNOWLEDGED = "acknowledged"
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    WELFARE_CHECK_REQUESTED = "welfare_check_requested"


_SETTLES = frozenset({ContactResult.REACHED, ContactResult.WELFARE_CHECK_REQUESTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact:
    """One line of the contact log."""

    result: ContactResult
    note: str | None = None
    deed: ClassVar[Deed] = Deed.CONTACTED
    admits: ClassVar[frozenset[Role]] = COLLECTING

    def content(self) -> Mapping[str, JSON]:
        return {"result": self.result.value, "note": self.note}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        del by
        still_open(case)
        work, now = case.summary.work, at.isoformat()
        # Whoever has tried to call has seen it: nobody needs to be woken any more.
        work = replace(work, acknowledged_at=work.acknowledged_at or now)
        if self.result is not ContactResult.ACKNOWLEDGED:
            work = replace(work, contacted_at=now)
        if self.result in _SETTLES:
            work = replace(work, reached_at=now)
        # A routine case waits for work to be done, not for a call: its time goes on.
        waking = Waking.KEPT if case.summary.contact is Contact.ROUTINE else Waking.STOPPED
        return Moved(case=replace(case, summary=replace(case.summary, work=work)), waking=waking)


def may_be_closed(case: Case) -> None:
    """Raises MoveRefusedError while the contact that the case asks for is not on record."""
    contact, work = case.summary.contact, case.summary.work
    if contact is Contact.NOW and work.reached_at is None:
        raise MoveRefusedError("patient_not_reached")
    if contact is not Contact.ROUTINE and work.contacted_at is None:
        raise MoveRefusedError("contact_not_logged")
