"""What each refusal of the table means."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from functions.adapters.dynamodb.intake import IntakeTable
from functions.adapters.dynamodb.refusals import refusal
from functions.service.errors import (
    AlreadyStoredError,
    CaseMoveRefusedError,
    DraftOutdatedError,
    ScreeningStoredError,
    StoreBusyError,
    StoreUnavailableError,
)
from functions.service.records import CaseMove
from functions.service.submission import _write
from tests.functions.builders import IDENTIFIERS, arrival

ACTIONS = ("idempotency", "screening", "audit", "case", "screening.completed", "case.opened")
OLD = {"body_hash": {"S": "h"}, "screening_id": {"S": "s"}, "received_at": {"S": "t"}}
FAILED = {"Code": "ConditionalCheckFailed"}


def error(code: str, reasons: list[dict[str, Any]] | None = None) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": "patient-1"}}
    if reasons is not None:
        response["CancellationReasons"] = reasons
    return ClientError(response, "TransactWriteItems")


def cancelled(**reasons: dict[str, Any]) -> Exception:
    listed = [reasons.get(action, {"Code": "None"}) for action in ("draft", *ACTIONS)]
    return refusal(error("TransactionCanceledException", listed), ("draft", *ACTIONS))


@pytest.mark.parametrize(
    "code",
    [
        "TransactionConflictException",
        "ThrottlingException",
        "ProvisionedThroughputExceededException",
        "InternalServerError",
    ],
)
def test_a_passing_refusal_is_worth_another_attempt(code: str) -> None:
    assert isinstance(refusal(error(code), ACTIONS), StoreBusyError)


@pytest.mark.parametrize(
    "code", ["AccessDeniedException", "ValidationException", "ResourceNotFoundException", "", "New"]
)
def test_what_is_not_understood_is_unavailability(code: str) -> None:
    assert isinstance(refusal(error(code), ACTIONS), StoreUnavailableError)


def test_each_failed_condition_has_its_meaning() -> None:
    assert isinstance(cancelled(case=FAILED), CaseMoveRefusedError)
    assert isinstance(cancelled(screening=FAILED), ScreeningStoredError)
    assert isinstance(cancelled(draft=FAILED), DraftOutdatedError)
    assert isinstance(cancelled(audit=FAILED), StoreUnavailableError)


def test_a_replay_explains_every_other_refusal() -> None:
    seen = cancelled(idempotency=FAILED | {"Item": OLD}, screening=FAILED, case=FAILED)
    assert isinstance(seen, AlreadyStoredError)
    assert (seen.body_hash, seen.screening_id, seen.received_at) == ("h", "s", "t")


def test_a_replay_without_its_old_image_is_never_taken_for_a_receipt() -> None:
    assert isinstance(cancelled(idempotency=FAILED), StoreUnavailableError)


def test_a_conflict_with_another_transaction_is_worth_another_attempt() -> None:
    assert isinstance(cancelled(case={"Code": "TransactionConflict"}), StoreBusyError)


class Broken:
    """A client whose every call fails in the given way."""

    def __init__(self, failure: Exception) -> None:
        self._failure = failure

    def transact_write_items(self, **_asked: Any) -> None:
        raise self._failure


@pytest.mark.parametrize("failure", [ReadTimeoutError(endpoint_url="x"), error("ThrottlingException")])
def test_nothing_of_the_tables_answer_stays_on_the_error(failure: Exception) -> None:
    client: Any = Broken(failure)
    write = _write(arrival("nothing"), "key-1", IDENTIFIERS)
    with pytest.raises(StoreBusyError) as busy:
        IntakeTable("screenings", lambda: client).write(write)
    assert "patient-1" not in repr(busy.value)
    assert busy.value.__suppress_context__


def test_the_moves_are_tried_in_the_order_in_which_a_case_grows() -> None:
    assert [move.kind for move in CaseMove] == ["opened", "raised", "joined", "raised", "joined"]
