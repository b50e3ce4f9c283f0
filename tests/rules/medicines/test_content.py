"""The medicines as content: what does not fit is named with its file and entry."""

from pathlib import Path
from shutil import copytree

import pytest

from rules.authoring.content import CONTENT
from rules.authoring.medicine_content import read_medicines
from rules.authoring.problems import ContentError
from rules.engine.medicines.matching import Status, match
from tests.rules.medicines.lexicon import knowledge, lexicon


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        (
            "ingredients/stimulants.yaml",
            "- {ingredient: newamine, classes: [stimulent]}",
            "`stimulent` is not a class",
        ),
        (
            "ingredients/stimulants.yaml",
            "- {ingredient: newamine, class: [stimulant]}",
            "newamine: class: Extra inputs",
        ),
        (
            "ingredients/stimulants.yaml",
            "- {ingredient: newamine, classes: []}\n- {ingredient: other, classes: [], brands: [Newamine]}",
            "`Newamine` already stands for something else",
        ),
        (
            "ingredients/stimulants.yaml",
            "- {combination: [modafinil, nothing], brands: [Both]}",
            "nothing: is in a combination and is not listed",
        ),
        ("classes.yaml", "- {class: maoi, says: Once more}", "maoi: `maoi` is listed twice"),
        (
            "ingredients/stimulants.yaml",
            "- {ingredient: modafinil, classes: []}",
            "modafinil: `modafinil` is listed twice",
        ),
        ("classes.yaml", "- {class: lonely, says: Nothing belongs here}", "lonely: has no member"),
        ("over_the_counter.yaml", "- {tick: odd, classes: [oddity]}", "odd: `oddity` is not a class"),
        ("spellings.yaml", "- {name: Zolofft, written: [zollof]}", "`Zolofft` is not a name of the lexicon"),
        ("spellings.yaml", "- {name: Zoloft, written: [Prozac]}", "`Prozac` is a name of its own"),
        ("look_alikes.yaml", "- {alike: [Zoloft, Zocorr]}", "`Zocorr` is not a name of the lexicon"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, file: str, line: str, message: str) -> None:
    root = copytree(CONTENT, tmp_path / "content")
    with (root / "medicines" / file).open("a") as content:
        content.write(f"{line}\n")
    with pytest.raises(ContentError) as refused:
        read_medicines(root)
    assert message in str(refused.value)


def test_the_same_files_give_the_same_lexicon() -> None:
    assert read_medicines(CONTENT) == knowledge()["medicines"]


@pytest.mark.parametrize(
    ("name", "code"), [("sertraline", "36437"), ("warfarin", "11289"), ("bupropion", "42347"), ("lithium", "6448")]
)
def test_ingredients_carry_the_identifiers_of_the_catalogue(name: str, code: str) -> None:
    assert knowledge()["medicines"]["ingredients"][name]["rxnorm"] == code


@pytest.mark.parametrize("name", ["ketamine", "phenelzine", "clonazepam", "zolpidem", "quetiapine", "trazodone"])
def test_identifiers_the_catalogue_doubts_are_left_out(name: str) -> None:
    assert "rxnorm" not in knowledge()["medicines"]["ingredients"][name]


_CROSS_CHECKED = """
lisinopril losartan amlodipine spironolactone hydralazine ivabradine nitroglycerin isosorbide ranolazine
amiodarone sotalol flecainide dofetilide digoxin warfarin apixaban rivaroxaban dabigatran clopidogrel
ticagrelor nimodipine acetazolamide levetiracetam donepezil rivastigmine galantamine lofexidine naloxone
disulfiram methimazole propylthiouracil latanoprost bimatoprost timolol dorzolamide brimonidine Elmiron
mirabegron oxybutynin lactulose rifaximin nadolol tiotropium umeclidinium montelukast CPAP BiPAP insulin
metformin progesterone clomiphene letrozole gonadotropins labetalol methyldopa sildenafil bosentan ambrisentan
phenoxybenzamine metyrosine hemin givosiran
"""


@pytest.mark.parametrize("name", _CROSS_CHECKED.split())
def test_the_medicines_of_the_cross_check_resolve(name: str) -> None:
    assert match(lexicon(), name).status is Status.EXACT
