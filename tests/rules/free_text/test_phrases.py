"""Phrases in a list of words: which are found where, by classes, gaps, fillers, length and rank."""

import pytest

from rules.engine.free_text import phrases
from rules.engine.free_text.phrases import ANY, Phrases, Span, Symbols, _State, gaps_between
from rules.engine.free_text.tokens import Token

_CLASSES = {"colour": ["red", "green", "dark blue", "12"], "fruit": ["green", "apple", "-"]}
_KNOWN = ("red", "so", "very", "9", "٣")


def _symbols(text: str) -> list[tuple[str, ...]]:
    tokens = [Token(word, 0, 0) for word in text.split(" ") if word]
    return Symbols(_CLASSES, _KNOWN).of(tokens)


@pytest.mark.parametrize(
    ("word", "symbols"),
    [
        ("so", "so <any>"),
        ("red", "red <any> <colour>"),
        ("green", "green <any> <colour> <fruit>"),
        ("apple", "apple <any> <fruit>"),
        ("pear", "<unknown> <any>"),
        (",", ","),
        ("-", "- <fruit>"),
        ("?", "?"),
        # Numbers
        ("9", "9 <any> <number>"),
        ("8", "<unknown> <any> <number>"),
        ("10", "<unknown> <any> <number> <many>"),
        ("12", "12 <any> <colour> <number> <many>"),
        ("999", "<unknown> <any> <number> <many>"),
        ("1000", "<unknown> <any> <number>"),
        ("1919", "<unknown> <any> <number>"),
        ("1920", "<unknown> <any> <number> <year>"),
        ("2099", "<unknown> <any> <number> <year>"),
        ("2100", "<unknown> <any> <number>"),
        ("00012", "<unknown> <any> <number>"),
        ("0012", "<unknown> <any> <number> <many>"),
        ("1.5", "<unknown> <any> <number>"),
        ("٣", "٣ <any> <number>"),
        ("٣٣", "<unknown> <any> <number>"),
    ],
)
def test_a_word_stands_for_itself_and_its_classes(word: str, symbols: str) -> None:
    assert _symbols(word) == [tuple(symbols.split(" "))]


def test_each_word_of_a_text_is_looked_up() -> None:
    assert _symbols("so 9 pear") == [("so", ANY), ("9", ANY, "<number>"), ("<unknown>", ANY)]


_PHRASES = (
    "a", "a b", "a b c d", "x <any> y", "x z y", "g <gap> h", "g <gap> h i", "u <gap>", "j <gap> k <gap> l",
    "<colour> m", "red m", "red m n", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
    "s t", "so s", "g o", "v <any>", "dup",
)  # fmt: skip
_ALL_KNOWN = {word for phrase in _PHRASES for word in phrase.split(" ")} | {"so", "very"}


def _phrases(*phrases: str, fillers: tuple[str, ...] = ("so", "very", ",")) -> Phrases:
    """Each phrase stands for itself and has the rank of its place."""
    made = Phrases(fillers)
    for rank, phrase in enumerate(phrases):
        made.add(phrase, rank, phrase)
    return made


def _read(text: str) -> list[tuple[str, ...]]:
    return Symbols(_CLASSES, _ALL_KNOWN).of([Token(word, 0, 0) for word in text.split(" ")])


def _shown(spans: list[Span]) -> str:
    return "; ".join(f"{span.start}-{span.end} {span.entry}" for span in spans)


