"""Brings one write into the store: opens the case or joins it, and tries again while there is time.

The writer cannot read. It finds out what state a case is in by trying the moves in order, each on a condition.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from functions.service.errors import CaseMoveRefusedError, StoreBusyError, StoreUnavailableError
from functions.service.ports import IntakeStore, Patience
from functions.service.records import CaseMove, Write


def store(write: Write, destination: IntakeStore, patience: Patience) -> CaseMove | None:
    """Stores the write and says how it reached the case. Nothing is half written whatever happens."""
    attempt = 0
    while True:
        try:
            return _place(write, destination, attempt)
        except (StoreBusyError, CaseMoveRefusedError):
            if not patience.pause(attempt):
                raise StoreUnavailableError from None
        attempt += 1


def _place(write: Write, destination: IntakeStore, attempt: int) -> CaseMove | None:
    """Tries the moves in order; all refused means that the case changed in between."""
    for move in _moves(write):
        with suppress(CaseMoveRefusedError):
            destination.write(replace(write, move=move, request_id=f"{write.request_id}-{attempt}"))
            return move
    raise CaseMoveRefusedError


def _moves(write: Write) -> Iterator[CaseMove | None]:
    if write.screening is None or write.screening.case_id is None:
        yield None
    else:
        yield from CaseMove
