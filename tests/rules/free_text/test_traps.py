"""The traps of free text that the catalogue lists, and those of the NegEx and ConText algorithms."""

import pytest

from tests.rules.free_text.texts import fired, found, statuses, written

_TRAPS = {
    "no history of psychosis": {("psychosis_history", "negated")},
    "denies SI/HI": {("suicide_thoughts", "negated")},
    "never had seizures": {("seizure", "negated")},
    "not suicidal anymore": {("suicide_thoughts", "past")},
    "was suicidal in 2019": {("suicide_thoughts", "past")},
    "my brother has schizophrenia": {("psychosis_history", "other_person")},
    "no chest pain but my arm is weak": {("acute_heart_or_lung", "negated"), ("acute_nerve_or_eye", "affirmed")},
    "I can't say I've never thought about suicide": {("suicide_thoughts", "unresolved")},
    "I don't want to die, I just want it to stop": {
        ("suicide_intent", "negated"),
        ("suicide_thoughts", "affirmed"),
    },
    "if this doesn't work I'm done": {("suicide_thoughts", "affirmed")},
    "this is my last hope": {("suicide_thoughts", "affirmed")},
    "I won't be here": {("suicide_thoughts", "affirmed")},
    "dying to try it": {("idiom", "unresolved")},
    "killing me with this headache": {("idiom", "unresolved")},
    "psychosis? no. bipolar? not sure": {("psychosis_history", "negated"), ("bipolar", "unresolved")},
    "rule out MI": {("heart_attack", "unresolved")},
    "family thinks I'm bipolar": {("bipolar", "unresolved")},
    "BP fine on meds": {("hypertension", "affirmed")},
    # Lists, headings, lines
    "No history of seizures, strokes, or heart attack. My mother has bipolar. I have glaucoma.": {
        ("seizure", "negated"),
        ("stroke", "negated"),
        ("heart_attack", "negated"),
        ("bipolar", "other_person"),
        ("glaucoma", "affirmed"),
    },
    "no seizures\nstroke in 2015": {("seizure", "negated"), ("stroke", "past")},
    "Suicidal thoughts: none": {("suicide_thoughts", "negated")},
    "Seizures: yes": {("seizure", "affirmed")},
    "schizophrenia runs in my family": {("psychosis_history", "other_person")},
    "my brother and I both have seizures": {("seizure", "unresolved")},
    "can ketamine cause seizures?": {("seizure", "hypothetical")},
    "I'm worried ketamine will cause psychosis": {("psychosis_history", "hypothetical")},
    # Negation that does not reach, or is none
    "no history of seizures i want to kill myself": {("seizure", "negated"), ("suicide_intent", "affirmed")},
    "I'm not going to kill myself but I want to die": {("suicide_intent", "negated"), ("suicide_intent", "affirmed")},
    "I'm not kidding I will kill myself": {("suicide_intent", "affirmed")},
    "no one helps me, I will kill myself": {("suicide_intent", "affirmed")},
    "In 2019 I was abused and now I want to die": {("suicide_intent", "affirmed")},
    "I have been suicidal since 2019": {("suicide_thoughts", "affirmed")},
    "I feel low sometimes\nI have a plan to kill myself": {("suicide_intent", "affirmed")},
    "I want to killlll myself": {("suicide_intent", "affirmed")},
    "I take 0.5 mg and 12345678 units for seizures": {("seizure", "affirmed")},
    "I have not tried to kill myself yet": {("suicide_attempt", "unresolved")},
    # Clearly denied, over, or about somebody else
    "I would never kill myself, I have kids": {("suicide_intent", "negated")},
    "I don't think I want to kill myself": {("suicide_intent", "negated")},
    "I wanted to die when I was 16": {("suicide_intent", "past")},
    "In 2019 I tried to kill myself": {("suicide_attempt", "past")},
    "I used to cut myself in high school": {("suicide_thoughts", "past")},
    "my grandfather committed suicide": {("suicide_attempt", "other_person")},
}


