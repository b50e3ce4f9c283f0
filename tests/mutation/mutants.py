"""A mutant: one small change to the released document, and the words a person finds it by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, final

type Path = tuple[str | int, ...]
type Document = Mapping[str, Any]
type Change = tuple[Any, str]
"""A changed part of the document, and what was changed about it."""


@final
class Dropped:
    """Stands for a part that is taken out of the list or the mapping it is in; alike in every process."""


DROPPED: Final = Dropped()


@dataclass(frozen=True, slots=True)
class Mutant:
    """What stands at `path` is replaced by `value`; `place` names the entry that says it, `change` the change."""

    path: Path
    value: Any
    place: str
    change: str

    @property
    def name(self) -> str:
        return f"{self.place}: {self.change}"

    def applied(self, document: Document) -> Document:
        """The changed document; all that did not change is shared with the original."""
        changed: Document = replaced(document, self.path, self.value)
        return changed


def replaced(container: Any, path: Path, value: Any) -> Any:
    """A copy with another value at the path."""
    key, *deeper = path
    if deeper:
        return _with(container, key, replaced(container[key], tuple(deeper), value))
    if isinstance(value, Dropped):
        return _without(container, key)
    return _with(container, key, value)


def _with(container: Any, key: Any, value: Any) -> Any:
    if isinstance(container, Mapping):
        return {**container, key: value}
    return [*container[:key], value, *container[key + 1 :]]


def _without(container: Any, key: Any) -> Any:
    if isinstance(container, Mapping):
        return {name: part for name, part in container.items() if name != key}
    return [*container[:key], *container[key + 1 :]]


def with_names_of_their_own(mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """Several changes may read alike, say of a fact named twice in one condition: the later ones are numbered."""
    seen: Counter[str] = Counter()
    for mutant in mutants:
        seen[mutant.name] += 1
        count = seen[mutant.name]
        yield mutant if count == 1 else replace(mutant, change=f"{mutant.change} ({count})")


def each_dropped(parts: Sequence[Any]) -> Iterator[tuple[int, list[Any]]]:
    """The sequence without each of its parts in turn."""
    return ((place, [*parts[:place], *parts[place + 1 :]]) for place in range(len(parts)))
