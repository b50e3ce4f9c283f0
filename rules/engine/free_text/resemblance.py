"""Words that together resemble what people write who are about to end their life, though no listed phrase is there.

Every word and every pair of words, neighbouring or with one word between, may have points, learnt from labelled
sentences when the lexicon is made: more where it stands in explicit statements, fewer where it stands in ordinary
ones; the same for every cue of the combinations, so that one word of a kind stands for all. What is plainly denied,
over or about somebody else is left out. A stretch of up to three sentences gets the sum over the different ones in
it. Sums can only raise: a stretch with many points is read by a person on the same day, whatever stands around it,
and one with few takes nothing back that a phrase has raised.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from rules.engine.free_text.combinations import CueSpan
from rules.engine.free_text.phrases import Span
from rules.engine.free_text.tokens import LINE_END, MARKS, QUESTION, SENTENCE_END, Token

BEGIN, END, A_NUMBER, CUE, BETWEEN = "^", "$", "#", "cue:", " _ "
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


class Signs(NamedTuple):
    """What phrases found in a text: the cues that count as words, and what is denied, over or of others, in order."""

    cues: Sequence[CueSpan] = ()
    settled: Sequence[Span] = ()


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
        self._class_of = classes_by_word(document["classes"], classes)

    def found(self, tokens: Sequence[Token], signs: Signs) -> tuple[Level, int, int] | None:
        """The level of the stretch with most points, its first token and the one after its last."""
        best = max(self._summed(tokens, signs), default=None)
        if best is None:
            return None
        return next(((level, -best[1], best[2]) for least, level in self._levels if best[0] >= least), None)

    def _summed(self, tokens: Sequence[Token], signs: Signs) -> Iterator[tuple[int, int, int]]:
        """Each stretch's points with its place; of two with as many the earlier one is the greater."""
        points = self._points
        for stretch in stretches_of(tokens, signs, self._class_of, points):
            summed = self._start + stretch.further * self._further + sum(map(points.__getitem__, stretch.terms))
            yield summed, -stretch.start, stretch.end


def classes_by_word(names: Sequence[str], classes: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """The term that stands for each word of the classes; a word of two is one of the first."""
    return {word: f"<{name}>" for name in reversed(names) for word in classes[name]}


def stretches_of(
    tokens: Sequence[Token], signs: Signs, class_of: Mapping[str, str], counted: Container[str] | None = None
) -> Iterator[Stretch]:
    """Every sentence, every two and every three neighbouring ones, with their terms or those that are counted."""
    pieces = []
    for start, end in _pieces(tokens):
        said = _without(tokens, start, end, signs.settled) if signs.settled else tokens[start:end]
        terms = terms_of(said, class_of)
        if signs.cues:
            terms = [*terms, *_named(signs.cues, start, end)]
        counting = terms if counted is None else filter(counted.__contains__, terms)
        pieces.append(Stretch(start, end, frozenset(counting), 0))
    for place, piece in enumerate(pieces):
        together = piece.terms
        yield piece
        for number, last in enumerate(pieces[place + 1 : place + _MOST_SENTENCES], 1):
            together |= last.terms
            yield Stretch(piece.start, last.end, together, number)


def _without(tokens: Sequence[Token], start: int, end: int, settled: Sequence[Span]) -> Sequence[Token]:
    """The words of a piece but for those of the mentions settled in it."""
    said: list[Token] = []
    for span in settled[bisect_right(settled, start, key=_end) : bisect_left(settled, end, key=_start)]:
        said += tokens[start : span.start]
        start = span.end
    return [*said, *tokens[start:end]]


def _named(cues: Sequence[CueSpan], start: int, end: int) -> Iterator[str]:
    for span in cues[bisect_left(cues, start, key=_start) : bisect_left(cues, end, key=_start)]:
        yield f"{CUE}{span.cue.name}"


def _start(span: CueSpan | Span) -> int:
    return span.start


def _end(span: Span) -> int:
    return span.end


def terms_of(tokens: Sequence[Token], class_of: Mapping[str, str]) -> Sequence[str]:
    """The words of a piece and its pairs, neighbouring or one apart; medicines, days and the like by class."""
    words = [
        A_NUMBER if token.word[0].isdecimal() else class_of.get(token.word, token.word)
        for token in tokens
        if token.word not in MARKS
    ]
    asked = [QUESTION] if tokens and tokens[-1].word == QUESTION else []
    apart = map(BETWEEN.join, zip(words, words[2:], strict=False))
    return [*words, *map(" ".join, pairwise((BEGIN, *words, END))), *apart, *asked]


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
