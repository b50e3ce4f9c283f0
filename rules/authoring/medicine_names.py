"""The names of the lexicon while it is built: each stands for one thing only, and is kept in its looked-up form."""

from collections.abc import Iterable, Sequence
from typing import Any

from rules.authoring.problems import Place, Problem
from rules.engine.medicines.spelling import forms, words

type Product = Any


class LexiconNames:
    """Collects names, spellings and look-alikes; what does not fit is added to the problems."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems
        self._names: dict[str, Product] = {}
        self._shortened: dict[str, Product] = {}
        self._spellings: dict[str, list[str]] = {}
        self._alike: dict[str, list[str]] = {}

    def add(self, name: str, product: Product, place: Place) -> None:
        """A name as people write it. Without its strength or form it stands for the same, if for nothing else."""
        literal, *shorter = forms(name)
        if self._names.get(literal, product) != product:
            self._problems.append(Problem(place, f"`{name}` already stands for something else"))
        self._names[literal] = product
        for form in shorter:
            self._shortened.setdefault(form, product)

    def add_spellings(self, name: str, written: Sequence[str], place: Place) -> None:
        for spelling in written:
            key = " ".join(words(spelling))
            if key in self._names:
                self._problems.append(Problem(place, f"`{spelling}` is a name of its own"))
            self._spellings.setdefault(key, []).append(self._known(name, place))

    def add_look_alikes(self, alike: Sequence[str], place: Place) -> None:
        names = [self._known(name, place) for name in alike]
        for name in names:
            self._alike.setdefault(name, []).extend(other for other in names if other != name)

    def to_json(self) -> dict[str, Any]:
        return {
            "names": {**self._shortened, **self._names},
            "spellings": self._spellings,
            "lookAlikes": self._alike,
        }

    def unlisted(self, ingredients: Iterable[str]) -> set[str]:
        """Ingredients that names stand for and nobody lists."""
        known = set(ingredients)
        products = (product["of"] if isinstance(product, dict) else product for product in self._names.values())
        return {name for product in products for name in product if name not in known}

    def _known(self, name: str, place: Place) -> str:
        key = " ".join(words(name))
        if key not in self._names:
            self._problems.append(Problem(place, f"`{name}` is not a name of the lexicon"))
        return key
