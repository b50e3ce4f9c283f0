"""Which texts a change to the lexicon may touch: those with all words of the phrase, or with the word, it is about.

No other text can be read otherwise, so that none of them need be read. Of a setting that may touch any text, all are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rules.engine.free_text.lexicon import Lexicon
from rules.engine.free_text.phrases import ANY, GAP
from rules.engine.free_text.tokens import tokens_of
from tests.mutation.lexicons import FORMS, KINDS, Lexicons

_WRITTEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_WORD_LISTS = frozenset({"fillers", "bridges", "present", "first_person", "past", "english", "foreign"})

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
            case (str(kind), int(), str(form), int()) if kind in KINDS and form in FORMS:
                (phrase,) = self._lexicons.wordings_at(path)
                return self._with_every(phrase.split(" ")) | self._with_any(self._lexicons.words_lost(path))
            case ("classes", str(name)):
                return self._having.get(f"<{name}>", set()) | self._with_any(self._lexicons.words_lost(path))
            case ("classes", str(), int()):
                return self._with_any(self._lexicons.wordings_at(path))
            case (str(name), int()) if name in _WORD_LISTS:
                return self._with_any(self._lexicons.wordings_at(path))
            case ("spelling", "misspelt" | "contractions", str(written)):
                return self._with_any([written]) or range(len(self.texts))
            case _:
                return range(len(self.texts))

    def _with_every(self, symbols: Iterable[str]) -> set[int]:
        having = [self._having.get(symbol, set()) for symbol in symbols if symbol not in {ANY, GAP}]
        return set.intersection(*sorted(having, key=len)) if having else set(range(len(self.texts)))

    def _with_any(self, words: Iterable[str]) -> set[int]:
        return set().union(*(self._having.get(word, set()) for word in words))


def _symbols_in(text: str, lexicon: Lexicon) -> set[str]:
    """The words as they are meant and as they are written, and all that they may stand for in a phrase."""
    tokens = tokens_of(text, lexicon.spelling)
    written = {word.lower().replace("'", "") for word in _WRITTEN.findall(text)}
    return written.union((token.word for token in tokens), *lexicon.symbols.of(tokens))
