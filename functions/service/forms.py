"""A form as it was sent in, read but not judged. Must not know how it travelled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from functions.service.documents import JSON
from rules.engine.terms import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Who it is about, what it answers, and what the sender said about it (provenance, never trusted)."""

    questionnaire_id: str
    questionnaire_version: str
    phase: Phase
    patient_reference: str
    requested_route: str | None
    submitted_at: str | None
    source: str | None
    answers: Mapping[str, JSON]

    @property
    def submitted_on(self) -> date | None:
        """The day the sender names; nothing when it cannot be read."""
        try:
            return datetime.fromisoformat(self.submitted_at).date() if self.submitted_at else None
        except ValueError:
            return None

    def heading(self) -> list[JSON]:
        """What, beside the answers, makes two submissions the same one."""
        return [
            self.questionnaire_id,
            self.questionnaire_version,
            self.phase.value,
            self.patient_reference,
            self.requested_route,
            self.submitted_at,
            self.source,
        ]
