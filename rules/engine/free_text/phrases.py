"""Phrases found in a list of words: a trie whose steps are words or classes of words (`<relative>`, `<year>`).

`<any>` stands for any one word, so that "off the <any> bridge" needs no list of bridges; `<gap>` for up to three
words or none. A mark is no word.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rules.engine.free_text.tokens import MARKS, Token

NUMBER, MANY, YEAR, ANY, GAP = "<number>", "<many>", "<year>", "<any>", "<gap>"
_LONGEST = 16
_MANY = range(10, 1000)
_YEARS = range(1920, 2100)
_HERE, _BEYOND = "", "<beyond>"
LONGEST_GAP = 3
UNKNOWN = ("<unknown>", ANY)
"""What a word stands for that no phrase uses."""
_MOST_KEPT = 50_000


class Span(NamedTuple):
    """A phrase found: the tokens from `start` up to, not including, `end`, and what the phrase stands for."""

    start: int
    end: int
    entry: Any


class Symbols:
    """What each word may stand for in a phrase: itself, and the classes it belongs to.

    A word that no phrase uses stands for nothing in particular; all such words share one answer.
    """

    def __init__(self, classes: Mapping[str, Sequence[str]], known: Iterable[str]) -> None:
        self._known: dict[str, tuple[str, ...]] = {word: (word, ANY) for word in known}
        self._known |= {mark: (mark,) for mark in MARKS}
        self._classes: dict[str, tuple[str, ...]] = dict(self._known)
        for name, words in classes.items():
            for word in words:
                self._classes[word] = (*self._classes.get(word, (word, ANY)), f"<{name}>")

    def of(self, tokens: Sequence[Token]) -> list[tuple[str, ...]]:
        classes = self._classes
        return [
            self._number(token.word) if token.word[0].isdecimal() else classes.get(token.word, UNKNOWN)
            for token in tokens
        ]

    def _number(self, word: str) -> tuple[str, ...]:
        written = self._classes.get(word, UNKNOWN)
        if not word.isascii() or not word.isdecimal() or len(word) > len("2000"):
            return (*written, NUMBER)
        value = int(word)
        many, year = value in _MANY, value in _YEARS
        return (*written, NUMBER, *([MANY] if many else []), *([YEAR] if year else []))


class _State:
    """How far a search has come: the steps of the trie that fit so far, and what ends exactly here, by rank."""

    __slots__ = ("after", "found", "nodes")

    def __init__(self, nodes: Sequence[dict[str, Any]], found: tuple[Any, ...]) -> None:
        self.nodes = nodes
        self.found = found
        self.after: dict[tuple[str, ...], _State | None] = {}


class Phrases:
    """Finds the longest phrase at each place. Words that add nothing ("really") may stand between two of a phrase.

    What a word leads to is worked out once and kept; the answers are the same with and without.
    """

    def __init__(self, fillers: Sequence[str]) -> None:
        self._root: dict[str, Any] = {}
        self._fillers = frozenset(fillers)
        self._begin = _State([self._root], ())
        self._states: dict[tuple[tuple[int, ...], int], _State] = {}

    def add(self, phrase: str, rank: int, entry: Any) -> None:
        """Add a phrase of words parted by spaces. Where two are found alike, the one of the lower rank counts."""
        node = self._root
        for symbol in phrase.split(" "):
            following = node.get(symbol if symbol != GAP else _BEYOND)
            if following is None:
                following = _gap_from(node) if symbol == GAP else node.setdefault(symbol, {})
            node = following
        if _HERE not in node or rank < node[_HERE][0]:
            node[_HERE] = (rank, entry)

    def longest(self, words: Sequence[tuple[str, ...]], start: int, stop: int) -> Span | None:
        """The longest phrase that begins at a place and ends before `stop`."""
        best, state = None, self._begin
        for place in range(start, min(stop, start + _LONGEST)):
            following = self._after(state, words[place])
            if following is None:
                break
            if following.found:
                best = Span(start, place + 1, following.found[0])
            state = following
        return best

    def every(self, words: Sequence[tuple[str, ...]], start: int, stop: int) -> Iterator[Span]:
        """Every phrase that begins at a place and ends before `stop`, the shortest first."""
        state = self._begin
        for place in range(start, min(stop, start + _LONGEST)):
            following = self._after(state, words[place])
            if following is None:
                return
            for entry in following.found:
                yield Span(start, place + 1, entry)
            state = following

    def can_begin(self, symbols: tuple[str, ...]) -> bool:
        """Whether any phrase begins with a word."""
        return self._after(self._begin, symbols) is not None

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

    def _after(self, state: _State, symbols: tuple[str, ...]) -> _State | None:
        after = state.after
        return after[symbols] if symbols in after else self._work_out(state, symbols)

    def _work_out(self, state: _State, symbols: tuple[str, ...]) -> _State | None:
        """The state a word leads to, kept for the next time."""
        reached = _reached(state.nodes, (*symbols, GAP) if ANY in symbols else symbols)
        is_filler = state is not self._begin and symbols[0] in self._fillers
        nodes = reached | {id(node): node for node in state.nodes} if is_filler else reached
        following = self._state_of(nodes, reached) if nodes else None
        if following is None or len(self._states) < _MOST_KEPT:
            state.after[symbols] = following
        return following

    def _state_of(self, nodes: dict[int, dict[str, Any]], reached: dict[int, dict[str, Any]]) -> _State:
        key = (tuple(nodes), len(reached))
        following = self._states.get(key)
        if following is None:
            found = sorted((node[_HERE] for node in reached.values() if _HERE in node), key=_rank)
            following = _State(list(nodes.values()), tuple(entry for _, entry in found))
            if len(self._states) < _MOST_KEPT:
                self._states[key] = following
        return following


def _reached(nodes: Sequence[dict[str, Any]], steps: Sequence[str]) -> dict[int, dict[str, Any]]:
    """The nodes one step further, and those beyond a gap that may hold no more words; each once, by its identity."""
    reached: dict[int, dict[str, Any]] = {}
    for node in nodes:
        for step in steps:
            following = node.get(step)
            if following is not None:
                reached[id(following)] = following
                if _BEYOND in following:
                    beyond = following[_BEYOND]
                    reached[id(beyond)] = beyond
    return reached


def _gap_from(node: dict[str, Any]) -> dict[str, Any]:
    """What follows a gap: reached from the node itself and after each of the words that the gap may hold."""
    beyond: dict[str, Any] = {}
    for _ in range(LONGEST_GAP):
        node[_BEYOND] = beyond
        node = node.setdefault(GAP, {})
    node[_BEYOND] = beyond
    return beyond


def _rank(found: tuple[int, Any]) -> int:
    return found[0]


def gaps_between(spans: Sequence[Span], length: int) -> list[tuple[int, int]]:
    """The stretches that the spans, given in order, leave free."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), length]
    return [(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True) if start < stop]
