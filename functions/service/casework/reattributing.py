"""A screening stands under the wrong reference: of another patient, or of the same one twice.

The stored screening is never touched. Its answers are screened anew under the right reference, in that patient's
case; on the old case it counts no more. A call that was owed because of it goes where the answers go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from functions.service.casework.contacting import may_be_closed
from functions.service.casework.correcting import counted_ids, waking
from functions.service.casework.journal import Deed
from functions.service.casework.moves import Companion, Moved, Waking, still_open
from functions.service.casework.standing import with_standing
from functions.service.documents import JSON
from functions.service.errors import ContentRefusedError, MoveRefusedError
from functions.service.records import Case, CaseStatus, ScreeningEntry, ScreeningSummary
from functions.service.staff import JUDGING, Person, Role
from rules.engine.terms import Contact, Disposition, Lane

MOST_AT_ONCE = 10


class ReattributionReason(StrEnum):
    """Why the reference is not the right one."""

    WRONG_PATIENT = "wrong_patient"
    DUPLICATE_REFERENCE = "duplicate_reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reattributed:
    """The screenings made anew and those they are made from; what still counts on the old case; the other case.

    `there` is as yet without the new screenings; `there_version` is 0 when that patient had no case.
    """

    entries: tuple[ScreeningEntry, ...]
    moved: tuple[ScreeningSummary, ...]
    remaining: tuple[ScreeningSummary, ...]
    there: Case
    there_version: int
    there_counted: tuple[ScreeningSummary, ...]


class Reattribution(Protocol):
    """Screens anew under another reference."""

    def of(
        self, case: Case, screening_ids: Sequence[str], reference: str, reason: str, by: Person, at: datetime
    ) -> Reattributed:
        """Raises ContentRefusedError when the reference leads to the same case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reattribute:
    """Moves what some screenings say to another reference."""

    screening_ids: tuple[str, ...]
    reference: str
    reason: ReattributionReason
    comment: str
    reattribution: Reattribution
    deed: ClassVar[Deed] = Deed.REATTRIBUTED
    admits: ClassVar[frozenset[Role]] = JUDGING

    def content(self) -> Mapping[str, JSON]:
        return {
            "screeningIds": list(self.screening_ids),
            "patientReference": self.reference,
            "reason": self.reason.value,
            "comment": self.comment,
        }

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        still_open(case)
        _check(case, self.screening_ids)
        made = self.reattribution.of(case, self.screening_ids, self.reference, self.reason.value, by, at)
        there = _joined(made, _call_that_moves(case, made, self.reason), at)
        new = [entry.id for entry in made.entries]
        left = _left(case, made, self.screening_ids, at)
        return Moved(
            case=left,
            placed=True,
            waking=waking(case, left),
            added={"toCase": there.summary.id, "newScreeningIds": new},
            also=Companion(
                case=there,
                expected=made.there_version,
                opens=_opens(made),
                waking=Waking.ANEW if _opens(made) else waking(made.there, there),
                deed=Deed.TAKEN_OVER,
                screenings=made.entries,
                content={
                    "fromCase": case.summary.id,
                    "reason": self.reason.value,
                    "comment": self.comment,
                    "screeningIds": new,
                },
            ),
        )


def _opens(made: Reattributed) -> bool:
    """Whether the right patient had no open case."""
    return made.there_version == 0 or made.there.summary.screening_count == 0


def _check(case: Case, screening_ids: Sequence[str]) -> None:
    counted = counted_ids(case)
    faults = [
        (f"/screeningIds/{place}", "not_a_screening_that_counts")
        for place, each in enumerate(screening_ids)
        if each not in counted
    ]
    if faults:
        raise ContentRefusedError(*faults)


def _call_that_moves(case: Case, made: Reattributed, reason: ReattributionReason) -> Contact:
    """The call the old case asks for, when nothing that stays there explains it and nobody has made it yet.

    To the wrong patient nobody has made it, whoever was called.
    """
    contact = case.summary.contact
    explained = contact.rank >= _asked_for(made.remaining).rank
    made_already = reason is ReattributionReason.DUPLICATE_REFERENCE and not _is_owed(case)
    return Contact.ROUTINE if explained or made_already else contact


def _is_owed(case: Case) -> bool:
    try:
        may_be_closed(case)
    except MoveRefusedError:
        return True
    return False


def _asked_for(counted: Sequence[ScreeningSummary]) -> Contact:
    return min((each.contact for each in counted), key=lambda each: each.rank, default=Contact.ROUTINE)


def _left(case: Case, made: Reattributed, screening_ids: Sequence[str], at: datetime) -> Case:
    """The old case with the place that what remains gives it; without anything it waits to be closed by a person.

    INVARIANT: while something remains, a call that is owed leaves only with the screening that asked for it.
    """
    work = replace(
        case.summary.work,
        superseded=case.summary.work.superseded | set(screening_ids),
        proposal=None,
        # Whoever was asked may be the wrong one.
        awaiting=None,
    )
    goes = not made.remaining or _asked_for(made.moved).rank <= case.summary.contact.rank
    contact = _asked_for(made.remaining) if goes else case.summary.contact
    summary = replace(case.summary, contact=contact, work=work)
    left = replace(case, summary=summary)
    if made.remaining:
        return with_standing(left, made.remaining, at)
    summary = replace(summary, disposition=Disposition.NO_FLAGS, lane=Lane.JUDGEMENT)
    return replace(left, summary=summary, lanes=frozenset({Lane.JUDGEMENT}))


def _joined(made: Reattributed, call: Contact, at: datetime) -> Case:
    there, new = made.there, [entry.summary() for entry in made.entries]
    summary = replace(
        there.summary,
        status=CaseStatus.OPEN,
        latest_at=at.isoformat(),
        screening_count=there.summary.screening_count + len(new),
        work=replace(there.summary.work, proposal=None),
    )
    longer = replace(there, summary=summary, screening_ids=(*there.screening_ids, *(each.id for each in new)))
    standing = with_standing(longer, [*made.there_counted, *new], at)
    if call.rank >= standing.summary.contact.rank:
        return standing
    # INVARIANT: a call that was asked for stays asked for, wherever its answers go.
    uncalled = replace(standing.summary.work, acknowledged_at=None, contacted_at=None, reached_at=None)
    raised = replace(standing.summary, contact=call, lane=Lane.CONTACT, since=at.isoformat(), work=uncalled)
    return replace(standing, summary=raised, lanes=standing.lanes | {Lane.CONTACT})
