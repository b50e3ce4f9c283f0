"""What is stored and what has come out, without the times at which it happened and how often it was told.

Two runs that did the same leave the same truth, whatever went wrong on the way of one of them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from functions.service.access import Access

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.faults.premises import Premises

# Of each kind of item, what must be the same.
_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "SCREENING": ("disposition", "contact", "phase", "case_id"),
    "CASE": ("status", "round", "version", "screening_count", "contact", "disposition", "escalated_to"),
    "AUDIT": ("action", "case_move", "level"),
    "DRAFT": ("revision",),
    "REQUEST": ("state",),
    "SEAL": ("seq",),
    "CHAIN": ("seq",),
}
_READS: Final = frozenset(access.value for access in Access)
# Who asks a second time makes a second link: requests are named by chance, and so is the screening of their answers.
_BY_CHANCE: Final = frozenset({"INFORMATION", "SCREENING"})


def truth(made: Premises) -> Counter[tuple[str, ...]]:
    """Every item that may be there, how often it is there."""
    told = Counter(_told(item) for item in made.items(""))
    # A read that was tried twice is recorded twice; all the others are there exactly so often.
    return Counter({what: 1 if what[-1] == "read" else number for what, number in told.items()})


def outside(made: Premises) -> dict[str, set[str]]:
    """What came out of each channel, at least once."""
    return {
        channel: {str(each.get("detail-type", each.get("level"))) + _who(each) for each in made.arrived(channel)}
        for channel in ("bus", "contact", "on-call")
    }


def holes(made: Premises) -> list[str]:
    """What must not be at any moment: half of a write, or a record that does not verify."""
    stored = {item["pk"].rpartition("#")[2] for item in made.items("SCREENING") if item.get("case_id")}
    named = Counter(each for case in made.items("CASE") for each in case["screening_ids"])
    return [
        *(f"a screening in {number} cases" for each, number in named.items() if number != 1 or each not in stored),
        *("a screening of no case" for each in stored - named.keys()),
        *(finding.fault.value for finding in made.report().findings),
    ]


def _told(item: Mapping[str, Any]) -> tuple[str, ...]:
    kind, *more = item["sk"].split("#")
    owner = item["pk"].split("#")[2]
    named = owner if owner in _BY_CHANCE else item["pk"]
    if kind in {"OUTBOX", "ALERT"}:
        return named, kind, *more[:2], "waits" if "due_pk" in item else "told"
    told = tuple(str(item.get(name)) for name in _TOLD.get(kind, ()))
    return (named, kind, *told, "read") if item.get("action") in _READS else (named, kind, *told)


def _who(message: Mapping[str, Any]) -> str:
    told = message.get("detail", message)
    return f" {told['caseId']} {told['contact']}"
