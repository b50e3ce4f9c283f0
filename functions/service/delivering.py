"""Hands an event to each endpoint that wants it, and tries again later what failed. At least once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from functions.service.ports import Clock
from functions.service.webhooks import Delivery, Endpoint, Happening, Outcome, deliveries, outcome


class Endpoints(Protocol):
    """The endpoints of the clinics, and the log of what was sent to them."""

    def of(self, clinic: str) -> tuple[Endpoint, ...]:
        """Raises StoreUnavailableError."""

    def one(self, clinic: str, endpoint_id: str) -> Endpoint | None:
        """Raises StoreUnavailableError."""

    def log(self, delivery: Delivery, at: datetime, result: Outcome, status: int | None) -> None:
        """Notes an attempt. Raises StoreUnavailableError."""

    def disable(self, endpoint: Endpoint, at: datetime) -> None:
        """Nothing is sent there any more. Raises StoreUnavailableError."""


class Posts(Protocol):
    """How an endpoint is spoken to."""

    def post(self, endpoint: Endpoint, happening: Happening, at: datetime) -> int | None:
        """The status of the reply; none when there was no reply. Raises KeyUnreadableError."""


class Later(Protocol):
    """Where deliveries wait."""

    def put(self, delivery: Delivery, now: datetime) -> None:
        """Raises NotPublishedError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDesk:
    """What deliveries are made with."""

    endpoints: Endpoints
    posts: Posts
    later: Later
    clock: Clock

    def handle(self, message: dict[str, Any]) -> Outcome | None:
        """An event from the bus is given out; a delivery is tried when its time has come."""
        if "endpoint" in message:
            return self._deliver(Delivery.from_json(message))
        happening = Happening.from_bus(message)
        now = self.clock()
        for delivery in deliveries(happening, self.endpoints.of(happening.clinic)):
            self.later.put(delivery, now)
        return None

    def _deliver(self, delivery: Delivery) -> Outcome | None:
        now = self.clock()
        if delivery.is_early(now):
            self.later.put(delivery, now)
            return None
        endpoint = self.endpoints.one(delivery.happening.clinic, delivery.endpoint)
        if endpoint is None or endpoint.disabled_at is not None:
            return None
        return self._try(delivery, endpoint, now)

    def _try(self, delivery: Delivery, endpoint: Endpoint, now: datetime) -> Outcome:
        """What comes next is stored before this attempt is forgotten."""
        status = self.posts.post(endpoint, delivery.happening, now)
        result = outcome(status)
        if result is Outcome.GONE:
            self.endpoints.disable(endpoint, now)
        following = delivery.again(now) if result is Outcome.FAILED else None
        if following:
            self.later.put(following, now)
        self.endpoints.log(delivery, now, result, status)
        return result
