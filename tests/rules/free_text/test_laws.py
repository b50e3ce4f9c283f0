"""Laws of free text: more text never raises less, spelling and spacing do not matter, time grows with the length."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.engine.free_text.mentions import mentions
from rules.engine.free_text.tokens import tokens_of
from tests.rules.free_text.texts import found, lexicon, sentences, statuses
from tests.rules.intakes import released, screened
from tests.rules.small_set import TODAY

_ALL = [*sentences("explicit"), *sentences("ambivalent"), *sentences("everyday")]
_RAISING = {"affirmed", "unresolved", "hypothetical"}


def _raised(text: str) -> set[tuple[str, str]]:
    return {(concept, status) for concept, status in statuses(text) if status in _RAISING}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_ALL), min_size=2, max_size=4), st.sampled_from([". ", "\n", "! ", ".\n\n", "; "]))
def test_sentences_in_a_row_keep_everything_each_of_them_raises(texts: list[str], between: str) -> None:
    together = _raised(between.join(texts))
    for text in texts:
        assert _raised(text) - {("other_language", "unresolved")} <= together


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sentences("explicit")), st.text(max_size=60), st.text(max_size=60))
def test_an_explicit_statement_survives_whatever_stands_around_it(text: str, before: str, after: str) -> None:
    assert ("suicide_intent", "affirmed") in _raised(f"{before}.\n{text}\n. {after}") or (
        "suicide_attempt",
        "affirmed",
    ) in _raised(f"{before}.\n{text}\n. {after}")


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, lambda text: f"  {text.replace(' ', '   ')}\t"])
def test_case_and_spaces_do_not_matter(change: Callable[[str], str]) -> None:
    for text in _ALL:
        assert statuses(change(text)) == statuses(text)


def test_apostrophes_may_be_curly_or_missing() -> None:
    for text in _ALL:
        assert statuses(text.replace("'", "\u2019")) == statuses(text)
        assert _raised(text.replace("n't", "nt").replace("I'm", "Im")) == _raised(text)


@pytest.mark.parametrize("word", ["suicidal", "overdose", "suicide", "psychosis", "homicidal", "schizophrenia"])
def test_a_letter_left_out_or_typed_twice_is_the_same_word(word: str) -> None:
    for place in range(2, len(word)):
        for slip in (word[:place] + word[place + 1 :], word[:place] + word[place] + word[place:]):
            assert tokens_of(slip, lexicon().spelling)[0].word == word


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_can_be_read(text: str) -> None:
    for mention in found(text):
        assert mention.words in text


def _steps(text: str) -> int:
    """How often a word of the text is looked at when phrases are sought and contexts walked."""
    looked = 0

    class Counted(list[tuple[str, ...]]):
        def __getitem__(self, place: int) -> tuple[str, ...]:  # type: ignore[override]
            nonlocal looked
            looked += 1
            return super().__getitem__(place)

    words = Counted(lexicon().symbols.of(tokens_of(text, lexicon().spelling)))
    list(lexicon().targets.all(words, [(0, len(words))]))
    list(lexicon().markers.all(words, [(0, len(words))]))
    return looked


@pytest.mark.parametrize(
    "word", ["seizure ", "i want to ", "no ", "really just so ", "my brother ", "have a plan to "]
)
def test_four_times_the_text_takes_four_times_the_steps(word: str) -> None:
    assert _steps(word * 400) <= 4.2 * _steps(word * 100)


def test_a_missing_text_gives_no_mention_and_not_an_unknown_one() -> None:
    read = mentions(released().document["knowledge"], None)
    assert read(TODAY.toordinal(), None, (None, "")) == ()
    for answers in ({"free.anything": None}, {"free.anything": "declined"}):
        screening = screened(answers)
        assert screening.values[screening.rule_set.layout.slots["mentions"]] == ()


def test_a_text_of_the_greatest_length_is_read_to_its_end() -> None:
    text = ("I have tried many medicines over the years. " * 100)[:3970] + " I want to kill myself."
    assert ("suicide_intent", "affirmed") in statuses(text)
