"""What the questionnaire declares about each item: the fact it feeds and how its answer is to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self

from rules.engine.terms import Phase
from rules.engine.units import factor
from rules.engine.values import Number


@dataclass(frozen=True, slots=True)
class Item:
    """One question, or one field of a repeating group; computed facts are described alike.

    `factors` maps each allowed unit to the canonical one; `assume_unit` says that a bare number is in the
    canonical unit, `comparators` that a laboratory may report a bound such as `<0.01`; `own_words`
    that a person tells something, which is read however long it is; `plausible` holds the bounds
    outside which a number is kept but reported; `by_clinic` marks what only the clinic can give.
    """

    link_id: str
    fact: str
    kind: str
    options: frozenset[str] = frozenset()
    unit: str | None = None
    factors: Mapping[str, Decimal] = field(default_factory=dict)
    assume_unit: bool = False
    comparators: bool = False
    own_words: bool = False
    plausible: tuple[Number, Number] | None = None
    future: bool = False
    fields: tuple["Item", ...] = ()
    phases: frozenset[Phase] = frozenset(Phase)
    by_clinic: bool = False
    enabled_when: Any = None
    row: tuple[str, ...] = ()
    notes: tuple[tuple[str, str, str], ...] = ()
    """Of a computed group: the columns a row is known by, and what is said besides: column, value, words."""

    @classmethod
    def from_json(cls, document: Mapping[str, Any], numbers: Mapping[str, Number]) -> Self:
        """An item as the released questionnaire holds it; its bounds are named parameters."""
        unit = document.get("unit")
        bounds = document.get("plausible")
        return cls(
            link_id=document["linkId"],
            fact=document["fact"],
            kind=document["kind"],
            options=frozenset(option["value"] for option in document.get("options", ())),
            unit=unit,
            factors=_factors(document.get("units", ()), unit),
            assume_unit=document.get("assumeUnit", False),
            comparators=document.get("comparators", False),
            own_words=document.get("ownWords", False),
            plausible=None if bounds is None else (numbers[bounds[0]], numbers[bounds[1]]),
            future=document.get("future", False),
            fields=tuple(cls.from_json(part, numbers) for part in document.get("fields", ())),
            phases=frozenset(Phase(phase) for phase in document.get("phases", Phase)),
            by_clinic=document.get("answeredBy") == "clinic",
            enabled_when=document.get("enabledWhen"),
            row=tuple(document.get("row", ())),
            notes=tuple((note["fact"], note["is"], note["says"]) for note in document.get("notes", ())),
        )


def _factors(units: Any, canonical: str | None) -> Mapping[str, Decimal]:
    known = {} if canonical is None else {unit: factor(unit, canonical) for unit in units}
    return {unit: scale for unit, scale in known.items() if scale is not None}
