"""The table's stream as Lambda reads it for a function that reports which records of a batch it could not do.

Lambda goes on from the first record that failed, cuts the rest in two when a batch fails, gives up on a record after
so many attempts and parks where it stood. What is known of it is in the AWS Lambda developer guide.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.adapters.dynamodb.outbox import outbox_item
from functions.service.notices import Event, Notice
from rules.engine.terms import Contact
from tests.functions.builders import CLINIC, NOW
from tests.functions.desks import Context

ATTEMPTS = 6

type StreamHandler = Callable[[dict[str, Any], Any], Mapping[str, Any]]


def notice(number: int, *, event: Event = Event.CASE_OPENED, contact: Contact = Contact.ROUTINE) -> Notice:
    return Notice(id=f"{number:032x}", event=event, clinic=CLINIC, case_id=f"{number + 7:032x}", contact=contact)


def record(told: Notice, number: int | None = None) -> dict[str, Any]:
    item = outbox_item(told, NOW)
    return keys_record(str(item["pk"]), str(item["sk"]), int(told.id, 16) if number is None else number)


def keys_record(pk: str, sk: str, number: int) -> dict[str, Any]:
    return {
        "eventID": str(number),
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": {"pk": {"S": pk}, "sk": {"S": sk}},
            "SequenceNumber": str(number),
            "StreamViewType": "KEYS_ONLY",
        },
    }


@dataclass
class Stream:
    """Delivers records in order until all are done or parked."""

    handler: StreamHandler
    parked: list[str] = field(default_factory=list)
    deliveries: int = 0

    def deliver(self, records: Sequence[Mapping[str, Any]], attempts: int = ATTEMPTS) -> None:
        left = list(records)
        while left:
            failed = self._failed(left)
            if failed is None:
                return
            left = left[failed:]
            attempts -= 1
            if attempts == 0 and len(left) == 1:
                self.parked.append(_sequence(left[0]))
                return
            if len(left) > 1:
                middle = max(1, len(left) // 2)
                self.deliver(left[:middle], ATTEMPTS if attempts == 0 else attempts)
                left, attempts = left[middle:], ATTEMPTS

    def _failed(self, records: Sequence[Mapping[str, Any]]) -> int | None:
        """The place of the first record that was not done. An empty list or an answer of another shape means all."""
        self.deliveries += 1
        try:
            answer = self.handler({"Records": list(records)}, Context())
        except Exception:  # noqa: BLE001 - whatever ends a function fails its batch
            return 0
        named = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
        places = [place for place, each in enumerate(records) if _sequence(each) in named]
        return min(places) if places else (0 if named else None)


def _sequence(stream_record: Mapping[str, Any]) -> str:
    return str(stream_record["dynamodb"]["SequenceNumber"])
