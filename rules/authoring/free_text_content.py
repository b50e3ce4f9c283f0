"""The lexicon of free text: read from its folder, choices written out, phrases brought to the engine's spelling."""

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rules.authoring.free_text_needed import needed
from rules.authoring.free_text_phrases import Writer
from rules.authoring.problems import ContentError, Place, Problem
from rules.authoring.schema import Name, Words
from rules.authoring.yaml_source import Entry, read_entries, read_mapping
from rules.engine.free_text.lexicon import Category, build_lexicon
from rules.engine.free_text.mentions import Status

FOLDER = "free_text"
_SETTINGS = ("words.yaml", "context.yaml", "combinations.yaml", "resemblance.yaml")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Spoken(_Part):
    """How words are spelt and grouped."""

    contractions: dict[str, str]
    joined: dict[str, str]
    misspelt: dict[str, str]
    close_to: tuple[str, ...]
    not_close: tuple[str, ...]
    fillers: tuple[str, ...]
    classes: dict[Name, tuple[str, ...]]
    bridges: tuple[str, ...]
    present: tuple[str, ...]
    first_person: tuple[str, ...]
    past: tuple[str, ...]
    english: tuple[str, ...]
    foreign: tuple[str, ...]


class Concept(_Part):
    """Something a text can mention, with its phrases."""

    id: Name
    says: Words
    danger: bool
    alone: Status = Status.AFFIRMED
    named: Status | None = None
    """The status of a name about which nothing else is said, where it is not that of a statement."""
    of_others: bool = False
    parts: dict[Name, tuple[str, ...]] = {}
    statements: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Marker(_Part):
    """Words that change what is said about a mention within their reach."""

    category: Category
    reach: Annotated[tuple[Literal["before", "after"], ...], Field(min_length=1)]
    phrases: Annotated[tuple[str, ...], Field(min_length=1)]


class Answer(_Part):
    """What may stand behind a question or a heading."""

    category: Category
    phrases: Annotated[tuple[str, ...], Field(min_length=1)]


class Context(_Part):
    """All markers and answers."""

    markers: tuple[Marker, ...]
    answers: tuple[Answer, ...]


class CueWords(_Part):
    """Words with a common meaning; a plain cue counts whatever is said around it."""

    says: Words
    plain: bool = False
    phrases: Annotated[tuple[str, ...], Field(min_length=1)]


class Combined(_Part):
    """Cues within so many neighbouring sentences that amount to the concept, one from each of the sets.

    `at_least` is of how many sets; every one of them unless it is given.
    """

    id: Name
    says: Words
    concept: Name
    sets: Annotated[tuple[Annotated[tuple[Name, ...], Field(min_length=1)], ...], Field(min_length=1)]
    at_least: Annotated[int, Field(ge=1)] | None = None
    sentences: Annotated[int, Field(ge=1, le=4)] = 1
    unless: tuple[Name, ...] = ()


class Combining(_Part):
    """All cues and combinations."""

    parts: dict[Name, tuple[str, ...]] = {}
    cues: dict[Name, CueWords]
    combinations: tuple[Combined, ...]


class Points(_Part):
    """Points of words and of pairs of words, and how many a stretch needs for what."""

    classes: tuple[Name, ...]
    start: int
    further: int
    touches: int
    supports: int
    asks: int
    calls: int
    points: dict[Annotated[str, Field(pattern=r"^-?[1-9]\d*$")], tuple[str, ...]]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if not self.touches < self.supports < self.asks < self.calls:
            raise ValueError("touches, supports, asks and calls have to rise")
        return self


