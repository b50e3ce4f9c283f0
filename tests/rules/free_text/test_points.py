"""Points of words that resemble what is explicit: which terms are counted, in which stretch, at which level."""

import pytest

from rules.engine.free_text.combinations import Cue, CueSpan
from rules.engine.free_text.phrases import Span
from rules.engine.free_text.resemblance import (
    Level,
    Resemblance,
    Signs,
    Stretch,
    classes_by_word,
    stretches_of,
    terms_of,
)
from rules.engine.free_text.tokens import Token

_CLASSES = {"pill": ["tablet", "both"], "day": ["monday", "both"], "left": ["tablet", "other"]}


def _tokens(text: str) -> list[Token]:
    return [Token("\n" if word == "/" else word, 0, 0) for word in text.split(" ") if word]


def test_a_word_of_two_classes_is_one_of_the_first() -> None:
    assert classes_by_word(["pill", "day"], _CLASSES) == {
        "tablet": "<pill>", "both": "<pill>", "monday": "<day>",
    }  # fmt: skip
    assert classes_by_word(["day", "pill"], _CLASSES)["both"] == "<day>"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ["^ $"]),
        ("a", ["a", "^ a", "a $"]),
        ("a b", ["a", "b", "^ a", "a b", "b $"]),
        ("a b c d", ["a", "b", "c", "d", "^ a", "a b", "b c", "c d", "d $", "a _ c", "b _ d"]),
        ("a , b .", ["a", "b", "^ a", "a b", "b $"]),
        ("a ?", ["a", "^ a", "a $", "?"]),
        ("? a", ["a", "^ a", "a $"]),
        ("12 tablet", ["#", "<pill>", "^ #", "# <pill>", "<pill> $"]),
        ("1.5 a", ["#", "a", "^ #", "# a", "a $"]),
    ],
)
def test_the_terms_of_a_piece(text: str, terms: list[str]) -> None:
    assert terms_of(_tokens(text), {"tablet": "<pill>"}) == terms


def _stretches(text: str, signs: Signs | None = None) -> list[str]:
    found = stretches_of(_tokens(text), signs or Signs(), {"b": "<b>"})
    return [
        f"{one.start}-{one.end}+{one.further} {' '.join(sorted(t for t in one.terms if ' ' not in t))}"
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("", []),
        ("a b", ["0-2+0 <b> a"]),
        ("a . c", ["0-2+0 a", "0-3+1 a c", "2-3+0 c"]),
        ("a ? c / d", ["0-2+0 ? a", "0-4+1 ? a c", "0-5+2 ? a c d", "2-4+0 c", "2-5+1 c d", "4-5+0 d"]),
        ("a , c .", ["0-4+0 a c"]),
        (
            "a . c . d . e",
            [
                "0-2+0 a",
                "0-4+1 a c",
                "0-6+2 a c d",
                "2-4+0 c",
                "2-6+1 c d",
                "2-7+2 c d e",
                "4-6+0 d",
                "4-7+1 d e",
                "6-7+0 e",
            ],
        ),
        (". a", ["0-1+0 ", "0-2+1 a", "1-2+0 a"]),
        (" ".join(["a"] * 40), ["0-40+0 a"]),
        (" ".join(["a"] * 41), ["0-40+0 a", "0-41+1 a", "20-41+0 a"]),
        (" ".join(["a"] * 61), ["0-40+0 a", "0-60+1 a", "0-61+2 a", "20-60+0 a", "20-61+1 a", "40-61+0 a"]),
        (
            ". " + " ".join(["a"] * 41),
            ["0-1+0 ", "0-41+1 a", "0-42+2 a", "1-41+0 a", "1-42+1 a", "21-42+0 a"],
        ),
    ],
)
def test_a_stretch_is_up_to_three_neighbouring_sentences(text: str, stretches: list[str]) -> None:
    assert _stretches(text) == stretches


@pytest.mark.parametrize(
    ("cues", "stretches"),
    [
        ([], ["0-3+0 a c", "0-5+1 a c d", "3-5+0 d"]),
        ([(0, 1)], ["0-3+0 a c cue:0", "0-5+1 a c cue:0 d", "3-5+0 d"]),
        ([(2, 4)], ["0-3+0 a c cue:2", "0-5+1 a c cue:2 d", "3-5+0 d"]),
        ([(3, 4)], ["0-3+0 a c", "0-5+1 a c cue:3 d", "3-5+0 cue:3 d"]),
        ([(1, 2), (1, 3), (4, 5)], ["0-3+0 a c cue:1", "0-5+1 a c cue:1 cue:4 d", "3-5+0 cue:4 d"]),
    ],
)
def test_a_cue_counts_where_it_begins(cues: list[tuple[int, int]], stretches: list[str]) -> None:
    found = [CueSpan(start, end, Cue(str(start), plain=True), 0) for start, end in cues]
    assert _stretches("a c . d .", Signs(found)) == stretches


