"""Medicines and their classes, equivalents and forms, as sections 2.1, 2.2 and 2.4 of the document name them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.rules.intakes import read_yaml
from tests.rules.medicines.lexicon import knowledge

_CLASSES: Mapping[str, Sequence[str]] = read_yaml(Path(__file__).with_name("classes.yaml"))
# Milligrams that correspond to 1 mg of lorazepam (below the table of section 2.1).
_LORAZEPAM = {
    "alprazolam": ("0.5", "0.5"), "clonazepam": ("0.5", "0.5"), "diazepam": ("10", "10"), "estazolam": ("1", "1"),
    "chlordiazepoxide": ("25", "25"), "clorazepate": ("15", "15"), "oxazepam": ("20", "20"), "lorazepam": ("1", "1"),
    "temazepam": ("20", "20"), "triazolam": ("0.25", "0.5"), "flurazepam": ("30", "30"),
}  # fmt: skip
_DEPRESSANT = {
    "benzodiazepine", "hypnotic", "barbiturate", "gabapentinoid", "muscle_relaxant", "sedating_antihistamine",
    "sedative", "alpha2_agonist", "oxybate", "neurosteroid", "antipsychotic", "opioid", "sedating_supplement",
}  # fmt: skip
_BEHIND_THE_COUNTER = {
    "cough_remedy": {"nmda_antagonist"}, "decongestant": {"decongestant"}, "energy_drinks": {"pressor_supplement"},
    "grapefruit": {"cyp_inhibitor"}, "kava_kratom_phenibut": {"sedating_supplement"}, "melatonin": {"hypnotic"},
    "nasal_spray": {"nasal_product"}, "serotonin_supplement": {"serotonergic_supplement"},
    "sleep_or_allergy_remedy": {"sedating_antihistamine"}, "st_johns_wort": {"st_johns_wort"},
    "stimulating_herb": {"decongestant", "pressor_supplement"}, "valerian_or_cbd": {"calming_supplement"},
}  # fmt: skip
# Long-acting injections point to psychosis, sprays are nasal products, Revatio is for the lungs.
_FORMS = {
    "psychosis_medicine": {
        "abilify asimtufii", "abilify maintena", "aristada", "fluphenazine decanoate", "haldol decanoate",
        "haloperidol decanoate", "invega hafyera", "invega sustenna", "invega trinza", "perseris", "risperdal consta",
        "rykindo", "uzedy", "zyprexa relprevv",
    },
    "nasal_product": {"migranal", "nayzilam", "opvee", "trudhesa", "valtoco"},
    "pulmonary_hypertension_medicine": {"revatio"},
}  # fmt: skip


def medicines() -> Any:
    return knowledge()["medicines"]


def ingredients_with(name: str) -> Mapping[str, Any]:
    return {one: about[name] for one, about in medicines()["ingredients"].items() if name in about}


def forms_with(kind: str) -> Mapping[str, set[str]]:
    """The names of forms that add, or lack, a class."""
    found: dict[str, set[str]] = {}
    for name, means in medicines()["names"].items():
        for part in means.get(kind, ()) if isinstance(means, Mapping) else ():
            found.setdefault(part, set()).add(name)
    return found


@pytest.mark.parametrize("name", _CLASSES)
def test_a_class_has_exactly_these_medicines(name: str) -> None:
    found = [one for one, classes in ingredients_with("classes").items() if name in classes]
    assert sorted(found) == sorted(_CLASSES[name])


def test_every_class_is_one_of_these_and_every_medicine_says_its_classes() -> None:
    assert {name for classes in ingredients_with("classes").values() for name in classes} == _CLASSES.keys()
    assert ingredients_with("classes").keys() == medicines()["ingredients"].keys()


def test_benzodiazepines_are_counted_as_lorazepam_and_only_morphine_as_morphine() -> None:
    found = {one: tuple(map(Decimal, bounds)) for one, bounds in ingredients_with("perLorazepamMg").items()}
    assert found == {one: tuple(map(Decimal, bounds)) for one, bounds in _LORAZEPAM.items()}
    assert ingredients_with("perMorphineMg") == {"morphine": ["1", "1"]}


def test_these_are_dosed_in_micrograms() -> None:
    assert ingredients_with("inMicrograms") == {"clonidine": True, "fentanyl": True, "levothyroxine": True}


def test_these_classes_make_sleepy_together() -> None:
    assert set(medicines()["depressants"]) == _DEPRESSANT


def test_what_is_bought_without_a_prescription_is_of_these_classes() -> None:
    assert {tick: set(classes) for tick, classes in medicines()["overTheCounter"].items()} == _BEHIND_THE_COUNTER


def test_a_form_of_its_own_adds_or_lacks_a_class() -> None:
    assert forms_with("adds") == _FORMS
    assert forms_with("lacks") == {
        "opioid_agonist": {"belbuca", "butrans"},
        "opioid_use_disorder_medicine": {"belbuca", "butrans"},
    }
