"""What the store fake holds, as plain records."""

from collections.abc import Collection
from typing import Any

from functions.service.casework.journal import Deed
from functions.service.documents import unpacked
from functions.service.records import CaseStatus, ScreeningEntry
from rules.engine.terms import Lane
from tests.functions.memory_store import KeptCase as MemoryCase
from tests.functions.memory_store import MemoryStore
from tests.histories.kept import Audited, Change, Kept, KeptCase, KeptScreening, Told

DEEDS = frozenset(deed.value for deed in Deed)


def held_by(store: MemoryStore, confirmed: Collection[str] = ()) -> Kept:
    """`confirmed` are the ids of notices that were confirmed as published."""
    return Kept(
        screenings={screening: _screening(clinic, entry) for (clinic, screening), entry in store.screenings.items()},
        cases={case: _case(clinic, kept) for (clinic, case), kept in store.cases.items()},
        journal=tuple(
            change_of(clinic, case, entry) for (clinic, case), journal in store.journals.items() for entry in journal
        ),
        audit=_audit(store),
        outbox=tuple(Told(notice=notice, confirmed=notice.id in confirmed) for notice in store.outbox),
    )


def change_of(clinic: str, case: str, entry: Any) -> Change:
    """One entry of a journal, as it is stored or as it is shown."""
    return Change(
        clinic=clinic, case=case, version=int(entry["version"]), deed=entry["deed"], by=entry["by"]["subject"]
    )


def _screening(clinic: str, entry: ScreeningEntry) -> KeptScreening:
    return KeptScreening(
        clinic=clinic,
        patient=entry.patient_reference,
        case=entry.case_id,
        found=entry.lane is not Lane.NOTHING_FOUND,
        answers=unpacked(entry.answers),
    )


def _case(clinic: str, kept: MemoryCase) -> KeptCase:
    summary = kept.case.summary
    return KeptCase(
        clinic=clinic,
        patient=summary.patient_reference,
        is_open=summary.status is CaseStatus.OPEN,
        contact=summary.contact.value,
        round=summary.round,
        version=summary.work.version,
        screenings=kept.case.screening_ids,
    )


def _audit(store: MemoryStore) -> tuple[Audited, ...]:
    """The fake keeps owner and name of an entry; those of changes stand in the order of the journal."""
    versions = {
        case: [int(str(each["version"])) for each in journal] for (_, case), journal in store.journals.items()
    }
    came_in = {screening for _, screening in store.screenings}
    return tuple(
        Audited(owner=owner, entry=entry, version=None if entry in came_in else _next(versions.get(owner, [])))
        for owner, entry in store.audit
    )


def _next(versions: list[int]) -> int:
    """A change that is audited and not in the journal gets a version no case has."""
    return versions.pop(0) if versions else 0
