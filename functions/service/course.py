"""One patient's course of treatment: screenings in order, scores against baseline, what waits to be looked at.

Findings are those that were stored; scores are read anew from the answers, with the rules the clinic uses today. What
could not be read is said, never left out quietly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol, cast

from functions.service.casework.journal import Deed
from functions.service.documents import JSON
from functions.service.errors import NotFoundError
from functions.service.identifiers import Identifiers
from functions.service.ports import ReviewStore
from functions.service.records import Case, StoredScreening
from rules.engine.instruments.taken import Taken
from rules.engine.site import SiteSettings

# Two visits a week for two years, or one a week for four. Every screening is one read.
MOST_READ: Final = 200
_ENTRIES_AT_ONCE: Final = 100
_MOST_PAGES_OF_ENTRIES: Final = 5


class Scoring(Protocol):
    """The rules a clinic uses, applied to the scores of a patient."""

    def __call__(
        self, site: SiteSettings, screenings: Sequence[Taken], *, today: date, complete: bool
    ) -> Mapping[str, JSON]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A screening on the way of a patient. `taken` is nothing where its record cannot be read.

    `replaced` says that another screening was made of its answers, or that they belong to somebody else.
    """

    stored: StoredScreening
    taken: Taken | None
    replaced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Visits by day, the oldest first; how many there are that are not shown, None where nobody can say."""

    case: Case | None
    patient_reference: str
    visits: tuple[Visited, ...]
    not_shown: int | None

    @property
    def complete(self) -> bool:
        return self.not_shown == 0 and all(visit.taken is not None for visit in self.visits)

    @property
    def counted(self) -> list[Taken]:
        """The screenings whose scores count."""
        return [visit.taken for visit in self.visits if visit.taken is not None and not visit.replaced]


def course_of_case(clinic: str, case_id: str, archive: ReviewStore) -> Course:
    """Raises NotFoundError."""
    case = archive.case(clinic, case_id)
    if case is None:
        raise NotFoundError
    return _course(clinic, case, case.patient_key, case.summary.patient_reference, archive)


def course_of_patient(clinic: str, reference: str, archive: ReviewStore, identifiers: Identifiers) -> Course:
    """The same for a patient who may have no case; empty for a reference nobody used."""
    case = archive.case(clinic, identifiers.case(clinic, reference))
    return _course(clinic, case, identifiers.patient(clinic, reference), reference, archive)


def _course(clinic: str, case: Case | None, patient_key: str, reference: str, archive: ReviewStore) -> Course:
    # One more than is read tells whether there are others; the case stands among them.
    listed = archive.patient(clinic, patient_key, limit=MOST_READ + 2)
    ids = [item for kind, item in listed if kind == "screening"]
    # The index may lag behind the case: what it does not show yet is the newest.
    ids = [*reversed([each for each in (case.screening_ids if case else ()) if each not in ids]), *ids]
    found = {each: archive.screening(clinic, each) for each in dict.fromkeys(ids[:MOST_READ])}
    stored = {each: screening for each, screening in found.items() if screening is not None}
    moved, journal_read = _moved_away(clinic, case, archive)
    visits = _visits(stored, case, moved)
    all_named = len(ids) <= MOST_READ and journal_read and _all_listed(case)
    not_shown = len(ids) - len(stored) if all_named else None
    return Course(case=case, patient_reference=reference, visits=visits, not_shown=not_shown)


def _all_listed(case: Case | None) -> bool:
    return case is None or case.summary.screening_count <= len(case.screening_ids)


def _moved_away(clinic: str, case: Case | None, archive: ReviewStore) -> tuple[frozenset[str], bool]:
    """Screenings whose answers turned out to be of another patient, and whether the whole journal was read.

    A case that is opened again forgets what was replaced in earlier rounds; its journal does not.
    """
    if case is None:
        return frozenset(), True
    moved: set[str] = set()
    before: int | None = None
    for _ in range(_MOST_PAGES_OF_ENTRIES):
        rows = archive.journal(clinic, case.summary.id, before=before, limit=_ENTRIES_AT_ONCE)
        if not rows:
            return frozenset(moved), True
        for row in cast("Sequence[Mapping[str, Any]]", rows):
            if row["deed"] == Deed.REATTRIBUTED.value:
                moved.update(row["content"]["screeningIds"])
            before = row["version"]
    return frozenset(moved), False


def _visits(stored: Mapping[str, StoredScreening], case: Case | None, moved: frozenset[str]) -> tuple[Visited, ...]:
    replaced = moved | (case.summary.work.superseded if case else frozenset())
    replaced |= {base for screening in stored.values() if (base := _made_of(screening)) is not None}
    visits = [
        Visited(stored=screening, taken=_taken(screening, stored), replaced=each in replaced)
        for each, screening in stored.items()
    ]
    return tuple(sorted(visits, key=_place))


def _place(visit: Visited) -> tuple[str, str, str]:
    summary = visit.stored.summary
    day = visit.taken.place[0].isoformat() if visit.taken else summary.received_at[:10]
    return day, summary.received_at, summary.id


def _taken(screening: StoredScreening, stored: Mapping[str, StoredScreening]) -> Taken | None:
    """What the rules need of it; nothing for a record of a form this version does not know."""
    try:
        record = cast("Mapping[str, Any]", screening.record["screening"])
        as_of, submitted = date.fromisoformat(record["asOf"]), record.get("submittedOn")
        submitted_on = date.fromisoformat(submitted) if submitted else None
        return Taken(
            id=screening.summary.id,
            phase=screening.summary.phase,
            as_of=as_of,
            came_in=_came_in(screening, stored) or submitted_on,
            draft=screening.summary.draft,
            answers=cast("Mapping[str, Any]", screening.answers),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _came_in(screening: StoredScreening, stored: Mapping[str, StoredScreening]) -> date | None:
    """The day of the form at the beginning of a chain of corrections; nothing where its beginning is not here."""
    seen: set[str] = set()
    while (base := _made_of(screening)) is not None:
        if base not in stored or base in seen:
            return None
        seen.add(base)
        screening = stored[base]
    record = cast("Mapping[str, Any]", screening.record["screening"])
    return date.fromisoformat(record["asOf"])


def _made_of(screening: StoredScreening) -> str | None:
    """The screening whose answers were taken and screened again."""
    made = screening.record.get("derivedFrom")
    return str(made["screeningId"]) if isinstance(made, Mapping) and "screeningId" in made else None


def reviewed(case: Case | None, visit: Visited) -> bool:
    """Whether a person has concluded the case since this screening came in. Without a case it had nothing to show."""
    summary = visit.stored.summary
    if case is None or summary.case_id is None:
        return summary.case_id is None
    received = datetime.fromisoformat(summary.received_at)
    closed_at = case.summary.work.closed_at
    if closed_at is not None:
        return received <= datetime.fromisoformat(closed_at)
    return summary.id not in case.screening_ids and received < datetime.fromisoformat(case.summary.opened_at)
