"""Chains and anchors as dictionaries, with places where a test can make something happen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from functions.service.sealing import EMPTY, AlreadySealedError, Head, HeadMovedError, Seal, Sealer, Sealing
from functions.service.verifying import Chain, Verdict, verify

SEALER = Sealer(b"a sealing key that only tests use, 32+")
NOW = datetime(2026, 4, 20, 17, 0, tzinfo=UTC)
CHAIN = "CLINIC#democlinic#CASE#0123"


def nothing() -> None:
    """What happens unless a test says otherwise."""


def content(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@dataclass
class MemoryChains:
    """As ChainStore promises. The hooks run where a process can be killed and where a rival can slip in."""

    entries: dict[str, dict[str, str]] = field(default_factory=dict)
    seals: dict[str, list[Seal]] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    anchors: dict[str, list[Head]] = field(default_factory=dict)
    before_append: Callable[[], None] = nothing
    after_append: Callable[[], None] = nothing
    before_anchor: Callable[[], None] = nothing

    def write(self, name: str, text: str = "", chain: str = CHAIN) -> None:
        self.entries.setdefault(chain, {})[name] = content(text or name)

    def head(self, chain: str) -> Head:
        return self.heads.get(chain, EMPTY)

    def covered(self, chain: str, entry: str) -> str | None:
        return self.entries.get(chain, {}).get(entry)

    def append(self, chain: str, head: Head, seals: Sequence[Seal]) -> None:
        self.before_append()
        sealed = {seal.entry for seal in self.seals.get(chain, ())}
        known = [seal.entry for seal in seals if seal.entry in sealed]
        if known:
            raise AlreadySealedError(known)
        if self.head(chain) != head:
            raise HeadMovedError
        self.seals.setdefault(chain, []).extend(seals)
        self.heads[chain] = seals[-1].head
        self.after_append()

    def keep(self, chain: str, head: Head, at: datetime) -> None:
        del at
        self.before_anchor()
        kept = self.anchors.setdefault(chain, [])
        if head not in kept:
            kept.append(head)

    def sealing(self) -> Sealing:
        return Sealing(store=self, anchors=self, sealer=lambda: SEALER, clock=lambda: NOW)

    def chain(self, name: str = CHAIN) -> Chain:
        return Chain(
            name=name,
            entries=dict(self.entries.get(name, {})),
            seals=tuple(self.seals.get(name, ())),
            head=self.head(name),
            anchors=tuple(self.anchors.get(name, ())),
        )

    def verdict(self, now: datetime = NOW, name: str = CHAIN) -> Verdict:
        return verify(self.chain(name), SEALER, now)
