"""Brings one write into the store: opens the case or joins it, and tries again while there is time.

The writer cannot read. It finds out what state a case is in by trying the moves in order, each on a condition.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from functions.service.errors import CaseMoveRefusedError, StoreBusyError, StoreUnavailableError
from functions.service.ports import IntakeStore, Patience
from functions.service.records import CaseMove, Write

_JOINING: Final = tuple(move for move in CaseMove if move is not CaseMove.OPENED)
# The last one tells whether the case is open at that moment, so a case that is being closed is not overlooked.
_STRENGTHENING: Final = (CaseMove.RAISED, CaseMove.RAISED_FULL, CaseMove.OPENED)


def store(write: Write, destination: IntakeStore, patience: Patience) -> CaseMove | None:
    """Stores the write and says how it reached the case. Nothing is half written whatever happens."""
    attempt = 0
    while True:
        try:
            return _place(write, _moves(write), destination, patience, attempt)
        except (StoreBusyError, CaseMoveRefusedError):
            _wait(patience, attempt)
        attempt += 1


def strengthen(write: Write, destination: IntakeStore, patience: Patience) -> CaseMove | None:
    """Stores the write only if it opens a closed case or makes an open one more pressing; otherwise says nothing."""
    attempt = 0
    while True:
        try:
            return _place(write, _STRENGTHENING, destination, patience, attempt)
        except CaseMoveRefusedError:
            return None
        except StoreBusyError:
            _wait(patience, attempt)
        attempt += 1


def _wait(patience: Patience, attempt: int) -> None:
    if not patience.pause(attempt):
        raise StoreUnavailableError from None


def _place(
    write: Write, moves: Sequence[CaseMove | None], destination: IntakeStore, patience: Patience, attempt: int
) -> CaseMove | None:
    """Tries the moves in order. Every one may take as long as the table lets it, so each needs time of its own."""
    for move in moves:
        if not patience.suffices():
            raise StoreUnavailableError
        with suppress(CaseMoveRefusedError):
            destination.write(replace(write, move=move, request_id=f"{write.request_id}-{attempt}"))
            return move
    raise CaseMoveRefusedError


def _moves(write: Write) -> Sequence[CaseMove | None]:
    if write.screening is None or write.screening.case_id is None:
        return (None,)
    # Whoever is asked has an open case: closing it ends the request.
    return _JOINING if write.response else tuple(CaseMove)
