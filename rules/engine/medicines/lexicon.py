"""What is known of medicines: ingredients with their classes, names that stand for them, names that look alike."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, Self

from rules.engine.medicines.spelling import within_one_edit
from rules.engine.values import Interval, Value

SHORTEST_NEAR = 6
"""A shorter name is too easily another one: near matches are looked for from this length on."""


class Ingredient(NamedTuple):
    """An active ingredient, or a class of them where people name no more.

    `per_lorazepam_mg` is how much of it corresponds to 1 mg of lorazepam, `per_morphine_mg` the same for morphine;
    `in_micrograms` says that its doses are commonly written in micrograms.
    """

    name: str
    classes: frozenset[str]
    per_lorazepam_mg: Value = None
    per_morphine_mg: Value = None
    in_micrograms: bool = False

    @classmethod
    def from_json(cls, name: str, document: Mapping[str, Any]) -> Self:
        return cls(
            name,
            frozenset(document["classes"]),
            _bounds(document.get("perLorazepamMg")),
            _bounds(document.get("perMorphineMg")),
            document.get("inMicrograms", False),
        )


class Product(NamedTuple):
    """What a name stands for: its ingredients, and how this product's classes differ from theirs."""

    ingredients: tuple[str, ...]
    adds: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()


class Lexicon:
    """Names as they are looked up; near names are found through their first or second half, never by a scan.

    Only what is asked for is read out of the released form: most lists name a handful of all the medicines there are.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._ingredients = document["ingredients"]
        self._names = document["names"]
        self.spellings: Mapping[str, Sequence[str]] = document["spellings"]
        self.look_alikes: Mapping[str, Sequence[str]] = document["lookAlikes"]
        self._over_the_counter = document["overTheCounter"]

    def __contains__(self, name: str) -> bool:
        """Whether a name in its looked-up form is exactly known."""
        return name in self._names

    def product(self, name: str) -> Product:
        """What an exactly known name stands for. Raises KeyError for any other."""
        return _product(self._names[name])

    def ingredient(self, name: str) -> Ingredient:
        return Ingredient.from_json(name, self._ingredients[name])

    def over_the_counter(self, tick: str) -> frozenset[str]:
        """The classes behind an option of the question on products without a prescription."""
        return frozenset(self._over_the_counter[tick])

    def any_over_the_counter(self) -> frozenset[str]:
        """The classes the options of that question may stand for."""
        return frozenset(name for classes in self._over_the_counter.values() for name in classes)

    def near(self, text: str) -> tuple[str, ...]:
        """The names one letter away. One edit leaves the first or the second half of a name as it is."""
        if len(text) < SHORTEST_NEAR:
            return ()
        halves = {key for length in (-1, 0, 1) for key in _keys(text, len(text) + length)}
        found = {name for key in halves for name in self._halves.get(key, ())}
        return tuple(sorted(name for name in found if within_one_edit(text, name)))

    @cached_property
    def _halves(self) -> Mapping[tuple[str, int], Sequence[str]]:
        index: dict[tuple[str, int], list[str]] = {}
        for name in self._names:
            for key in _keys(name, len(name)) if len(name) >= SHORTEST_NEAR else ():
                index.setdefault(key, []).append(name)
        return index


def _keys(text: str, length: int) -> tuple[tuple[str, int], tuple[str, int]]:
    """The halves a name of that length would share with the text."""
    front = length // 2
    return (text[:front], 0), (text[len(text) - (length - front) :], 1)


def _product(document: Any) -> Product:
    if isinstance(document, list):
        return Product(tuple(document))
    return Product(tuple(document["of"]), frozenset(document.get("adds", ())), frozenset(document.get("lacks", ())))


def _bounds(document: list[str] | None) -> Value:
    if document is None:
        return None
    low, high = map(Decimal, document)
    return low if low == high else Interval(low, high)
