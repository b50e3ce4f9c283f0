"""The form of an instrument's entry: items numbered from 1 as on paper, ranges with both ends included."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rules.authoring.schema import Citation, Entry, Name, Words

type ItemNumber = Annotated[int, Field(ge=1)]
type Span = tuple[int, int]
type Loinc = Annotated[str, Field(pattern=r"^\d{4,6}-\d$")]


class ItemPoints(Entry):
    """The points that the items from `first` to `last` can have."""

    first: ItemNumber
    last: ItemNumber
    values: Annotated[tuple[int, ...], Field(min_length=2)]


class GateEntry(Entry):
    """Items that are skipped once those of `on` reach no more than `at_most` points."""

    on: tuple[ItemNumber, ...]
    at_most: int
    closes: tuple[ItemNumber, ...]
    unanswered_reads: int | None = None


class CriterionEntry(Entry):
    """How many items must reach `at` points; `except_at` gives single items a number of their own."""

    items: Annotated[tuple[ItemNumber, ...], Field(min_length=1)]
    at: int
    except_at: dict[ItemNumber, int] = Field(default_factory=dict)
    at_least: int | None = None
    at_most: int | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("give `at_least` or `at_most`")
        return self


class LevelEntry(Entry):
    """A level, reached when all criteria of any one alternative hold."""

    name: Name
    any: Annotated[tuple[tuple[CriterionEntry, ...], ...], Field(min_length=1)]


class ReadingEntry(Entry):
    """One way to read the score, with its sources."""

    id: Name
    says: Words
    bands: dict[Name, Span] = Field(default_factory=dict)
    levels: tuple[LevelEntry, ...] = ()
    otherwise: Name = "negative"
    every_item: bool = False
    sources: Annotated[tuple[Citation, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.bands) == bool(self.levels):
            raise ValueError("give either `bands` or `levels`")
        return self


class Licence(Entry):
    """Whether the wording of the items may be shipped, and why."""

    text: Literal["free", "with_credit", "official_only", "score_entry"]
    says: Words


class Codes(Entry):
    """LOINC codes that were verified: the panel, the total, the items in their order."""

    panel: Loinc | None = None
    total: Loinc | None = None
    items: tuple[Loinc, ...] = ()


class AnswerCodes(Entry):
    """Coded answers and the points they stand for."""

    items: Annotated[tuple[ItemNumber, ...], Field(min_length=1)]
    points: dict[Annotated[str, Field(pattern=r"^LA\d+-\d$")], int]


class InstrumentEntry(Entry):
    """A validated instrument. Without `points` only its total is entered; without `total` it has none."""

    id: Name
    title: Words
    rater: Literal["patient", "clinician"]
    points: tuple[ItemPoints, ...] = ()
    reversed: tuple[ItemNumber, ...] = ()
    unscored: tuple[ItemNumber, ...] = ()
    domains: tuple[tuple[ItemNumber, ...], ...] = ()
    alternatives: tuple[tuple[ItemNumber, ...], ...] = ()
    gates: tuple[GateEntry, ...] = ()
    total: Span | None = None
    readings: Annotated[tuple[ReadingEntry, ...], Field(min_length=1)]
    licence: Licence
    loinc: Codes = Codes()
    answers: tuple[AnswerCodes, ...] = ()
    sources: Annotated[tuple[Citation, ...], Field(min_length=1)]

    @property
    def items(self) -> tuple[tuple[int, ...], ...]:
        """The points each item can have, in order."""
        return tuple(part.values for part in self.points for _ in range(part.first, part.last + 1))

    @property
    def scored_domains(self) -> tuple[tuple[int, ...], ...]:
        """The groups of items of which the highest counts; an item that is in none counts by itself."""
        grouped = {item for domain in self.domains for item in domain} | set(self.unscored)
        alone = tuple((item,) for item in range(1, len(self.items) + 1) if item not in grouped)
        return self.domains + alone

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for reason in (self._wrong_numbers(), self._wrong_total(), self._wrong_bands(), self._wrong_codes()):
            if reason is not None:
                raise ValueError(reason)
        return self

    def _wrong_numbers(self) -> str | None:
        expected = 1
        for part in self.points:
            if part.first != expected or part.last < part.first:
                return "the items of `points` do not follow one another"
            expected = part.last + 1
        return f"an item above {expected - 1} is named" if max(self._named(), default=0) >= expected else None

    def _named(self) -> set[int]:
        listed = [self.reversed, self.unscored, *self.domains, *self.alternatives]
        listed += [part for gate in self.gates for part in (gate.on, gate.closes)]
        criteria = [
            part for reading in self.readings for level in reading.levels for way in level.any for part in way
        ]
        listed += [part for criterion in criteria for part in (criterion.items, tuple(criterion.except_at))]
        listed += [coded.items for coded in self.answers]
        return {item for part in listed for item in part}

    def _wrong_total(self) -> str | None:
        if not self.items or self.total is None:
            return None
        low = sum(max(min(self.items[item - 1]) for item in domain) for domain in self.scored_domains)
        high = sum(max(max(self.items[item - 1]) for item in domain) for domain in self.scored_domains)
        return None if self.total == (low, high) else f"the items give {low} to {high}"

    def _wrong_bands(self) -> str | None:
        for reading in self.readings:
            spans = list(reading.bands.values())
            if spans and (self.total is None or (spans[0][0], spans[-1][1]) != self.total):
                return f"the bands of `{reading.id}` do not cover the total"
            if any(later[0] != earlier[1] + 1 for earlier, later in pairwise(spans)):
                return f"the bands of `{reading.id}` leave a gap or overlap"
        return None

    def _wrong_codes(self) -> str | None:
        wrong = len(self.loinc.items) not in (0, len(self.items))
        return "there is not one code for each item" if wrong else None
