"""Records of the table's stream as announcements of audit entries. The stream shows keys and nothing else."""

from collections.abc import Iterable, Mapping
from typing import Any

from functions.adapters.dynamodb.keys import AUDIT
from functions.service.sealing_batches import Announced


def announcements(records: Iterable[Mapping[str, Any]]) -> tuple[list[Announced], list[str]]:
    """What the records announce, and the numbers of those that cannot be read."""
    read: list[Announced] = []
    unreadable: list[str] = []
    for record in records:
        number = str(record.get("dynamodb", {}).get("SequenceNumber", ""))
        try:
            keys = record["dynamodb"]["Keys"]
            chain, place = str(keys["pk"]["S"]), str(keys["sk"]["S"])
        except (KeyError, TypeError):
            unreadable.append(number)
            continue
        # The event source's filter lets nothing else through; without it, other things are still not sealed.
        if place.startswith(AUDIT):
            read.append(Announced(chain, place.removeprefix(AUDIT), number))
    return read, unreadable