_CASES = {
    "a": "0-1 a",
    "b": "",
    "a b": "0-2 a b",
    "a b c": "0-2 a b",
    "a b c e": "0-2 a b",
    "a b c d": "0-4 a b c d",
    "a a b b a": "0-1 a; 1-3 a b; 4-5 a",
    # Words that add nothing
    "a so b": "0-3 a b",
    "a so very , b": "0-5 a b",
    "a so": "0-1 a",
    "a so so": "0-1 a",
    "so a": "1-2 a",
    "a . b": "0-1 a",
    "a pear b": "0-1 a",
    "so s": "0-2 so s",
    "s so t": "0-3 s t",
    "s t so": "0-2 s t",
    "very so s": "1-3 so s",
    # Any one word, which no mark is
    "x pear y": "0-3 x <any> y",
    "x z y": "0-3 x <any> y",
    "x , y": "",
    "x y": "",
    "x . y": "",
    "x 7 y": "0-3 x <any> y",
    "x pear pear y": "",
    "v so": "0-2 v <any>",
    "v so pear": "0-3 v <any>",
    "v , pear": "0-3 v <any>",
    # Up to three words or none
    "g h": "0-2 g <gap> h",
    "g pear h": "0-3 g <gap> h",
    "g pear pear h": "0-4 g <gap> h",
    "g pear 7 red h": "0-5 g <gap> h",
    "g pear pear pear pear h": "",
    "g . h": "",
    "g pear . h": "",
    "g h h i": "0-4 g <gap> h i",
    "g h i": "0-3 g <gap> h i",
    "g pear h i": "0-4 g <gap> h i",
    "g o": "0-2 g o",
    "g pear o": "",
    "u": "0-1 u <gap>",
    "u pear": "0-2 u <gap>",
    "u pear pear pear pear": "0-4 u <gap>",
    "u .": "0-1 u <gap>",
    "j k l": "0-3 j <gap> k <gap> l",
    "j pear pear pear k pear pear pear l": "0-9 j <gap> k <gap> l",
    "j pear pear pear pear k l": "",
    "g pear so pear pear h": "0-6 g <gap> h",
    # Classes and ranks
    "red m": "0-2 <colour> m",
    "green m": "0-2 <colour> m",
    "red m n": "0-3 red m n",
    "green m n": "0-2 <colour> m",
    # The longest that is looked for
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16": "0-16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
    "1 so 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16": "0-16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
    "1 so so 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16": "",
}


@pytest.mark.parametrize(("text", "spans"), _CASES.items())
def test_the_longest_phrases_are_found_from_the_left(text: str, spans: str) -> None:
    words = _read(text)
    made = _phrases(*_PHRASES)
    for _ in range(2):
        assert _shown(list(made.all(words, [(0, len(words))]))) == spans


def test_what_was_worked_out_for_one_text_holds_for_the_next() -> None:
    made = _phrases(*_PHRASES)
    for _ in range(2):
        for text, spans in _CASES.items():
            assert _shown(list(made.all(_read(text), [(0, len(text.split(" ")))]))) == spans


@pytest.mark.parametrize(
    ("gaps", "spans"),
    [
        ([], ""),
        ([(0, 4)], "0-2 a b; 3-4 a"),
        ([(0, 1), (3, 5)], "0-1 a; 3-5 a b"),
        ([(1, 5)], "3-5 a b"),
        ([(4, 5)], ""),
        ([(2, 2), (3, 4)], "3-4 a"),
    ],
)
def test_phrases_are_looked_for_within_stretches(gaps: list[tuple[int, int]], spans: str) -> None:
    assert _shown(list(_phrases(*_PHRASES).all(_read("a b pear a b"), gaps))) == spans


@pytest.mark.parametrize(
    ("text", "start", "stop", "spans"),
    [
        ("a b c d", 0, 4, "0-1 a; 0-2 a b; 0-4 a b c d"),
        ("a b c d", 0, 3, "0-1 a; 0-2 a b"),
        ("a b c d", 1, 4, ""),
        ("b a b pear", 1, 4, "1-2 a; 1-3 a b"),
        ("red m n", 0, 3, "0-2 <colour> m; 0-2 red m; 0-3 red m n"),
        ("a so b so", 0, 4, "0-1 a; 0-3 a b"),
        ("u pear pear", 0, 3, "0-1 u <gap>; 0-2 u <gap>; 0-3 u <gap>"),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", 0, 16,
         "0-15 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; 0-16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"),
        ("1 so 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", 0, 17, "0-16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"),
        ("pear 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", 1, 17,
         "1-16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; 1-17 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"),
    ],
)  # fmt: skip
def test_every_phrase_that_begins_at_a_place(text: str, start: int, stop: int, spans: str) -> None:
    made = _phrases(*_PHRASES)
    assert _shown(list(made.every(_read(text), start, stop))) == spans


