"""What was done with a case, one entry for each change: the clinical record of the work, beside the audit entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.service.casework.waits import Waited
from functions.service.documents import JSON
from functions.service.staff import Person


class Deed(StrEnum):
    """What kind of change it was; also the action in the audit entry."""

    CLAIMED = "case.claimed"
    RELEASED = "case.released"
    ASSIGNED = "case.assigned"
    COMMENTED = "case.commented"
    CONTACTED = "case.contacted"
    CORRECTED = "case.corrected"
    RESCREENED = "case.rescreened"
    DECIDED = "case.decided"
    DECIDED_ALONE = "case.decided_second_clinician_waived"
    PROPOSED = "case.decision_proposed"
    CONFIRMED = "case.decision_confirmed"
    DECLINED = "case.decision_declined"
    REOPENED = "case.reopened"
    REATTRIBUTED = "case.reattributed"
    TAKEN_OVER = "case.taken_over"
    INFORMATION_REQUESTED = "case.information_requested"
    INFORMATION_WITHDRAWN = "case.information_withdrawn"
    INFORMATION_MERGED = "case.information_merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One change: the version the case had after it, who, when, what it said, and what it ended the waiting for."""

    version: int
    deed: Deed
    by: str
    name: str
    roles: tuple[str, ...]
    at: str
    content: Mapping[str, JSON]
    waited: Waited | None = None

    @classmethod
    def written_by(
        cls,
        person: Person,
        *,
        version: int,
        deed: Deed,
        at: datetime,
        content: Mapping[str, JSON],
        waited: Waited | None = None,
    ) -> "JournalEntry":
        return cls(
            version=version,
            deed=deed,
            by=person.subject,
            name=person.name,
            roles=tuple(sorted(person.roles)),
            at=at.isoformat(),
            content=content,
            waited=waited,
        )

    def to_json(self) -> dict[str, JSON]:
        return {
            "version": self.version,
            "deed": self.deed.value,
            "by": {"subject": self.by, "name": self.name, "roles": list(self.roles)},
            "at": self.at,
            "content": self.content,
            **({"waited": self.waited.to_json()} if self.waited else {}),
        }
