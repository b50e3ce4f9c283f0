"""The names a condition may use, each with its type: facts, derived facts, parameters, rows of groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rules.authoring.schema import Column, Derived, Item, Parameter
from rules.engine.dates import PERIODS
from rules.engine.provided import IN_UNITED_STATES, LIST_FACTS, SITE_PROFILES, SUBMITTED_ON


@dataclass(frozen=True, slots=True)
class FactType:
    """The kind of a fact, the unit of a quantity, the options of a choice, the columns of a group."""

    kind: str
    unit: str | None = None
    options: frozenset[str] = frozenset()
    columns: Mapping[str, "FactType"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParameterType:
    """The unit of a clinical number; a period is a length of time."""

    unit: str
    period: bool


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything that has been declared, by name."""

    facts: Mapping[str, FactType]
    parameters: Mapping[str, ParameterType]

    def within(self, group: str) -> "Declarations":
        """What a condition on the rows of a group may use: their columns and the parameters."""
        return Declarations(self.facts[group].columns, self.parameters)


def declare(items: Sequence[Item], derived: Mapping[str, FactType], parameters: Sequence[Parameter]) -> Declarations:
    """Declarations of the questionnaire's facts, the engine's own, and the derived ones found so far."""
    facts = {item.fact: _of_item(item) for item in items}
    facts |= {SUBMITTED_ON: FactType("date"), IN_UNITED_STATES: FactType("yes_no")}
    facts |= {name: FactType("list") for name in (*LIST_FACTS, SITE_PROFILES)}
    return Declarations({**facts, **derived}, {p.id: ParameterType(p.unit, p.unit in PERIODS) for p in parameters})


def of_derived(derived: Derived) -> FactType:
    """A condition makes a yes/no fact; a computation says itself what it makes."""
    if derived.when is not None:
        return FactType("yes_no")
    columns = {part.fact: FactType(part.kind, part.unit, frozenset(part.options)) for part in derived.fields}
    return FactType(derived.kind, derived.unit, frozenset(derived.options), columns)


def _of_item(item: Item | Column) -> FactType:
    columns = {part.fact: _of_item(part) for part in item.fields} if isinstance(item, Item) else {}
    options = frozenset(option.value for option in item.options)
    return FactType(item.kind, unit=item.unit, options=options, columns=columns)
