"""The store as a few dictionaries: what the table promises, without the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import cast

from functions.service.documents import JSON, unpacked
from functions.service.errors import (
    AlreadyStoredError,
    CaseMoveRefusedError,
    DraftOutdatedError,
    ScreeningStoredError,
)
from functions.service.records import (
    Case,
    CaseMove,
    CaseStatus,
    CaseSummary,
    DraftEntry,
    IdempotencyEntry,
    Page,
    Position,
    ScreeningEntry,
    ScreeningSummary,
    StoredScreening,
    Write,
    most_demanding,
)
from rules.engine.terms import Contact, Disposition, Lane

_RAISES = (CaseMove.OPENED, CaseMove.RAISED, CaseMove.RAISED_FULL)
type _Pressing = tuple[int, int]


@dataclass(frozen=True)
class KeptCase:
    """A case with the place it has in the queue and the lanes in which it has work."""

    case: Case
    pressing: _Pressing
    lanes: frozenset[Lane]


@dataclass
class MemoryStore:
    """Takes writes as IntakeStore and is read as ReviewStore. `most_ids` is small so that tests can fill a case."""

    most_ids: int = 2000
    before_write: Callable[[Write], None] = lambda _: None
    after_write: Callable[[Write], None] = lambda _: None
    requests: dict[tuple[str, str], tuple[IdempotencyEntry, ScreeningEntry]] = field(default_factory=dict)
    screenings: dict[tuple[str, str], ScreeningEntry] = field(default_factory=dict)
    cases: dict[tuple[str, str], KeptCase] = field(default_factory=dict)
    drafts: dict[tuple[str, str], DraftEntry] = field(default_factory=dict)
    audit: list[tuple[str, str]] = field(default_factory=list)
    outbox: list[tuple[str, str, Contact]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def write(self, write: Write) -> None:
        self.before_write(write)
        with self._lock:
            self._check(write)
            self._apply(write)
        self.after_write(write)

    def _check(self, write: Write) -> None:
        entry = write.screening
        if write.idempotency and entry:
            self._check_request(entry.clinic, write.idempotency)
        if write.draft:
            self._check_draft(write.draft)
        if entry and (entry.clinic, entry.id) in self.screenings:
            raise ScreeningStoredError
        if entry and entry.case_id and write.move and not self._allows(entry, entry.case_id, write.move):
            raise CaseMoveRefusedError

    def _check_request(self, clinic: str, entry: IdempotencyEntry) -> None:
        kept = self.requests.get((clinic, entry.request_key))
        if kept:
            raise AlreadyStoredError(kept[0].body_hash, kept[1].id, kept[1].received_at.isoformat())

    def _check_draft(self, draft: DraftEntry) -> None:
        kept = self.drafts.get((draft.clinic, draft.id))
        if kept is None:
            return
        same = kept.revision == draft.revision and kept.body_hash == draft.body_hash
        if kept.patient_key != draft.patient_key or not (kept.revision < draft.revision or same):
            raise DraftOutdatedError

    def _allows(self, entry: ScreeningEntry, case_id: str, move: CaseMove) -> bool:
        kept = self.cases.get((entry.clinic, case_id))
        is_open = kept is not None and kept.case.summary.status is CaseStatus.OPEN
        if kept is None or not is_open:
            return move is CaseMove.OPENED
        raises = _pressing(entry) < kept.pressing
        full = len(kept.case.screening_ids) >= self.most_ids
        expected = (CaseMove.RAISED_FULL if full else CaseMove.RAISED) if raises else None
        return move is (expected or (CaseMove.JOINED_FULL if full else CaseMove.JOINED))

    def _apply(self, write: Write) -> None:
        entry = write.screening
        if write.draft:
            self.drafts[write.draft.clinic, write.draft.id] = write.draft
        if entry is None:
            return
        if write.idempotency:
            self.requests[entry.clinic, write.idempotency.request_key] = (write.idempotency, entry)
        self.screenings[entry.clinic, entry.id] = entry
        self.audit.append((entry.case_id or entry.id, entry.id))
        if entry.case_id and write.move:
            self.outbox.append((entry.case_id, write.move.event, entry.contact))
            self._move(write, entry, entry.case_id, write.move)

    def _move(self, write: Write, entry: ScreeningEntry, case_id: str, move: CaseMove) -> None:
        kept = self.cases.get((entry.clinic, case_id))
        if kept is None or move is CaseMove.OPENED:
            kept = _opened(write, entry, case_id, kept)
        else:
            kept = _joined(write, entry, kept, move)
        self.cases[entry.clinic, case_id] = kept

    def close(self, clinic: str, case_id: str) -> None:
        """What a practitioner's decision will do."""
        kept = self.cases[clinic, case_id]
        summary = replace(kept.case.summary, status=CaseStatus.CLOSED)
        self.cases[clinic, case_id] = replace(kept, case=replace(kept.case, summary=summary))

    def queue(
        self, clinic: str, status: CaseStatus, lane: Lane | None, *, limit: int, after: Position | None
    ) -> Page[CaseSummary]:
        kept = [
            each
            for (owner, _), each in self.cases.items()
            if owner == clinic and each.case.summary.status is status and (lane is None or lane in each.lanes)
        ]
        kept.sort(key=lambda each: (each.pressing, each.case.summary.since, each.case.summary.id))
        return _page([each.case.summary for each in kept], limit, after)

    def nothing_found(self, clinic: str, *, limit: int, after: Position | None) -> Page[ScreeningSummary]:
        rows = [
            _summary(entry) for (owner, _), entry in self.screenings.items() if owner == clinic and not entry.case_id
        ]
        rows.sort(key=lambda row: (row.received_at, row.id), reverse=True)
        return _page(rows, limit, after)

    def case(self, clinic: str, case_id: str) -> Case | None:
        kept = self.cases.get((clinic, case_id))
        return kept.case if kept else None

    def screening(self, clinic: str, screening_id: str) -> StoredScreening | None:
        entry = self.screenings.get((clinic, screening_id))
        if entry is None:
            return None
        return StoredScreening(
            summary=_summary(entry),
            answers=unpacked(entry.answers),
            record=cast("Mapping[str, JSON]", unpacked(entry.record)),
        )

    def patient(self, clinic: str, patient_key: str) -> tuple[tuple[str, str], ...]:
        entries = [e for (owner, _), e in self.screenings.items() if owner == clinic and e.patient_key == patient_key]
        entries.sort(key=lambda entry: entry.received_at, reverse=True)
        cases = dict.fromkeys(entry.case_id for entry in entries if entry.case_id)
        return (*(("case", case) for case in cases), *(("screening", entry.id) for entry in entries))


