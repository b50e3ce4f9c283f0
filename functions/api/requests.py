"""One HTTP request as the service reads it: headers without regard to case, the body as bytes. Judges no more."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.service.errors import (
    ContentTypeError,
    IdempotencyKeyMissingError,
    PreconditionMissingError,
    UnreadableBodyError,
    UnreadableRequestError,
)

_JSON = re.compile(r'application/json(?:\s*;\s*charset\s*=\s*"?utf-8"?)?', re.IGNORECASE)
FHIR_JSON: Final = "application/fhir+json"
_TAG = re.compile(r'"([1-9][0-9]{0,9})"', re.ASCII)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True, slots=True)
class Request:
    """What arrived through API Gateway."""

    event: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(_section(self.event, "requestContext").get("requestId", ""))

    @property
    def claims(self) -> Mapping[str, Any]:
        """What the authorizer verified; empty for a public route."""
        authorizer = _section(_section(self.event, "requestContext"), "authorizer")
        return _section(authorizer, "claims")

    def header(self, name: str) -> str | None:
        headers = _section(self.event, "headers")
        return next((str(value) for key, value in headers.items() if key.lower() == name), None)

    @property
    def wants_fhir(self) -> bool:
        """The caller names FHIR among what it accepts. Whoever takes anything gets our own JSON."""
        ranges = (self.header("accept") or "").split(",")
        return any(part.partition(";")[0].strip().lower() == FHIR_JSON for part in ranges)

    def query(self) -> Mapping[str, str]:
        """The query parameters; one that is given twice could be read in two ways and is refused."""
        several = _section(self.event, "multiValueQueryStringParameters")
        if any(len(values) > 1 for values in several.values()):
            raise UnreadableRequestError("repeated_parameter")
        return _section(self.event, "queryStringParameters")

    def json_body(self) -> bytes:
        """The body, when it is declared as JSON and nothing else."""
        if not _JSON.fullmatch((self.header("content-type") or "").strip()):
            raise ContentTypeError
        if (self.header("content-encoding") or "identity").strip().lower() != "identity":
            raise ContentTypeError
        return self._bytes()

    def idempotency_key(self) -> str:
        key = self.header("idempotency-key")
        if not key:
            raise IdempotencyKeyMissingError
        if not _KEY.fullmatch(key):
            raise UnreadableRequestError("idempotency_key")
        return key

    def expected_version(self) -> int:
        """The version in `If-Match`, as `ETag` gave it. Raises PreconditionMissingError or UnreadableRequestError."""
        tag = self.header("if-match")
        if not tag:
            raise PreconditionMissingError
        match = _TAG.fullmatch(tag.strip())
        if match is None:
            raise UnreadableRequestError("if_match")
        return int(match[1])

    def _bytes(self) -> bytes:
        body = self.event.get("body") or ""
        try:
            if self.event.get("isBase64Encoded"):
                return base64.b64decode(body, validate=True)
            return str(body).encode("utf-8", errors="strict")
        except (binascii.Error, ValueError):
            raise UnreadableBodyError("not_utf8") from None


def _section(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = event.get(name)
    return section if isinstance(section, Mapping) else {}
