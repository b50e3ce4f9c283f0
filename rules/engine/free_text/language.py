"""Whether a text is in a language that the lexicon covers. The test is crude on purpose and errs towards a person."""

from collections.abc import Sequence

from rules.engine.free_text.tokens import Token

_LAST_LATIN = 0x24F
_FOREIGN_LETTERS = 2
_ENOUGH_WORDS = 5
_ONE_ENGLISH_WORD_IN = 12


def cannot_be_read(tokens: Sequence[Token], english: frozenset[str]) -> bool:
    """True for a word in another script, and for five words or more of which hardly any is a common English one.

    A list of names (medicines, for instance) counts as such a text; a person reads it.
    """
    words = [token.word for token in tokens if token.word[0].isalpha()]
    if any(_in_other_script(word) for word in words if not word.isascii()):
        return True
    known = sum(word in english for word in words)
    return len(words) >= _ENOUGH_WORDS and known * _ONE_ENGLISH_WORD_IN < len(words)


def _in_other_script(word: str) -> bool:
    return len(word) >= _FOREIGN_LETTERS and sum(ord(letter) > _LAST_LATIN for letter in word) >= _FOREIGN_LETTERS
