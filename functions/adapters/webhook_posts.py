"""Sends a webhook: signed by Standard Webhooks, to an address that was checked, without following anything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from functions.adapters.web_targets import Lookup, Target, TargetRefusedError, looked_up, target

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from urllib3 import HTTPConnectionPool

    from functions.service.webhooks import Endpoint, Happening

_CONNECT_SECONDS: Final = 3.0
_READ_SECONDS: Final = 10.0


class WebhookPosts:
    """Posts to endpoints of clinics. The secret of each is asked for when it is needed."""

    def __init__(
        self, secret_of: Callable[[str, str], str], *, only_public: bool, lookup: Lookup = looked_up
    ) -> None:
        self._secret_of = secret_of
        self._only_public = only_public
        self._lookup = lookup

    def post(self, endpoint: Endpoint, happening: Happening, at: datetime) -> int | None:
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 - imported with the SDK, late

        secret = self._secret_of(endpoint.clinic, endpoint.id)
        body = json.dumps(happening.body(), separators=(",", ":"))
        try:
            to = target(endpoint.url, only_public=self._only_public, lookup=self._lookup)
            with _pool(to) as pool:
                reply = pool.urlopen(
                    "POST",
                    to.path,
                    body=body.encode(),
                    headers={"Host": _host(to), **_headers(secret, happening, at, body)},
                    redirect=False,
                    assert_same_host=False,
                    preload_content=False,
                )
                status = reply.status
                # What an endpoint answers beside its status is nobody's business, and may be endless.
                reply.close()
        except (HTTPError, OSError, TargetRefusedError):
            return None
        return status


def _headers(secret: str, happening: Happening, at: datetime, body: str) -> dict[str, str]:
    from standardwebhooks.webhooks import Webhook  # noqa: PLC0415 - only where something is sent

    return {
        "Content-Type": "application/json",
        "User-Agent": "ketascreen-webhooks",
        "webhook-id": happening.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(happening.id, at, body),
    }


def _host(to: Target) -> str:
    return to.host if to.port in {80, 443} else f"{to.host}:{to.port}"


def _pool(to: Target) -> HTTPConnectionPool:
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout  # noqa: PLC0415 - see above

    timeout = Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS)
    if to.scheme == "http":
        return HTTPConnectionPool(to.address, to.port, timeout=timeout, retries=False)
    return HTTPSConnectionPool(
        to.address,
        to.port,
        timeout=timeout,
        retries=False,
        # The certificate is the name's, whatever number is connected to.
        assert_hostname=to.host,
        server_hostname=to.host,
    )
