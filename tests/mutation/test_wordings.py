"""A change to the lexicon looked at the short way is the change itself; and what changes nothing is not noticed."""

from random import Random

import pytest

from rules.engine.free_text.lexicon import build_lexicon
from tests.mutation.knowledge_mutants import knowledge_mutants
from tests.mutation.lexicons import Lexicons
from tests.mutation.mutants import DROPPED, Mutant, replaced
from tests.mutation.running import original
from tests.mutation.touching import Touching
from tests.mutation.wordings import Book
from tests.rules.free_text.phrase_book import meaning_of, without_points, wordings

_DOCUMENT = original().document["knowledge"]["free_text"]
_LEXICONS = Lexicons(_DOCUMENT)
_TAKEN_OUT = [
    mutant
    for mutant in knowledge_mutants({"knowledge": {"free_text": _DOCUMENT}})
    if mutant.path[2] in {"concepts", "markers", "answers", "cues", "classes"} and isinstance(mutant.path[-1], int)
]
_BUILT_IN_PART = [
    next(one for one in knowledge_mutants({"knowledge": {"free_text": _DOCUMENT}}) if one.path[2:-1] == path)
    for path in (
        ("bridges",),
        ("past",),
        ("english",),
        ("foreign",),
        ("spelling", "joined"),
        ("combinations", 2, "unless"),
    )
]
_SOME = [*Random(1).sample(_TAKEN_OUT, 6), *_BUILT_IN_PART]
_LINES = Random(1).sample(wordings(), 150)


def _name(mutant: Mutant) -> str:
    return mutant.change


@pytest.mark.parametrize("mutant", _SOME, ids=_name)
def test_a_phrase_or_word_taken_out_is_as_if_the_lexicon_were_built_without_it(mutant: Mutant) -> None:
    rebuilt = without_points(build_lexicon(replaced(_DOCUMENT, mutant.path[2:], mutant.value)))
    touching = Touching(_LEXICONS, (line.text for line in wordings()))
    touched = [wordings()[number] for number in touching.by(mutant.path[2:])]
    with _LEXICONS.under(mutant) as lexicon:
        for line in [*touched[:40], *_LINES]:
            read = [meaning_of(line.text, one, line.topic) for one in (rebuilt, without_points(lexicon))]
            assert read[0] == read[1]


def test_afterwards_the_lexicon_is_as_it_was() -> None:
    for mutant in _SOME:
        with _LEXICONS.under(mutant):
            pass
    assert Book(_LEXICONS, _LINES).failing() == []


def test_no_text_but_those_touched_is_read_otherwise() -> None:
    touching = Touching(_LEXICONS, (line.text for line in _LINES))
    for mutant in _SOME[::4]:
        rebuilt = without_points(build_lexicon(replaced(_DOCUMENT, mutant.path[2:], mutant.value)))
        touched = {_LINES[number].text for number in touching.by(mutant.path[2:])}
        others = [line for line in _LINES if line.text not in touched]
        assert [line.name for line in others if not line.is_read_so_by(rebuilt)] == []


def test_a_mutant_that_changes_nothing_is_not_noticed() -> None:
    same = _DOCUMENT["concepts"][0]["danger"]
    mutant = Mutant(("knowledge", "free_text", "concepts", 0, "danger"), same, "knowledge free_text", "no change")
    assert Book(_LEXICONS, wordings()).noticing(mutant) is None


def test_a_phrase_taken_out_is_noticed_by_the_line_that_uses_it() -> None:
    place = next(number for number, one in enumerate(_DOCUMENT["concepts"]) if one["id"] == "glaucoma")
    path = ("knowledge", "free_text", "concepts", place, "names", 0)
    noticed = Book(_LEXICONS, wordings()).noticing(Mutant(path, DROPPED, "knowledge free_text", "without a name"))
    assert noticed == "wordings/glaucoma.txt, [glaucoma affirmed] glaucoma"