def read_free_text(root: Path) -> dict[str, Any]:
    """The lexicon as it is released. Raises ContentError naming every entry whose form is wrong."""
    folder = root / FOLDER
    problems: list[Problem] = []
    words, context, combining, weighed = (read_mapping(folder / name, root) for name in _SETTINGS)
    entries = [
        entry
        for path in sorted(folder.glob("*.yaml"))
        if path.name not in _SETTINGS
        for entry in read_entries(folder, root, key="id", pattern=path.name)
    ]
    spoken, markers = _checked(Spoken, words, problems), _checked(Context, context, problems)
    combined, points = _checked(Combining, combining, problems), _checked(Points, weighed, problems)
    concepts = [_checked(Concept, entry, problems) for entry in entries]
    if combined is not None:
        problems += _unnamed(combined, {entry.values.get("id") for entry in entries}, combining.place)
    if problems or spoken is None or markers is None or combined is None or points is None:
        raise ContentError(problems)
    writer = Writer(spoken.model_dump())
    return _released(
        writer,
        spoken,
        {
            "concepts": [
                _concept(one, writer, entry.place)
                for one, entry in zip(concepts, entries, strict=True)
                if one is not None
            ],
            "markers": [_marker(one, writer, context.place) for one in markers.markers],
            "answers": [_answer(one, writer, context.place) for one in markers.answers],
            "cues": [_cue(name, one, combined, writer, combining.place) for name, one in combined.cues.items()],
            "combinations": [_combination(one) for one in combined.combinations],
            "resemblance": points.model_dump(mode="json"),
        },
    )


def _unnamed(combined: Combining, concepts: Container[Any], place: Place) -> Iterator[Problem]:
    """Combinations of cues or for concepts that do not exist."""
    for one in combined.combinations:
        for name in (*(name for names in one.sets for name in names), *one.unless):
            if name not in combined.cues:
                yield Problem(place, f"{one.id}: no cue {name}")
        if one.concept not in concepts:
            yield Problem(place, f"{one.id}: no concept {one.concept}")


def _checked[T: BaseModel](model: type[T], entry: Entry, problems: list[Problem]) -> T | None:
    try:
        return model.model_validate(entry.values)
    except ValidationError as error:
        problems.extend(
            Problem(entry.place, f"{'.'.join(map(str, part['loc']))}: {part['msg']}")
            for part in error.errors(include_url=False, include_context=False)
        )
        return None


def _concept(concept: Concept, writer: Writer, place: Place) -> dict[str, Any]:
    return {
        "id": concept.id,
        "danger": concept.danger,
        "alone": concept.alone.value,
        "named": (concept.named or concept.alone).value,
        "of_others": concept.of_others,
        "statements": writer.phrases(concept.statements, concept.parts, place),
        "names": writer.phrases(concept.names, concept.parts, place),
    }


def _marker(marker: Marker, writer: Writer, place: Place) -> dict[str, Any]:
    return {
        "category": marker.category.value,
        "before": "before" in marker.reach,
        "after": "after" in marker.reach,
        "phrases": writer.phrases(marker.phrases, {}, place),
    }


def _answer(answer: Answer, writer: Writer, place: Place) -> dict[str, Any]:
    return {"category": answer.category.value, "phrases": writer.phrases(answer.phrases, {}, place)}


def _cue(name: str, cue: CueWords, combined: Combining, writer: Writer, place: Place) -> dict[str, Any]:
    return {"name": name, "plain": cue.plain, "phrases": writer.phrases(cue.phrases, combined.parts, place)}


def _combination(one: Combined) -> dict[str, Any]:
    return one.model_dump(mode="json", exclude={"says"}) | {"at_least": one.at_least or len(one.sets)}


def _released(writer: Writer, spoken: Spoken, phrases: dict[str, Any]) -> dict[str, Any]:
    document = spoken.model_dump(mode="json")
    classes = document.pop("classes")
    spelling = {name: document.pop(name) for name in ("contractions", "joined", "misspelt", "close_to", "not_close")}
    if writer.problems:
        raise ContentError(writer.problems)
    released = {**document, "spelling": spelling, **phrases, "classes": classes | writer.unnamed}
    build_lexicon(released)
    return needed(released)
