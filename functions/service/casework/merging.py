"""What a patient added, together with what was answered before: the case is screened again by nobody's hand.

Until that is done, and where it cannot be done, the screening of the answers alone stays among those that count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from functions.service.casework.correcting import Rescreened, counted_ids, replaced_by, waking
from functions.service.casework.journal import Deed
from functions.service.casework.moves import Moved, Waking, still_open
from functions.service.casework.performing import Performance
from functions.service.documents import JSON
from functions.service.errors import CaseChangedError, MoveRefusedError, StoreUnavailableError
from functions.service.information import ANSWERER, Answered
from functions.service.records import Case, CaseStatus
from functions.service.staff import Person, Role
from rules.engine.terms import Contact

_TOO_LONG = "case_too_long"


class Completing(Protocol):
    """Makes the screening of a whole form with a patient's further answers in it."""

    def with_answers(
        self, case: Case, partial_id: str, request_id: str, by: Person, at: datetime
    ) -> Rescreened | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Lays the answers to a request over the latest whole form of the case. Nobody's role admits it."""

    answered: Answered
    completing: Completing
    deed: ClassVar[Deed] = Deed.INFORMATION_MERGED
    admits: ClassVar[frozenset[Role]] = frozenset()

    def content(self) -> Mapping[str, JSON]:
        return {"requestId": self.answered.request_id, "answersId": self.answered.screening_id}

    def apply(self, case: Case, by: Person, at: datetime) -> Moved:
        still_open(case)
        answered = self.answered
        made = self.completing.with_answers(case, answered.screening_id, answered.request_id, by, at)
        if made is None:
            raise MoveRefusedError("nothing_to_complete")
        after = replaced_by(case, made, at)
        # The clock of a case nobody has to be called for stood still while the patient was asked.
        routine = after.summary.contact is Contact.ROUTINE
        return Moved(
            case=after,
            placed=True,
            waking=Waking.ANEW if routine else waking(case, after),
            screening=made.entry,
            added={
                "screeningId": made.entry.id,
                "replaced": sorted(made.replaced),
                "corrections": list(made.corrections),
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """Carries the merge out, once for each answered request, whatever else happens to the case meanwhile."""

    performance: Performance
    completing: Completing

    def __call__(self, answered: Answered) -> bool:
        """Whether something was left to do.

        Raises what `Performance.carry_out` raises; then nothing was stored and it can be tried again.
        """
        by = Person(
            clinic=answered.clinic, subject=ANSWERER, name="Patient, asked for information", roles=frozenset()
        )
        move = Merge(answered=answered, completing=self.completing)
        attempt = 0
        while True:
            case = self.performance.case(answered.clinic, answered.case_id)
            if not self._waits(case, answered):
                return False
            try:
                self.performance.carry_out(case.summary.id, case.summary.work.version, by, move)
            except CaseChangedError:
                if not self.performance.patience.pause(attempt):
                    raise StoreUnavailableError from None
                attempt += 1
            else:
                return True

    def _waits(self, case: Case, answered: Answered) -> bool:
        """Whoever closed the case has seen the answers beside the rest of it."""
        if case.summary.status is not CaseStatus.OPEN:
            return False
        if case.summary.screening_count > len(case.screening_ids):
            raise MoveRefusedError(_TOO_LONG)
        merged = self.performance.identifiers.merged_screening(answered.clinic, answered.request_id)
        return merged not in case.screening_ids and answered.screening_id in counted_ids(case)
