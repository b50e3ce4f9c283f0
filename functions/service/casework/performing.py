"""The one way a move is carried out: on the state the caller saw, as one transaction, repeated without harm."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from functions.service.casework.changes import CaseChange
from functions.service.casework.journal import JournalEntry
from functions.service.casework.moves import Companion, Move, Moved, Waking
from functions.service.casework.waits import waited
from functions.service.documents import packed, written
from functions.service.due_times import Due, Wake, due
from functions.service.entries import change_digest, covered
from functions.service.errors import (
    CaseChangedError,
    CompanionChangedError,
    NotAllowedError,
    NotFoundError,
    StoreBusyError,
    StoreUnavailableError,
    VersionConflictError,
)
from functions.service.identifiers import Identifiers
from functions.service.notices import Notice, event_id, notices_of
from functions.service.ports import CaseworkStore, Clock, Patience
from functions.service.reach import ReachSettings
from functions.service.records import AuditEntry, Case, CaseMove, ScreeningEntry
from functions.service.staff import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """What moves are carried out with."""

    store: CaseworkStore
    identifiers: Identifiers
    clock: Clock
    patience: Patience
    reach: Callable[[], ReachSettings]

    def perform(self, case_id: str, version: int, by: Person, move: Move) -> Case:
        """The case afterwards, for somebody whose role admits the move.

        Raises what `carry_out` raises, and NotAllowedError.
        """
        if not by.roles & move.admits:
            raise NotAllowedError
        return self.carry_out(case_id, version, by, move)

    def carry_out(self, case_id: str, version: int, by: Person, move: Move) -> Case:
        """The case afterwards. The same move on the same version by the same person is done once.

        Raises NotFoundError, CaseChangedError, MoveRefusedError, ContentRefusedError or
        StoreUnavailableError; then nothing was stored.
        """
        change_id = self._change_id(case_id, version, by, move)
        case = self.case(by.clinic, case_id)
        if case.summary.work.change_id == change_id:
            return case
        if case.summary.work.version != version:
            raise CaseChangedError
        attempt = 0
        while True:
            try:
                return self._stored(self._change(case, change_id, by, move))
            except CompanionChangedError:
                if not self.patience.pause(attempt):
                    raise StoreUnavailableError from None
                attempt += 1

    def case(self, clinic: str, case_id: str) -> Case:
        case = self.store.case(clinic, case_id)
        if case is None:
            raise NotFoundError
        return case

    def _stored(self, change: CaseChange) -> Case:
        attempt = 0
        while self.patience.suffices():
            try:
                self.store.change(change)
            except StoreBusyError:
                if not self.patience.pause(attempt):
                    break
                attempt += 1
            except VersionConflictError:
                return self._ours(change)
            else:
                return change.case
        raise StoreUnavailableError

    def _ours(self, change: CaseChange) -> Case:
        """A conflict is either somebody else's change or our own, whose acknowledgement was lost."""
        case = self.case(change.clinic, change.case.summary.id)
        if case.summary.work.change_id == change.case.summary.work.change_id:
            return case
        if change.also and case.summary.work.version == change.expected:
            raise CompanionChangedError
        raise CaseChangedError

    def _change(self, case: Case, change_id: str, by: Person, move: Move) -> CaseChange:
        at = self.clock()
        moved = move.apply(case, by, at)
        version = case.summary.work.version + 1
        anew = self._due(moved, at)
        entry = JournalEntry.written_by(
            by,
            version=version,
            deed=moved.deed or move.deed,
            at=at,
            content={**move.content(), **moved.added},
            waited=waited(case, moved.case, at),
        )
        journal = packed(written(entry.to_json()))
        return CaseChange(
            clinic=by.clinic,
            expected=case.summary.work.version,
            case=_updated(_numbered(moved.case, version, change_id), at, moved.waking, anew),
            at=at,
            journal=journal,
            audit=self._audit(change_id, by, entry, journal, (moved.screening,) if moved.screening else ()),
            notices=_notices(by.clinic, change_id, moved),
            # Its due time is part of its place.
            placed=moved.placed or anew is not None,
            waking=moved.waking,
            due=anew,
            screening=moved.screening,
            asks=moved.asks,
            ends=_ended(case, moved),
            also=self._companion(moved.also, change_id, by, at) if moved.also else None,
        )

    def _due(self, moved: Moved, at: datetime) -> Due | None:
        awaiting = moved.case.summary.work.awaiting
        if moved.waking is Waking.PAUSED and awaiting is not None:
            until = datetime.fromisoformat(awaiting.expires_at)
            return Due(at=until, wake=Wake(at=until, contact=moved.case.summary.contact, turn=1))
        return due(moved.case.summary.contact, at, self.reach()) if moved.waking is Waking.ANEW else None

    def _companion(self, also: Companion, change_id: str, by: Person, at: datetime) -> CaseChange:
        version = also.expected + 1
        entry = JournalEntry.written_by(by, version=version, deed=also.deed, at=at, content=also.content)
        journal = packed(written(entry.to_json()))
        own_id = self.identifiers.attempt("companion", change_id)
        anew = due(also.case.summary.contact, at, self.reach()) if also.waking is Waking.ANEW else None
        return CaseChange(
            clinic=by.clinic,
            expected=also.expected,
            case=_updated(_numbered(also.case, version, own_id), at, also.waking, anew),
            at=at,
            journal=journal,
            audit=self._audit(own_id, by, entry, journal, also.screenings),
            notices=tuple(
                notice
                for screening in also.screenings
                for notice in notices_of(screening, CaseMove.OPENED if also.opens else None)
            ),
            placed=True,
            waking=also.waking,
            due=anew,
            screening=None,
            more_screenings=also.screenings,
            opens=also.opens,
        )

    def _audit(
        self, change_id: str, by: Person, entry: JournalEntry, journal: bytes, screenings: Sequence[ScreeningEntry]
    ) -> AuditEntry:
        documents = [each for screening in screenings for each in covered(screening)]
        digest = change_digest(self.identifiers, change_id, sha256(journal).hexdigest(), *documents)
        return AuditEntry(id=change_id, actor=by.subject, action=entry.deed.value, digest=digest)

    def _change_id(self, case_id: str, version: int, by: Person, move: Move) -> str:
        said = self.identifiers.digest("move", written(dict(move.content()), ordered=True))
        return self.identifiers.attempt("move", by.clinic, case_id, str(version), by.subject, move.deed.value, said)


