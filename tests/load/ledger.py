"""What the crowd sent and what it was told, one line each, written at once: nothing is kept in memory only."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

# Told to come back later: by the usage plan, by the service itself, or (the emulator's word for a throttled function)
# by its gateway.
TURNED_AWAY = frozenset({429, 503, 504})
# No reply at all.
NO_REPLY = 0
TOO_MANY, SERVER_ERROR, UNAVAILABLE = 429, 500, 503


def turned_away_by(status: int, body: Any) -> str:
    """Who told the caller to come back later.

    429 has two senders here: the gateway on behalf of the clinic's usage plan, and the emulator when more functions
    are wanted at once than it runs (`CONCURRENT_CALLS`), whose reply gives a `Reason` as Lambda's does.
    """
    if status == TOO_MANY:
        return "concurrency" if isinstance(body, dict) and "Reason" in body else "usage plan"
    if status == UNAVAILABLE:
        return "service"
    return "gateway" if status in TURNED_AWAY else ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request: when it was sent (seconds of the clock), how long it took in seconds, and its status."""

    at: float
    kind: str
    status: int
    took: float
    user: int
    turned_away_by: str = ""

    @property
    def turned_away(self) -> bool:
        return self.status in TURNED_AWAY

    @property
    def failed(self) -> bool:
        """An error of the server, or none at all; a status that asks to come back later is told apart."""
        return self.status == NO_REPLY or (self.status >= SERVER_ERROR and not self.turned_away)


@dataclass(frozen=True, slots=True)
class Finished:
    """One piece of work of a user, every repetition included: a form until its receipt, a case until its decision."""

    at: float
    kind: str
    took: float


class LedgerWriter:
    """Appends lines; each is on the disk before the next thing happens."""

    def __init__(self, path: str) -> None:
        # Open as long as the crowd is out.
        self._file: IO[str] = Path(path).open("a", buffering=1, encoding="utf-8")  # noqa: SIM115

    def write(self, what: str, **told: Any) -> None:
        self._file.write(json.dumps({"what": what, **told}) + "\n")

    def close(self) -> None:
        self._file.close()


@dataclass(slots=True)
class Ledger:
    """A ledger as it is read."""

    requests: list[Request] = field(default_factory=list)
    finished: list[Finished] = field(default_factory=list)
    sending: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken: list[dict[str, Any]] = field(default_factory=list)
    asking: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    changed: list[dict[str, Any]] = field(default_factory=list)
    surprises: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)


def read_ledger(path: Path) -> Ledger:
    ledger = Ledger()
    for line in _lines(path):
        _take(ledger, line.pop("what"), line)
    return ledger


def _take(ledger: Ledger, what: str, line: dict[str, Any]) -> None:
    match what:
        case "request":
            ledger.requests.append(Request(**line))
        case "finished":
            ledger.finished.append(Finished(**line))
        case "sending":
            ledger.sending[line["key"]] = line
        case "taken":
            ledger.taken.append(line)
        case "asking":
            ledger.asking[line["ask"]] = line
        case "refused":
            ledger.asked.add(line["ask"])
        case "changed":
            ledger.asked.add(line["ask"])
            ledger.changed.append(line)
        case "step":
            ledger.steps.append(line)
        case "surprise":
            ledger.surprises.append(line)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
