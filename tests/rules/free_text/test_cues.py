"""Cues that mean something together: what a combination needs, how near, in which sentence, and when it is found."""

from typing import Any

import pytest

from rules.engine.free_text.combinations import Combination, Combinations, CueSpan
from rules.engine.free_text.phrases import Symbols
from rules.engine.free_text.tokens import Token

_CUES = [
    {"name": "way", "plain": False, "phrases": ["pills", "the rope", "rope"]},
    {"name": "day", "plain": True, "phrases": ["tonight", "last day"]},
    {"name": "bye", "plain": False, "phrases": ["goodbye", "last"]},
    {"name": "will", "plain": False, "phrases": ["rope", "will"]},
    {"name": "vet", "plain": True, "phrases": ["vet", "the vet"]},
]
_WORDS = ("pills", "the", "rope", "tonight", "last", "day", "goodbye", "will", "vet", "so")


def _combinations(*entries: dict[str, Any]) -> Combinations:
    usual = {"id": "one", "concept": "signs", "at_least": 2, "sentences": 2, "unless": []}
    return Combinations({"cues": _CUES, "combinations": [{**usual, **entry} for entry in entries]}, ("so", "\n"))


def _cues(made: Combinations, text: str) -> list[CueSpan]:
    tokens = [Token("\n" if word == "/" else word, 0, 0) for word in text.split(" ") if word]
    return made.cues_in(tokens, Symbols({}, _WORDS).of(tokens))


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("", ""),
        ("x", ""),
        ("pills", "0-1 way 0"),
        ("x pills x tonight", "1-2 way 0; 3-4 day 0"),
        ("rope", "0-1 way 0; 0-1 will 0"),
        ("the rope", "0-2 way 0; 1-2 way 0; 1-2 will 0"),
        ("the so rope", "0-3 way 0; 2-3 way 0; 2-3 will 0"),
        ("last day", "0-1 bye 0; 0-2 day 0"),
        ("last . day", "0-1 bye 0"),
        ("last / day", "0-1 bye 0"),
        # Sentences are counted; one without a word is none
        ("pills . pills ? tonight / pills", "0-1 way 0; 4-5 day 2; 6-7 way 3"),
        (". . pills . . pills .", "2-3 way 0; 5-6 way 1"),
        ("pills , pills - pills : pills", "0-1 way 0; 2-3 way 0; 4-5 way 0; 6-7 way 0"),
        # What is asked is not said
        ("pills tonight ?", "1-2 day 0"),
        ("pills ? pills", "2-3 way 1"),
        ("x ? pills tonight ? pills", "3-4 day 1; 5-6 way 2"),
    ],
)
def test_the_cues_of_a_text_with_their_sentences(text: str, cues: str) -> None:
    found = _cues(_combinations(), text)
    assert "; ".join(f"{one.start}-{one.end} {one.cue.name} {one.sentence}" for one in found) == cues
    assert all(one.cue.plain is (one.cue.name in {"day", "vet"}) for one in found)


def _met(text: str, *entries: dict[str, Any], denied: tuple[int, ...] = ()) -> list[str]:
    """What is met, with its stretch, where what begins at these words is not claimed."""
    made = _combinations(*entries)
    met = made.met(_cues(made, text), lambda cue: cue.start not in denied)
    return [f"{combination.id} {first}-{last}" for combination, first, last in met]


_WAY_AND_DAY = {"sets": [["way"], ["day"]]}
_FAR = " ".join(["x"] * 59)


