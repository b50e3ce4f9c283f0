"""The store as a few dictionaries: what the table promises, without the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import cast

from functions.service.casework.changes import CaseChange
from functions.service.casework.work import Work
from functions.service.documents import JSON, unpacked
from functions.service.errors import (
    AlreadyStoredError,
    CaseMoveRefusedError,
    DraftOutdatedError,
    RequestClosedError,
    ScreeningStoredError,
    VersionConflictError,
)
from functions.service.information import KeptRequest, RequestState
from functions.service.notices import Notice, notices_of
from functions.service.queue import QueueFilter
from functions.service.records import (
    AuditEntry,
    Case,
    CaseMove,
    CaseStatus,
    CaseSummary,
    DraftEntry,
    IdempotencyEntry,
    Page,
    Position,
    Response,
    ScreeningEntry,
    ScreeningSummary,
    StoredScreening,
    Write,
    most_demanding,
)
from rules.engine.terms import Disposition, Lane

_RAISES = (CaseMove.OPENED, CaseMove.RAISED, CaseMove.RAISED_FULL)
type _Pressing = tuple[int, int]


@dataclass(frozen=True)
class KeptCase:
    """A case with the place it has in the queue and the lanes in which it has work."""

    case: Case
    pressing: _Pressing
    lanes: frozenset[Lane]

    @property
    def place(self) -> str:
        summary, (contact, disposition) = self.case.summary, self.pressing
        if summary.status is CaseStatus.CLOSED:
            return f"{summary.work.closed_at}#{summary.id}"
        return f"{contact}#{disposition + len(Disposition)}#{self.case.place_due}#{summary.since}#{summary.id}"


@dataclass(frozen=True)
class AuditRow:
    """What an audit entry says, as far as somebody counts by it."""

    clinic: str
    owner: str
    at: datetime
    id: str
    action: str
    version: int | None
    screening_id: str | None


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
    trail: list[AuditRow] = field(default_factory=list)
    outbox: list[Notice] = field(default_factory=list)
    journals: dict[tuple[str, str], list[Mapping[str, JSON]]] = field(default_factory=dict)
    responses: list[tuple[str, str, str, str]] = field(default_factory=list)
    information: dict[tuple[str, str], KeptRequest] = field(default_factory=dict)
    before_change: Callable[[CaseChange], None] = lambda _: None
    after_change: Callable[[CaseChange], None] = lambda _: None
    _lock: Lock = field(default_factory=Lock)

    def write(self, write: Write) -> None:
        self.before_write(write)
        with self._lock:
            self._check(write)
            self._apply(write)
        self.after_write(write)

    def _check(self, write: Write) -> None:
        entry = write.screening
        if write.response:
            self._check_response(write.response, write.at)
        if write.idempotency and entry:
            self._check_request(entry.clinic, write.idempotency)
        if write.draft:
            self._check_draft(write.draft)
        if entry and (entry.clinic, entry.id) in self.screenings:
            raise ScreeningStoredError
        if entry and entry.case_id and write.move and not self._allows(entry, entry.case_id, write.move):
            raise CaseMoveRefusedError

    def _check_response(self, response: Response, at: datetime) -> None:
        if not self.information[response.request.clinic, response.request.id].answerable(at):
            raise RequestClosedError

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
        if write.audit:
            self.trail.append(_row_of(write, entry, write.audit))
        self.outbox.extend(notices_of(entry, write.move))
        if entry.case_id and write.move:
            self._move(write, entry, entry.case_id, write.move)
        if write.response:
            self._answered(write, write.response, entry)

    def _move(self, write: Write, entry: ScreeningEntry, case_id: str, move: CaseMove) -> None:
        kept = self.cases.get((entry.clinic, case_id))
        if kept is None or move is CaseMove.OPENED:
            kept = _opened(write, entry, case_id, kept)
        else:
            kept = _joined(write, entry, kept, move)
        self.cases[entry.clinic, case_id] = kept

    def _answered(self, write: Write, response: Response, entry: ScreeningEntry) -> None:
        place = (entry.clinic, response.request.id)
        self.information[place] = replace(
            self.information[place],
            state=RequestState.ANSWERED,
            body_hash=response.body_hash,
            answered_at=write.at.isoformat(),
        )
        self.responses.append((entry.clinic, response.request.case_id, response.request.id, entry.id))

    def request(self, clinic: str, request_id: str) -> KeptRequest | None:
        return self.information.get((clinic, request_id))

    def change(self, change: CaseChange) -> None:
        self.before_change(change)
        with self._lock:
            self._apply_change(change)
        self.after_change(change)

    def _apply_change(self, change: CaseChange) -> None:
        for each in (change, *([change.also] if change.also else [])):
            seen = self.cases.get((each.clinic, each.case.summary.id))
            if (seen.case.summary.work.version if seen else 0) != each.expected:
                raise VersionConflictError
        self._keep(change)
        if change.also:
            self._keep(change.also)

    def _keep(self, change: CaseChange) -> None:
        place = (change.clinic, change.case.summary.id)
        if change.ends:
            self._end_request(change.clinic, change.ends)
        if change.asks:
            self.information[change.clinic, change.asks.id] = KeptRequest(
                request=change.asks, state=RequestState.OPEN
            )
        for screening in change.screenings:
            self.screenings[change.clinic, screening.id] = screening
        self.outbox.extend(change.notices)
        self.audit.append((place[1], change.audit.id))
        self.trail.append(_row_of_change(change))
        self.journals.setdefault(place, []).append(cast("Mapping[str, JSON]", unpacked(change.journal)))
        summary = change.case.summary
        placed = (summary.contact.rank, -summary.disposition.rank)
        pressing = placed if change.placed else self.cases[place].pressing
        self.cases[place] = KeptCase(change.case, pressing, change.case.lanes)

    def _end_request(self, clinic: str, request_id: str) -> None:
        kept = self.information[clinic, request_id]
        if kept.state is not RequestState.OPEN:
            raise VersionConflictError
        self.information[clinic, request_id] = replace(kept, state=RequestState.ENDED)

    def journal(self, clinic: str, case_id: str, *, before: int | None, limit: int) -> tuple[Mapping[str, JSON], ...]:
        entries = reversed(self.journals.get((clinic, case_id), []))
        return tuple(e for e in entries if before is None or cast("int", e["version"]) < before)[:limit]

    def queue(self, clinic: str, wanted: QueueFilter, *, limit: int, after: Position | None) -> Page[CaseSummary]:
        kept = [each for (owner, _), each in self.cases.items() if owner == clinic and _is_asked_for(each, wanted)]
        places = {each.place: each.case.summary for each in kept}
        return _page(places, limit, after, newest_first=wanted.status is CaseStatus.CLOSED)

    def nothing_found(self, clinic: str, *, limit: int, after: Position | None) -> Page[ScreeningSummary]:
        rows = [
            entry.summary() for (owner, _), entry in self.screenings.items() if owner == clinic and not entry.case_id
        ]
        places = {f"{row.received_at}#{row.id}": row for row in rows}
        return _page(places, limit, after, newest_first=True)

    def case(self, clinic: str, case_id: str) -> Case | None:
        kept = self.cases.get((clinic, case_id))
        return kept.case if kept else None

    def screening(self, clinic: str, screening_id: str) -> StoredScreening | None:
        entry = self.screenings.get((clinic, screening_id))
        if entry is None:
            return None
        return StoredScreening(
            summary=entry.summary(),
            answers=unpacked(entry.answers),
            record=cast("Mapping[str, JSON]", unpacked(entry.record)),
        )

    def patient(self, clinic: str, patient_key: str, *, limit: int = 100) -> tuple[tuple[str, str], ...]:
        entries = [e for (owner, _), e in self.screenings.items() if owner == clinic and e.patient_key == patient_key]
        entries.sort(key=lambda entry: entry.received_at, reverse=True)
        cases = dict.fromkeys(entry.case_id for entry in entries if entry.case_id)
        return (*(("case", case) for case in cases), *(("screening", entry.id) for entry in entries))[:limit]


def _row_of(write: Write, entry: ScreeningEntry, audit: AuditEntry) -> AuditRow:
    owner = entry.case_id or entry.id
    return AuditRow(entry.clinic, owner, write.at, audit.id, audit.action, None, entry.id)


def _row_of_change(change: CaseChange) -> AuditRow:
    made = change.screening.id if change.screening else None
    summary, audit = change.case.summary, change.audit
    return AuditRow(change.clinic, summary.id, change.at, audit.id, audit.action, summary.work.version, made)


def _is_asked_for(kept: KeptCase, wanted: QueueFilter) -> bool:
    summary = kept.case.summary
    assignee = summary.work.assignee
    return (
        summary.status is wanted.status
        and (wanted.lane is None or wanted.lane in kept.lanes)
        and (wanted.assignee is None or (assignee is not None and assignee.subject == wanted.assignee))
        and (not wanted.free or assignee is None)
        and (wanted.due_before is None or (summary.due_at is not None and summary.due_at < wanted.due_before))
        and (wanted.updated_since is None or summary.updated_at >= wanted.updated_since)
        and (wanted.domain is None or wanted.domain in summary.domains)
    )


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
        updated_at=at,
        due_at=entry.due.at.isoformat(),
        domains=entry.domains,
        screening_count=1,
        work=Work(version=1 + (earlier.case.summary.work.version if earlier else 0), change_id=write.request_id),
    )
    lanes = frozenset({entry.lane})
    case = Case(
        summary=summary,
        patient_key=entry.patient_key,
        place_due=entry.due.at.isoformat(),
        screening_ids=(entry.id,),
        leading_id=entry.id,
        lanes=lanes,
    )
    return KeptCase(case, _pressing(entry), lanes)


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
        updated_at=at,
        due_at=entry.due.at.isoformat() if raised else before.due_at,
        domains=before.domains | entry.domains,
        screening_count=before.screening_count + 1,
        work=_joined_work(before.work, write, raised=raised),
    )
    full = move in (CaseMove.RAISED_FULL, CaseMove.JOINED_FULL)
    ids = kept.case.screening_ids if full else (*kept.case.screening_ids, entry.id)
    leading = entry.id if raised else kept.case.leading_id
    place_due = entry.due.at.isoformat() if raised else kept.case.place_due
    case = replace(
        kept.case, summary=summary, place_due=place_due, screening_ids=ids, leading_id=leading, lanes=lanes
    )
    return KeptCase(case, _pressing(entry) if raised else kept.pressing, lanes)


def _joined_work(work: Work, write: Write, *, raised: bool) -> Work:
    awaiting = None if write.response else work.awaiting
    joined = replace(work, version=work.version + 1, change_id=write.request_id, proposal=None, awaiting=awaiting)
    return replace(joined, acknowledged_at=None, contacted_at=None, reached_at=None) if raised else joined


def _page[Row](
    rows: Mapping[str, Row], limit: int, after: Position | None, *, newest_first: bool = False
) -> Page[Row]:
    """Goes on behind a place, whether or not anything stands there any more."""
    places = sorted(rows, reverse=newest_first)
    if after:
        places = [place for place in places if (place < after["place"]) is newest_first and place != after["place"]]
    chosen = places[:limit]
    more = len(places) > limit
    return Page(rows=tuple(rows[place] for place in chosen), next={"place": chosen[-1]} if more and chosen else None)
