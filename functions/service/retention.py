"""How long records are kept, and whose are due to go. Reads and deletes nothing by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self

# Ours, see docs/clinical-questions.md: the longest of the usual periods for adults in the United States.
DEFAULT_YEARS: Final = 10
# Documentation of privacy and security has to be kept for six years (45 CFR 164.316(b)(2)(i)); records carry it.
FEWEST_YEARS: Final = 6
_DAYS_OF_A_YEAR: Final = 365.25


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many years after the last thing that happened a clinic keeps a patient's records."""

    years: int = DEFAULT_YEARS

    def __post_init__(self) -> None:
        # Also of another kind: it comes from a document that people edit.
        if type(self.years) is not int or self.years < FEWEST_YEARS:
            raise ValueError(f"Records are kept for at least {FEWEST_YEARS} years.")

    @property
    def span(self) -> timedelta:
        return timedelta(days=self.years * _DAYS_OF_A_YEAR)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Raises ValueError for a damaged document: what cannot be read erases nobody."""
        return cls(document.get("keepYears", DEFAULT_YEARS))

    def to_json(self) -> dict[str, Any]:
        return {"keepYears": self.years}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A patient with records: when something last happened (reading does not count), and whether a case is open."""

    patient_key: str
    last: datetime
    open: bool


def due(patients: Iterable[Kept], keeping: Keeping, held: frozenset[str], now: datetime) -> list[Kept]:
    """Those whose time is over, without the ones somebody still works on or a court wants to see."""
    return [
        each for each in patients if each.last + keeping.span < now and not each.open and each.patient_key not in held
    ]
