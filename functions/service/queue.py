"""What part of a clinic's cases somebody asks for."""

from dataclasses import dataclass

from functions.service.records import CaseStatus
from rules.engine.terms import Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Every part that is given must hold. Times are ISO 8601 in UTC, as they are stored.

    `assignee` is a person's subject, `free` asks for cases nobody has; `domain` is the part of a rule's id before the
    first dot, for cases in which such a rule fired.
    """

    status: CaseStatus = CaseStatus.OPEN
    lane: Lane | None = None
    assignee: str | None = None
    free: bool = False
    due_before: str | None = None
    updated_since: str | None = None
    domain: str | None = None
