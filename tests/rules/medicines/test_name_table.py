"""Every name of the lexicon, misspelling and look-alike, against a table that is written down beside the tests."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rules.engine.medicines.spelling import words
from tests.rules.intakes import read_yaml
from tests.rules.medicines.lexicon import knowledge

type Ingredients = tuple[str, ...]

_WRITTEN: Mapping[str, Any] = read_yaml(Path(__file__).with_name("names.yaml"))


def looked_up(name: str) -> str:
    return " ".join(words(name))


def _names() -> Iterator[tuple[str, Ingredients]]:
    for section in ("document", "elsewhere"):
        for written, names in _WRITTEN[section].items():
            ingredients = tuple(written.split(" + "))
            yield from ((looked_up(name), ingredients) for name in names)
            if len(ingredients) == 1:
                yield looked_up(written), ingredients
    for name, written in _WRITTEN["shortened"].items():
        yield name, tuple(written.split(" + "))


def _meant() -> Mapping[str, set[str]]:
    """By misspelling or slang word, the names that may be meant."""
    meant: dict[str, set[str]] = {}
    for section in ("misspelt", "slang"):
        for name, ways in _WRITTEN[section].items():
            for way in ways:
                meant.setdefault(looked_up(way), set()).add(looked_up(name))
    return meant


_NAMES = dict(_names())
_MEANT = _meant()
_ALIKE = {looked_up(name): {looked_up(other) for other in row} for row in _WRITTEN["alike"] for name in row}


def ingredients_of(document: Any) -> Ingredients:
    return tuple(document["of"] if isinstance(document, Mapping) else document)


def test_the_lexicon_knows_these_names_and_no_others() -> None:
    known = {name: ingredients_of(product) for name, product in knowledge()["medicines"]["names"].items()}
    assert known == _NAMES


def test_every_ingredient_of_a_name_is_listed_also_where_no_rule_speaks_of_it() -> None:
    named = {ingredient for ingredients in _NAMES.values() for ingredient in ingredients}
    assert knowledge()["medicines"]["ingredients"].keys() == named


def test_these_misspellings_and_slang_words_propose_what_may_be_meant() -> None:
    assert {way: set(names) for way, names in knowledge()["medicines"]["spellings"].items()} == _MEANT


def test_these_names_look_alike() -> None:
    alike = knowledge()["medicines"]["lookAlikes"]
    assert {name: {name, *others} for name, others in alike.items()} == _ALIKE


def test_no_name_of_the_table_stands_twice_for_different_things() -> None:
    written = list(_names())
    assert {name for name, ingredients in written if _NAMES[name] != ingredients} == set()