@pytest.mark.parametrize(
    ("text", "start", "stop", "span"),
    [
        ("pear a b", 1, 3, Span(1, 3, "a b")),
        ("pear a b", 1, 2, Span(1, 2, "a")),
        ("pear a b", 0, 3, None),
        ("pear . 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", 2, 18, Span(2, 18, _PHRASES[12])),
        ("a b", 2, 2, None),
    ],
)
def test_the_longest_phrase_at_a_place(text: str, start: int, stop: int, span: Span | None) -> None:
    made = _phrases(*_PHRASES)
    assert made.longest(_read(text), start, stop) == span


def test_of_phrases_found_alike_that_of_the_lower_rank_counts() -> None:
    made = Phrases(())
    for rank, phrase, entry in ((3, "red m", "a third"), (1, "<colour> m", "the first"), (2, "<any> m", "second")):
        made.add(phrase, rank, entry)
    made.add("red m", 0, "before all")
    made.add("red m", 0, "too late")
    assert [span.entry for span in made.every(_read("red m"), 0, 2)] == ["before all", "the first", "second"]
    assert made.longest(_read("red m"), 0, 2) == Span(0, 2, "before all")
    assert made.longest(_read("apple m"), 0, 2) == Span(0, 2, "second")


def test_of_the_same_rank_the_words_themselves_come_before_their_classes() -> None:
    made = Phrases(())
    for phrase, entry in (("<colour> m", "a class"), ("red m", "the word")):
        made.add(phrase, 0, entry)
    assert [span.entry for span in made.every(_read("red m"), 0, 2)] == ["the word", "a class"]


def test_a_phrase_is_parted_at_its_spaces_and_nowhere_else() -> None:
    made = _phrases("a \n b", fillers=())
    assert made.longest(_read("a \n b"), 0, 3) == Span(0, 3, "a \n b")
    assert made.longest(_read("a b"), 0, 2) is None


@pytest.mark.parametrize("ending", ["h", "k"])
def test_a_word_may_lead_into_several_gaps_at_once(ending: str) -> None:
    made = _phrases("g <gap> h", "<any> <gap> k")
    assert [span.end for span in made.every(_read(f"g {ending}"), 0, 2)] == [2]


class _Counting(Phrases):
    """Counts how often it is worked out what a word leads to."""

    worked_out = 0

    def _work_out(self, state: _State, symbols: tuple[str, ...]) -> _State | None:
        self.worked_out += 1
        return super()._work_out(state, symbols)


def test_what_a_word_leads_to_is_worked_out_once() -> None:
    made = _Counting(("so",))
    made.add("a <any> b", 0, "found")
    for _ in range(3):
        assert made.longest(_read("a m b"), 0, 3) == Span(0, 3, "found")
        assert made.longest(_read("m"), 0, 1) is None
    assert made.worked_out == 4
    [after] = [state for state in made._begin.after.values() if state is not None]
    assert made._after(after, ("m", ANY)) is made._after(after, ("n", ANY)) is not None


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_is_kept_than_there_is_room_for(most: int) -> None:
    room, phrases._MOST_KEPT = phrases._MOST_KEPT, most
    try:
        made = _phrases("a b c d")
        for _ in range(2):
            assert made.longest(_read("a b c d"), 0, 4) == Span(0, 4, "a b c d")
            assert made.longest(_read("m"), 0, 1) is None
    finally:
        phrases._MOST_KEPT = room
    assert len(made._states) == most
    # With the last that there is room for it is full, and only what leads nowhere takes no room.
    assert len([state for state in made._begin.after.values() if state is not None]) == (most > 1)
    assert None in made._begin.after.values()


def test_whether_a_phrase_can_begin_with_a_word() -> None:
    made = _phrases("a b", "<colour> m")
    assert [made.can_begin(symbols) for symbols in _read("a b red green so pear")] == [
        True, False, True, True, False, False,
    ]  # fmt: skip
    assert not _phrases(fillers=("so",)).can_begin(("so", ANY))


@pytest.mark.parametrize(
    ("spans", "length", "free"),
    [
        ([], 0, []),
        ([], 3, [(0, 3)]),
        ([(0, 3)], 3, []),
        ([(1, 2)], 3, [(0, 1), (2, 3)]),
        ([(0, 1), (1, 2), (4, 5)], 7, [(2, 4), (5, 7)]),
    ],
)
def test_what_the_spans_leave_free(spans: list[tuple[int, int]], length: int, free: list[tuple[int, int]]) -> None:
    assert gaps_between([Span(start, end, None) for start, end in spans], length) == free
