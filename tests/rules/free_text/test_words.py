"""Words and their spelling, on a few made-up words: each word's form and its place in the text as written."""

import pytest

from rules.engine.free_text.language import Language, language_of
from rules.engine.free_text.tokens import Spelling, Token, tokens_of

_SPELLING = Spelling(
    {
        "contractions": {"cant": "can not", "wont": "will not", "ill": "i will"},
        "joined": {"good bye": "goodbye", "2 night": "tonight"},
        "misspelt": {"bc": "because", "2nite": "tonight"},
        "not_close": ["overdue", "tonights"],
        "close_to": ["overdose", "overdosed", "tonight", "abcdefghijklmnopqrstuvwx", "suicide"],
    },
    ["kill", "safe", "kiss", "good", "fool", "die", "so", "i'm", "40", "goodbye"],
)


def _words(text: str) -> list[str]:
    return [token.word for token in tokens_of(text, _SPELLING)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Can't, won't; can\u2019t", "can not , will not . can not"),
        ("CANT", "can not"),
        ("he'll kill's dog's", "he will kill dog"),
        ("o'he'll o'dog's", "ohe will odog"),
        ("i'm i'm's", "im im"),
        ("bc bc's bc'll", "because because because will"),
        # Letters written more often
        ("killll kiiill gooood foool soooo dieeee", "kill kill good fool so die"),
        ("heyyyy", "heyyyy"),
        ("goood gooddd", "good good"),
        # Near misses of listed words
        (
            "overdose overdse ovrdose overrdose overdoze overdoses",
            "overdose overdose overdose overdose overdose overdose",
        ),
        ("overdosed overdoosed overdosd", "overdosed overdosed overdosed"),
        ("iverdose verdose overdue tonights tonigt tonigh", "iverdose verdose overdue tonights tonight tonight"),
        ("suicie suici suicid", "suicide suici suicide"),
        ("abcdefghijklmnopqrstuvwx abcdefghijklmnopqrstuvw", "abcdefghijklmnopqrstuvwx abcdefghijklmnopqrstuvwx"),
        ("abcdefghijklmnopqrstuvxw", "abcdefghijklmnopqrstuvwx"),
        ("abcdefghijklmnopqrstuvwxy", "abcdefghijklmnopqrstuvwxy"),
        # Words written in two, and numbers that stand for letters
        ("good bye", "goodbye"),
        ("good, bye good bye", "good , bye goodbye"),
        ("2 night 2nite 2 nite", "tonight 2 nite 2 nite"),
        # Disguises
        ("k1ll k!ll d13 d!e g00d ki*l *die", "kill kill d 13 die g 00 d ki l die"),
        ("g0od k@ll s@fe ki$s $o s0 f0ol ov3rdose", "good k ll safe kiss o s 0 fool overdose"),
        ("so!die so!good", "so . die so . good"),
        ("ab1cd ab@cd's", "ab cd ab cd"),
        ("o'cl!ck", "ocl . ck"),
        # Marks
        ("a; b! c? d: e | f (g) [h]", "a . b . c ? d : e , f , g , , h ,"),
        ("a\nb \u2013 c — d - e", "a \n b - c - d - e"),
        ("a-b a- b a -b -", "a b a - b a - b -"),
        ("-a b-", "- a b -"),
        ("-a", "- a"),
        ("1-2 a-1", "1 2 a 1"),
        ("a.-b a-.b", "a . - b a - . b"),
        # Numbers
        ("1,5 1.5 1. 5, 40 40x 1,000.25", "1,5 1.5 1 . 5 , 40 40 x 1,000.25"),
        # Signs, accents, and what is not seen
        ("\U0001f600 kìll\u200b fóol_so", "kill fool so"),
        ("k\u200bill \u2018die\u2018 i\u00b4m", "kill die im"),
        ("KILL Straße ﬁne", "kill strasse fine"),
    ],
)
def test_the_words_are_brought_to_one_form(text: str, words: str) -> None:
    assert _words(text) == words.split(" ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kill so", ["kill 0 4", "so 5 7"]),
        ("can't so", ["can 0 5", "not 0 5", "so 6 8"]),
        ("a good bye, b", ["a 0 1", "goodbye 2 10", ", 10 11", "b 12 13"]),
        ("é can't so", ["e 0 1", "can 2 7", "not 2 7", "so 8 10"]),
        ("k\u200bill ﬁne 1.5", ["kill 0 5", "fine 6 9", "1.5 10 13"]),
        (
            "é ab!cd d!e so!die",
            ["e 0 1", "ab 2 4", ". 4 5", "cd 5 7", "die 8 11", "so 12 14", ". 14 15", "die 15 18"],
        ),
        (
            "x ab!cd d!e so!die",
            ["x 0 1", "ab 2 4", ". 4 5", "cd 5 7", "die 8 11", "so 12 14", ". 14 15", "die 15 18"],
        ),
        ("aß good bye (", ["ass 0 2", "goodbye 3 11", ", 12 13"]),
        ("x 12 40 - ;", ["x 0 1", "12 2 4", "40 5 7", "- 8 9", ". 10 11"]),
    ],
)
def test_each_word_keeps_its_place_in_the_text_as_written(text: str, words: list[str]) -> None:
    assert [f"{token.word} {token.start} {token.end}" for token in tokens_of(text, _SPELLING)] == words


_ENGLISH, _FOREIGN = frozenset({"the", "and"}), frozenset({"que", "los"})


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("", Language.COVERED),
        ("aa bb cc dd", Language.COVERED),
        ("aa bb cc dd ee", Language.NOT_KNOWN),
        ("aa bb cc dd 12 ,", Language.COVERED),
        ("aa bb cc dd ee 12 ,", Language.NOT_KNOWN),
        ("the aa bb cc dd", Language.COVERED),
        ("the" + " aa" * 11, Language.COVERED),
        ("the" + " aa" * 12, Language.NOT_KNOWN),
        ("the and" + " aa" * 22, Language.COVERED),
        ("the and" + " aa" * 23, Language.NOT_KNOWN),
        # Words of other languages
        ("que", Language.COVERED),
        ("que los", Language.OTHER),
        ("que que the", Language.OTHER),
        ("que los the and", Language.COVERED),
        ("que los los the and", Language.OTHER),
        # Letters of other scripts
        ("\u0436\u0436 the and", Language.OTHER),
        ("the and \u0436\u0436", Language.OTHER),
        ("a\u0436 the", Language.COVERED),
        ("\u0436a\u0436 the", Language.OTHER),
        ("\u0436 the", Language.COVERED),
        ("\u024f\u024f the", Language.COVERED),
        ("\u0250\u0250 the", Language.OTHER),
        ("the \u00e9\u00e9 aa", Language.COVERED),
    ],
)
def test_the_language_is_told_by_letters_and_small_words(words: str, language: Language) -> None:
    tokens = [Token(word, 0, 0) for word in words.split()]
    assert language_of(tokens, _ENGLISH, _FOREIGN) is language
