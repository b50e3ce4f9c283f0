"""Reads the medicines: classes, ingredients with their names, spellings, look-alikes, products over the counter."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rules.authoring.medicine_names import LexiconNames
from rules.authoring.problems import ContentError, Place, Problem
from rules.authoring.schema import Name, Number, Words
from rules.authoring.yaml_source import Entry, read_entries

type Names = tuple[Annotated[str, Field(min_length=1)], ...]
type Document = dict[str, Any]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MedicineClass(_Entry):
    """A class rules can ask for; `depressant` ones count together as sedating."""

    name: Name = Field(alias="class")
    says: Words
    depressant: bool = False


class Variant(_Entry):
    """Brands of an ingredient that differ from it in class, such as a patch, a spray or a long-acting injection."""

    names: Names
    adds: tuple[Name, ...] = ()
    lacks: tuple[Name, ...] = ()
    unverified: bool = False


class _Named(_Entry):
    """Names, apart by where they come from; `unverified` ones are from general knowledge, to be confirmed."""

    also: Names = ()
    brands: Names = ()
    discontinued: Names = ()
    abroad: Names = ()
    unverified: Names = ()

    @property
    def names(self) -> Names:
        return (*self.also, *self.brands, *self.discontinued, *self.abroad, *self.unverified)


class IngredientEntry(_Named):
    """An active ingredient. `from_class` marks one that the catalogue covers only by naming its class."""

    ingredient: Words
    classes: tuple[Name, ...]
    variants: tuple[Variant, ...] = ()
    per_lorazepam_mg: Number | tuple[Number, Number] | None = None
    per_morphine_mg: Number | None = None
    micrograms: bool = False
    from_class: bool = False
    rxnorm: int | None = None


class CombinationEntry(_Named):
    combination: Annotated[tuple[str, ...], Field(min_length=2)]


class Spelling(_Entry):
    name: Words
    written: Names


class LookAlikes(_Entry):
    alike: Annotated[Names, Field(min_length=2)]


class OverTheCounter(_Entry):
    tick: Name
    classes: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class _Placed[T: BaseModel]:
    value: T
    place: Place


def read_medicines(root: Path) -> Document:
    """The lexicon as it is released. Raises ContentError naming every entry that does not fit."""
    folder = root / "medicines"
    problems: list[Problem] = []
    classes = _read(MedicineClass, folder, root, "class", "classes.yaml", problems)
    entries = read_entries(folder / "ingredients", root, key="ingredient")
    single = _checked(IngredientEntry, [entry for entry in entries if "combination" not in entry.values], problems)
    combined = _checked(CombinationEntry, [entry for entry in entries if "combination" in entry.values], problems)
    ticks = _read(OverTheCounter, folder, root, "tick", "over_the_counter.yaml", problems)
    names = LexiconNames(problems)
    for ingredient in single:
        _add_ingredient(names, ingredient)
    for combination in combined:
        _add_combination(names, combination)
    for spelling in _read(Spelling, folder, root, "name", "spellings.yaml", problems):
        names.add_spellings(spelling.value.name, spelling.value.written, spelling.place)
    for alike in _read(LookAlikes, folder, root, "alike", "look_alikes.yaml", problems):
        names.add_look_alikes(alike.value.alike, alike.place)
    problems += _unknown_classes(classes, single, ticks)
    problems += _repeated([(entry.value.name, entry.place) for entry in classes])
    problems += _repeated([(entry.value.ingredient, entry.place) for entry in single])
    for name in sorted(names.unlisted(entry.value.ingredient for entry in single)):
        problems.append(Problem(Place("medicines/ingredients", 1, name), "is in a combination and is not listed"))
    if problems:
        raise ContentError(problems)
    return {
        "depressants": sorted(entry.value.name for entry in classes if entry.value.depressant),
        "classes": {entry.value.name: entry.value.says for entry in classes},
        "ingredients": {entry.value.ingredient: _ingredient(entry.value) for entry in single},
        "overTheCounter": {entry.value.tick: sorted(entry.value.classes) for entry in ticks},
        **names.to_json(),
    }


def _read[T: BaseModel](
    model: type[T], folder: Path, root: Path, key: str, file: str, problems: list[Problem]
) -> Sequence[_Placed[T]]:
    return _checked(model, read_entries(folder, root, key=key, pattern=file), problems)


def _checked[T: BaseModel](model: type[T], entries: Iterable[Entry], problems: list[Problem]) -> Sequence[_Placed[T]]:
    placed = []
    for entry in entries:
        try:
            placed.append(_Placed(model.model_validate(entry.values), entry.place))
        except ValidationError as error:
            reasons = [
                f"{'.'.join(map(str, part['loc']))}: {part['msg']}" for part in error.errors(include_url=False)
            ]
            problems.extend(Problem(entry.place, reason) for reason in reasons)
    return placed


def _add_ingredient(names: LexiconNames, entry: _Placed[IngredientEntry]) -> None:
    value = entry.value
    for name in (value.ingredient, *value.names):
        names.add(name, [value.ingredient], entry.place)
    for variant in value.variants:
        product = {"of": [value.ingredient], "adds": sorted(variant.adds), "lacks": sorted(variant.lacks)}
        for name in variant.names:
            names.add(name, product, entry.place)


def _add_combination(names: LexiconNames, entry: _Placed[CombinationEntry]) -> None:
    for name in entry.value.names:
        names.add(name, list(entry.value.combination), entry.place)


def _ingredient(entry: IngredientEntry) -> Document:
    document: Document = {"classes": sorted(entry.classes)}
    if entry.per_lorazepam_mg is not None:
        document["perLorazepamMg"] = _bounds(entry.per_lorazepam_mg)
    if entry.per_morphine_mg is not None:
        document["perMorphineMg"] = _bounds(entry.per_morphine_mg)
    if entry.micrograms:
        document["inMicrograms"] = True
    if entry.rxnorm is not None:
        document["rxnorm"] = str(entry.rxnorm)
    return document


def _bounds(value: Any) -> list[str]:
    low, high = value if isinstance(value, tuple) else (value, value)
    return [str(low), str(high)]


def _unknown_classes(
    classes: Sequence[_Placed[MedicineClass]],
    ingredients: Sequence[_Placed[IngredientEntry]],
    ticks: Sequence[_Placed[OverTheCounter]],
) -> Iterator[Problem]:
    """Classes that nobody declared, and classes that nothing belongs to."""
    declared = {entry.value.name for entry in classes}
    used: list[tuple[str, Place]] = [
        *((name, entry.place) for entry in ingredients for name in _classes_of(entry.value)),
        *((name, entry.place) for entry in ticks for name in entry.value.classes),
    ]
    yield from (Problem(place, f"`{name}` is not a class") for name, place in used if name not in declared)
    empty = declared - {name for name, _ in used}
    yield from (Problem(entry.place, "has no member") for entry in classes if entry.value.name in empty)


def _repeated(entries: Sequence[tuple[str, Place]]) -> Iterator[Problem]:
    """Entries that would silently take the place of one another."""
    counts = Counter(name for name, _ in entries)
    yield from (Problem(place, f"`{name}` is listed twice") for name, place in entries if counts[name] > 1)


def _classes_of(entry: IngredientEntry) -> Iterator[str]:
    yield from entry.classes
    for variant in entry.variants:
        yield from (*variant.adds, *variant.lacks)
