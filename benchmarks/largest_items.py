"""How large the item of a screening is: as intakes come, told at length, and built to be large.

Runs in a process of its own (`python -m benchmarks.largest_items RESULT INTAKES`). The handler is the one that is
deployed; the table refuses what DynamoDB refuses, an item of more than 400 KB, so that the status is what the form
would get.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time_ns
from typing import Any, Final

from botocore.exceptions import ClientError

from benchmarks import clients
from benchmarks.events import Context, body_of, intake_handler, submission_event
from benchmarks.intakes import Answers, as_sent, built_to_be_large, invented, told_at_length
from benchmarks.item_sizes import item_bytes

LARGEST_ITEM: Final = 400 * 1024


@dataclass
class WeighingTable:
    """Takes what DynamoDB would take, keeps nothing, and knows the largest item of the last transaction."""

    largest: int = 0

    def transact_write_items(self, **request: Any) -> Mapping[str, Any]:
        puts = [action["Put"]["Item"] for action in request["TransactItems"] if "Put" in action]
        self.largest = max(map(item_bytes, puts))
        if self.largest > LARGEST_ITEM:
            raise _too_large()
        return {}


def measure_items(count: int) -> dict[str, Any]:
    """Bytes of the largest item, by the kind of intake; those built to be large each by itself."""
    table = WeighingTable()
    clients.install(table)
    handler, empty = intake_handler(), json.loads(body_of({}, ""))

    def sent(answers: Answers, key: str) -> dict[str, float]:
        body = as_sent({**empty, "patientReference": f"patient of {key}", "answers": answers})
        event = submission_event(body.decode(), f"key-{key.replace(' ', '-').replace(',', '')}")
        table.largest, begun = 0, process_time_ns()
        reply = handler(event, Context())
        spent = (process_time_ns() - begun) / 1e6
        return {"body": len(body), "item": table.largest, "ms": spent, "status": reply["statusCode"]}

    as_they_come = [sent(answers, f"{place}") for place, answers in enumerate(invented(count))]
    return {
        "limit_bytes": LARGEST_ITEM,
        "count": count,
        "median_bytes": median(each["item"] for each in as_they_come),
        "by_intake": {
            "as they come, the largest": max(as_they_come, key=lambda each: each["item"]),
            "told at length": sent(told_at_length(), "told at length"),
            **{name: sent(answers, name) for name, answers in built_to_be_large()},
        },
    }


def _too_large() -> ClientError:
    reason = {"Code": "ValidationError", "Message": "Item size has exceeded the maximum allowed size"}
    reply: Any = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": [reason]}
    return ClientError(reply, "TransactWriteItems")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure_items(int(sys.argv[2]))))
