"""Turns the table's refusals into the service's words, by error code and by which action's condition failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from functions.service.errors import (
    AlreadyStoredError,
    CaseMoveRefusedError,
    DraftOutdatedError,
    RequestClosedError,
    ScreeningStoredError,
    StoreBusyError,
    StoreUnavailableError,
    VersionConflictError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from botocore.exceptions import ClientError

_CONDITION = "ConditionalCheckFailed"
PASSING = frozenset(
    {
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
        "ThrottlingError",
        "ThrottlingException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "InternalServerError",
        "ServiceUnavailable",
        # A repetition of our own attempt that differs in nothing but its time: the next attempt has a new token.
        "IdempotentParameterMismatchException",
    }
)


def refusal(error: ClientError, actions: Sequence[str]) -> Exception:
    """What the refusal means. Anything not understood is unavailability, never success."""
    code = error.response.get("Error", {}).get("Code", "")
    if code in PASSING:
        return StoreBusyError(code)
    if code == "TransactionCanceledException":
        return _cancelled(dict(zip(actions, _reasons(error), strict=False)))
    return StoreUnavailableError(code)


def change_refusal(error: ClientError) -> Exception:
    """What the refusal of a person's change means. An item that is there already is a change made before."""
    code = error.response.get("Error", {}).get("Code", "")
    if code in PASSING:
        return StoreBusyError(code)
    reasons = {reason.get("Code") for reason in _reasons(error)} - {"None", None}
    if code != "TransactionCanceledException" or not reasons:
        return StoreUnavailableError(code)
    if _CONDITION in reasons:
        return VersionConflictError()
    return StoreBusyError() if reasons & PASSING else StoreUnavailableError(*sorted(map(str, reasons)))


def _reasons(error: ClientError) -> Sequence[Mapping[str, Any]]:
    reasons: Sequence[Mapping[str, Any]] = error.response.get("CancellationReasons", ())
    return reasons


def _cancelled(reasons: Mapping[str, Mapping[str, Any]]) -> Exception:
    for action, meaning in _MEANINGS.items():
        if reasons.get(action, {}).get("Code") == _CONDITION:
            return meaning(reasons[action])
    codes = {reason.get("Code") for reason in reasons.values()} - {"None", None}
    return StoreBusyError() if codes & PASSING else StoreUnavailableError(*sorted(map(str, codes)))


def _already_stored(reason: Mapping[str, Any]) -> Exception:
    old = reason.get("Item")
    if not old:
        return StoreUnavailableError("no old image")
    return AlreadyStoredError(
        body_hash=old["body_hash"]["S"], screening_id=old["screening_id"]["S"], received_at=old["received_at"]["S"]
    )


# In the order in which they count: a replay explains all the other refusals.
_MEANINGS: Mapping[str, Callable[[Mapping[str, Any]], Exception]] = {
    "request": lambda _: RequestClosedError(),
    "idempotency": _already_stored,
    "draft": lambda _: DraftOutdatedError(),
    "screening": lambda _: ScreeningStoredError(),
    "case": lambda _: CaseMoveRefusedError(),
}
