"""One user's side of the wire: sends, writes down, waits and tries again as forms and people do. Knows no locust."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tests.load.ledger import NO_REPLY, SERVER_ERROR, TOO_MANY, TURNED_AWAY, LedgerWriter, turned_away_by

MOST_ATTEMPTS = 12
LONGEST_PAUSE = 4.0


class Response(Protocol):
    """As much of a reply as is looked at."""

    status_code: int
    headers: Any
    text: Any


type Send = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last reply; `certain` is untrue when an earlier attempt may have been carried out unseen."""

    status: int
    body: Any
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Caller:
    """Sends one request after the other."""

    send: Send
    ledger: LedgerWriter
    api_url: str
    number: int

    def get(self, kind: str, path: str, headers: Mapping[str, str]) -> Outcome:
        return self._answered("GET", kind, path, headers, None)

    def post(self, kind: str, path: str, headers: Mapping[str, str], body: Any) -> Outcome:
        return self._answered("POST", kind, path, headers, body)

    def finished(self, kind: str, began: float) -> None:
        now = time.time()
        self.ledger.write("finished", at=now, kind=kind, took=now - began)

    def _answered(self, method: str, kind: str, path: str, headers: Mapping[str, str], body: Any) -> Outcome:
        certain = True
        for attempt in range(MOST_ATTEMPTS):
            outcome, wait = self._once(method, kind, path, headers, body)
            if outcome.status not in TURNED_AWAY and NO_REPLY < outcome.status < SERVER_ERROR:
                break
            # What was turned away with 429 never reached a function.
            certain = certain and outcome.status == TOO_MANY
            time.sleep(min(wait or 0.25 * 2**attempt, LONGEST_PAUSE))
        return Outcome(outcome.status, outcome.body, certain)

    def _once(
        self, method: str, kind: str, path: str, headers: Mapping[str, str], body: Any
    ) -> tuple[Outcome, float | None]:
        began = time.time()
        response = self.send(method, f"{self.api_url}{path}", name=kind, headers=dict(headers), json=body)
        took = time.time() - began
        status, told = response.status_code or NO_REPLY, _json(response.text)
        by = turned_away_by(status, told)
        self.ledger.write(
            "request", at=began, kind=kind, status=status, took=took, user=self.number, turned_away_by=by
        )
        return Outcome(status, told), _asked_to_wait(response.headers)


def _json(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return {}


def _asked_to_wait(headers: Any) -> float | None:
    """Seconds of `Retry-After`; None where there is none (the emulator's gateway sends none)."""
    told = headers.get("Retry-After") if headers else None
    return float(told) if told else None
