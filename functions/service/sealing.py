"""Links audit entries into a keyed hash chain. Must not know where entries, seals and anchors are kept.

A chain belongs to one case, to one screening without a case, or to one day of a clinic's list reads. It states the
order in which entries were sealed; the time at which something happened stands in the entry itself.
"""

import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Final, Protocol

from functions.service.errors import StoreBusyError

_SEPARATOR: Final = "\x1f"
# A transaction takes 100 actions; a smaller one meets fewer rivals.
_MOST_AT_ONCE: Final = 25
_MOST_ATTEMPTS: Final = 5


class AlreadySealedError(Exception):
    """Entries of an append that are part of the chain already. Nothing was written."""

    def __init__(self, entries: Iterable[str]) -> None:
        super().__init__("already sealed")
        self.entries = frozenset(entries)


class HeadMovedError(Exception):
    """Somebody else sealed in between. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal of a chain: how many there are, and its code, which depends on all before it."""

    seq: int
    mac: str


EMPTY: Final = Head(0, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One entry's place in its chain. `covers` is the digest of everything that is stored of the entry."""

    seq: int
    entry: str
    covers: str
    previous: str
    sealed_at: str
    mac: str

    @property
    def head(self) -> Head:
        return Head(self.seq, self.mac)


class Sealer:
    """Makes and checks seals. Its key is held by nobody who writes entries."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def link(self, chain: str, head: Head, entry: str, covers: str, sealed_at: str) -> Seal:
        """The seal that follows the head."""
        seq = head.seq + 1
        mac = self._mac(chain, str(seq), head.mac, entry, covers, sealed_at)
        return Seal(seq=seq, entry=entry, covers=covers, previous=head.mac, sealed_at=sealed_at, mac=mac)

    def made(self, chain: str, seal: Seal) -> bool:
        """Whether this seal was made with our key, for this chain, in this place."""
        mac = self._mac(chain, str(seal.seq), seal.previous, seal.entry, seal.covers, seal.sealed_at)
        return hmac.compare_digest(mac, seal.mac)

    def _mac(self, *parts: str) -> str:
        # INVARIANT: chains, entries, digests and times are made of ids and times and never hold the separator.
        return hmac.digest(self._key, _SEPARATOR.join(("seal", *parts)).encode(), "sha256").hex()


class ChainStore(Protocol):
    """Where entries and their chains are kept."""

    def head(self, chain: str) -> Head:
        """The head as it is now; EMPTY for a chain without seals."""

    def covered(self, chain: str, entry: str) -> str | None:
        """The digest of everything that is stored of the entry, or nothing when there is no such entry."""

    def append(self, chain: str, head: Head, seals: Sequence[Seal]) -> None:
        """Stores all of the seals and the new head, or nothing.

        Raises HeadMovedError when the head is not this one, AlreadySealedError when an entry has a seal,
        StoreBusyError when it may succeed shortly, StoreUnavailableError otherwise.
        """


class Anchors(Protocol):
    """Keeps heads where whoever can write the table cannot reach."""

    def keep(self, chain: str, head: Head, at: datetime) -> None:
        """Keeps this head for good; one that is kept already stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """What sealing works with."""

    store: ChainStore
    anchors: Anchors
    sealer: Callable[[], Sealer]
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What came of it: how many seals were made, how many announced entries are not there."""

    made: int = 0
    missing: int = 0


def seal(chain: str, entries: Sequence[str], work: Sealing) -> Sealed:
    """Seals these entries once each, however often they are announced, and anchors the head.

    Raises StoreBusyError or StoreUnavailableError; whatever was sealed by then stays sealed.
    """
    made = missing = 0
    for some in batched(dict.fromkeys(entries), _MOST_AT_ONCE, strict=False):
        done = _seal_some(chain, some, work)
        made, missing = made + done.made, missing + done.missing
    # Also when nothing was new: the attempt that sealed these may have died before it could anchor.
    head = work.store.head(chain)
    if head != EMPTY:
        work.anchors.keep(chain, head, work.clock())
    return Sealed(made, missing)


def _seal_some(chain: str, entries: Sequence[str], work: Sealing) -> Sealed:
    waiting = tuple(entries)
    for _ in range(_MOST_ATTEMPTS):
        head = work.store.head(chain)
        seals, missing = _linked(chain, head, waiting, work)
        try:
            if seals:
                work.store.append(chain, head, seals)
        except AlreadySealedError as known:
            waiting = tuple(entry for entry in waiting if entry not in known.entries)
        except (HeadMovedError, StoreBusyError):
            # A lost reply looks the same: the next attempt finds its own seals.
            continue
        else:
            return Sealed(len(seals), missing)
    raise StoreBusyError


def _linked(chain: str, head: Head, entries: Sequence[str], work: Sealing) -> tuple[Sequence[Seal], int]:
    sealer, at = work.sealer(), work.clock().isoformat()
    seals: list[Seal] = []
    for entry in entries:
        covers = work.store.covered(chain, entry)
        if covers is not None:
            seals.append(sealer.link(chain, seals[-1].head if seals else head, entry, covers, at))
    return seals, len(entries) - len(seals)
