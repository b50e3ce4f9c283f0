"""A client that fails once, in a chosen way, at a chosen call, and remembers that it did."""

from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from tests.faults.counting import injected


def answered(code: str, status: int) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": "patient-1"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "Call")


FAULTS: dict[str, Exception] = {
    "throttle": answered("ThrottlingException", 400),
    "server error": answered("InternalServerError", 500),
    "access denied": answered("AccessDeniedException", 400),
    "timeout": ReadTimeoutError(endpoint_url="x"),
    "reset": ConnectionClosedError(endpoint_url="x"),
    "reply lost": ReadTimeoutError(endpoint_url="x"),
}


@dataclass
class Faulty:
    """Passes everything on; the call of this name fails the first time. With a lost reply it takes effect first."""

    client: Any
    call: str
    fault: str
    fired: int = field(default=0)

    def __getattr__(self, name: str) -> Any:
        real = getattr(self.client, name)
        if name == "get_paginator":
            return self._paginated
        if name == self.call:
            return lambda **asked: self._failing(real, asked)
        return real

    def _paginated(self, call: str) -> Any:
        if call == self.call and not self.fired:
            self._fires()
            raise FAULTS[self.fault]
        return self.client.get_paginator(call)

    def _failing(self, real: Any, asked: dict[str, Any]) -> Any:
        if self.fired:
            return real(**asked)
        self._fires()
        if self.fault == "reply lost":
            real(**asked)
        raise FAULTS[self.fault]

    def _fires(self) -> None:
        self.fired += 1
        injected()
