"""A clinic with a single prescriber may do without the second clinician; somebody answers for it, and it ends.

The rules never see it and no screening is stamped with it: it changes who signs, never what was found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Self

from functions.service.documents import JSON

# Ours, see docs/clinical-questions.md: as long as an override may hold.
LONGEST_WAIVER: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Who answers for it, and the last day it holds, by the clinic's calendar."""

    by: str
    until: date

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ValueError("somebody answers for it")

    def holds_on(self, day: date) -> bool:
        return day <= self.until

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self | None:
        """From a clinic's whole parameter; nothing where a second clinician signs, as everywhere by default.

        Raises AttributeError, KeyError, TypeError or ValueError for a damaged document.
        """
        stored = document.get("secondClinician")
        if stored is None:
            return None
        return cls(by=stored["waivedBy"], until=date.fromisoformat(stored["waivedUntil"]))

    def to_json(self) -> dict[str, JSON]:
        """The part `secondClinician` of a clinic's parameter."""
        return {"waivedBy": self.by, "waivedUntil": self.until.isoformat()}
