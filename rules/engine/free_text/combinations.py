"""Cues that mean little alone and much together: a way to die and a day, a farewell and a date, a method at hand.

Nobody can list every sentence in which somebody says that they will kill themselves, but the things such sentences
are made of can be listed. A combination names them: one cue from each of its sets, all within a few neighbouring
sentences, none of them denied, over, supposed, asked or said of somebody else. Each combination found is one mention.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rules.engine.free_text.phrases import Phrases
from rules.engine.free_text.tokens import LINE_END, QUESTION, SENTENCE_END, Token

_FARTHEST = 60
"""How many words apart two cues may stand, for texts without full stops."""
_ENDS = frozenset({SENTENCE_END, QUESTION, LINE_END})


class Cue(NamedTuple):
    """Words with a common meaning. A plain cue (a day, a place) counts whatever is said around it."""

    name: str
    plain: bool


class CueSpan(NamedTuple):
    """A cue found in a text, with the number of the sentence it stands in."""

    start: int
    end: int
    cue: Cue
    sentence: int


class Combination(NamedTuple):
    """The sets of cues of which so many must be met, by different words."""

    id: str
    concept: str
    sets: tuple[frozenset[str], ...]
    at_least: int
    sentences: int
    unless: frozenset[str]
    """Cues that make everything in their sentence an everyday matter."""

    @property
    def beginnings(self) -> frozenset[str]:
        """The cues from which the others are looked for: of the first set where every set is asked for."""
        every = self.at_least == len(self.sets)
        return self.sets[0] if every else frozenset().union(*self.sets)


class Combinations:
    """All cues and combinations of a lexicon, ready to be looked for."""

    def __init__(self, document: Mapping[str, Any], fillers: Sequence[str]) -> None:
        self._cues = Phrases(fillers)
        self._by_first: dict[str, list[Combination]] = {}
        cues: dict[str, list[Cue]] = {}
        plain = {entry["name"] for entry in document["cues"] if entry["plain"]}
        for entry in document["cues"]:
            cue = Cue(entry["name"], entry["plain"])
            for phrase in entry["phrases"]:
                cues.setdefault(phrase, []).append(cue)
        for phrase, meant in cues.items():
            self._cues.add(phrase, 0, tuple(meant))
        for combination in map(_combination, document["combinations"]):
            for name in combination.beginnings - plain:
                self._by_first.setdefault(name, []).append(combination)

    def cues_in(self, tokens: Sequence[Token], symbols: Sequence[tuple[str, ...]]) -> list[CueSpan]:
        """Every cue in a text, in order. What stands in a question is asked and not said: only plain cues count."""
        return [
            CueSpan(span.start, span.end, cue, number)
            for number, (start, stop, asked) in enumerate(_sentences(tokens))
            for place in range(start, stop)
            if self._cues.can_begin(symbols[place])
            for span in self._cues.every(symbols, place, stop)
            for cue in span.entry
            if cue.plain or not asked
        ]

    def met(
        self, found: Sequence[CueSpan], claimed: Callable[[CueSpan], bool]
    ) -> Iterator[tuple[Combination, int, int]]:
        """Each combination that is met, once, with the stretch from its first word to its last.

        None is looked for from a plain cue: a day alone is no reason to look.
        """
        done: set[str] = set()
        for place, first in enumerate(found):
            for combination in self._by_first.get(first.cue.name, ()):
                if combination.id not in done and claimed(first):
                    used = _used(combination, first, _near(found, place, combination.sentences), claimed)
                    if used:
                        done.add(combination.id)
                        yield combination, min(cue.start for cue in used), max(cue.end for cue in used)


def _combination(entry: Mapping[str, Any]) -> Combination:
    return Combination(
        entry["id"],
        entry["concept"],
        tuple(frozenset(names) for names in entry["sets"]),
        entry["at_least"],
        entry["sentences"],
        frozenset(entry["unless"]),
    )


def _sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int, bool]]:
    """The sentences and lines: first word, the place after the last, and whether it is a question."""
    start = 0
    for place, token in enumerate(tokens):
        if token.word in _ENDS:
            if place > start:
                yield start, place, token.word == QUESTION
            start = place + 1
    if start < len(tokens):
        yield start, len(tokens), False


def _near(found: Sequence[CueSpan], place: int, sentences: int) -> Sequence[CueSpan]:
    """The cues within reach of one, in order."""
    first = found[place]

    def reaches(other: CueSpan) -> bool:
        return abs(other.sentence - first.sentence) < sentences and abs(other.start - first.start) <= _FARTHEST

    low = high = place
    while low > 0 and reaches(found[low - 1]):
        low -= 1
    while high < len(found) and reaches(found[high]):
        high += 1
    return found[low:high]


def _used(
    combination: Combination, first: CueSpan, near: Sequence[CueSpan], claimed: Callable[[CueSpan], bool]
) -> list[CueSpan]:
    """The cues that meet a combination, or none; what stands in a sentence about an everyday matter is no cue."""
    everyday = {cue.sentence for cue in near if cue.cue.name in combination.unless}

    def counts(cue: CueSpan) -> bool:
        return cue.sentence not in everyday and (cue.cue.plain or claimed(cue))

    if not counts(first):
        return []
    used = [first]
    own = next(names for names in combination.sets if first.cue.name in names)
    for names in combination.sets:
        if names is not own:
            used += _one_of(names, near, used, counts)
    return used if len(used) >= combination.at_least else []


def _one_of(
    names: frozenset[str], near: Sequence[CueSpan], used: Sequence[CueSpan], counts: Callable[[CueSpan], bool]
) -> list[CueSpan]:
    """The first cue of a set that shares no word with those used already."""
    for cue in near:
        if (
            cue.cue.name in names
            and all(cue.end <= one.start or cue.start >= one.end for one in used)
            and counts(cue)
        ):
            return [cue]
    return []
