"""The list of medicines as rows: which ingredient, whether surely, whether taken, how much a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from tests.second.form import Form, days, is_open, later_than, number
from tests.second.lexicon import FOR_PAIN, GROUP_OF, LONG_ACTING, MISSPELT, NAMES, NASAL
from tests.second.logic import Number, Truth, all_of, any_of

_SHORTEST_NEAR = 6
_YES_NO = {"yes": True, "no": False, True: True, False: False}
# 4.3: milligrams and micrograms are mixed up so often that a dose in micrograms is asked about.
_MILLIGRAMS = {"mg": Decimal(1), "g": Decimal(1000)}


@dataclass(frozen=True)
class Medicine:
    """One ingredient of one line."""

    ingredient: str
    certain: Truth
    line: Mapping[str, Any]

    @property
    def group(self) -> str:
        """Empty for a line without a name, or with one nobody knows: it may be of any group (0.3)."""
        if not self.ingredient:
            return ""
        for_pain = self.ingredient == "buprenorphine" and any(name in FOR_PAIN for name in self.names)
        return "opioid" if for_pain else GROUP_OF[self.ingredient]

    def taken(self, form: Form, *, within_days: int = 0) -> Truth:
        """Taken now, or last taken less than so many days ago; a line that does not say counts as taken.

        Nothing is known of a line without a name, whatever else it says.
        """
        if recognised(self.line) == "open" and not self.ingredient:
            return None
        taking = _YES_NO.get(self.line.get("taking", "yes"), True)
        if taking or not within_days:
            return taking
        span = days(self.line.get("last_taken"), form.as_of)
        return later_than(span, form.as_of - timedelta(days=within_days))

    @property
    def nasal(self) -> Truth:
        if not self.ingredient:
            return None
        return any(name in NASAL for name in self.names)

    @property
    def long_acting(self) -> bool:
        return any(name in LONG_ACTING for name in self.names)

    @property
    def names(self) -> tuple[str, ...]:
        written = (str(self.line.get(cell, "")).strip().casefold() for cell in ("name", "confirmed"))
        return tuple(MISSPELT.get(name, name).casefold() for name in written)

    @property
    def one_of_several(self) -> bool:
        """Of a combination, or of a line confirmed as something else, nobody knows whose the dose is."""
        named_otherwise = recognised(self.line) == "proposed" and not is_open(self.line.get("confirmed"))
        return named_otherwise or len({one.ingredient for one in _of_line(self.line)}) > 1

    @property
    def one_product(self) -> bool:
        """All that the line may name is in one product, which is taken as often as the line says."""
        every = {one.ingredient for one in _of_line(self.line)}
        return any(set(product) == every for product in _products(self.line))

    @property
    def when_needed(self) -> bool:
        return bool(_YES_NO.get(self.line.get("as_needed", "")))

    @property
    def every_day(self) -> Truth:
        """Not only when needed, and so many times a day: of a combination as well, whose dose nobody knows."""
        if self.when_needed:
            return False
        if not self.one_product:  # of two different medicines on one line nobody knows which is taken so often
            return None
        times = number(self.line.get("times_a_day"))
        return None if times is None else times >= 1

    @property
    def milligrams_a_day(self) -> Number:
        if self.one_of_several:
            return None
        times = number(self.line.get("times_a_day"))
        return None if self.milligrams is None or times is None else self.milligrams * times

    @property
    def milligrams(self) -> Number:
        """Of one dose, where it is told in milligrams or grams."""
        amount, unit = number(self.line.get("amount")), _MILLIGRAMS.get(str(self.line.get("unit")))
        return None if amount is None or unit is None else amount * unit


def medicines(form: Form) -> tuple[Medicine, ...] | None:
    return form.once("med.list", lambda: _medicines(form))


def _medicines(form: Form) -> tuple[Medicine, ...] | None:
    lines = form.rows("med.list")
    return None if lines is None else tuple(one for line in lines for one in _of_line(line))


def listed(form: Form, *groups: str, within_days: int = 0) -> Truth:
    """A medicine of one of these groups is taken; open where the list is, or where a name is only near."""
    every = medicines(form)
    if every is None:
        return None
    return any_of(
        *(
            all_of(one.certain, one.taken(form, within_days=within_days))
            for one in every
            if one.group in (*groups, "")
        )
    )


def listed_ingredient(form: Form, *ingredients: str) -> Truth:
    every = medicines(form)
    if every is None:
        return None
    return any_of(*(all_of(one.certain, one.taken(form)) for one in every if one.ingredient in (*ingredients, "")))


def recognised(line: Mapping[str, Any]) -> str:
    """How its name is known: exact, proposed, unrecognised or open."""
    name = line.get("name")
    if is_open(name):
        return "open"
    if _exact(name):
        return "exact"
    meant = _near(str(name).casefold())
    if not meant:
        return "exact" if _exact(line.get("confirmed")) else "unrecognised"
    confirmed = _exact(line.get("confirmed"))
    return "exact" if confirmed and set(confirmed) <= set(meant) else "proposed"


def _of_line(line: Mapping[str, Any]) -> Iterator[Medicine]:
    found = recognised(line)
    names = (*_exact(line.get("name")), *_exact(line.get("confirmed")))
    yield from (Medicine(ingredient, True, line) for ingredient in dict.fromkeys(names))
    if found in ("open", "unrecognised") and not names:
        yield Medicine("", None, line)
    if found == "proposed":
        yield from (Medicine(ingredient, None, line) for ingredient in _near(str(line["name"]).casefold()))


@cache
def _folded() -> Mapping[str, tuple[str, ...]]:
    return {name.casefold(): ingredients for name, ingredients in NAMES.items()}


def _exact(name: Any) -> tuple[str, ...]:
    return () if is_open(name) else _folded().get(str(name).strip().casefold(), ())


@cache
def _near(name: str) -> tuple[str, ...]:
    """2.3: a listed misspelling, or one letter away; of several candidates each may be meant."""
    return tuple({ingredient: None for product in _candidates(name) for ingredient in product})


@cache
def _candidates(name: str) -> tuple[tuple[str, ...], ...]:
    if name in MISSPELT:
        return (NAMES[MISSPELT[name]],)
    if len(name) < _SHORTEST_NEAR:
        return ()
    return tuple(_folded()[known] for known in sorted(_folded()) if _one_letter_apart(name, known))


def _products(line: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """What the name of a line and its confirmation each stand for, by their ingredients."""
    return (
        _exact(line.get("name")),
        _exact(line.get("confirmed")),
        *_candidates(str(line.get("name")).casefold()),
    )


def _one_letter_apart(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]
