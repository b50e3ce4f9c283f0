"""Suicidal words: every explicit statement asks for a call at once, ambivalent ones for a call today."""

import pytest

from tests.rules.free_text.texts import fired, sentences, written

_RULE = "psych.suicide_text_signal"


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len(sentences("explicit")) >= 60
    assert len(sentences("everyday")) >= 90


@pytest.mark.parametrize("text", [*sentences("explicit"), *sentences("not_lowered")])
def test_an_explicit_statement_asks_for_a_call_now(text: str) -> None:
    screening = written(text)
    assert _RULE in fired(screening)
    assert screening.contact == "now"
    assert screening.strictest == "urgent"
    assert screening.crisis == ("suicide",)


@pytest.mark.parametrize("text", ["suicide planned for 2027", "I was going to kill myself in 2027"])
def test_a_year_to_come_is_not_past(text: str) -> None:
    assert written(text).contact in ("now", "today")


@pytest.mark.parametrize("text", ["i want 2 die", "I am going 2 kill myself"])
def test_a_number_that_stands_for_a_word_is_read_as_the_word(text: str) -> None:
    assert written(text).contact == "now"


@pytest.mark.parametrize("text", sentences("ambivalent"))
def test_ambivalent_words_ask_for_a_call_today(text: str) -> None:
    screening = written(text)
    assert _RULE in fired(screening)
    assert screening.contact == "today"
    assert screening.strictest == "needs_review"


@pytest.mark.parametrize("text", sentences("everyday"))
def test_an_everyday_sentence_calls_nobody(text: str) -> None:
    assert written(text).contact == "routine"


@pytest.mark.parametrize(
    "text",
    [
        "I'm not suicidal",
        "I would never kill myself",
        "I do not have any thoughts of hurting myself",
        "I've never attempted suicide",
        "I was hospitalized in 2012 after a suicide attempt",
        "My brother died by suicide last year",
    ],
)
def test_what_is_clearly_denied_past_or_of_others_is_no_signal(text: str) -> None:
    assert _RULE not in fired(written(text, **{"scale.cssrs.6": None}))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("I hear voices telling me what to do", "psych.psychosis_active"),
        ("the government is watching me", "psych.psychosis_active"),
        ("I haven't slept in 5 days and I feel amazing", "psych.mania_active"),
        ("I am manic right now", "psych.mania_active"),
        ("I'm going to kill my boss", "psych.homicidal_or_violence"),
        ("I have a gun and I'm going to shoot him", "psych.homicidal_or_violence"),
    ],
)
def test_another_acute_state_stated_plainly_is_urgent(text: str, rule: str) -> None:
    screening = written(text)
    assert rule in fired(screening)
    assert screening.contact == "now"


@pytest.mark.parametrize(
    "text", ["I'm drunk right now", "I took extra Xanax today", "stopped drinking 3 days ago and I'm shaking"]
)
def test_intoxication_or_withdrawal_now_asks_for_a_call_now(text: str) -> None:
    assert written(text).contact == "now"