@pytest.mark.parametrize(
    ("text", "entry", "met"),
    [
        ("pills", _WAY_AND_DAY, []),
        ("tonight", _WAY_AND_DAY, []),
        ("pills tonight", _WAY_AND_DAY, ["one 0-2"]),
        ("x tonight x pills x", _WAY_AND_DAY, ["one 1-4"]),
        ("pills pills tonight tonight", _WAY_AND_DAY, ["one 0-3"]),
        ("tonight pills tonight", _WAY_AND_DAY, ["one 0-2"]),
        ("last day the rope", _WAY_AND_DAY, ["one 0-4"]),
        # So many sentences
        ("pills . tonight", _WAY_AND_DAY, ["one 0-3"]),
        ("tonight . pills", _WAY_AND_DAY, ["one 0-3"]),
        ("pills . x . tonight", _WAY_AND_DAY, []),
        ("tonight . x . pills", _WAY_AND_DAY, []),
        ("tonight . x . pills . tonight", _WAY_AND_DAY, ["one 4-7"]),
        ("pills . tonight", {**_WAY_AND_DAY, "sentences": 1}, []),
        ("pills . x . tonight", {**_WAY_AND_DAY, "sentences": 3}, ["one 0-5"]),
        # So many words
        (f"pills {_FAR} tonight", _WAY_AND_DAY, ["one 0-61"]),
        (f"pills {_FAR} x tonight", _WAY_AND_DAY, []),
        (f"tonight {_FAR} pills", _WAY_AND_DAY, ["one 0-61"]),
        (f"{_FAR} {_FAR} pills x tonight", _WAY_AND_DAY, ["one 118-121"]),
        (f"tonight {_FAR} x pills", _WAY_AND_DAY, []),
        # Words that are used already
        ("rope", {"sets": [["way"], ["will"]]}, []),
        ("rope rope", {"sets": [["way"], ["will"]]}, ["one 0-2"]),
        ("the rope will", {"sets": [["way"], ["will"]]}, ["one 0-3"]),
        ("will the rope", {"sets": [["way"], ["will"]]}, ["one 0-3"]),
        ("last day", {"sets": [["bye"], ["day"]]}, []),
        ("last day last", {"sets": [["bye"], ["day"]]}, ["one 0-3"]),
        # So many of the sets
        ("pills tonight", {"sets": [["way"], ["day"], ["bye"]], "at_least": 3}, []),
        ("goodbye pills tonight", {"sets": [["way"], ["day"], ["bye"]], "at_least": 3}, ["one 0-3"]),
        ("pills tonight", {"sets": [["way"], ["day"], ["bye"]]}, ["one 0-2"]),
        ("goodbye tonight", {"sets": [["way"], ["day"], ["bye"]]}, ["one 0-2"]),
        ("goodbye pills", {"sets": [["way"], ["day"], ["bye"]]}, ["one 0-2"]),
        ("goodbye goodbye", {"sets": [["way"], ["day"], ["bye"]]}, []),
        ("goodbye pills tonight", {"sets": [["way"], ["day"], ["bye"]]}, ["one 0-3"]),
        ("pills", {"sets": [["way"]], "at_least": 1}, ["one 0-1"]),
        ("pills goodbye", {"sets": [["way", "bye"], ["day"]]}, []),
        ("goodbye tonight", {"sets": [["way", "bye"], ["day"]]}, ["one 0-2"]),
        # Only looked for from what is not plain, and of the first set where all are asked for
        ("tonight vet", {"sets": [["day"], ["vet"]]}, []),
        ("tonight pills", {"sets": [["day"], ["way"]]}, []),
        ("tonight pills", {"sets": [["day"], ["way"]], "at_least": 1}, ["one 0-2"]),
        # An everyday matter
        ("pills tonight vet", {**_WAY_AND_DAY, "unless": ["vet"]}, []),
        ("vet pills tonight", {**_WAY_AND_DAY, "unless": ["vet"]}, []),
        ("vet . pills tonight", {**_WAY_AND_DAY, "unless": ["vet"]}, ["one 2-4"]),
        ("vet pills . pills tonight", {**_WAY_AND_DAY, "unless": ["vet"]}, ["one 3-5"]),
        ("pills . tonight vet", {**_WAY_AND_DAY, "unless": ["vet"]}, []),
        ("pills . tonight vet . tonight", {**_WAY_AND_DAY, "unless": ["vet"], "sentences": 3}, ["one 0-6"]),
        ("pills tonight bye", {**_WAY_AND_DAY, "unless": ["vet"]}, ["one 0-2"]),
    ],
)
def test_a_combination_is_met_by_different_cues_close_together(
    text: str, entry: dict[str, Any], met: list[str]
) -> None:
    assert _met(text, entry) == met


@pytest.mark.parametrize(
    ("denied", "met"),
    [
        ((), ["one 0-4"]),
        ((0,), ["one 2-4"]),
        ((1,), ["one 0-4"]),
        ((0, 2), []),
        ((3,), ["one 0-5"]),
        ((3, 4), []),
    ],
)
def test_what_is_not_plain_has_to_be_claimed(denied: tuple[int, ...], met: list[str]) -> None:
    assert _met("pills tonight pills goodbye goodbye", {"sets": [["way"], ["bye"]]}, denied=denied) == met


def test_each_combination_is_found_once_and_beside_others() -> None:
    second = {"id": "two", "sets": [["bye"], ["way"]]}
    third = {"id": "three", "sets": [["way"], ["vet"]]}
    text = "pills tonight goodbye . pills tonight goodbye"
    assert _met(text, {**_WAY_AND_DAY, "concept": "other"}, second, third) == ["one 0-2", "two 0-3"]
    assert _met(f"{text} vet", second, third, _WAY_AND_DAY) == ["three 0-8", "one 0-2", "two 0-3"]


def test_a_combination_has_its_concept() -> None:
    made = _combinations({"concept": "other", "sets": [["way"], ["day"]], "unless": ["vet"]})
    [(combination, first, last)] = made.met(_cues(made, "pills tonight"), lambda _: True)
    assert (first, last) == (0, 2)
    assert combination == Combination(
        "one", "other", (frozenset({"way"}), frozenset({"day"})), 2, 2, frozenset({"vet"})
    )
