"""Reads content files: YAML 1.2, where `no` is a word and a repeated key is an error, with the line of each entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from rules.authoring.problems import ContentError, Place, Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a content file and where it stands."""

    place: Place
    values: dict[str, Any]


def read_mapping(path: Path, root: Path) -> Entry:
    """A file that holds one mapping. Raises ContentError."""
    loaded = _load(path, root)
    if not isinstance(loaded, CommentedMap):
        raise ContentError([Problem(Place(_name(path, root), 1, "file"), "holds no mapping")])
    return Entry(Place(_name(path, root), 1, path.stem), _plain(loaded))


def read_entries(folder: Path, root: Path, *, key: str, pattern: str = "*.yaml") -> list[Entry]:
    """All entries of the files of a folder, in the order of their names. Raises ContentError."""
    return [entry for path in sorted(folder.glob(pattern)) for entry in _entries(path, root, key)]


def _entries(path: Path, root: Path, key: str) -> Iterator[Entry]:
    loaded = _load(path, root)
    if not isinstance(loaded, CommentedSeq):
        raise ContentError([Problem(Place(_name(path, root), 1, "file"), "holds no list of entries")])
    for place, value in enumerate(loaded):
        line = loaded.lc.item(place)[0] + 1
        if not isinstance(value, CommentedMap):
            raise ContentError([Problem(Place(_name(path, root), line, "entry"), "is not a mapping")])
        yield Entry(Place(_name(path, root), line, str(value.get(key, "?"))), _plain(value))


def _load(path: Path, root: Path) -> Any:
    try:
        return YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError([Problem(Place(_name(path, root), line, "yaml"), str(error.problem))]) from None


def _plain(value: Any) -> Any:
    """Ordinary containers and strings; the loader's own types stay in this module."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, str) else value


def _name(path: Path, root: Path) -> str:
    return str(path.relative_to(root))
