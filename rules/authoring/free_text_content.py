"""The lexicon of free text: read from its folder, choices written out, phrases brought to the engine's spelling."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rules.authoring.free_text_phrases import Writer
from rules.authoring.problems import ContentError, Place, Problem
from rules.authoring.schema import Name, Words
from rules.authoring.yaml_source import Entry, read_entries, read_mapping
from rules.engine.free_text.lexicon import Category, build_lexicon
from rules.engine.free_text.mentions import Status

FOLDER = "free_text"
_SETTINGS = ("words.yaml", "context.yaml")


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


class Concept(_Part):
    """Something a text can mention, with its phrases."""

    id: Name
    says: Words
    danger: bool
    alone: Status = Status.AFFIRMED
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


def read_free_text(root: Path) -> dict[str, Any]:
    """The lexicon as it is released. Raises ContentError naming every entry whose form is wrong."""
    folder = root / FOLDER
    problems: list[Problem] = []
    words, context = (read_mapping(folder / name, root) for name in _SETTINGS)
    entries = [
        entry
        for path in sorted(folder.glob("*.yaml"))
        if path.name not in _SETTINGS
        for entry in read_entries(folder, root, key="id", pattern=path.name)
    ]
    spoken, markers = _checked(Spoken, words, problems), _checked(Context, context, problems)
    concepts = [_checked(Concept, entry, problems) for entry in entries]
    if problems or spoken is None or markers is None:
        raise ContentError(problems)
    places = [entry.place for entry in entries]
    return _released(spoken, markers, [one for one in concepts if one is not None], (places, context.place))


def _checked[T: BaseModel](model: type[T], entry: Entry, problems: list[Problem]) -> T | None:
    try:
        return model.model_validate(entry.values)
    except ValidationError as error:
        problems.extend(
            Problem(entry.place, f"{'.'.join(map(str, part['loc']))}: {part['msg']}")
            for part in error.errors(include_url=False, include_context=False)
        )
        return None


def _released(
    spoken: Spoken, context: Context, concepts: Sequence[Concept], places: tuple[Sequence[Place], Place]
) -> dict[str, Any]:
    writer = Writer(spoken.model_dump())
    document = spoken.model_dump(mode="json")
    classes = document.pop("classes")
    spelling = {name: document.pop(name) for name in ("contractions", "joined", "misspelt", "close_to", "not_close")}
    released = {
        **document,
        "spelling": spelling,
        "concepts": [
            {
                "id": concept.id,
                "danger": concept.danger,
                "alone": concept.alone.value,
                "statements": writer.phrases(concept.statements, concept.parts, place),
                "names": writer.phrases(concept.names, concept.parts, place),
            }
            for concept, place in zip(concepts, places[0], strict=True)
        ],
        "markers": [
            {
                "category": marker.category.value,
                "before": "before" in marker.reach,
                "after": "after" in marker.reach,
                "phrases": writer.phrases(marker.phrases, {}, places[1]),
            }
            for marker in context.markers
        ],
        "answers": [
            {"category": answer.category.value, "phrases": writer.phrases(answer.phrases, {}, places[1])}
            for answer in context.answers
        ],
    }
    if writer.problems:
        raise ContentError(writer.problems)
    released["classes"] = classes | writer.unnamed
    build_lexicon(released)
    return released
