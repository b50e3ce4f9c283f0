"""A lexicon built from its document: which words it knows, and what older documents leave out."""

import pytest

from rules.engine.free_text.lexicon import Category, Marker, Target, build_lexicon
from rules.engine.free_text.mentions import mentions_in
from rules.engine.free_text.phrases import ANY, Phrases
from rules.engine.free_text.tokens import Token, tokens_of
from tests.rules.free_text.small_lexicon import DOCUMENT, small_lexicon
from tests.rules.small_set import TODAY

_LISTS = {
    "statements": "cough",
    "names": "death",
    "markers": "denies",
    "answers": "sure",
    "cues": "many",
    "classes": "comfy",
    "fillers": "really",
    "bridges": "going",
    "present": "still",
    "first_person": "myself",
    "past": "were",
    "english": "and",
}


@pytest.mark.parametrize("word", _LISTS.values(), ids=_LISTS.keys())
def test_every_word_of_the_lexicon_is_known(word: str) -> None:
    assert word in small_lexicon().spelling.known
    assert small_lexicon().symbols.of([Token(word, 0, 0)])[0][:2] == (word, ANY)


def test_a_word_of_another_language_is_not_known() -> None:
    assert "que" not in small_lexicon().spelling.known
    assert small_lexicon().symbols.of([Token("que", 0, 0)]) == [("<unknown>", ANY)]


@pytest.mark.parametrize(("written", "meant"), [("comfurt", "comfort"), ("comfy", "comfy"), ("dont", "do not")])
def test_words_are_spelt_as_the_document_says(written: str, meant: str) -> None:
    assert " ".join(token.word for token in tokens_of(written, small_lexicon().spelling)) == meant


def _entries(phrases: Phrases, text: str) -> list[object]:
    words = small_lexicon().symbols.of(tokens_of(text, small_lexicon().spelling))
    return [span.entry for span in phrases.every(words, 0, len(words)) if span.end == len(words)]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("flu", [Target("illness", danger=False, statement=False, alone="affirmed", of_others=False)]),
        ("i cough", [Target("illness", danger=False, statement=True, alone="affirmed", of_others=False)]),
        ("harm", [Target("harm", danger=True, statement=False, alone="unresolved", of_others=False)]),
        ("end it", [Target("harm", danger=True, statement=True, alone="affirmed", of_others=False)]),
        ("end really\nit", [Target("harm", danger=True, statement=True, alone="affirmed", of_others=False)]),
        ("end, it", [Target("harm", danger=True, statement=True, alone="affirmed", of_others=False)]),
        ("end. it", []),
        ("he dies", [Target("theirs", danger=True, statement=True, alone="affirmed", of_others=True)]),
        ("his death", [Target("theirs", danger=True, statement=False, alone="affirmed", of_others=True)]),
    ],
)
def test_a_target_is_what_the_document_says(text: str, targets: list[Target]) -> None:
    assert _entries(small_lexicon().targets, text) == targets


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("uncle pox", ["harm", "illness"]),
        ("aunt pox", ["illness", "illness_too"]),
        ("aunt ache", ["illness_too", "illness_last"]),
    ],
)
def test_acute_danger_comes_first_and_then_what_stands_first(text: str, concepts: list[str]) -> None:
    found = _entries(small_lexicon().targets, text)
    assert [target.concept for target in found if isinstance(target, Target)] == concepts


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("not", [Marker(Category.NEGATION, before=True, after=True)]),
        ("denies", [Marker(Category.NEGATION, before=True, after=False)]),
        ("unlikely", [Marker(Category.NEGATION, before=False, after=True)]),
        ("used really to", [Marker(Category.FORMERLY, before=True, after=True)]),
        ("used, to", [Marker(Category.FORMERLY, before=True, after=True)]),
        ("used\nto", []),
        (
            "uncle says",
            [Marker(category, before=True, after=True) for category in (Category.DOUBT, Category.NEGATION)],
        ),
    ],
)
def test_a_marker_is_what_the_document_says(text: str, markers: list[Marker]) -> None:
    assert _entries(small_lexicon().markers, text) == markers


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("yes", [Category.NOTHING]),
        ("no never", [Category.NEGATION]),
        ("no really never", []),
        ("no, never", []),
        ("uncle knows", [Category.DOUBT, Category.NOTHING]),
    ],
)
def test_an_answer_is_what_the_document_says(text: str, answers: list[Category]) -> None:
    assert _entries(small_lexicon().answers, text) == answers


@pytest.mark.parametrize("text", ["the really many\npills", "the, many pills"])
def test_a_cue_may_run_over_a_line_and_over_words_that_add_nothing(text: str) -> None:
    tokens = tokens_of(text, small_lexicon().spelling)
    symbols = small_lexicon().symbols.of(tokens)
    found = small_lexicon().combinations.cues_in([token._replace(word="x") for token in tokens], symbols)
    assert [(cue.start, cue.end) for cue in found] == [(0, len(tokens)), (len(tokens) - 1, len(tokens))]


def test_the_words_that_are_looked_up() -> None:
    built = small_lexicon()
    assert built.bridges == {"going", "to", "really"}
    assert built.present == {"am", "still"}
    assert built.first_person == {"i", "myself"}
    assert built.past == {"was", "were"}
    assert built.english == {"the", "and", "x", "to", "harm"}
    assert built.foreign == {"que", "los"}


def test_older_documents_have_no_points_and_no_words_of_other_languages() -> None:
    older = build_lexicon({name: part for name, part in DOCUMENT.items() if name not in {"resemblance", "foreign"}})
    assert older.resemblance is None
    assert older.foreign == frozenset()
    assert small_lexicon().resemblance is not None


def test_without_points_nothing_resembles_anything() -> None:
    older = build_lexicon({name: part for name, part in DOCUMENT.items() if name != "resemblance"})
    assert [one.concept for one in mentions_in("pills monday gone", older, TODAY.toordinal())] == ["signs"]
