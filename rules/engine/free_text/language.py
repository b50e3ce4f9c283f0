"""Whether a text is in a language that the lexicon covers. The test is crude on purpose and errs towards a person."""

from collections.abc import Sequence
from enum import StrEnum

from rules.engine.free_text.tokens import Token

_LAST_LATIN = 0x24F
_FOREIGN_LETTERS = 2
_ENOUGH_WORDS = 5
_ONE_ENGLISH_WORD_IN = 12
_ENOUGH_FOREIGN_WORDS = 2


class Language(StrEnum):
    """What can be said about the language of a text."""

    COVERED = "covered"
    OTHER = "other"
    NOT_KNOWN = "not known"
    """Hardly an English word and none of another language either: a list of medicines, for instance."""


def language_of(tokens: Sequence[Token], english: frozenset[str], foreign: frozenset[str]) -> Language:
    """OTHER for a word in another script, or where the small words of other languages outnumber the English ones."""
    words = [token.word for token in tokens if token.word[0].isalpha()]
    if any(_in_other_script(word) for word in words if not word.isascii()):
        return Language.OTHER
    known = sum(map(english.__contains__, words))
    others = sum(map(foreign.__contains__, words))
    if others >= _ENOUGH_FOREIGN_WORDS and others > known:
        return Language.OTHER
    few = len(words) >= _ENOUGH_WORDS and known * _ONE_ENGLISH_WORD_IN < len(words)
    return Language.NOT_KNOWN if few else Language.COVERED


def _in_other_script(word: str) -> bool:
    return len(word) >= _FOREIGN_LETTERS and sum(ord(letter) > _LAST_LATIN for letter in word) >= _FOREIGN_LETTERS
