"""The phrase book: wordings in ordinary words, under what each must be read as; see the head of any of its files.

A heading in brackets says what the lines below it must be read as. What is compared depends on the file:

    cues.txt        the cues that the whole line is
    spelling.txt    the words that are meant
    all others      everything the line mentions, each as `concept status`; `whole:` before it says that the line is
                    quoted from its first word to its last

How much a text resembles explicit statements is left out: that follows from labelled sentences (`weigh.py`).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rules.engine.free_text.lexicon import Lexicon
from rules.engine.free_text.mentions import mentions_in
from rules.engine.free_text.tokens import tokens_of
from tests.rules.small_set import TODAY

BOOK = Path(__file__).with_name("wordings")
CUES, SPELLING, QUOTED = "cues", "spelling", "whole: "
NOTHING = "nothing"


class Wording(NamedTuple):
    """A line of the book: the file it stands in, what it must be read as, and how it is written."""

    topic: str
    meaning: str
    text: str

    @property
    def name(self) -> str:
        return f"wordings/{self.topic}.txt, [{self.meaning}] {self.text}"

    def is_read_so_by(self, lexicon: Lexicon) -> bool:
        return self.meaning == meaning_of(self.text, lexicon, self.topic, quoted=self.meaning.startswith(QUOTED))


def meaning_of(text: str, lexicon: Lexicon, topic: str, *, quoted: bool = False) -> str:
    """What a line of this file is read as, in the words of a heading. The lexicon should have no points."""
    if topic == SPELLING:
        return " ".join(token.word for token in tokens_of(text, lexicon.spelling))
    if topic == CUES:
        return _listed(_cues(text, lexicon))
    found = mentions_in(text, lexicon, TODAY.toordinal())
    if quoted:
        return QUOTED + _listed(f"{one.concept} {one.status}" for one in found if one.words == text)
    return _listed(f"{one.concept} {one.status}" for one in found)


def without_points(lexicon: Lexicon) -> Lexicon:
    """The same lexicon, that does not weigh how much a text resembles explicit statements."""
    return lexicon._replace(resemblance=None)


def _cues(text: str, lexicon: Lexicon) -> Iterator[str]:
    tokens = tokens_of(text, lexicon.spelling)
    last = len(text.removesuffix("?"))
    for span in lexicon.combinations.cues_in(tokens, lexicon.symbols.of(tokens)):
        if tokens[span.start].start == 0 and tokens[span.end - 1].end == last:
            yield span.cue.name


def _listed(names: Iterable[str]) -> str:
    return " + ".join(sorted(set(names))) or NOTHING


@cache
def wordings() -> tuple[Wording, ...]:
    """Every line of the book."""
    return tuple(
        Wording(path.stem, meaning, line)
        for path in sorted(BOOK.glob("*.txt"))
        for meaning, lines in sections(path.read_text(encoding="utf-8")).items()
        for line in lines
        if line and not line.startswith("#")
    )


def sections(text: str) -> Mapping[str, list[str]]:
    """The lines of a file by the heading above them, comments and all; those of the head under an empty one."""
    found: dict[str, list[str]] = {"": []}
    heading = ""
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
            found.setdefault(heading, [])
        else:
            found[heading].append(line)
    return found
