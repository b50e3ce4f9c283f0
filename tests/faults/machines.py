"""What streams, schedules and queues ask for: nobody waits for the reply, and it comes again until it is done."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, override

from functions.adapters.dynamodb.accesses import AccessTable
from functions.service.access import Access, Seen, access_entry
from functions.service.errors import ServiceError
from tests.faults.deeds import Deed, acknowledged, moved, streamed, submitted
from tests.faults.premises import client
from tests.functions.builders import CLINIC, IDENTIFIERS
from tests.functions.desks import Context, not_suitable
from tests.functions.test_webhooks import ON_THE_BUS

if TYPE_CHECKING:
    from tests.adapters.listener import Server
    from tests.faults.premises import Premises

_MOST_RUNS: Final = 4


class Plenty(Context):
    """A context with time left."""

    @override
    def get_remaining_time_in_millis(self) -> int:
        return 50_000


@dataclass
class Publish(Deed):
    """The notifier gets what the outbox holds."""

    def prepare(self, made: Premises) -> None:
        submitted(made, "contact_now")

    def act(self, made: Premises) -> bool:
        return streamed(made, "notify", "OUTBOX#")


@dataclass
class CountDays(Deed):
    """The days of each clinic are counted, and an hour later again."""

    def prepare(self, made: Premises) -> None:
        submitted(made, "needs_review")
        for move, body in (("claim", {}), ("decisions", not_suitable())):
            assert acknowledged(moved(made, move, body))

    def act(self, made: Premises) -> bool:
        try:
            made.function("figures")({}, Plenty())
        except Exception as error:
            # The entry file is a fresh one each time, and so is its error.
            if not isinstance(error, ServiceError) and type(error).__name__ != "DaysNotCountedError":
                raise
            return False
        return True


@dataclass
class Swept(Deed):
    """The sweeper runs, and again a minute later, whatever came of it."""

    def act(self, made: Premises) -> bool:
        with suppress(ServiceError):
            made.function("sweep")({}, Plenty())
        return False

    def settle(self, made: Premises, *, done: bool) -> None:
        del done
        for _ in range(_MOST_RUNS):
            made.wait(minutes=3)
            made.function("sweep")({}, Plenty())


@dataclass
class Republish(Swept):
    """The notifier never ran: nothing that happened was told."""

    def prepare(self, made: Premises) -> None:
        submitted(made, "contact_now")
        made.wait(minutes=3)


@dataclass
class Escalate(Swept):
    """Nobody has acknowledged a case in time."""

    def prepare(self, made: Premises) -> None:
        submitted(made, "contact_now")
        assert streamed(made, "notify", "OUTBOX#")
        made.wait(minutes=20)


@dataclass
class ForgetClosed(Swept):
    """A closed case has kept its place among what is due, by mistake."""

    def prepare(self, made: Premises) -> None:
        submitted(made, "contact_now")
        assert streamed(made, "notify", "OUTBOX#")
        made.put({**made.case(), "status": "closed"})
        made.wait(minutes=20)


@dataclass
class PutOff(Swept):
    """A row that no writer of ours made is due."""

    def prepare(self, made: Premises) -> None:
        at = datetime.now(UTC).isoformat()
        made.put({"pk": "CLINIC#x#CASE#y", "sk": "OUTBOX#y", "due_pk": "DUE#0", "due_sk": f"{at}#x#y"})
        made.wait(minutes=3)


@dataclass
class SealStream(Deed):
    """The sealing function gets what the audit holds."""

    def prepare(self, made: Premises) -> None:
        submitted(made, "needs_review")
        assert acknowledged(moved(made, "claim", {}))

    def act(self, made: Premises) -> bool:
        records = [_announced(item, number) for number, item in enumerate(made.items("AUDIT#"))]
        answer = made.function("seal")({"Records": records}, Plenty())
        return not answer["batchItemFailures"]


@dataclass
class SealSweep(Deed):
    """The stream did not bring some entries; the schedule finds them."""

    def prepare(self, made: Premises) -> None:
        at = datetime.now(UTC) - timedelta(minutes=10)
        looked = Seen(access=Access.CASE, case_id="c" * 32)
        entries = AccessTable(made.table)
        for number in range(3):
            entries.record(
                access_entry(looked, clinic=CLINIC, actor="a", request_id=str(number), at=at, identifiers=IDENTIFIERS)
            )

    def act(self, made: Premises) -> bool:
        try:
            made.function("seal")({}, Plenty())
        except ServiceError:
            return False
        return True


@dataclass
class Deliver(Deed):
    """An event is given out to a clinic's endpoint, which is there, is not there for a while, or is gone."""

    server: Server | None = None
    replies: list[int] = field(default_factory=list)

    def prepare(self, made: Premises) -> None:
        assert self.server is not None
        self.server.replies[:] = self.replies
        made.add_webhook(self.server.url)
        self._queue(made, "send_message", MessageBody=json.dumps(ON_THE_BUS))

    def act(self, made: Premises) -> bool:
        """Works on what is in the queue until nothing is left that can be done now."""
        handler, whole = made.function("deliver"), True
        for _ in range(_MOST_RUNS):
            got = self._queue(made, "receive_message", MaxNumberOfMessages=10).get("Messages", [])
            records = [
                {"messageId": each["MessageId"], "body": each["Body"], "eventSource": "aws:sqs"} for each in got
            ]
            failed = handler({"Records": records}, Context())["batchItemFailures"] if records else []
            whole = whole and not failed
            kept = {each["itemIdentifier"] for each in failed}
            for each in got:
                self._give_back(made, each, kept=each["MessageId"] in kept)
        return whole

    def settle(self, made: Premises, *, done: bool) -> None:
        super().settle(made, done=done)
        assert self.server is not None
        self.seen = sorted({headers["webhook-id"] for headers, _ in self.server.got})

    def _give_back(self, made: Premises, message: dict[str, Any], *, kept: bool) -> None:
        handle = {"ReceiptHandle": message["ReceiptHandle"]}
        if kept:
            self._queue(made, "change_message_visibility", VisibilityTimeout=0, **handle)
        else:
            self._queue(made, "delete_message", **handle)

    def _queue(self, made: Premises, call: str, **asked: Any) -> Any:
        return getattr(client("sqs"), call)(QueueUrl=made.variables["WEBHOOK_QUEUE_URL"], **asked)


def _announced(item: dict[str, Any], number: int) -> dict[str, Any]:
    keys = {name: {"S": item[name]} for name in ("pk", "sk")}
    return {"eventName": "INSERT", "dynamodb": {"SequenceNumber": str(number), "Keys": keys}}