@pytest.mark.parametrize(("text", "expected"), _TRAPS.items())
def test_the_trap_is_read_as_the_catalogue_says(text: str, expected: set[tuple[str, str]]) -> None:
    assert statuses(text) == expected


def test_an_attempt_of_this_year_or_the_last_is_not_clearly_past() -> None:
    assert statuses("I tried to kill myself in 2025") == {("suicide_attempt", "unresolved")}
    assert statuses("I tried to kill myself in 2024") == {("suicide_attempt", "past")}


def test_the_words_are_kept_as_they_were_written() -> None:
    text = "Nothing new. My BROTHER has schizophrenia, sadly."
    assert [mention.words for mention in found(text)] == ["My BROTHER has schizophrenia"]
    text = "I\u2019m going to k\u200bill   mysélf"
    assert {mention.words for mention in found(text)} == {text}


@pytest.mark.parametrize("text", ["no history of psychosis", "my brother has schizophrenia", "never had seizures"])
def test_what_is_clearly_denied_or_about_somebody_else_raises_nothing(text: str) -> None:
    assert fired(written(text)) == set()


def test_a_text_that_denies_does_not_answer_the_question_it_denies() -> None:
    screening = written("no history of psychosis", **{"psych.psychosis.ever": None})
    assert "psych.psychosis_details_unknown" in fired(screening)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("I had a stroke in 2015", "cv.vessels"),
        ("I have epilepsy", "neuro.conditions"),
        ("BP fine on meds", "cv.htn"),
        ("I have bipolar disorder", "psych.mania.ever"),
        ("I attempted suicide in 2012", "scale.cssrs.6"),
        ("I hear voices telling me things", "psych.psychosis.now"),
    ],
)
def test_a_claim_in_the_text_contradicts_a_structured_no(text: str, question: str) -> None:
    assert "data.contradiction" in fired(written(text))
    assert "data.contradiction" not in fired(written(text, **{question: "dont_know"}))


@pytest.mark.parametrize(
    "text",
    [
        "quiero morir ya no puedo mas con esta vida",
        "\u044f \u0445\u043e\u0447\u0443 \u0443\u043c\u0435\u0440\u0435\u0442\u044c",
        "\u6211\u60f3\u6b7b",
    ],
)
def test_a_text_in_another_language_is_read_by_a_person_today(text: str) -> None:
    assert ("other_language", "affirmed") in statuses(text)
    assert "data.free_text_unresolved" in fired(written(text))
    assert written(text).contact == "today"


@pytest.mark.parametrize(
    "text",
    [
        "Quiero matarme.",
        "Je vais me suicider ce soir",
        "ich bringe mich heute um",
        "Voglio uccidermi",
        "vou me matar",
        "Ik wil niet meer leven",
        "chce umrzec",
        "Me acabo de tomar todas las pastillas",
    ],
)
def test_suicidal_words_in_another_language_are_read_today(text: str) -> None:
    assert written(text).contact in {"today", "now"}


def test_a_list_of_medicines_is_no_other_language() -> None:
    text = "sertraline, bupropion, lamotrigine, melatonin, pantoprazole, atorvastatin"
    assert statuses(text) == {("other_language", "unresolved")}
    assert written(text).contact == "routine"


@pytest.mark.parametrize(
    "text",
    [
        "my husband says he will shoot himself tonight and he has the gun",
        "I'm her mother filling this out, she swallowed a bottle of pills",
        "my daughter (19) says she will kill herself on friday",
    ],
)
def test_somebody_else_in_danger_is_spoken_to_today(text: str) -> None:
    assert ("other_in_danger", "affirmed") in statuses(text)
    assert written(text).contact in {"today", "now"}


@pytest.mark.parametrize("text", ["crushing chest pain right now", "my left arm is numb since this morning"])
def test_an_emergency_of_the_body_now_is_a_call_today(text: str) -> None:
    assert written(text).contact in {"today", "now"}


@pytest.mark.parametrize("text", ["", "   ", "none", "\U0001f600", "\u200b", "???"])
def test_a_text_that_says_nothing_raises_nothing(text: str) -> None:
    assert fired(written(text)) == set()
