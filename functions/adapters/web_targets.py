"""Where a webhook may go: over https, to an address of the public internet, and nowhere inside.

A name is looked up once and the connection goes to exactly the address that was checked, so that a name which
answers differently the second time leads nowhere else.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

_PORTS: Final = {"https": 443, "http": 80}
# Addresses of the old internet in the clothes of the new one (NAT64): which one is behind it is not our decision.
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")

type Lookup = Callable[[str, int], Sequence[str]]


class TargetRefusedError(Exception):
    """Nothing is sent to this address; says why, without the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A checked address: the name it is known by, the number that is connected to."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def looked_up(host: str, port: int) -> Sequence[str]:
    """All addresses of a name. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def target(url: str, *, only_public: bool = True, lookup: Lookup = looked_up) -> Target:
    """Raises TargetRefusedError."""
    scheme, host, port, path = _parts(url, only_public=only_public)
    try:
        addresses = lookup(host, port)
    except (OSError, UnicodeError):
        raise TargetRefusedError("the name is not known") from None
    if not addresses:
        raise TargetRefusedError("the name is not known")
    if only_public and not all(_is_public(address) for address in addresses):
        raise TargetRefusedError("not an address of the public internet")
    return Target(scheme=scheme, host=host, port=port, path=path, address=addresses[0])


def _parts(url: str, *, only_public: bool) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise TargetRefusedError("not an address") from None
    if parts.scheme not in _PORTS or (only_public and parts.scheme != "https"):
        raise TargetRefusedError("https only")
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise TargetRefusedError("an address without names, passwords and fragments")
    if any(not 32 < ord(character) < 127 for character in url):  # noqa: PLR2004 - printable ASCII
        raise TargetRefusedError("not an address")
    if only_public and port not in {None, 443}:
        raise TargetRefusedError("port 443 only")
    path = parts.path or "/"
    return parts.scheme, host, port or _PORTS[parts.scheme], f"{path}?{parts.query}" if parts.query else path


def _is_public(address: str) -> bool:
    """Also looks into an IPv4 address that is written as IPv6."""
    found = ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if getattr(found, "teredo", None) or (found.version == _TRANSLATED.version and found in _TRANSLATED):
        return False
    return bool(found.is_global and not found.is_multicast and (inner is None or inner.is_global))
