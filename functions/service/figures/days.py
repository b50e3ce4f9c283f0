"""The figures of one clinic and day, and of several days together. Numbers and rule ids only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import add
from typing import Any, NamedTuple, Self, cast

from functions.service.casework.waits import Milestone
from functions.service.documents import JSON
from rules.engine.terms import Contact

type Waits = Mapping[Milestone, Mapping[Contact, tuple[int, ...]]]


class RuleFigures(NamedTuple):
    """What one rule did. Of forms: evaluated, fired, unknown, at fault. Of decisions: stood open, was overridden."""

    screened: int = 0
    fired: int = 0
    unknown: int = 0
    faults: int = 0
    decided: int = 0
    overridden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What happened in a clinic.

    `forms` are whole forms received, `decisions` those that closed a case. `waits` are seconds, by milestone and by
    the contact that was asked for, in ascending order. `uncounted` entries could not be read and are in no number.
    """

    forms: int = 0
    decisions: int = 0
    uncounted: int = 0
    waits: Waits = field(default_factory=dict)
    rules: Mapping[str, RuleFigures] = field(default_factory=dict)

    def to_json(self) -> dict[str, JSON]:
        return {
            "forms": self.forms,
            "decisions": self.decisions,
            "uncounted": self.uncounted,
            "waits": {
                step.value: {contact.value: list(seconds) for contact, seconds in by_contact.items()}
                for step, by_contact in self.waits.items()
            },
            "rules": {rule: list(figures) for rule, figures in self.rules.items()},
        }

    @classmethod
    def from_json(cls, document: JSON) -> Self:
        """Raises KeyError, TypeError, ValueError or AttributeError for a document that cannot be read."""
        kept = cast("Mapping[str, Any]", document)
        return cls(
            forms=kept["forms"],
            decisions=kept["decisions"],
            uncounted=kept["uncounted"],
            waits={
                Milestone(step): {Contact(contact): tuple(seconds) for contact, seconds in by_contact.items()}
                for step, by_contact in kept["waits"].items()
            },
            rules={rule: RuleFigures(*figures) for rule, figures in kept["rules"].items()},
        )


def together(parts: Iterable[Figures]) -> Figures:
    """Order does not matter, and parts may be put together in any groups."""
    all_parts = list(parts)
    return Figures(
        forms=sum(part.forms for part in all_parts),
        decisions=sum(part.decisions for part in all_parts),
        uncounted=sum(part.uncounted for part in all_parts),
        waits=_waits(part.waits for part in all_parts),
        rules=_rules(part.rules for part in all_parts),
    )


def _waits(parts: Iterable[Waits]) -> Waits:
    found: dict[Milestone, dict[Contact, list[int]]] = {}
    for part in parts:
        for step, by_contact in part.items():
            for contact, seconds in by_contact.items():
                found.setdefault(step, {}).setdefault(contact, []).extend(seconds)
    return {
        step: {contact: tuple(sorted(found[step][contact])) for contact in Contact if contact in found[step]}
        for step in Milestone
        if step in found
    }


def _rules(parts: Iterable[Mapping[str, RuleFigures]]) -> Mapping[str, RuleFigures]:
    """A year of days has some eighty thousand of them, so they are added up column by column."""
    found: dict[str, list[int]] = {}
    for part in parts:
        for rule, figures in part.items():
            found[rule] = list(map(add, found[rule], figures)) if rule in found else [int(each) for each in figures]
    return {rule: RuleFigures(*found[rule]) for rule in sorted(found)}