def _ended(before: Case, moved: Moved) -> str | None:
    """A request nobody waits for any more, for whatever reason, can no longer be answered."""
    awaited, awaiting = before.summary.work.awaiting, moved.case.summary.work.awaiting
    if awaited is None or (awaiting and awaiting.request_id == awaited.request_id):
        return None
    return awaited.request_id


def _notices(clinic: str, change_id: str, moved: Moved) -> tuple[Notice, ...]:
    """What others are told: of a screening as of every other one, of a move under the change's own id."""
    if moved.screening is not None:
        return notices_of(moved.screening, None)
    if moved.event is None:
        return ()
    told = Notice(
        id=event_id(change_id, moved.event),
        event=moved.event,
        clinic=clinic,
        case_id=moved.case.summary.id,
        contact=moved.case.summary.contact,
    )
    return (told,)


def _updated(case: Case, at: datetime, waking: Waking, anew: Due | None) -> Case:
    before = case.summary.due_at if waking is Waking.KEPT else None
    summary = replace(case.summary, updated_at=at.isoformat(), due_at=anew.at.isoformat() if anew else before)
    return replace(case, summary=summary, place_due=anew.at.isoformat() if anew else case.place_due)


def _numbered(case: Case, version: int, change_id: str) -> Case:
    work = replace(case.summary.work, version=version, change_id=change_id)
    return replace(case, summary=replace(case.summary, work=work))
