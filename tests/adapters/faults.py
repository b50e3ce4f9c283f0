"""Faults on the way to AWS, in the form in which they arrive there: put between the client and what answers it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from moto.core.models import botocore_stubber

from tests.faults.counting import injected

KINDS: Final = ("throttle", "server error", "access denied", "timeout", "reset", "lost reply")
_REFUSALS: Final = {
    "throttle": (400, "ThrottlingException"),
    "server error": (500, "InternalFailure"),
    "access denied": (403, "AccessDeniedException"),
}


@dataclass
class Fault:
    """One kind of fault at one call, so many times. `fired` counts how often it really happened."""

    service: str
    operation: str
    kind: str
    times: int = 1
    fired: int = 0

    def put_into(self, client: Any) -> None:
        # The SDK asks all who listen, so the imitation of AWS may only be asked by the fault itself.
        client.meta.events.unregister("before-send", botocore_stubber)
        client.meta.events.register("before-send", self.answer)

    def is_here(self, event_name: str) -> bool:
        """Whether this request is the one that fails."""
        return event_name.endswith(f".{self.operation}")

    def answer(self, event_name: str, request: Any, **_: Any) -> AWSResponse | None:
        if self.fired >= self.times or not self.is_here(event_name):
            return answered(event_name, request)
        self.fired += 1
        if self.fired == 1:
            injected()
        if self.kind == "timeout":
            raise ReadTimeoutError(endpoint_url=request.url)
        if self.kind == "reset":
            raise ConnectionClosedError(endpoint_url=request.url)
        if self.kind == "lost reply":
            answered(event_name, request)
            raise ReadTimeoutError(endpoint_url=request.url)
        return _refused(event_name, request, *_REFUSALS[self.kind])


def answered(event_name: str, request: Any) -> AWSResponse | None:
    """What the imitation of AWS does with the request."""
    answer: AWSResponse | None = botocore_stubber(event_name, request)
    return answer


def _refused(event_name: str, request: Any, status: int, code: str) -> AWSResponse:
    body = json.dumps({"__type": code, "message": "no"})
    if ".s3." in event_name:
        body = f"<Error><Code>{code}</Code><Message>no</Message></Error>"
    elif b"Action=" in _content(request):
        body = _xml(code)
    headers = HTTPHeaders()
    headers["x-amzn-ErrorType"] = code
    return AWSResponse(request.url, status, headers, _Raw(body.encode()))


def _content(request: Any) -> bytes:
    content = request.body or b""
    return content if isinstance(content, bytes) else str(content).encode()


def _xml(code: str) -> str:
    return (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
    )


class _Raw(BytesIO):
    """A body as the HTTP layer hands it over."""

    def stream(self, **_: Any) -> Any:
        yield self.read()