@pytest.mark.parametrize(
    ("settled", "pieces"),
    [
        ([], "a c e | g h i"),
        ([(0, 1)], "c e | g h i"),
        ([(0, 4)], " | g h i"),
        ([(1, 2)], "a e | g h i"),
        ([(0, 1), (2, 3)], "c | g h i"),
        ([(3, 4)], "a c e | g h i"),
        ([(4, 5)], "a c e | h i"),
        ([(2, 5)], "a c | h i"),
        ([(6, 8)], "a c e | g h"),
        ([(0, 1), (5, 6)], "c e | g i"),
        ([(1, 4), (4, 6)], "a | i"),
        ([(0, 8)], " | "),
        ([(1, 2), (2, 3)], "a | g h i"),
    ],
)
def test_what_is_settled_is_left_out(settled: list[tuple[int, int]], pieces: str) -> None:
    spans = [Span(start, end, None) for start, end in settled]
    found = stretches_of(_tokens("a c e . g h i ."), Signs((), spans), {})
    shown = [" ".join(sorted(term for term in one.terms if " " not in term)) for one in found if one.further == 0]
    assert " | ".join(shown) == pieces


def test_words_before_and_after_what_is_left_out_are_neighbours() -> None:
    first, *_ = stretches_of(_tokens("a c e"), Signs((), [Span(1, 2, None)]), {})
    assert first == Stretch(0, 3, frozenset({"a", "e", "^ a", "a e", "e $"}), 0)


def test_of_the_terms_those_may_be_kept_that_are_counted() -> None:
    found = list(stretches_of(_tokens("a . b"), Signs(), {}, {"a": 1, "^ b": 1}))
    assert [one.terms for one in found] == [frozenset({"a"}), frozenset({"a", "^ b"}), frozenset({"^ b"})]


_POINTS = Resemblance(
    {
        "points": {"10": ["a", "<pill>"], "5": ["b", "cue:c"], "-4": ["d", "?"], "1": ["a b"], "0": ["z"]},
        "start": -2,
        "further": -3,
        "touches": 3,
        "supports": 8,
        "asks": 13,
        "calls": 16,
        "classes": ["pill"],
    },
    _CLASSES,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("x", None),
        ("d", None),
        ("b", (Level.TOUCHES, 0, 1)),
        ("b b", (Level.TOUCHES, 0, 2)),
        ("b d", None),
        ("a", (Level.SUPPORTS, 0, 1)),
        ("tablet", (Level.SUPPORTS, 0, 1)),
        ("both", (Level.SUPPORTS, 0, 1)),
        ("other", None),
        ("a ?", (Level.TOUCHES, 0, 2)),
        ("a x b", (Level.ASKS, 0, 3)),
        ("a b", (Level.ASKS, 0, 2)),
        ("a tablet", (Level.CALLS, 0, 2)),
        ("a b . d", (Level.ASKS, 0, 3)),
        ("d . a", (Level.SUPPORTS, 2, 3)),
        ("d . x . x . b", (Level.TOUCHES, 6, 7)),
        # Sentences together, each further one at its price
        ("a . tablet", (Level.ASKS, 0, 3)),
        ("a . x . tablet", (Level.SUPPORTS, 0, 5)),
        ("a . b", (Level.SUPPORTS, 0, 3)),
        ("b . x . b", (Level.TOUCHES, 0, 2)),
        ("x . b", (Level.TOUCHES, 2, 3)),
        ("a . a", (Level.SUPPORTS, 0, 2)),
    ],
)
def test_the_stretch_with_most_points_gives_the_level(text: str, found: tuple[Level, int, int] | None) -> None:
    assert _POINTS.found(_tokens(text), Signs()) == found


def test_cues_and_what_is_settled_are_weighed_too() -> None:
    cue = CueSpan(1, 2, Cue("c", plain=False), 0)
    assert _POINTS.found(_tokens("x y"), Signs([cue])) == (Level.TOUCHES, 0, 2)
    assert _POINTS.found(_tokens("a y"), Signs([cue])) == (Level.ASKS, 0, 2)
    assert _POINTS.found(_tokens("a y"), Signs((), [Span(0, 1, None)])) is None
