"""What a line and a name stand for, word by word, in a small lexicon of its own and in the one that is released."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from rules.engine.medicines.lexicon import Ingredient, Lexicon, Product
from rules.engine.medicines.lines import matches_on_line
from rules.engine.medicines.matching import Match, Status, exactly, match
from rules.engine.medicines.spelling import forms, names_something, within_one_edit, words
from rules.engine.values import Interval
from tests.rules.medicines.lexicon import lexicon

_EXACT, _CONFIRMED, _PROPOSED, _UNKNOWN = Status.EXACT, Status.CONFIRMED, Status.PROPOSED, Status.UNRECOGNISED

type Found = tuple[Status, Sequence[str], Sequence[str]]

WORDS: list[tuple[str, Sequence[str], Sequence[str]]] = [
    ("Sertraline HCl 50 mg tablets", ["sertraline", "hcl", "50", "mg", "tablets"],
     ["sertraline hcl 50 mg tablets", "sertraline hcl", "sertraline"]),
    ("St. John\N{RIGHT SINGLE QUOTATION MARK}s Wort", ["st", "johns", "wort"], ["st johns wort"]),
    ("D.H.E. 45", ["dhe", "45"], ["dhe 45", "dhe"]),
    ("Éffexor XR 150mg", ["effexor", "xr", "150", "mg"], ["effexor xr 150 mg", "effexor"]),
    ("\N{FULLWIDTH LATIN CAPITAL LETTER P}axil", ["paxil"], ["paxil"]),
    ("Vitamin B 12", ["vitamin", "b", "12"], ["vitamin b 12", "vitamin b"]),
    ("vitamin d 1000 iu daily", ["vitamin", "d", "1000", "iu", "daily"], ["vitamin d 1000 iu daily", "vitamin d"]),
    ("1,000.5 units insulin", ["1,000.5", "units", "insulin"], ["1,000.5 units insulin", "insulin"]),
    ("Emsam 6 mg/24 h", ["emsam", "6", "mg", "24", "h"], ["emsam 6 mg 24 h", "emsam"]),
    ("g", ["g"], ["g"]),
    ("insulin units", ["insulin", "units"], ["insulin units", "insulin"]),
    ("vitamin g", ["vitamin", "g"], ["vitamin g"]),
    ("5 g vitamin", ["5", "g", "vitamin"], ["5 g vitamin", "vitamin"]),
    ("potassium chloride", ["potassium", "chloride"], ["potassium chloride"]),
    ("x_y-z", ["x", "y", "z"], ["x y z"]),
    ("5 mg", ["5", "mg"], ["5 mg"]),
    ("daily", ["daily"], ["daily"]),
    ("", [], []),
]  # fmt: skip

LINES: list[tuple[str, str | None, list[Found]]] = [
    ("Zoloft (sertraline)", None, [(_EXACT, ["sertraline"], [])]),
    ("sertraline [Zoloft] + lamotrigine", None, [(_EXACT, ["sertraline", "lamotrigine"], [])]),
    ("Xanax plus Ativan", None, [(_EXACT, ["alprazolam"], []), (_EXACT, ["lorazepam"], [])]),
    ("Xanax Plus ativan", None, [(_EXACT, ["alprazolam"], []), (_EXACT, ["lorazepam"], [])]),
    ("Xanax; blues", None, [(_EXACT, ["alprazolam"], []), (_PROPOSED, [], ["oxycodone", "fentanyl"])]),
    ("sertraline, 50 mg, daily", None, [(_EXACT, ["sertraline"], [])]),
    ("Fioricet w/ codeine", None, [(_EXACT, ["butalbital", "paracetamol", "caffeine", "codeine"], [])]),
    ("Xanax FOR panic", None, [(_EXACT, ["alprazolam"], [])]),
    ("for my mood", None, [(_UNKNOWN, [], [])]),
    ("20 mg", None, [(_UNKNOWN, [], [])]),
    ("", None, [(_UNKNOWN, [], [])]),
    ("asthma tablets, blue capsule", None, [(_UNKNOWN, [], []), (_UNKNOWN, [], [])]),
    ("Lamictil (lamotrigine)", None, [(_EXACT, ["lamotrigine"], [])]),
    ("Lamictil, Nardel (lamotrigine)", None, [(_PROPOSED, [], ["phenelzine"]), (_EXACT, ["lamotrigine"], [])]),
    ("blues (oxycodone)", None, [(_PROPOSED, [], ["oxycodone", "fentanyl"]), (_EXACT, ["oxycodone"], [])]),
    ("blues (oxycodone, fentanyl)", None, [(_EXACT, ["oxycodone"], []), (_EXACT, ["fentanyl"], [])]),
    ("asthma tablets (lamotrigine)", None, [(_UNKNOWN, [], []), (_EXACT, ["lamotrigine"], [])]),
    ("Nardel", "Nardil", [(_CONFIRMED, ["phenelzine"], [])]),
    ("Nardel 5mg", "Nardil 15 mg", [(_CONFIRMED, ["phenelzine"], [])]),
    ("Nardel", "nonsense", [(_PROPOSED, [], ["phenelzine"])]),
    ("Nardel", "sertraline", [(_PROPOSED, ["sertraline"], ["phenelzine"])]),
    ("blues", "oxycodone", [(_CONFIRMED, ["oxycodone"], [])]),
    ("blues", "sertraline", [(_PROPOSED, ["sertraline"], ["oxycodone", "fentanyl"])]),
    ("Symbiax", "olanzapine", [(_CONFIRMED, ["olanzapine", "fluoxetine"], [])]),
    ("clonodine", "clonidine", [(_CONFIRMED, ["clonidine"], [])]),
    ("clonodine", "Symbyax", [(_PROPOSED, ["olanzapine", "fluoxetine"], ["clonidine", "clonazepam"])]),
    ("asthma tablets", "theophylline", [(_CONFIRMED, ["theophylline"], [])]),
    ("asthma tablets", "nonsense", [(_UNKNOWN, [], [])]),
    ("Nardil", "sertraline", [(_EXACT, ["phenelzine", "sertraline"], [])]),
    ("Nardil", "phenelzine", [(_EXACT, ["phenelzine"], [])]),
    ("Nardel, blues", "Nardil",
     [(_CONFIRMED, ["phenelzine"], []), (_PROPOSED, ["phenelzine"], ["oxycodone", "fentanyl"])]),
]  # fmt: skip

NAMES: list[tuple[str, Found]] = [
    ("xanax ativan", (_EXACT, ["alprazolam", "lorazepam"], [])),
    ("xanax alprazolam", (_EXACT, ["alprazolam"], [])),
    ("lithium carbonate ER 300 mg", (_EXACT, ["lithium"], [])),
    ("my lithium carbonat", (_UNKNOWN, [], ["lithium"])),
    ("stopped Nardil", (_UNKNOWN, [], ["phenelzine"])),
    ("allergic to nardil and xanax", (_UNKNOWN, [], ["phenelzine", "alprazolam"])),
    ("a soma now", (_UNKNOWN, [], ["carisoprodol"])),
    ("my thc gummies", (_UNKNOWN, [], [])),
    ("mirtazapines", (_PROPOSED, [], ["mirtazapine"])),
    ("mirtazapin 15 mg", (_PROPOSED, [], ["mirtazapine"])),
    ("zolofft 50 mg tablets", (_PROPOSED, [], ["sertraline"])),
    ("nardel hcl", (_PROPOSED, [], ["phenelzine"])),
    ("blues", (_PROPOSED, [], ["oxycodone", "fentanyl"])),
    ("klonopn", (_UNKNOWN, [], ["clonazepam", "clonidine"])),
    ("sertralin 50mg", (_UNKNOWN, [], ["sertraline", "cetirizine"])),
    ("onf", (_UNKNOWN, [], [])),
]

_SMALL: Mapping[str, Any] = {
    "ingredients": {
        "one": {"classes": ["a", "b"]},
        "two": {"classes": [], "perLorazepamMg": ["0.25", "0.5"], "inMicrograms": True},
        "three": {"classes": ["c"], "perLorazepamMg": ["2", "2"], "perMorphineMg": ["1", "3"], "inMicrograms": False},
    },
    "names": {
        "abcdef": ["one"],
        "abcdeg": ["two"],
        "abcdefgh": {"of": ["one", "two"], "adds": ["x"], "lacks": ["a"]},
        "bcdefg": {"of": ["three"]},
        "short": ["three"],
        "zyxwvu": ["three"],
        "zyxwvutsr": ["one"],
    },
    "spellings": {"uno": ["abcdef", "abcdeg"]},
    "lookAlikes": {"zyxwvu": ["short"]},
    "overTheCounter": {"tea": ["t", "u"], "cake": ["u"]},
}


@cache
def small() -> Lexicon:
    return Lexicon(_SMALL)


def as_found(found: Match) -> Found:
    return found.status, list(found.ingredients), list(found.proposed)


@pytest.mark.parametrize(("text", "found", "looked_up"), WORDS)
def test_the_words_of_a_name_and_the_forms_in_which_it_is_looked_up(
    text: str, found: Sequence[str], looked_up: Sequence[str]
) -> None:
    assert (list(words(text)), list(forms(text))) == (found, looked_up)


@pytest.mark.parametrize(
    ("text", "something"),
    [
        *(("Xanax", True), ("g", True), ("potassium", True), ("5 mg", False), ("units", False), ("daily", False)),
        *(("two tablets", True), ("tablets at night", False), ("", False), ("?", False)),
    ],
)
def test_strengths_forms_and_schedules_name_nothing(text: str, *, something: bool) -> None:
    assert names_something(text) is something


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        *(("abc", "abc", True), ("abc", "abd", True), ("abc", "xbc", True), ("abc", "axc", True)),
        *(("abc", "ab", True), ("abc", "bc", True), ("abc", "ac", True), ("abc", "abcd", True)),
        *(("abc", "acb", False), ("abc", "a", False), ("abc", "abcde", False), ("abc", "xbd", False)),
        *(("", "", True), ("", "a", True), ("", "ab", False), ("abcd", "bcde", False), ("aab", "ab", True)),
    ],
)
def test_one_letter_away(one: str, other: str, *, near: bool) -> None:
    assert within_one_edit(one, other) is near
    assert within_one_edit(other, one) is near


@pytest.mark.parametrize(("text", "confirmed", "found"), LINES)
def test_what_is_named_on_a_line(text: str, confirmed: str | None, found: list[Found]) -> None:
    assert [as_found(each) for each in matches_on_line(lexicon(), text, confirmed)] == found


def test_a_confirmation_that_is_no_text_confirms_nothing() -> None:
    assert matches_on_line(lexicon(), "Nardel", 5) == matches_on_line(lexicon(), "Nardel")


@pytest.mark.parametrize(("text", "found"), NAMES)
def test_what_a_name_stands_for(text: str, found: Found) -> None:
    assert as_found(match(lexicon(), text)) == found


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("abcdef", [("one",)]),
        ("abcdef 5 mg", [("one",)]),
        ("abcdef hcl", [("one",)]),
        ("abcdef abcdeg", [("one",), ("two",)]),
        ("abcdef abcdef", [("one",)]),
        ("abcdef unknown", []),
        ("unknown", []),
        ("", []),
    ],
)
def test_products_of_an_exact_name(text: str, ingredients: Sequence[tuple[str, ...]]) -> None:
    assert [product.ingredients for product in exactly(small(), text)] == ingredients


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("abcdef", ["abcdef", "abcdeg"]),
        ("abcdex", ["abcdef", "abcdeg"]),
        ("abcdefg", ["abcdef", "abcdefgh", "abcdeg", "bcdefg"]),
        ("xbcdefgh", ["abcdefgh"]),
        ("acdefgh", ["abcdefgh"]),
        ("abcdefghi", ["abcdefgh"]),
        ("shorts", []),
        ("zyxwv", []),
        ("zyxwvx", ["zyxwvu"]),
        ("zyxwvuts", ["zyxwvutsr"]),
        ("xyxwvutsr", ["zyxwvutsr"]),
        ("zyxwvutxsr", ["zyxwvutsr"]),
    ],
)
def test_the_names_one_letter_away_in_the_order_of_the_alphabet(text: str, near: Sequence[str]) -> None:
    assert list(small().near(text)) == near


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("uno", (_PROPOSED, [], ["one", "two"])),
        ("abcdex", (_UNKNOWN, [], ["one", "two"])),
        ("zyxwvx", (_UNKNOWN, [], ["three"])),
        ("xyxwvutsr", (_PROPOSED, [], ["one"])),
        ("some short thing", (_UNKNOWN, [], ["three"])),
    ],
)
def test_a_rival_or_a_look_alike_has_to_be_asked(text: str, found: Found) -> None:
    assert as_found(match(small(), text)) == found


def test_ingredients_and_products_as_they_are_released() -> None:
    assert small().ingredient("one") == Ingredient("one", frozenset({"a", "b"}), None, None, in_micrograms=False)
    assert small().ingredient("two") == Ingredient(
        "two", frozenset(), Interval(Decimal("0.25"), Decimal("0.5")), None, in_micrograms=True
    )
    assert small().ingredient("three") == Ingredient(
        "three", frozenset({"c"}), Decimal(2), Interval(Decimal(1), Decimal(3)), in_micrograms=False
    )
    assert small().product("abcdef") == Product(("one",))
    assert small().product("bcdefg") == Product(("three",), frozenset(), frozenset())
    assert small().product("abcdefgh") == Product(("one", "two"), frozenset({"x"}), frozenset({"a"}))


def test_the_classes_of_products_without_a_prescription() -> None:
    assert small().over_the_counter("tea") == frozenset({"t", "u"})
    assert small().any_over_the_counter() == frozenset({"t", "u"})


def test_a_name_the_lexicon_does_not_have_is_refused() -> None:
    assert "unknown" not in small()
    with pytest.raises(KeyError):
        small().product("unknown")
