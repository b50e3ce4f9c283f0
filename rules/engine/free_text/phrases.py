"""Phrases found in a list of words: a trie whose steps are words or classes of words (`<relative>`, `<year>`)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rules.engine.free_text.tokens import Token

NUMBER, MANY, YEAR = "<number>", "<many>", "<year>"
_LONGEST = 16
_MANY = range(10, 1000)
_YEARS = range(1920, 2100)
_HERE = ""


class Span(NamedTuple):
    """A phrase found: the tokens from `start` up to, not including, `end`, and what the phrase stands for."""

    start: int
    end: int
    entry: Any


class Symbols:
    """What each word may stand for in a phrase: itself, and the classes it belongs to."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        self._classes: dict[str, tuple[str, ...]] = {}
        for name, words in classes.items():
            for word in words:
                self._classes[word] = (*self._classes.get(word, (word,)), f"<{name}>")

    def of(self, tokens: Sequence[Token]) -> list[tuple[str, ...]]:
        return [self._of(token.word) for token in tokens]

    def _of(self, word: str) -> tuple[str, ...]:
        if word[0].isdecimal():
            return _number(word)
        return self._classes.get(word) or (word,)


def _number(word: str) -> tuple[str, ...]:
    if not word.isascii() or not word.isdecimal() or len(word) > len("2000"):
        return (word, NUMBER)
    value = int(word)
    return (
        word,
        NUMBER,
        *([MANY] if value in _MANY else []),
        *([YEAR] if value in _YEARS else []),
    )


class Phrases:
    """Finds the longest phrase at each place. Words that add nothing ("really") may stand between two of a phrase."""

    def __init__(self, fillers: Sequence[str]) -> None:
        self._root: dict[str, Any] = {}
        self._fillers = frozenset(fillers)

    def add(self, phrase: str, rank: int, entry: Any) -> None:
        """Add a phrase of words parted by spaces. Where two are found alike, the one of the lower rank counts."""
        node = self._root
        for symbol in phrase.split(" "):
            node = node.setdefault(symbol, {})
        node.setdefault(_HERE, (rank, entry))

    def longest(self, words: Sequence[tuple[str, ...]], start: int, stop: int) -> Span | None:
        """The longest phrase that begins at a place and ends before `stop`."""
        best, nodes = None, [self._root]
        for place in range(start, min(stop, start + _LONGEST)):
            symbols = words[place]
            reached = [next_node for node in nodes for next_node in _steps(node, symbols)]
            if reached:
                found = [node[_HERE] for node in reached if _HERE in node]
                if found:
                    best = Span(start, place + 1, min(found, key=_rank)[1])
            if place > start and symbols[0] in self._fillers:
                reached += nodes
            elif not reached:
                break
            nodes = reached
        return best

    def all(self, words: Sequence[tuple[str, ...]], gaps: Sequence[tuple[int, int]]) -> Iterator[Span]:
        """The phrases within the given stretches, from the left, the longest first, none overlapping another."""
        for start, stop in gaps:
            place = start
            while place < stop:
                span = self.longest(words, place, stop)
                if span is None:
                    place += 1
                else:
                    yield span
                    place = span.end


def _steps(node: dict[str, Any], symbols: tuple[str, ...]) -> list[dict[str, Any]]:
    """The nodes a word leads to; a narrow node is asked for its few steps, a wide one for the word's."""
    if len(node) < len(symbols):
        return [after for step, after in node.items() if step in symbols and step != _HERE]
    return [node[symbol] for symbol in symbols if symbol in node]


def _rank(found: tuple[int, Any]) -> int:
    return found[0]


def gaps_between(spans: Sequence[Span], length: int) -> list[tuple[int, int]]:
    """The stretches that the spans, given in order, leave free."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), length]
    return [(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True) if start < stop]
