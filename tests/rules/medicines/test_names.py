"""Names of medicines: what resolves, what is proposed, and what has to be asked."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.authoring.content import CONTENT
from rules.engine.medicines.lines import matches_on_line
from rules.engine.medicines.matching import Status, match
from rules.engine.medicines.spelling import beginnings, within_one_edit
from tests.rules.intakes import read_yaml
from tests.rules.medicines.lexicon import knowledge, lexicon

_MEDICINES = CONTENT / "medicines"
_ENTRIES = [entry for path in sorted((_MEDICINES / "ingredients").glob("*.yaml")) for entry in read_yaml(path)]
_NAMED_BY = ("also", "brands", "discontinued", "abroad", "unverified")


def _pairs() -> list[tuple[str, tuple[str, ...]]]:
    """Each name as the content spells it, with the ingredients it stands for."""
    pairs = []
    for entry in _ENTRIES:
        ingredients = tuple(entry.get("combination", [entry.get("ingredient")]))
        names = [name for key in _NAMED_BY for name in entry.get(key, ())]
        names += [name for variant in entry.get("variants", ()) for name in variant["names"]]
        names += [] if "combination" in entry else [entry["ingredient"]]
        pairs += [(name, ingredients) for name in names]
    return pairs


_PAIRS = _pairs()
_SPELLINGS = [
    (word, entry["name"]) for entry in read_yaml(_MEDICINES / "spellings.yaml") for word in entry["written"]
]
_ALIKE = [entry["alike"] for entry in read_yaml(_MEDICINES / "look_alikes.yaml")]


@pytest.mark.parametrize(("name", "ingredients"), _PAIRS, ids=[name for name, _ in _PAIRS])
def test_every_name_resolves_to_its_ingredients(name: str, ingredients: tuple[str, ...]) -> None:
    found = match(lexicon(), name)
    assert (found.status, found.ingredients) == (Status.EXACT, ingredients)


@pytest.mark.parametrize(("written", "meant"), _SPELLINGS)
def test_every_misspelling_and_slang_word_proposes_what_may_be_meant(written: str, meant: str) -> None:
    found = match(lexicon(), written)
    assert found.status is Status.PROPOSED
    assert found.ingredients == ()
    assert set(match(lexicon(), meant).ingredients) <= set(found.proposed)


@pytest.mark.parametrize("names", _ALIKE, ids=" ".join)
def test_a_look_alike_resolves_when_exact_and_never_by_nearness(names: list[str]) -> None:
    known = knowledge()["medicines"]["names"]
    listed = {written for written, _ in _SPELLINGS}
    for name in names:
        assert match(lexicon(), name).status is Status.EXACT
        for slip in _slips(name.casefold()) - known.keys() - listed:
            assert match(lexicon(), slip).status is Status.UNRECOGNISED


def _slips(name: str) -> set[str]:
    """The name with one letter left out or one replaced."""
    shorter = {name[:at] + name[at + 1 :] for at in range(len(name))}
    replaced = {name[:at] + letter + name[at + 1 :] for at in range(len(name)) for letter in "aeiou"}
    return {slip for slip in shorter | replaced if len(slip) >= 6} - {name}


@pytest.mark.parametrize("slip", ["clonodine", "klonopn", "clonazepan", "lamictl", "bupropian", "quetiapin"])
def test_a_slip_next_to_a_look_alike_has_to_be_asked(slip: str) -> None:
    found = match(lexicon(), slip)
    assert found.status is Status.UNRECOGNISED
    assert len(found.proposed) > 1


@pytest.mark.parametrize(("slip", "meant"), [("mirtazapin", "mirtazapine"), ("escitaloprem", "escitalopram")])
def test_a_single_name_one_letter_away_is_proposed_and_never_resolves(slip: str, meant: str) -> None:
    found = match(lexicon(), slip)
    assert (found.status, found.ingredients, found.proposed) == (Status.PROPOSED, (), (meant,))


@pytest.mark.parametrize("short", ["onf", "emsm", "sonat", "vimpt"])
def test_a_short_name_has_no_near_match(short: str) -> None:
    assert match(lexicon(), short).status is Status.UNRECOGNISED


def test_two_letters_away_is_another_word() -> None:
    assert match(lexicon(), "mirtzapn").proposed == ()


@pytest.mark.parametrize(
    ("written", "ingredients"),
    [
        ("SERTRALINE HCl 50mg tablets", {"sertraline"}),
        ("lithium carbonate ER 300 mg", {"lithium"}),
        ("Amlodipine besylate 5mg", {"amlodipine"}),
        ("Emsam patch 6 mg/24 h", {"selegiline"}),
        ("Xanax 0.5 mg, twice a day", {"alprazolam"}),
        ("Zoloft (sertraline)", {"sertraline"}),
        ("Wellbutrin (XL) 300", {"bupropion"}),
        ("lisinopril/HCTZ 20-12.5", {"lisinopril", "hydrochlorothiazide"}),
        ("olanzapine-fluoxetine", {"olanzapine", "fluoxetine"}),
        ("sertraline and lamotrigine", {"sertraline", "lamotrigine"}),
        ("lamotrigine for my mood", {"lamotrigine"}),
        ("St. John's Wort", {"St John's wort"}),
        ("D.H.E. 45", {"dihydroergotamine"}),
        ("Percocet 5/325 mg", {"oxycodone", "paracetamol"}),
        ("Fioricet w/ codeine", {"butalbital", "paracetamol", "caffeine", "codeine"}),
    ],
)
def test_strength_form_salt_and_purpose_do_not_matter(written: str, ingredients: set[str]) -> None:
    matches = matches_on_line(lexicon(), written)
    assert {found.status for found in matches} == {Status.EXACT}
    assert {name for found in matches for name in found.ingredients} == ingredients


@pytest.mark.parametrize("written", ["stopped Nardil in May", "allergic to Nardil", "not taking nardil any more"])
def test_a_name_among_other_words_is_asked_about(written: str) -> None:
    (found,) = matches_on_line(lexicon(), written)
    assert (found.status, found.ingredients, found.proposed) == (Status.UNRECOGNISED, (), ("phenelzine",))


@pytest.mark.parametrize("written", ["a blue capsule", "?", "", "20 mg", "vitamin Q", "daily", "🙂", "снотворное"])
def test_what_nobody_knows_is_unrecognised(written: str) -> None:
    (found,) = matches_on_line(lexicon(), written)
    assert (found.status, found.ingredients, found.proposed) == (Status.UNRECOGNISED, (), ())


def test_a_patch_of_buprenorphine_for_pain_is_no_treatment_of_a_use_disorder() -> None:
    (patch,) = match(lexicon(), "Butrans").products
    assert "opioid_agonist" in patch.lacks


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, str.swapcase])
def test_case_does_not_matter(change: Callable[[str], str]) -> None:
    assert not _read_otherwise(change)


@pytest.mark.parametrize("frame", ["  {} ", "{} 10 mg", "{} tablets", "{} ER 20mg", "{},", "{} once daily"])
def test_spaces_strengths_and_forms_do_not_matter(frame: str) -> None:
    assert not _read_otherwise(frame.format)


@pytest.mark.parametrize("salt", ["hydrochloride", "HCl", "maleate", "tartrate", "succinate"])
def test_the_salt_does_not_matter(salt: str) -> None:
    assert not _read_otherwise(lambda name: f"{name} {salt}")


def _read_otherwise(written: Callable[[str], str]) -> list[tuple[str, ...]]:
    """Names that no longer stand for their ingredients when they are written so."""
    found = ((written(name), ingredients, match(lexicon(), written(name))) for name, ingredients in _PAIRS)
    return [(name, *read.ingredients) for name, ingredients, read in found if read.ingredients != ingredients]


@pytest.mark.parametrize(
    ("written", "ingredients"),
    [
        ("Tylenol #3 tablets", ("codeine", "paracetamol")),
        ("tylenol # 3, twice a day", ("codeine", "paracetamol")),
        ("Tylenol 3", ("codeine", "paracetamol")),
        ("Tylenol 500 mg, 3 tablets", ("paracetamol",)),
        ("caffeine pills 200 mg", ("energy drinks",)),
        ("caffeine 200 mg pills", ("caffeine",)),
        ("DHE 45 injection", ("dihydroergotamine",)),
        ("5-HTP 100 mg", ("5-HTP",)),
        ("caffeine mg pills", ("caffeine",)),
    ],
)
def test_a_name_that_ends_in_a_number_or_a_form_keeps_it(written: str, ingredients: tuple[str, ...]) -> None:
    found = match(lexicon(), written)
    assert (found.status, found.ingredients) == (Status.EXACT, ingredients)


@pytest.mark.parametrize("written", ["Tylenol 3 tablets", "tylenol 3 daily", "Tylenol 3 300/30 mg"])
def test_a_number_that_may_count_tablets_or_belong_to_the_name_is_asked_about(written: str) -> None:
    found = match(lexicon(), written)
    assert (found.status, found.products) == (Status.PROPOSED, ())
    assert found.proposed == ("codeine", "paracetamol")
    for name, ingredients in (("Tylenol #3", ("codeine", "paracetamol")), ("Tylenol", ("paracetamol",))):
        (confirmed,) = matches_on_line(lexicon(), written, name)
        assert (confirmed.status, confirmed.ingredients) == (Status.CONFIRMED, ingredients)
    (confirmed,) = matches_on_line(lexicon(), written, "codeine")
    assert confirmed.products == match(lexicon(), "Tylenol #3").products
    assert matches_on_line(lexicon(), "the white ones", written) == matches_on_line(lexicon(), "the white ones")


def test_no_name_ends_in_more_words_of_other_meaning_than_are_looked_at() -> None:
    for name in knowledge()["medicines"]["names"]:
        assert name in beginnings(f"{name} 10 mg 20 mg")


@given(st.text(max_size=60))
def test_no_text_fails_and_an_exact_match_is_a_listed_name(text: str) -> None:
    found = match(lexicon(), text)
    assert set(found.ingredients) | set(found.proposed) <= knowledge()["medicines"]["ingredients"].keys()
    assert bool(found.products) is (found.status is Status.EXACT)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_edit_is_what_a_table_of_distances_says(one: str, other: str) -> None:
    assert within_one_edit(one, other) is (_distance(one, other) <= 1)


def _distance(one: str, other: str) -> int:
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, against in enumerate(other, start=1):
            line.append(min(line[-1] + 1, above[column] + 1, above[column - 1] + (letter != against)))
        above = line
    return above[-1]


@given(st.sampled_from(_PAIRS), st.data())
def test_every_name_one_letter_away_is_found(pair: tuple[str, tuple[str, ...]], data: st.DataObject) -> None:
    name = " ".join(word for word in pair[0].casefold().split())
    names = set(knowledge()["medicines"]["names"])
    if name not in names or len(name) < 7:
        return
    at = data.draw(st.integers(0, len(name) - 1))
    slip = name[:at] + data.draw(st.sampled_from(["", "q", "q" + name[at]])) + name[at + 1 :]
    assert name in lexicon().near(slip)
    assert set(lexicon().near(slip)) == {
        other for other in names if len(other) >= 6 and len(slip) >= 6 and within_one_edit(slip, other)
    }
