"""The form of content entries. Words a clinician reads are required: a rule without them is not a rule."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from rules.engine.terms import Contact, CrisisKind, IfUnknown, NeededBy, Phase, Route, Severity, WaitingOn

type Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
type RuleId = Annotated[str, Field(pattern=r"^[a-z]+(\.[a-z0-9_]+)+$")]
type PlainKind = Literal["yes_no", "choice", "multi_choice", "date", "quantity", "text"]
type Words = Annotated[str, Field(min_length=3)]
type Number = Annotated[
    Decimal, BeforeValidator(lambda value: str(value) if isinstance(value, int | float) else value)
]


class Strength(StrEnum):
    """How strong a source is; `default` is a value of ours that a clinician still has to sign off."""

    LABEL = "label"
    GUIDELINE = "guideline"
    EXPERT = "expert"
    TRIAL = "trial"
    RESEARCH = "research"
    DEFAULT = "default"


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(Entry):
    """A source with its strength. `unverified` marks what was stated from general knowledge."""

    key: str | None = None
    strength: Strength
    note: str | None = None
    unverified: bool = False

    @property
    def needs_sign_off(self) -> bool:
        return self.unverified or self.strength is Strength.DEFAULT

    @model_validator(mode="after")
    def _named_unless_ours(self) -> Self:
        if self.key is None and self.strength is not Strength.DEFAULT:
            raise ValueError("a source of this strength needs its key")
        return self


class Source(Entry):
    key: str
    title: Words
    read_in: Words
    status: Literal["verified", "secondary", "abstract"]


class Parameter(Entry):
    """A clinical number: the only place it is written."""

    id: Name
    value: Number
    unit: Annotated[str, Field(min_length=1)]
    safer: Literal["lower", "higher", "neither"]
    effective: date
    says: Words
    sources: Annotated[tuple[Citation, ...], Field(min_length=1)]


class Anchor(Entry):
    """What a number of a rating stands for, so that a form can offer words instead of a number."""

    value: int
    label: Words


class Code(Entry):
    system: Literal["LOINC", "ICD-10-CM", "SNOMED CT"]
    code: str
    certainty: Literal["verified", "well_known"]


class Option(Entry):
    value: Name
    label: Words
    codes: tuple[Code, ...] = ()


class Column(Entry):
    """A question of a repeating group's row; `fact` is its name inside conditions."""

    link_id: Name = Field(alias="linkId")
    fact: Name
    kind: PlainKind
    ask: Words
    says: Words
    options: tuple[Option, ...] = ()
    unit: str | None = None
    units: tuple[str, ...] = ()
    assume_unit: bool = Field(default=False, alias="assumeUnit")
    plausible: tuple[Name, Name] | None = None
    future: bool = False


class Item(Entry):
    """One question, the fact it feeds, and how its answer is read."""

    link_id: Annotated[str, Field(alias="linkId", pattern=r"^[a-z]+(\.[a-z0-9_]+)+$")]
    fact: Name
    kind: Literal["yes_no", "choice", "multi_choice", "date", "quantity", "text", "group"]
    ask: Words
    says: Words
    help: str | None = None
    answered_by: Literal["patient", "clinic"] = Field(default="patient", alias="answeredBy")
    required: bool = True
    slot: bool = False
    options: tuple[Option, ...] = ()
    unit: str | None = None
    units: tuple[str, ...] = ()
    assume_unit: bool = Field(default=False, alias="assumeUnit")
    comparators: bool = False
    own_words: bool = Field(default=False, alias="ownWords")
    plausible: tuple[Name, Name] | None = None
    future: bool = False
    anchors: tuple[Anchor, ...] = ()
    fields: tuple[Column, ...] = ()
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)] = (Phase.INTAKE,)
    enabled_when: str | None = Field(default=None, alias="enabledWhen")
    codes: tuple[Code, ...] = ()

    @property
    def parts(self) -> "tuple[Item | Column, ...]":
        """The item and, for a repeating group, its columns."""
        return (self, *self.fields)


class DerivedColumn(Entry):
    """A field of a computed group; `fact` is its name inside conditions."""

    fact: Name
    kind: PlainKind
    says: Words
    unit: str | None = None
    options: tuple[Name, ...] = ()


class RowNote(Entry):
    """Words that are added to a row where a column says this."""

    fact: Name
    value: str = Field(alias="is")
    says: Words


class Derived(Entry):
    """A fact computed from others: by a condition, or by a named computation.

    `given` tells a computation that interprets answers which entry of its knowledge to use. `row` names the columns
    by which a practitioner knows a row of a group, the first before the others; `notes` what is worth saying besides.
    """

    id: Name
    says: Words
    when: str | None = None
    function: str | None = None
    given: str | None = None
    of: tuple[str, ...] = ()
    kind: PlainKind | Literal["group"] = "quantity"
    unit: str | None = None
    options: tuple[Name, ...] = ()
    fields: tuple[DerivedColumn, ...] = ()
    row: tuple[Name, ...] = ()
    notes: tuple[RowNote, ...] = ()

    @property
    def parts(self) -> "tuple[Derived | DerivedColumn, ...]":
        """The fact and, for a group, its columns."""
        return (self, *self.fields)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.when is None) == (self.function is None):
            raise ValueError("give either `when` or `function`")
        return self


class Clause(Entry):
    when: Words
    severity: Severity | dict[Route, Severity]
    if_unknown_counts_as: Literal[Severity.MISSING, Severity.CAUTION] = Severity.MISSING
    needed_by: NeededBy | None = None
    waiting_on: WaitingOn | None = None
    contact: Contact | None = None

    def by_route(self) -> dict[Route, Severity]:
        return self.severity if isinstance(self.severity, dict) else dict.fromkeys(Route, self.severity)


class Rule(Entry):
    """One clinical statement."""

    id: RuleId
    title: Words
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]
    if_unknown: IfUnknown
    not_possible_because: Words | None = None
    needed_by: NeededBy
    waiting_on: WaitingOn
    declining_counts: bool | None = None
    crisis: CrisisKind | None = None
    shows: Words
    clears: Words
    sources: Annotated[tuple[Citation, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _reason_where_unknown_is_not_possible(self) -> Self:
        if (self.if_unknown is IfUnknown.NOT_POSSIBLE) != (self.not_possible_because is not None):
            raise ValueError("`not_possible` and only that needs `not_possible_because`")
        return self


class Header(Entry):
    """What the rule set is called and what it still lacks."""

    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    questionnaire: Words
    incomplete: tuple[RuleId, ...] = ()
    retired: tuple[RuleId, ...] = ()
