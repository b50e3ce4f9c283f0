"""Which phrases say as much as another: whatever one fits is fit by others, over the same words.

They have to mean the same or to count before it. The search of the engine is asked, with every word that can stand in
each place of the phrase; words that may be put between two of a phrase fit the others as well.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, NamedTuple

from rules.engine.free_text.phrases import ANY, GAP, LONGEST_GAP, MANY, NUMBER, UNKNOWN, YEAR, Phrases, Symbols
from rules.engine.free_text.tokens import Token

type Word = tuple[str, ...]
"""What one word may stand for in a phrase."""

_LEAST: Mapping[str, Word] = {
    ANY: UNKNOWN,
    NUMBER: (*UNKNOWN, NUMBER),
    MANY: (*UNKNOWN, NUMBER, MANY),
    YEAR: (*UNKNOWN, NUMBER, YEAR),
}
"""A word that fits this and nothing else: where it is covered, so is every other."""
_GAPS = tuple((ANY,) * words for words in range(LONGEST_GAP + 1))


class Phrase(NamedTuple):
    """A phrase and what it stands for. Of two found alike the one of the lower rank counts; all do without ranks."""

    wording: str
    meaning: Any
    rank: int | None = None

    @property
    def readings(self) -> Iterator[tuple[str, ...]]:
        """Its symbols, with every number of words in each gap."""
        choices = [_GAPS if symbol == GAP else ((symbol,),) for symbol in self.wording.split(" ")]
        return (sum(reading, ()) for reading in product(*choices))


class Words:
    """The words that fit a symbol of a phrase, each with all it may stand for."""

    def __init__(self, classes: Mapping[str, Sequence[str]], wordings: Iterable[str]) -> None:
        known = {word for wording in wordings for word in wording.split(" ")}
        symbols = Symbols(classes, known).of([Token(word, 0, 0) for word in sorted(known)])
        self._of = dict(zip(sorted(known), symbols, strict=True))
        self.classes = {f"<{name}>": list(words) for name, words in classes.items()}

    def fitting(self, symbol: str) -> list[Word]:
        least = _LEAST.get(symbol)
        return [self._of[word] for word in self.classes.get(symbol, [symbol])] if least is None else [least]

    def of(self, word: str) -> Word:
        return self._of[word]

    def lose(self, symbol: str, word: str) -> None:
        """From now on the word is none of its class."""
        self._of[word] = tuple(each for each in self._of[word] if each != symbol)
        self.classes[symbol].remove(word)

    def regain(self, symbol: str, word: str, place: int) -> None:
        self._of[word] = (*self._of[word], symbol)
        self.classes[symbol].insert(place, word)


class Covering(Phrases):
    """The phrases of one kind, and whether others end wherever one of them does."""

    def __init__(self, phrases: Sequence[Phrase], fillers: Sequence[str], words: Words) -> None:
        super().__init__(fillers)
        self._words = words
        self._left: dict[str, list[Phrase]] = {}
        self._using: dict[str, list[Phrase]] = {}
        for one in phrases:
            self._left.setdefault(one.wording, []).append(one)
        for wording in self._left:
            self.add(wording, 0, wording)

    @property
    def left(self) -> set[Phrase]:
        return {one for alike in self._left.values() for one in alike}

    def drop_covered(self) -> None:
        """What fits few texts first: it is rather covered than what fits many."""
        for one in sorted(self.left, key=lambda one: (self._size(one), one.wording, one.rank or 0)):
            if all(self._covered(map(self._words.fitting, reading), one, one) for reading in one.readings):
                self._left[one.wording].remove(one)
        for one in self.left:
            for symbol in set(one.wording.split(" ")):
                self._using.setdefault(symbol, []).append(one)

    def needs(self, symbol: str, word: str) -> bool:
        """Whether some text is fit only by phrases with this word of the class, which has lost it."""
        return any(
            not self._covered(steps, one, None)
            for one in self._using.get(symbol, ())
            for reading in one.readings
            for steps in self._with(reading, symbol, self._words.of(word))
        )

    def _with(self, reading: Sequence[str], symbol: str, word: Word) -> Iterator[list[list[Word]]]:
        """The words of a reading with one in a place of the symbol, for each of its places."""
        steps = [[*self._words.fitting(each), *([word] if each == symbol else [])] for each in reading]
        for place, each in enumerate(reading):
            if each == symbol:
                yield [*steps[:place], [word], *steps[place + 1 :]]

    def _size(self, phrase: Phrase) -> int:
        return prod(len(self._words.fitting(symbol)) for symbol in phrase.wording.split(" "))

    def _covered(self, steps: Iterable[Sequence[Word]], one: Phrase, without: Phrase | None) -> bool:
        """First looked at in one way of reading the steps, which settles most."""
        words = list(steps)
        return self._all_end([step[:1] for step in words], one, without) and self._all_end(words, one, without)

    def _all_end(self, steps: Sequence[Sequence[Word]], one: Phrase, without: Phrase | None) -> bool:
        states = {self._begin}
        for step in steps:
            following = [self._after(state, word) for state in states for word in step]
            states = {state for state in following if state is not None}
            if len(states) < len(set(following)):
                return False
        return all(self._say_as_much(state.found, one, without) for state in states)

    def _say_as_much(self, found: Iterable[str], one: Phrase, without: Phrase | None) -> bool:
        others = [other for wording in found for other in self._left[wording] if other is not without]
        if one.rank is None:
            return any(other.meaning == one.meaning for other in others)
        first = min(others, key=lambda other: other.rank or 0, default=None)
        return first is not None and (first.meaning == one.meaning or (first.rank or 0) < one.rank)
