"""What is taken out of a lexicon when it is built changes the reading of no text."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.authoring.free_text_needed import needed
from rules.engine.free_text.combinations import CueSpan
from rules.engine.free_text.lexicon import build_lexicon
from rules.engine.free_text.phrases import Span
from rules.engine.free_text.tokens import tokens_of
from tests.rules.free_text.small_lexicon import DOCUMENT

_CLASSES = {"1": ["ant", "bee"], "2": ["bee", "cat"], "kin": ["aunt", "uncle"]}
_WORDS = ("ant", "bee", "cat", "really", "7", "40", "2015", "newt", ",", "\n")
_SYMBOLS = ("ant", "bee", "cat", "really", "<1>", "<2>", "<any>", "<number>", "<many>", "<year>")


def _lexicon(
    *,
    of_danger: Sequence[str] = (),
    of_illness: Sequence[str] = (),
    markers: Sequence[str] = (),
    cues: Sequence[str] = (),
) -> dict[str, Any]:
    concepts = [
        {"id": "illness", "alone": "affirmed", "danger": False, "statements": [], "names": list(of_illness)},
        {"id": "danger", "alone": "affirmed", "danger": True, "statements": list(of_danger), "names": []},
    ]
    return {
        **DOCUMENT,
        "concepts": concepts,
        "markers": [
            {"category": category, "before": True, "after": True, "phrases": list(phrases)}
            for category, phrases in (("doubt", markers[::2]), ("past", markers[1::2]))
        ],
        "cues": [{"name": "way", "plain": False, "phrases": list(cues)}],
        "combinations": [],
        "answers": [],
        "classes": _CLASSES,
    }


@pytest.mark.parametrize(
    ("written", "left"),
    [
        pytest.param(["ant cat", "<1> cat"], ["<1> cat"], id="a word of the other's choice"),
        pytest.param(["<1> cat", "ant cat", "bee cat"], ["<1> cat"], id="each word of a choice"),
        pytest.param(["ant really cat", "ant cat"], ["ant cat"], id="a word that may always stand between"),
        pytest.param(["ant cat", "ant really cat"], ["ant cat"], id="whichever is written first"),
        pytest.param(["ant 7", "ant <number>"], ["ant <number>"], id="a number"),
        pytest.param(["ant <many>", "ant <number>"], ["ant <number>"], id="a kind of number"),
        pytest.param(["ant newt cat", "ant <any> cat"], ["ant <any> cat"], id="any word"),
        pytest.param(["ant <any> cat", "ant <gap> cat"], ["ant <gap> cat"], id="a gap"),
        pytest.param(["ant cat", "ant <gap> cat"], ["ant <gap> cat"], id="a gap without a word"),
        pytest.param(["cat cat", "ant <gap> cat"], ["cat cat", "ant <gap> cat"], id="nothing"),
        pytest.param(["ant cat", "ant"], ["ant cat", "ant"], id="what goes on longer"),
        pytest.param(["ant cat", "cat"], ["ant cat", "cat"], id="what begins earlier"),
        pytest.param(["<year>", "<many>"], ["<year>", "<many>"], id="another kind of number"),
        pytest.param(["really ant", "ant"], ["really ant", "ant"], id="a word that may stand between comes first"),
    ],
)
def test_a_phrase_that_others_cover_goes(written: list[str], left: list[str]) -> None:
    assert needed(_lexicon(cues=written))["cues"][0]["phrases"] == left


@pytest.mark.parametrize(
    ("written", "left"),
    [
        pytest.param(["<1> bee", "ant bee cat", "ant bee"], {"1": ["ant", "bee"]}, id="all are needed"),
        pytest.param(["<1> bee", "<2> bee"], {"1": ["ant"], "2": ["bee", "cat"]}, id="a word of two choices"),
        pytest.param(["<1> <2>", "<any> bee"], {"1": ["ant", "bee"], "2": ["cat"]}, id="a word that is any word"),
    ],
)
def test_a_word_of_a_choice_goes_where_each_phrase_is_covered_for_it(
    written: list[str], left: dict[str, list[str]]
) -> None:
    classes = needed(_lexicon(cues=written))["classes"]
    assert {name: classes[name] for name in left} == left


def test_a_choice_that_no_phrase_is_left_to_use_goes() -> None:
    assert [*needed(_lexicon(cues=["<1> bee", "<any> bee"]))["classes"]] == ["kin"]


def test_a_class_with_a_name_keeps_its_words() -> None:
    assert needed(_lexicon(cues=["<kin> ant", "aunt ant"]))["classes"]["kin"] == ["aunt", "uncle"]


def test_of_two_meanings_the_one_that_counts_before_covers_the_other() -> None:
    both = needed(_lexicon(of_danger=["<1> cat"], of_illness=["ant cat", "newt"]))
    assert [one["names"] + one["statements"] for one in both["concepts"]] == [["newt"], ["<1> cat"]]


def test_one_that_counts_later_covers_nothing() -> None:
    both = needed(_lexicon(of_danger=["ant cat"], of_illness=["<1> cat"]))
    assert [one["names"] + one["statements"] for one in both["concepts"]] == [["<1> cat"], ["ant cat"]]


_SOME = st.lists(
    st.lists(st.sampled_from(_SYMBOLS), min_size=1, max_size=3)
    .flatmap(lambda symbols: st.sampled_from([symbols, [symbols[0], "<gap>", *symbols]]))
    .map(" ".join),
    max_size=6,
    unique=True,
)
_LEXICONS = st.builds(_lexicon, of_danger=_SOME, of_illness=_SOME, markers=_SOME, cues=_SOME)


def _read(document: dict[str, Any], text: str) -> tuple[list[Span], list[Span], set[CueSpan]]:
    lexicon = build_lexicon(document)
    tokens = tokens_of(text, lexicon.spelling)
    words = lexicon.symbols.of(tokens)
    everywhere = [(0, len(words))]
    return (
        list(lexicon.targets.all(words, everywhere)),
        list(lexicon.markers.all(words, everywhere)),
        set(lexicon.combinations.cues_in(tokens, words)),
    )


@given(_LEXICONS, st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join))
def test_every_text_is_read_as_before(document: dict[str, Any], text: str) -> None:
    assert _read(needed(document), text) == _read(document, text)


@given(_LEXICONS)
def test_nothing_more_goes_the_second_time(document: dict[str, Any]) -> None:
    assert needed(needed(document)) == needed(document)
