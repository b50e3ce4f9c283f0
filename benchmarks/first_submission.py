"""What a submission asks of the table: calls, bytes, write units; conditions are decided by a table in memory.

Runs in a process of its own (`python -m benchmarks.first_submission RESULT`). Units are computed from item sizes as
DynamoDB counts them: a transactional write takes two for each kilobyte begun, also when its condition refuses it. For
the indexes one unit is counted for each entry of an item that is written, since all entries are below a kilobyte.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from moto import mock_aws

from benchmarks import clients
from benchmarks.events import Context, body_of, intake_handler, submission_event
from benchmarks.item_sizes import index_entries, item_bytes, write_units
from benchmarks.samples import samples

TABLE = "screenings"
CREATED = 201


class SubmissionRefusedError(Exception):
    """The handler did not accept the submission."""


@dataclass
class CountingTable:
    """Hands every call on to a table in memory and keeps count; anything but a transaction counts as a read."""

    real: Any
    counts: dict[str, int] = field(default_factory=dict)

    def transact_write_items(self, **request: Any) -> Any:
        self._count(writes=1)
        before = [self._stored(action) for action in request["TransactItems"]]
        try:
            return self.real.transact_write_items(**request)
        finally:
            for action, earlier in zip(request["TransactItems"], before, strict=True):
                self._weigh(action, earlier)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        self._count(reads=1)
        call: Callable[..., Any] = getattr(self.real, name)
        return call

    def _weigh(self, action: Mapping[str, Any], earlier: Mapping[str, Any]) -> None:
        written = action["Put"]["Item"] if "Put" in action else self._stored(action)
        size = max(item_bytes(written), item_bytes(earlier))
        entries = index_entries(written)
        self._count(items=1, bytes=size, write_units=write_units(size), index_write_units=entries)

    def _stored(self, action: Mapping[str, Any]) -> Mapping[str, Any]:
        ((kind, body),) = action.items()
        key = body["Key"] if kind == "Update" else {name: body["Item"][name] for name in ("pk", "sk")}
        item: Mapping[str, Any] = self.real.get_item(TableName=TABLE, Key=key).get("Item", {})
        return item

    def _count(self, **more: int) -> None:
        for name, number in more.items():
            self.counts[name] = self.counts.get(name, 0) + number


def measure_submissions() -> dict[str, dict[str, int]]:
    """Each sample by a patient of its own, then three that join the case of somebody who already has one."""
    with mock_aws():
        table = CountingTable(_table())
        clients.install(table)
        handler = intake_handler()

        def sent(sample: str, patient: str) -> dict[str, int]:
            table.counts = {"writes": 0, "reads": 0}
            event = submission_event(body_of(samples()[sample], patient), f"key-{len(results)}")
            reply = handler(event, Context())
            if reply["statusCode"] != CREATED:
                raise SubmissionRefusedError(reply["body"])
            return dict(table.counts)

        results: dict[str, dict[str, int]] = {}
        for name in samples():
            results[f"first, {name}"] = sent(name, f"patient of {name}")
        results["joining, as pressing"] = sent("usual", "patient of usual")
        results["joining, more pressing"] = sent("urgent", "patient of usual")
        results["joining, less pressing"] = sent("usual", "patient of usual")
        return results


def _table() -> Any:
    client = boto3.client("dynamodb")
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )
    return client


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(measure_submissions()))
