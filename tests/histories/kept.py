"""What a store holds of some clinics, and what callers were told: plain records, the same for fake and table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from functions.service.notices import Notice

type Place = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptScreening:
    """One stored screening; `found` says that it must belong to a case."""

    clinic: str
    patient: str
    case: str | None
    found: bool
    answers: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCase:
    """One patient's case."""

    clinic: str
    patient: str
    is_open: bool
    contact: str
    round: int
    version: int
    screenings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change by a person: the version the case had after it, what was done, by whom."""

    clinic: str
    case: str
    version: int
    deed: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One audit entry about a change of state. Reads and escalations have entries too; those are not here.

    `owner` is the case, or the screening that has none; `version` is None for a screening that came in.
    """

    owner: str
    entry: str
    version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One row of the outbox, and whether it is confirmed as published."""

    notice: Notice
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Everything a store holds, ids to records."""

    screenings: Mapping[str, KeptScreening]
    cases: Mapping[str, KeptCase]
    journal: tuple[Change, ...]
    audit: tuple[Audited, ...]
    outbox: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A form whose sender got a receipt. `answers` is None where the sender did not keep them."""

    clinic: str
    patient: str
    found: bool
    answers: Any = None


@dataclass(slots=True)
class Acknowledged:
    """What callers were told was done. `unsure` are changes and forms whose replies never came: done or not done."""

    forms: dict[str, Taken] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    unsure_patients: set[Place] = field(default_factory=set)
    unsure_cases: set[str] = field(default_factory=set)
