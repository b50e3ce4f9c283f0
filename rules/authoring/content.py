"""The content as a whole: every file read and checked for its form, entries kept with the places they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from rules.authoring.knowledge import read_knowledge
from rules.authoring.problems import ContentError, Place, Problem
from rules.authoring.schema import Derived, Header, Item, Parameter, Rule, Source
from rules.authoring.yaml_source import Entry, read_entries, read_mapping

CONTENT = Path(__file__).parents[1] / "content"


@dataclass(frozen=True, slots=True)
class Placed[T: BaseModel]:
    """An entry and where it stands."""

    value: T
    place: Place


@dataclass(frozen=True, slots=True)
class Content:
    """All entries, in the order of the files."""

    header: Header
    sources: tuple[Placed[Source], ...]
    parameters: tuple[Placed[Parameter], ...]
    items: tuple[Placed[Item], ...]
    derived: tuple[Placed[Derived], ...]
    rules: tuple[Placed[Rule], ...]
    knowledge: Mapping[str, Any]


def read_content(root: Path = CONTENT) -> Content:
    """Read a content folder. Raises ContentError naming every entry whose form is wrong."""
    problems: list[Problem] = []
    header = _checked(Header, [read_mapping(root / "ruleset.yaml", root)], problems)
    content = Content(
        header=header[0].value if header else _give_up(problems),
        sources=_checked(Source, read_entries(root, root, key="key", pattern="sources.yaml"), problems),
        parameters=_checked(Parameter, read_entries(root / "parameters", root, key="id"), problems),
        items=_checked(Item, read_entries(root / "questionnaire", root, key="linkId"), problems),
        derived=_checked(Derived, read_entries(root / "derived", root, key="id"), problems),
        rules=_checked(Rule, read_entries(root / "rules", root, key="id"), problems),
        knowledge=read_knowledge(root),
    )
    if problems:
        _give_up(problems)
    return content


def _checked[T: BaseModel](
    model: type[T], entries: Sequence[Entry], problems: list[Problem]
) -> tuple[Placed[T], ...]:
    placed = []
    for entry in entries:
        try:
            placed.append(Placed(model.model_validate(entry.values), entry.place))
        except ValidationError as error:
            problems.extend(_explain(entry.place, error))
    return tuple(placed)


def _explain(place: Place, error: ValidationError) -> list[Problem]:
    return [
        Problem(place, f"{'.'.join(map(str, part['loc']))}: {part['msg']}".removeprefix(": "))
        for part in error.errors(include_url=False, include_context=False)
    ]


def _give_up(problems: list[Problem]) -> Header:
    raise ContentError(problems)
