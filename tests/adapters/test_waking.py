"""Whether anybody is still woken for a case after what people did with it, told by its place among the due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from functions.service.casework.contacting import ContactResult, LogContact
from functions.service.casework.deciding import Reopen
from functions.service.casework.moves import Claim, Comment
from functions.service.casework.work import Decision
from tests.adapters.casework_contract import Hands, correction, opened
from tests.adapters.store_contract import new_clinic
from tests.adapters.tables import TABLE, store_on, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def client() -> Iterator[DynamoDBClient]:
    with table() as made:
        yield made


@pytest.fixture
def hands(client: DynamoDBClient) -> Hands:
    return Hands(store_on(client), new_clinic())


def waits(client: DynamoDBClient, hands: Hands) -> str | None:
    """Since when, or until when, the clinic's only case waits; nothing when nobody is woken for it."""
    items = client.scan(TableName=TABLE)["Items"]
    (case,) = [item for item in items if item["sk"]["S"] == "CASE" and f"#{hands.clinic}#" in item["pk"]["S"]]
    return case["due_sk"]["S"] if "due_sk" in case else None


@pytest.mark.parametrize("result", list(ContactResult))
def test_nobody_is_woken_any_more_once_somebody_takes_care(
    client: DynamoDBClient, hands: Hands, result: ContactResult
) -> None:
    case = opened(hands.store, hands.clinic, "now")
    assert waits(client, hands) is not None
    hands.do(case, LogContact(result=result))
    assert waits(client, hands) is None


def test_a_note_or_a_claim_wakes_and_silences_nobody(client: DynamoDBClient, hands: Hands) -> None:
    case = opened(hands.store, hands.clinic, "now")
    before = waits(client, hands)
    hands.do(hands.do(case, Claim()), Comment(text="Seen."))
    assert waits(client, hands) == before


def test_a_call_on_a_routine_case_does_not_stop_its_time(client: DynamoDBClient, hands: Hands) -> None:
    case = opened(hands.store, hands.clinic)
    before = waits(client, hands)
    hands.do(case, LogContact(result=ContactResult.REACHED))
    assert waits(client, hands) == before


def test_a_closed_case_waits_for_nothing_and_a_reopened_one_anew(client: DynamoDBClient, hands: Hands) -> None:
    case = hands.do(opened(hands.store, hands.clinic), Claim())
    before = waits(client, hands)
    closed = hands.decide(case, Decision.NOT_SUITABLE)
    assert waits(client, hands) is None
    hands.do(closed, Reopen(reason="New letter."))
    again = waits(client, hands)
    assert again is not None
    assert before is not None
    assert again > before


def test_a_correction_to_something_milder_starts_the_time_of_the_milder_one(
    client: DynamoDBClient, hands: Hands
) -> None:
    case = hands.do(opened(hands.store, hands.clinic, "now"), LogContact(result=ContactResult.REACHED))
    hands.do(case, correction(hands.store))
    waiting = waits(client, hands)
    assert waiting is not None
    assert "#routine." in waiting
