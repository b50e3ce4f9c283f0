"""The function that links audit entries into chains and anchors their heads outside the table.

It is called by the table's stream, and by a schedule for what the stream did not bring. Nobody can call it by HTTP.
"""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import islice
from typing import Any, Final

from functions import telemetry
from functions.adapters.anchors import AnchorBucket
from functions.adapters.dynamodb.announcements import announcements
from functions.adapters.dynamodb.chain import ChainTable
from functions.adapters.dynamodb.tail import TailTable
from functions.adapters.secrets import SecretKey
from functions.service.sealing import Sealer, Sealing
from functions.service.sealing_batches import Announced, Outcome, seal_batch
from functions.settings import SealSettings

# The stream brings an entry within seconds and gives up after an hour; the sweep leaves it the first minutes.
_LEFT_TO_THE_STREAM: Final = timedelta(minutes=5)
_LOOKED_BACK: Final = timedelta(hours=2)
_MOST_AT_ONE_SWEEP: Final = 1000
_RESERVE_MILLISECONDS: Final = 10_000

type Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def opened(work: Sealing, tail: TailTable) -> Handler:
    """The handler of this function."""

    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        def time_is_left() -> bool:
            return int(context.get_remaining_time_in_millis()) > _RESERVE_MILLISECONDS

        if "Records" in event:
            return _from_stream(event["Records"], work, time_is_left)
        looked_back = timedelta(days=event["days"]) if "days" in event else _LOOKED_BACK
        return _from_sweep(tail, work, looked_back, time_is_left)

    return handler


def _from_stream(records: list[Mapping[str, Any]], work: Sealing, time_is_left: Callable[[], bool]) -> dict[str, Any]:
    announced, unreadable = announcements(records)
    outcome = seal_batch(announced, work, time_is_left=time_is_left)
    _tell(outcome)
    return {"batchItemFailures": [{"itemIdentifier": number} for number in (*unreadable, *outcome.failed)]}


def _from_sweep(
    tail: TailTable, work: Sealing, looked_back: timedelta, time_is_left: Callable[[], bool]
) -> dict[str, Any]:
    now = work.clock()
    found = islice(tail.unsealed(now - looked_back, now - _LEFT_TO_THE_STREAM), _MOST_AT_ONE_SWEEP)
    left = [Announced(chain, entry, entry) for chain, entry in found]
    outcome = seal_batch(left, work, time_is_left=time_is_left)
    if left:
        telemetry.measure("EntriesLeftUnsealed", value=len(left))
    _tell(outcome)
    if outcome.failed:
        # A schedule repeats what failed, and its alarm is the function's own.
        raise outcome.errors[0]
    return {"sealed": outcome.made}


def _tell(outcome: Outcome) -> None:
    for error in outcome.errors:
        telemetry.log_failure("not sealed", error)
    if outcome.missing:
        telemetry.log("audit entries missing", count=outcome.missing)
        telemetry.measure("AuditEntryMissing", value=outcome.missing)
    if outcome.made:
        telemetry.measure("EntriesSealed", value=outcome.made)


def sealing_with(settings: SealSettings) -> Sealing:
    key = SecretKey(settings.seal_key_arn)
    return Sealing(
        store=ChainTable(settings.table_name),
        anchors=AnchorBucket(settings.ledger_bucket),
        sealer=cache(lambda: Sealer(key())),
        clock=partial(datetime.now, UTC),
    )


def _made(settings: SealSettings) -> Handler:
    return opened(sealing_with(settings), TailTable(settings.table_name, settings.due_index))


handler = _made(SealSettings.parse(os.environ))
