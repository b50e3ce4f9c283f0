"""Laws of free text: more text never raises less, spelling and spacing do not matter, time grows with the length."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.engine.free_text.mentions import mentions
from rules.engine.free_text.tokens import tokens_of
from tests.rules.free_text.texts import fired, found, lexicon, resemblance, sentences, statuses, written
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
        assert {one for one in _raised(text) if one[0] != "other_language"} <= together
        assert resemblance(text) <= resemblance(between.join(texts))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sentences("explicit")), st.text(max_size=60), st.text(max_size=60))
def test_an_explicit_statement_survives_whatever_stands_around_it(text: str, before: str, after: str) -> None:
    assert _calls(f"{before}.\n{text}\n. {after}")


def _calls(text: str) -> bool:
    raised, level = _raised(text), resemblance(text)
    stated = not {("suicide_intent", "affirmed"), ("suicide_attempt", "affirmed")}.isdisjoint(raised)
    return stated or level == 4 or (("suicide_signs", "affirmed") in raised and level >= 2)


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, lambda text: f"  {text.replace(' ', '   ')}\t"])
def test_case_and_spaces_do_not_matter(change: Callable[[str], str]) -> None:
    for text in _ALL:
        assert statuses(change(text)) == statuses(text)
        assert resemblance(change(text)) == resemblance(text)


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


@pytest.mark.parametrize("filling", ["I have tried many medicines over the years. ", "depression since school and "])
@pytest.mark.parametrize("before", [0, 3_900, 30_000, 59_000])
def test_a_text_longer_than_a_form_offers_room_for_is_read_all_the_same(filling: str, before: int) -> None:
    ordinary = filling * (60_000 // len(filling))
    screening = written(f"{ordinary[:before]}. I want to kill myself. {ordinary[before:]}")
    assert screening.contact == "now"
    assert "data.answer_unreadable" in fired(screening)


def test_of_a_text_without_end_the_beginning_and_the_end_are_read() -> None:
    ordinary = "I have tried many medicines over the years. " * 10_000
    assert written(f"I want to kill myself. {ordinary}").contact == "now"
    assert written(f"{ordinary} I want to kill myself.").contact == "now"
    assert "data.answer_unreadable" in fired(written(ordinary))


def test_the_name_of_a_medicine_is_no_place_for_a_long_text() -> None:
    screening = written("", **{"med.list": [{"name": "sertraline " * 1_000}]})
    assert "data.answer_unreadable" in fired(screening)
