"""Words that together resemble what people write who are about to end their life, though no listed phrase is there.

Every word and every pair of neighbouring words may have points, learnt from labelled sentences when the lexicon is
made: more where it stands in explicit statements, fewer where it stands in ordinary ones. A stretch of up to three
sentences gets the sum over the different ones in it. Sums can only raise: a stretch with many points is read by a
person on the same day, whatever stands around it, and one with few takes nothing back that a phrase has raised.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from rules.engine.free_text.tokens import LINE_END, MARKS, QUESTION, SENTENCE_END, Token

BEGIN, END, A_NUMBER = "^", "$", "#"
_ENDS = frozenset({SENTENCE_END, QUESTION, LINE_END})
_MOST_SENTENCES = 3
_LONGEST = 40
"""Words in a sentence; what goes on without a full stop is read in pieces that overlap by half."""


class Stretch(NamedTuple):
    """Neighbouring words: tokens from `start` to `end`, the terms counted, how many sentences follow the first."""

    start: int
    end: int
    terms: frozenset[str]
    further: int


class Level(StrEnum):
    """How much a text resembles explicit statements."""

    TOUCHES = "touches"
    """Enough for a mention that cannot be classified to be read today."""
    SUPPORTS = "supports"
    """Enough to bear out a sign that could be an everyday matter."""
    ASKS = "asks"
    CALLS = "calls"


class Resemblance:
    """The points of a lexicon, ready to be summed."""

    def __init__(self, document: Mapping[str, Any], classes: Mapping[str, Sequence[str]]) -> None:
        self._points = {term: int(points) for points, terms in document["points"].items() for term in terms}
        self._start: int = document["start"]
        self._further: int = document["further"]
        self._levels = [(document[level.value], level) for level in reversed(Level)]
        self._class_of = {word: f"<{name}>" for name in document["classes"] for word in classes[name]}

    def found(self, tokens: Sequence[Token]) -> tuple[Level, int, int] | None:
        """The level of the stretch with most points, its first token and the one after its last."""
        best = max(self._summed(tokens), default=None)
        if best is None:
            return None
        return next(((level, -best[1], best[2]) for least, level in self._levels if best[0] >= least), None)

    def _summed(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
        """Each stretch's points with its place; of two with as many the earlier one is the greater."""
        points = self._points
        for stretch in stretches_of(tokens, self._class_of, points):
            summed = self._start + stretch.further * self._further + sum(points[term] for term in stretch.terms)
            yield summed, -stretch.start, stretch.end


def stretches_of(
    tokens: Sequence[Token], class_of: Mapping[str, str], counted: Container[str] | None = None
) -> Iterator[Stretch]:
    """Every sentence, every two and every three neighbouring ones, with their terms or those that are counted."""
    pieces = []
    for start, end in _pieces(tokens):
        terms = terms_of(tokens[start:end], class_of)
        counting = terms if counted is None else (term for term in terms if term in counted)
        pieces.append(Stretch(start, end, frozenset(counting), 0))
    for place, piece in enumerate(pieces):
        together: frozenset[str] = frozenset()
        for number, last in enumerate(pieces[place : place + _MOST_SENTENCES]):
            together |= last.terms
            yield Stretch(piece.start, last.end, together, number)


def terms_of(tokens: Sequence[Token], class_of: Mapping[str, str]) -> Iterator[str]:
    """The words of a piece, and each two that follow one another; names of medicines, days and the like by class."""
    words = [
        A_NUMBER if token.word[0].isdecimal() else class_of.get(token.word, token.word)
        for token in tokens
        if token.word not in MARKS
    ]
    yield from words
    for one, other in pairwise((BEGIN, *words, END)):
        yield f"{one} {other}"
    if tokens and tokens[-1].word == QUESTION:
        yield QUESTION


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The sentences, each with the mark that ends it, and the overlapping pieces of those that are too long."""
    start = 0
    for place, token in enumerate(tokens):
        if token.word in _ENDS or place == len(tokens) - 1:
            yield from _cut(start, place + 1)
            start = place + 1


def _cut(start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        yield start, start + _LONGEST
        start += _LONGEST // 2
    if end > start:
        yield start, end
