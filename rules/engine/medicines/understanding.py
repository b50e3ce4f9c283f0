"""The list of medicines as rows the rules can read: one for each ingredient that is, or may be, taken.

What is certain is said so in the row, and what is only possible leaves the rules of its classes unknown:

* a proposed name, or one that could be several, has a row for each ingredient to ask about, none of them certain;
* a name nobody knows has a row of unknown classes: it may be anything, so that every rule of a class is unknown;
* a missing name, or a list that was not answered, is a row of which nothing is known, so that every rule is unknown.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from rules.engine.derivations import Derivation
from rules.engine.medicines.doses import UNKNOWN_DOSE, Dose, both, read_dose, stated_dose
from rules.engine.medicines.equivalents import equivalent_mg
from rules.engine.medicines.lexicon import Ingredient, Lexicon, Product
from rules.engine.medicines.lines import PURPOSE, matches_on_line
from rules.engine.medicines.matching import Match, Status
from rules.engine.truth import NO, YES, Truth
from rules.engine.values import Number, Value, upper_end

_DIGIT = re.compile(r"\d")


class Entry(NamedTuple):
    """One line of the list as it was answered; None where a field is open."""

    name: Value
    dose: Value
    amount: Value
    unit: Value
    times_a_day: Value
    as_needed: Value
    taking: Value
    last_taken: Value
    confirmed: Value


class Row(NamedTuple):
    """One ingredient, in the order in which the content declares the columns of the group."""

    ingredient: Value = None
    written: Value = None
    status: Value = None
    certain: Truth | None = None
    classes: frozenset[str] | None = None
    current: Truth | None = None
    last_taken: Value = None
    every_day: Truth | None = None
    dose_known: Truth = NO
    dose_doubtful: Truth = NO
    lorazepam_mg: Value = None
    morphine_mg: Value = None


def understood_medicines(knowledge: Mapping[str, Any], _given: str | None) -> Derivation:
    """The computation behind the group: columns of the list in the order of `Entry`, ticks, the microgram limit."""
    lexicon = Lexicon(knowledge["medicines"])

    def rows(_as_of: int, *inputs: Any) -> tuple[Row, ...]:
        *columns, ticks, microgram_limit = inputs
        listed = _listed(lexicon, columns, microgram_limit)
        return (*listed, *_over_the_counter(lexicon, ticks))

    return rows


def _listed(lexicon: Lexicon, columns: list[Any], microgram_limit: Number) -> Iterator[Row]:
    if columns[0] is None:
        yield Row()
        return
    for cells in zip(*columns, strict=True):
        entry = Entry(*cells)
        if not isinstance(entry.name, str):
            yield Row()
        else:
            # What nobody knows on a line reads alike: once is enough, however many words there are.
            yield from dict.fromkeys(_rows_of(lexicon, entry, entry.name, microgram_limit))


def _over_the_counter(lexicon: Lexicon, ticks: frozenset[str] | None) -> Iterator[Row]:
    """A row for each product ticked; while the question is open, one that may be any of them."""
    if ticks is None:
        yield Row(status=Status.EXACT.value, classes=lexicon.any_over_the_counter())
    for tick in sorted(ticks or ()):
        yield Row(tick, tick, Status.EXACT.value, YES, lexicon.over_the_counter(tick), YES)


def _rows_of(lexicon: Lexicon, entry: Entry, name: str, microgram_limit: Number) -> Iterator[Row]:
    matches = matches_on_line(lexicon, name, entry.confirmed)
    dose = _dose_for(matches, _dose_of(entry, name))
    for found in matches:
        yield from _rows_of_name(lexicon, found, entry, dose, microgram_limit)


def _dose_for(matches: list[Match], stated: Dose) -> Dose:
    """Of a combination nobody knows whose the dose is, but one product is taken as often as the line says."""
    products = [product for found in matches for product in (*found.products, *found.proposals)]
    ingredients = {name for product in products for name in product.ingredients}
    if len(ingredients) == 1:
        return stated
    one_product = any(set(product.ingredients) == ingredients for product in products)
    return UNKNOWN_DOSE._replace(every_day=stated.every_day if one_product else None)


def _rows_of_name(lexicon: Lexicon, found: Match, entry: Entry, dose: Dose, microgram_limit: Number) -> Iterator[Row]:
    base = Row(
        written=entry.name,
        status=found.status.value,
        current=NO if entry.taking is NO else YES,
        last_taken=entry.last_taken,
        every_day=_every_day(entry, dose),
    )
    for certain, products in ((YES, found.products), (None, found.proposals)):
        for name, classes in _ingredients_of(lexicon, products):
            row = base._replace(ingredient=name, certain=certain, classes=classes)
            yield _with_dose(row, lexicon.ingredient(name), dose, microgram_limit)
    if not found.products and not found.proposals:
        yield base._replace(ingredient=entry.name)


def _every_day(entry: Entry, dose: Dose) -> Truth | None:
    """Said to be taken as needed only, it is not taken every day; otherwise the frequency says so."""
    if entry.as_needed is YES or dose.every_day is None:
        return NO if entry.as_needed is YES else None
    return YES if dose.every_day else NO


def _ingredients_of(lexicon: Lexicon, products: tuple[Product, ...]) -> Iterator[tuple[str, frozenset[str]]]:
    merged: dict[str, frozenset[str]] = {}
    for product in products:
        for name in product.ingredients:
            classes = (lexicon.ingredient(name).classes | product.adds) - product.lacks
            merged[name] = merged.get(name, frozenset()) | classes
    yield from merged.items()


def _with_dose(row: Row, ingredient: Ingredient, dose: Dose, microgram_limit: Number) -> Row:
    doubtful = _doubtful(ingredient, dose, microgram_limit)
    if doubtful or dose.daily_mg is None:
        return row._replace(dose_doubtful=YES if doubtful else NO)
    return row._replace(
        dose_known=YES,
        lorazepam_mg=equivalent_mg(dose.daily_mg, ingredient.per_lorazepam_mg),
        morphine_mg=equivalent_mg(dose.daily_mg, ingredient.per_morphine_mg),
    )


def _doubtful(ingredient: Ingredient, dose: Dose, microgram_limit: Number) -> bool:
    """Milligrams in a number that only fits micrograms, or micrograms of a medicine whose dose decides a rule."""
    if dose.unit == "mcg":
        return ingredient.per_lorazepam_mg is not None or ingredient.per_morphine_mg is not None
    single = upper_end(dose.single_mg)
    return ingredient.in_micrograms and isinstance(single, int | Decimal) and single >= microgram_limit


def _dose_of(entry: Entry, name: str) -> Dose:
    """The dose from the fields of its own and the words; what is stated twice has to agree or is an interval."""
    worded = _worded_dose(entry, name)
    unit = entry.unit if isinstance(entry.unit, str) else None
    if entry.amount is None and entry.times_a_day is None:
        return worded or UNKNOWN_DOSE._replace(unit=unit)
    stated = stated_dose(entry.amount, unit, entry.times_a_day, as_needed=entry.as_needed is YES)
    return stated if worded is None or _only_repeats(worded, stated) else both(stated, worded)


def _only_repeats(worded: Dose, stated: Dose) -> bool:
    """The strength behind a name ("Xanax 0.5 mg") says nothing of how often; the fields do."""
    return worded.single_mg is not None and worded == Dose(stated.unit, stated.single_mg)


def _worded_dose(entry: Entry, name: str) -> Dose | None:
    """The dose in words, its strength taken from behind the name where the words have none."""
    strength = _strength_in(name)
    if not isinstance(entry.dose, str):
        return read_dose(strength) if strength else None
    dose = read_dose(entry.dose)
    if dose.unit is None and strength:
        return read_dose(f"{strength} {entry.dose}")
    repeated = not strength or read_dose(strength).single_mg == dose.single_mg
    return dose if repeated else Dose(dose.unit)


def _strength_in(name: str) -> str:
    found = _DIGIT.search(name)
    return PURPOSE.split(name[found.start() :])[0] if found else ""
