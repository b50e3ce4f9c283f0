"""Text becomes words of one spelling, each with its place in the text as it was written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import category, normalize

SENTENCE_END, QUESTION, COLON, COMMA, DASH, LINE_END = ".", "?", ":", ",", "-", "\n"
MARKS = frozenset({SENTENCE_END, QUESTION, COLON, COMMA, DASH, LINE_END})

# Each repetition begins with a character that its part before cannot hold, so nothing is ever read twice.
_PIECES = re.compile(
    r"(?P<word>[^\W\d_]+(?:['*!@$013][^\W\d_]+)*)|(?P<number>\d+(?:[.,]\d+)*)|(?P<mark>[.!?;:,\n()\[\]|\u2013\u2014-])"
)
_PARTS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[.!]")
_LENGTHENED = re.compile(r"(.)\1{2,}")
_DISGUISES = str.maketrans({"1": "i", "!": "i", "0": "o", "3": "e", "@": "a", "$": "s", "*": None})
_MARK_OF = {"!": ".", ";": ".", "(": ",", ")": ",", "[": ",", "]": ",", "|": ",", "\u2013": "-", "\u2014": "-"}
_QUOTES = frozenset("'’‘`´ʼ＇")  # noqa: RUF001 - the ways an apostrophe is typed
_SHORTEST_CLOSE, _LONGEST_CLOSE = 6, 24
_POSSESSIVE, _WILL = "'s", "'ll"


class Token(NamedTuple):
    """A word, number or mark; `start` and `end` are places in the text as written."""

    word: str
    start: int
    end: int


class Spelling:
    """How words are brought to one form: contractions, joined words, listed slips, near misses of a few words.

    A near miss is a word that equals a listed one after at most one letter is left out of each; the first letter
    must be right, and a word of the lexicon itself is never taken for another.
    """

    def __init__(self, document: Mapping[str, Any], known: Iterable[str]) -> None:
        self.contractions = {word: tuple(full.split()) for word, full in document["contractions"].items()}
        self.joined = {tuple(pair.split()): word for pair, word in document["joined"].items()}
        self.misspelt: Mapping[str, str] = document["misspelt"]
        self.known = {*known, *document["not_close"], *self.contractions}
        self.settled = {word for word in self.known if word.isalpha() and word not in self.contractions}
        self.near: Mapping[str, str] = {
            form: word for word in reversed(list(document["close_to"])) for form in (word, *_one_letter_less(word))
        }
        self._near_initials = {word[0] for word in self.near.values()}

    def of(self, word: str) -> tuple[str, ...]:
        """The word, or the words, that are meant."""
        bare = word.replace("'", "")
        if bare in self.contractions:
            return self.contractions[bare]
        if word.endswith(_WILL):
            return (self._meant(word.removesuffix(_WILL).replace("'", "")), "will")
        return (self._meant(word.removesuffix(_POSSESSIVE).replace("'", "")),)

    def disguised(self, word: str) -> str | None:
        """The word behind letters replaced by signs, where that gives a word of the lexicon."""
        plain = self._meant(word.translate(_DISGUISES))
        return plain if plain in self.known or plain in self.near else None

    def _meant(self, word: str) -> str:
        if word in self.known:
            return word
        if word in self.misspelt:
            return self.misspelt[word]
        for kept in (r"\1\1", r"\1"):
            short = _LENGTHENED.sub(kept, word)
            if short != word and short in self.known:
                return short
        return self._near(word)

    def _near(self, word: str) -> str:
        if word[0] not in self._near_initials or not _SHORTEST_CLOSE <= len(word) <= _LONGEST_CLOSE:
            return word
        for form in (word, *_one_letter_less(word)):
            meant = self.near.get(form)
            if meant is not None and meant[0] == word[0]:
                return meant
        return word


def tokens_of(text: str, spelling: Spelling) -> list[Token]:
    """The words and marks of a text, in order; signs, emoji and invisible characters are left out."""
    plain, origin = _folded(text)
    found: list[Token] = []
    for token in _spelt(plain, spelling):
        joined = spelling.joined.get((found[-1].word, token.word)) if found else None
        if joined is None:
            found.append(token)
        else:
            found[-1] = Token(joined, found[-1].start, token.end)
    if origin is None:
        return found
    return [Token(token.word, origin[token.start], origin[token.end - 1] + 1) for token in found]


def _spelt(plain: str, spelling: Spelling) -> Iterator[Token]:
    for piece in _PIECES.finditer(plain):
        written, start = piece[0], piece.start()
        if written in spelling.settled:
            yield Token(written, start, piece.end())
        elif piece.lastgroup == "word":
            yield from _words(written, start, spelling)
        elif piece.lastgroup == "number":
            yield Token(written, start, piece.end())
        elif not _inside_word(plain, start):
            yield Token(_MARK_OF.get(written, written), start, piece.end())


def _words(written: str, start: int, spelling: Spelling) -> Iterator[Token]:
    if not written.replace("'", "").isalpha():
        plain = spelling.disguised(written)
        if plain is not None:
            yield Token(plain, start, start + len(written))
            return
        for part in _PARTS.finditer(written):
            yield from _plain_word(part[0], start + part.start(), spelling)
        return
    yield from _plain_word(written, start, spelling)


def _plain_word(written: str, start: int, spelling: Spelling) -> Iterator[Token]:
    if written in "!.":
        yield Token(SENTENCE_END, start, start + 1)
        return
    yield from (Token(word, start, start + len(written)) for word in spelling.of(written))


def _inside_word(plain: str, place: int) -> bool:
    """A hyphen between two letters joins them; with a space on either side it parts."""
    return plain[place] == DASH and 0 < place < len(plain) - 1 and plain[place - 1 : place + 2 : 2].isalnum()


def _folded(text: str) -> tuple[str, list[int] | None]:
    """The text in lower case and without accents, and where each of its characters came from if that changed."""
    if text.isascii():
        return text.lower(), None
    folded = [_fold(character) for character in text]
    return "".join(folded), [place for place, part in enumerate(folded) for _ in part]


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    if character in _QUOTES:
        return "'"
    plain = normalize("NFKD", character.casefold())
    return "".join(part for part in plain if category(part) not in {"Mn", "Cf"}).casefold()


def _one_letter_less(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
