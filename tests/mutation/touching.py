"""Which texts a change to the lexicon may touch: those with all words of the phrase, or with the word, it is about.

No other text can be read otherwise, so that none of them need be read. Of a setting that may touch any text, all are.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rules.engine.free_text.lexicon import Lexicon
from rules.engine.free_text.phrases import ANY, GAP
from rules.engine.free_text.resemblance import CUE
from rules.engine.free_text.tokens import tokens_of
from tests.mutation.lexicons import FORMS, KINDS, Lexicons

_WRITTEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LENGTHENED = re.compile(r"(.)\1{2,}")

type Path = Sequence[str | int]


class Touching:
    """Texts by the words in them and by the classes these belong to; more may be added."""

    def __init__(self, lexicons: Lexicons, texts: Iterable[str] = ()) -> None:
        self._lexicons = lexicons
        self._lexicon = lexicons.original
        self._having: dict[str, set[int]] = defaultdict(set)
        self.texts: list[str] = []
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        for symbol in _symbols_in(text, self._lexicon):
            self._having[symbol].add(len(self.texts))
        self.texts.append(text)

    def by(self, path: Path) -> list[int]:
        """The numbers of the texts that a change at this place of the lexicon may touch, the shortest text first."""
        return sorted(self._touched(path), key=lambda number: (len(self.texts[number]), number))

    def _touched(self, path: Path) -> Iterable[int]:
        match path:
            case (str(kind), int(), *_) if kind in KINDS:
                return self._by_phrases(path)
            case ("combinations", int(place), *_):
                return self._nearly_meeting(self._lexicons.document["combinations"][place])
            case ("classes", str(name)):
                return self._with_any([f"<{name}>", *self._lexicons.words_lost(path)])
            case ("classes" | "spelling", str(), int()) | (str(), int()):
                return self._with_any(self._lexicons.wordings_at(path))
            case ("spelling", "misspelt" | "contractions" | "joined", str(written)):
                return self._with_any(written.split(" "))
            case _:
                return range(len(self.texts))

    def _by_phrases(self, path: Path) -> set[int]:
        """Those that may have the phrase, or a word that is unknown without it; of an entry those of any phrase."""
        kind, place, *_ = path
        if len(path) > len(("kind", "place", "form")) and path[2] in FORMS:
            (phrase,) = self._lexicons.wordings_at(path)
            return self._with_every(phrase) | self._with_any(self._lexicons.words_lost(path))
        entry = self._lexicons.document[str(kind)][place]
        return set().union(*(self._with_every(phrase) for form in FORMS for phrase in entry.get(form, ())))

    def _with_every(self, phrase: str) -> set[int]:
        """Those with everything that a phrase is made of."""
        symbols = set(phrase.split(" ")) - {ANY, GAP}
        having = [self._having.get(symbol, set()) for symbol in symbols]
        return set.intersection(*sorted(having, key=len)) if having else set(range(len(self.texts)))

    def _nearly_meeting(self, combination: Mapping[str, Any]) -> Iterable[int]:
        """Those with a cue of as many of the sets as are asked for, or of one less."""
        met = Counter(
            number for names in combination["sets"] for number in self._with_any(f"{CUE}{name}" for name in names)
        )
        return [number for number, sets in met.items() if sets >= combination["at_least"] - 1]

    def _with_any(self, words: Iterable[str]) -> set[int]:
        return set().union(*(self._having.get(word, set()) for word in words))


def _symbols_in(text: str, lexicon: Lexicon) -> set[str]:
    """The words as they are meant and as they are written, and all that they may stand for in a phrase."""
    tokens = tokens_of(text, lexicon.spelling)
    written = {form for word in _WRITTEN.findall(text.lower()) for form in _forms(word.replace("'", ""))}
    symbols = lexicon.symbols.of(tokens)
    cues = (f"{CUE}{span.cue.name}" for span in lexicon.combinations.cues_in(tokens, symbols))
    return written.union((token.word for token in tokens), cues, *symbols)


def _forms(word: str) -> Iterator[str]:
    """A word as it is written, and without what may be taken off before it is looked up."""
    yield word
    for ending in ("s", "ll"):
        yield word.removesuffix(ending)
    for kept in (r"\1\1", r"\1"):
        yield _LENGTHENED.sub(kept, word)
