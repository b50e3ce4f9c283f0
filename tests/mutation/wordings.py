"""The phrase book as a judge of changes to the lexicon: the first line that is no longer read as it says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rules.engine.free_text.lexicon import Lexicon
from tests.mutation.lexicons import Lexicons
from tests.mutation.mutants import Mutant
from tests.mutation.touching import Touching
from tests.rules.free_text.phrase_book import Wording, without_points

_TOPICS: Mapping[str, Sequence[str]] = {
    "spelling": ("spelling",),
    "cues": ("cues", "combinations"),
    "combinations": ("combinations",),
    "markers": ("markers",),
    "answers": ("answers",),
}
"""By the part of the lexicon, the files that are likeliest to notice a change to it."""


class Book:
    """The lines of the phrase book, looked at in an order that finds the line that fails soon."""

    def __init__(self, lexicons: Lexicons, lines: Sequence[Wording]) -> None:
        self._lexicons = lexicons
        self._lines = list(lines)
        self._touching = Touching(lexicons, (line.text for line in lines))

    def add(self, line: Wording) -> None:
        self._lines.append(line)
        self._touching.add(line.text)

    def failing(self) -> list[Wording]:
        """The lines that are not read so without any change."""
        reader = without_points(self._lexicons.original)
        return [line for line in self._lines if not line.is_read_so_by(reader)]

    def noticing(self, mutant: Mutant) -> str | None:
        """The name of the first line that is read otherwise, or of what a damaged lexicon raises; None for none."""
        try:
            with self._lexicons.under(mutant) as lexicon:
                return self.noticing_with(mutant, without_points(lexicon))
        except Exception as error:  # noqa: BLE001 - a lexicon that cannot be made was never going to be used
            return f"refused: {type(error).__name__}"

    def noticing_with(self, mutant: Mutant, lexicon: Lexicon) -> str | None:
        """The same for a lexicon that has the change already."""
        return next((line.name for line in self._about(mutant) if not line.is_read_so_by(lexicon)), None)

    def _about(self, mutant: Mutant) -> Iterator[Wording]:
        path = mutant.path[2:]
        if path[0] == "resemblance":
            return
        lines = [self._lines[number] for number in self._touching.by(path)]
        likely = self._likely(path)
        lines.sort(key=lambda line: line.topic not in likely)
        yield from lines

    def _likely(self, path: Sequence[str | int]) -> Sequence[str]:
        match path:
            case ("concepts", int(place), *_):
                concept: Any = self._lexicons.document["concepts"][place]
                return (concept["id"],)
            case _:
                return _TOPICS.get(str(path[0]), ("words",))
