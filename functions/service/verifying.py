"""Tells whether a chain of audit entries still says what it said when it was sealed. Reads nothing by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from functions.service.sealing import EMPTY, Head, Seal, Sealer

# The stream takes seconds and the sweep a quarter of an hour; after this long an unsealed entry needs an explanation.
SEALED_WITHIN: Final = timedelta(hours=1)


class Fault(StrEnum):
    """What can be wrong with a chain."""

    EDITED = "edited"
    REMOVED = "removed"
    NOT_SEALED = "not_sealed"
    SEAL_CHANGED = "seal_changed"
    SEAL_MISSING = "seal_missing"
    SEAL_DOUBLED = "seal_doubled"
    HEAD_CHANGED = "head_changed"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    CONTENT_CHANGED = "content_changed"
    NOT_RECORDED = "not_recorded"


MEANING: Final[Mapping[Fault, str]] = {
    Fault.EDITED: "the entry is not as it was when it was sealed",
    Fault.REMOVED: "the entry was sealed and is not there",
    Fault.NOT_SEALED: "the entry has no seal although it is old: inserted by hand, or missed by the sealing function",
    Fault.SEAL_CHANGED: "the seal was not made with our key for this place: altered, moved or forged",
    Fault.SEAL_MISSING: "a number is missing between seals",
    Fault.SEAL_DOUBLED: "a number is there twice",
    Fault.HEAD_CHANGED: "the head does not name the last seal",
    Fault.TRUNCATED: "the anchor outside the table knows more seals than there are",
    Fault.REWRITTEN: "the anchor outside the table knows another seal of this number",
    Fault.CONTENT_CHANGED: "what the entry covers is not as it was when the entry was written",
    Fault.NOT_RECORDED: "a stored screening without an audit entry",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where: the name of an entry, the number of a seal, or the id of a screening."""

    fault: Fault
    chain: str
    where: str


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Everything that is kept of one chain. Entries are given by name with the digest of what is stored of them."""

    name: str
    entries: Mapping[str, str]
    seals: Sequence[Seal]
    head: Head = EMPTY
    anchors: Sequence[Head] = ()

    @cached_property
    def in_order(self) -> Sequence[Seal]:
        return sorted(self.seals, key=lambda seal: seal.seq)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is wrong, and what cannot be told yet: entries without a seal, and seals after the last anchor."""

    chain: str
    sealed: int
    findings: tuple[Finding, ...]
    unsealed: tuple[str, ...]
    unanchored: int


def verify(chain: Chain, sealer: Sealer, now: datetime) -> Verdict:
    sealed = {seal.entry for seal in chain.seals}
    unsealed = sorted(name for name in chain.entries if name not in sealed)
    late = [name for name in unsealed if _is_late(name, now)]
    found = [
        *_broken_links(chain, sealer),
        *_broken_entries(chain),
        *_broken_end(chain),
        *((Fault.NOT_SEALED, name) for name in late),
    ]
    last_anchor = max((anchor.seq for anchor in chain.anchors), default=0)
    return Verdict(
        chain=chain.name,
        sealed=len(chain.seals),
        findings=tuple(Finding(fault, chain.name, where) for fault, where in found),
        unsealed=tuple(name for name in unsealed if name not in late),
        unanchored=max(len(chain.seals) - last_anchor, 0),
    )


type _Found = Iterator[tuple[Fault, str]]


def _broken_links(chain: Chain, sealer: Sealer) -> _Found:
    before = EMPTY
    for seal in chain.in_order:
        if seal.seq == before.seq:
            yield Fault.SEAL_DOUBLED, str(seal.seq)
        elif seal.seq != before.seq + 1:
            yield Fault.SEAL_MISSING, str(before.seq + 1)
        elif seal.previous != before.mac:
            yield Fault.SEAL_CHANGED, str(seal.seq)
        if not sealer.made(chain.name, seal):
            yield Fault.SEAL_CHANGED, str(seal.seq)
        before = seal.head


def _broken_entries(chain: Chain) -> _Found:
    for seal in chain.in_order:
        covers = chain.entries.get(seal.entry)
        if covers is None:
            yield Fault.REMOVED, seal.entry
        elif covers != seal.covers:
            yield Fault.EDITED, seal.entry


def _broken_end(chain: Chain) -> _Found:
    last = chain.in_order[-1].head if chain.seals else EMPTY
    if chain.head != last:
        yield Fault.HEAD_CHANGED, str(chain.head.seq)
    known = {seal.seq: seal.mac for seal in chain.seals}
    for anchor in sorted(chain.anchors, key=lambda head: head.seq):
        if anchor.seq not in known:
            yield Fault.TRUNCATED, str(anchor.seq)
        elif known[anchor.seq] != anchor.mac:
            yield Fault.REWRITTEN, str(anchor.seq)


def _is_late(entry: str, now: datetime) -> bool:
    """An entry's name begins with its time; one that does not was not made by us and is never just young."""
    try:
        at = datetime.fromisoformat(entry.partition("#")[0])
    except ValueError:
        return True
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return not now - SEALED_WITHIN <= at <= now + SEALED_WITHIN
