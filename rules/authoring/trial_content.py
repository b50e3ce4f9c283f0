"""Reads the tables behind the treatment history: medicines, definitions of resistance, staging.

Every entry says where it comes from; what a source does not give is left out rather than guessed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rules.authoring.problems import ContentError, Place, Problem
from rules.authoring.schema import Citation, Name, Number, Words
from rules.authoring.yaml_source import Entry, read_entries, read_mapping

type Sources = Annotated[tuple[Citation, ...], Field(min_length=1)]
type Steps = Annotated[tuple[tuple[int | None, int], ...], Field(min_length=1)]
type Doses = dict[str, Number]
type Disorder = Literal[
    "lenient",
    "usual",
    "standard",
    "strict",
    "gad",
    "panic",
    "social_anxiety",
    "ptsd",
    "ocd",
    "augmentation",
    "bipolar",
]

FOLDER = "trials"
_NOTHING = Decimal(0)


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AgentEntry(Part):
    """One medicine. Doses are mg a day; a minimum that no source gives is absent."""

    id: Name
    names: Annotated[tuple[str, ...], Field(min_length=1)]
    ingredient: Name | None = None
    near: Name | None = None
    drug_class: str = Field(alias="class")
    thase_rush: Literal["SSRI", "SNRI", "TCA", "MAOI", "other"] = Field(alias="thaseRush")
    antidepressant: bool = False
    augmentation: bool = False
    titration_weeks: Number = Field(default=_NOTHING, alias="titrationWeeks")
    minima: dict[Disorder, Number] = Field(default_factory=dict)
    weekly: Doses = Field(default_factory=dict)
    written_as: Doses = Field(default_factory=dict, alias="writtenAs")
    sources: Sources

    def document(self) -> dict[str, Any]:
        ingredient = self.ingredient or self.id
        return {
            "id": self.id,
            "names": list(self.names),
            "ingredient": ingredient,
            "near": self.near or ingredient,
            "class": self.drug_class,
            "thaseRush": self.thase_rush,
            "antidepressant": self.antidepressant,
            "augmentation": self.augmentation,
            "titrationWeeks": str(self.titration_weeks),
            "minima": {name: str(dose) for name, dose in self.minima.items()},
            "weekly": _written(self.weekly),
            "writtenAs": _written(self.written_as),
        } | _signed(self.sources)


class ProfileEntry(Part):
    """One definition of resistance. `drug_classes` and `drugs` left empty mean every antidepressant."""

    id: Name
    like: Name | None = None
    indication: Literal["depression", "bipolar", "anxiety", "ocd", "ptsd"]
    says: Words
    default: bool = False
    enabled: bool = True
    unavailable_because: Words | None = None
    needed: Number | None = None
    min_weeks: Number | None = None
    fail_cut: Number | None = None
    dose: Literal["lenient", "standard", "strict"] = "standard"
    lifetime: bool = False
    group_by: Literal["ingredient", "near_duplicates", "class"] = "ingredient"
    success: Literal["response", "remission"] = "response"
    drug_classes: tuple[str, ...] = ()
    drugs: tuple[Name, ...] = ()
    therapy: tuple[Name, ...] = ()
    therapy_only_tried: bool = False
    above_threshold: bool = False
    augmentation_counts: bool = False
    count_components: bool = False
    neurostimulation_counts: bool = False
    sources: Sources

    @model_validator(mode="after")
    def _a_reason_where_it_is_not_enabled(self) -> "ProfileEntry":
        if self.enabled is (self.unavailable_because is not None) or (self.default and not self.enabled):
            raise ValueError("a definition that is not enabled, and only that, says why; a default is enabled")
        return self

    def document(self) -> dict[str, Any]:
        plain = self.model_dump(mode="json", exclude={"like", "sources"})
        return plain | _signed(self.sources)


class MaudsleyEntry(Part):
    duration_months: Steps
    failures: Steps
    severity: dict[Name, int]
    phq9: Steps
    augmentation: int
    ect: int
    bands: Annotated[tuple[tuple[int | None, str], ...], Field(min_length=1)]


class MghEntry(Part):
    failure: Number
    augmentation: Number
    ect: Number


class StagingEntry(Part):
    maudsley: MaudsleyEntry
    mgh_s: MghEntry
    ect_sessions: dict[Literal["bilateral", "right_unilateral", "unsure"], int]
    tms_sessions: dict[Literal["standard", "unsure"], int]
    sources: Sources


def read_trials(root: Path) -> dict[str, Any]:
    """The tables as the engine indexes them. Raises ContentError naming every entry that does not fit."""
    folder, problems = root / FOLDER, list[Problem]()
    agents = read_entries(folder / "agents", root, key="id")
    profiles = _inherited(read_entries(folder / "definitions", root, key="id"), problems)
    document = {
        "agents": [entry.document() for entry in _checked(AgentEntry, agents, problems)],
        "profiles": [entry.document() for entry in _checked(ProfileEntry, profiles, problems)],
        "staging": _staging(read_mapping(folder / "staging.yaml", root), problems),
    }
    problems += _repeated(agents, "names")
    problems += _repeated(profiles, "id")
    if problems:
        raise ContentError(problems)
    return document


def _checked[T: Part](model: type[T], entries: Iterable[Entry], problems: list[Problem]) -> list[T]:
    found = []
    for entry in entries:
        try:
            found.append(model.model_validate(entry.values))
        except ValidationError as error:
            problems += _explained(entry.place, error)
    return found


def _staging(entry: Entry, problems: list[Problem]) -> dict[str, Any]:
    found = _checked(StagingEntry, [entry], problems)
    return found[0].model_dump(mode="json", exclude={"sources"}) | _signed(found[0].sources) if found else {}


def _inherited(entries: list[Entry], problems: list[Problem]) -> list[Entry]:
    """Entries with what they take over from another; being the default is never taken over."""
    values = {str(entry.values.get("id")): entry.values for entry in entries}
    problems += [
        Problem(entry.place, f"is like `{entry.values['like']}`, which is not defined")
        for entry in entries
        if "like" in entry.values and entry.values["like"] not in values
    ]
    return [
        Entry(entry.place, {**values.get(entry.values.get("like", ""), {}), "default": False, **entry.values})
        for entry in entries
    ]


def _repeated(entries: Iterable[Entry], key: str) -> list[Problem]:
    """A name that two entries claim, whatever the case it is written in."""
    claims = [(name.casefold(), entry.place) for entry in entries for name in _listed(entry.values.get(key, []))]
    counts = Counter(name for name, _ in claims)
    return [Problem(place, f"`{name}` is claimed twice") for name, place in claims if counts[name] > 1]


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(part) for part in value]


def _explained(place: Place, error: ValidationError) -> list[Problem]:
    return [
        Problem(place, f"{'.'.join(map(str, part['loc']))}: {part['msg']}".removeprefix(": "))
        for part in error.errors(include_url=False, include_context=False)
    ]


def _written(doses: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: str(dose) for name, dose in doses.items()}


def _signed(sources: Iterable[Citation]) -> dict[str, Any]:
    cited = tuple(sources)
    return {
        "sources": [part.model_dump(mode="json", exclude_none=True, exclude_defaults=True) for part in cited],
        "needsSignOff": any(part.needs_sign_off for part in cited),
    }
