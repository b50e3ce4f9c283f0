"""Webhooks for clinics without AWS: which endpoint gets which event, and when one that failed is tried again.

What is sent is thin: ids, clinic, event and contact. Must not know how it is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from functions.service.notices import Event

# The pauses Standard Webhooks proposes: from seconds, for a hiccup, to days, for an endpoint down over a weekend.
PAUSES: Final = tuple(
    timedelta(**pause)
    for pause in (
        {"seconds": 5},
        {"minutes": 5},
        {"minutes": 30},
        {"hours": 2},
        {"hours": 5},
        {"hours": 10},
        {"hours": 14},
        {"hours": 20},
        {"hours": 24},
    )
)
_GONE: Final = 410


class Outcome(StrEnum):
    """How an attempt ended."""

    DELIVERED = "delivered"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a clinic wants to be told. No events means all of them."""

    clinic: str
    id: str
    url: str
    events: tuple[Event, ...]
    disabled_at: str | None

    def wants(self, event: str) -> bool:
        return self.disabled_at is None and (not self.events or event in self.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event as it came over the bus."""

    event: str
    at: str
    detail: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.detail["id"])

    @property
    def clinic(self) -> str:
        return str(self.detail["clinic"])

    @classmethod
    def from_bus(cls, document: dict[str, Any]) -> Self:
        """Raises KeyError or TypeError."""
        detail = document["detail"]
        told = {name: detail[name] for name in ("id", "clinic", "caseId", "contact")}
        return cls(event=str(document["detail-type"]), at=str(document["time"]), detail=told)

    def body(self) -> dict[str, Any]:
        """What the endpoint gets, in the shape Standard Webhooks proposes."""
        return {"type": self.event, "timestamp": self.at, "data": self.detail}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event for one endpoint: how many attempts were made, and before when there is no next one."""

    endpoint: str
    happening: Happening
    attempt: int = 0
    not_before: datetime | None = None

    def is_early(self, now: datetime) -> bool:
        return self.not_before is not None and now < self.not_before

    def again(self, now: datetime) -> Self | None:
        """The next attempt; nothing after the last one."""
        if self.attempt >= len(PAUSES):
            return None
        return replace(self, attempt=self.attempt + 1, not_before=now + PAUSES[self.attempt])

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError."""
        happening = document["happening"]
        not_before = document.get("notBefore")
        return cls(
            endpoint=document["endpoint"],
            happening=Happening(event=happening["event"], at=happening["at"], detail=happening["detail"]),
            attempt=int(document["attempt"]),
            not_before=None if not_before is None else datetime.fromisoformat(not_before),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "endpoint": self.endpoint,
            "happening": {
                "event": self.happening.event,
                "at": self.happening.at,
                "detail": self.happening.detail,
            },
            "attempt": self.attempt,
            "notBefore": None if self.not_before is None else self.not_before.isoformat(),
        }


def deliveries(happening: Happening, endpoints: Sequence[Endpoint]) -> tuple[Delivery, ...]:
    return tuple(
        Delivery(endpoint=endpoint.id, happening=happening)
        for endpoint in endpoints
        if endpoint.wants(happening.event)
    )


def outcome(status: int | None) -> Outcome:
    """By the reply's status; none where there was no reply. Redirects are not followed, they count as failures."""
    if status == _GONE:
        return Outcome.GONE
    return Outcome.DELIVERED if status is not None and status // 100 == 2 else Outcome.FAILED  # noqa: PLR2004
