"""Denials of suicide: a plain one calls nobody, and whatever is not plainly one is read by a person today."""

import pytest

from tests.rules.free_text.texts import statuses, written

_OWN = {"suicide_intent", "suicide_thoughts", "suicide_attempt"}


def _denied(text: str) -> bool:
    return any(concept in _OWN and status == "negated" for concept, status in statuses(text))


@pytest.mark.parametrize(
    "text",
    [
        "I am not going to kill myself",
        "No, I'm not going to kill myself.",
        "no I dont wanna die",
        "No suicidal thoughts",
        "No self-harm, no attempts, no plans",
        "I've never wanted to hurt myself",
        "I would never take my own life",
        "I do not have any thoughts of hurting myself",
        "I haven't been sleeping and I'm not suicidal",
        "don't worry, I'm not suicidal",
        "Denies SI, HI, AVH",
    ],
)
def test_a_plain_denial_is_one_and_calls_nobody(text: str) -> None:
    assert _denied(text)
    assert written(text).contact == "routine"


@pytest.mark.parametrize(
    "text",
    [
        # Denied twice
        "There is hardly an hour that I don't think about hanging myself",
        "It is not true that I'm not suicidal",
        "I would not say that I'm not suicidal",
        "I don't deny being suicidal",
        "I'd be lying if I said I wasn't suicidal",
        "I have never not wanted to die",
        "Nobody can say I'm not suicidal",
        # The denial belongs to another word
        "I'm no longer scared of killing myself",
        "I am not afraid to hang myself",
        # For a time only
        "I'm not going to kill myself tonight",
        "I won't hurt myself today",
        # What is denied is staying alive, or being safe
        "I have no plans of staying alive past the spring",
        "I can't honestly say I'm safe",
    ],
)
def test_what_is_no_plain_denial_is_read_today(text: str) -> None:
    assert not _denied(text)
    assert written(text).contact in {"today", "now"}


@pytest.mark.parametrize("ending", ["tonight", "today", "tomorrow", "this weekend"])
def test_a_denial_for_a_time_says_nothing_of_the_time_after(ending: str) -> None:
    assert _denied("I will not kill myself")
    assert not _denied(f"I will not kill myself {ending}")


@pytest.mark.parametrize(
    "denial", ["I am not going to kill myself", "No suicidal thoughts", "I would never take my own life"]
)
def test_a_denial_hides_its_own_words_and_nothing_else(denial: str) -> None:
    explicit = "I have counted the tablets and there is a note on my phone, everything is ready for Friday night"
    assert written(explicit).contact in {"today", "now"}
    assert written(f"{denial}. {explicit}").contact in {"today", "now"}


@pytest.mark.parametrize(
    "text",
    [
        "Twice I have gone up to the roof of the mall to see whether the door is open, the note is on my laptop",
        "The tablets are counted, my letters are in the drawer, I just need the nerve",
        "I practised with the belt and the beam in the cellar holds me",
        "Once my mother is gone I am free to go, the pills are put by",
        "My wife died in March and I have decided to join her, I kept her morphine",
        "I want finish my life, medicine is prepared",
    ],
)
def test_means_with_preparation_and_an_end_ask_for_today_without_a_word_for_it(text: str) -> None:
    assert written(text).contact in {"today", "now"}


@pytest.mark.parametrize(
    "text",
    [
        "I count my tablets into the organizer on Sundays, I tend to lose track",
        "I left a note for my husband with the time of the appointment",
        "I have everything ready for the first session",
        "I want to join my husband, who is a patient of yours",
        "We plan to move house in the spring and I am giving away the piano",
    ],
)
def test_the_same_words_about_everyday_matters_call_nobody(text: str) -> None:
    assert written(text).contact == "routine"