def _pressing(entry: ScreeningEntry) -> _Pressing:
    return entry.contact.rank, -entry.disposition.rank


def _opened(write: Write, entry: ScreeningEntry, case_id: str, earlier: KeptCase | None) -> KeptCase:
    at = write.at.isoformat()
    summary = CaseSummary(
        id=case_id,
        patient_reference=entry.patient_reference,
        status=CaseStatus.OPEN,
        round=1 + (earlier.case.summary.round if earlier else 0),
        contact=entry.contact,
        disposition=entry.disposition,
        lane=entry.lane,
        since=at,
        opened_at=at,
        latest_at=at,
        screening_count=1,
    )
    case = Case(summary=summary, screening_ids=(entry.id,), leading_id=entry.id)
    return KeptCase(case, _pressing(entry), frozenset({entry.lane}))


def _joined(write: Write, entry: ScreeningEntry, kept: KeptCase, move: CaseMove) -> KeptCase:
    before, at = kept.case.summary, write.at.isoformat()
    raised, lanes = move in _RAISES, kept.lanes | {entry.lane}
    summary = replace(
        before,
        contact=min(before.contact, entry.contact, key=lambda contact: contact.rank),
        disposition=Disposition.strictest(before.disposition, entry.disposition),
        lane=most_demanding(lanes),
        since=at if raised else before.since,
        latest_at=at,
        screening_count=before.screening_count + 1,
    )
    full = move in (CaseMove.RAISED_FULL, CaseMove.JOINED_FULL)
    ids = kept.case.screening_ids if full else (*kept.case.screening_ids, entry.id)
    case = Case(summary=summary, screening_ids=ids, leading_id=entry.id if raised else kept.case.leading_id)
    return KeptCase(case, _pressing(entry) if raised else kept.pressing, lanes)


def _summary(entry: ScreeningEntry) -> ScreeningSummary:
    return ScreeningSummary(
        id=entry.id,
        patient_reference=entry.patient_reference,
        case_id=entry.case_id,
        received_at=entry.received_at.isoformat(),
        phase=entry.phase,
        lane=entry.lane,
        contact=entry.contact,
        disposition=entry.disposition,
        draft=entry.draft,
    )


def _page[Row: (CaseSummary, ScreeningSummary)](rows: list[Row], limit: int, after: Position | None) -> Page[Row]:
    start = next((place + 1 for place, row in enumerate(rows) if after and row.id == after["id"]), 0)
    chosen = rows[start : start + limit]
    more = start + limit < len(rows)
    return Page(rows=tuple(chosen), next={"id": chosen[-1].id} if more and chosen else None)
