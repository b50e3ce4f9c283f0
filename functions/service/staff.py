"""People of a clinic and what their roles let them do. Must not know how somebody proved who they are."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A person's place in a clinic; somebody may have several."""

    COORDINATOR = "coordinator"
    PRACTITIONER = "practitioner"
    LEAD = "lead"
    ADMIN = "admin"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of one clinic. The subject tells who it is; the name is for people to read."""

    clinic: str
    subject: str
    name: str
    roles: frozenset[Role]


READING: Final = frozenset({Role.COORDINATOR, Role.PRACTITIONER, Role.LEAD, Role.AUDITOR})
"""Who may see cases. An admin looks after accounts and settings and sees no patient."""

EMPLOYED: Final = frozenset(Role)
"""Who may see what concerns no patient: the rules."""

COLLECTING: Final = frozenset({Role.COORDINATOR, Role.PRACTITIONER, Role.LEAD})
"""Who may work on a case without judging it: claim, call, note, ask for what is missing."""

JUDGING: Final = frozenset({Role.PRACTITIONER, Role.LEAD})
"""Who may enter clinical facts, decide, sign and re-open."""

LEADING: Final = frozenset({Role.LEAD})
"""Who may hand a case to somebody else."""

OVERSEEING: Final = frozenset({Role.LEAD, Role.AUDITOR})
"""Who may see how the work goes. The figures of a quiet day are those of one patient: an admin does not see them."""
