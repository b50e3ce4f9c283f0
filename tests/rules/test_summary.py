"""The paragraph that says what a screening amounts to, and the list of what is still to be collected."""

from typing import Any

import pytest

from rules.engine.collecting import collecting
from rules.engine.summary import summary
from rules.engine.wording import Wording

CLEAR = "2 other rules are clear."
NOTHING = "Nothing was found"


def reading(**sections: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"contact": [], "judgement": [], "precautions": [], "collecting": []}
    return {**empty, **sections}


def record(iv: str = "no_flags", spray: str = "no_flags", **changed: Any) -> dict[str, Any]:
    usual = {
        "contact": "routine",
        "dispositions": {"iv_ketamine": iv, "esketamine": spray},
        "possible": {},
        "site": {"routes": ["iv_ketamine", "esketamine"], "demo": True},
        "ruleSet": {"incomplete": False},
        "clear": ["one.rule", "another.rule"],
    }
    return {**usual, **changed}


def titled(*titles: str) -> list[dict[str, str]]:
    return [{"title": title} for title in titles]


def lines(*due: tuple[str, str]) -> list[dict[str, str]]:
    return [{"waitingOn": who, "neededBy": when} for who, when in due]


BOTH_CLEAR = "IV ketamine and esketamine: nothing was found in the answers given."
INCOMPLETE = {"incomplete": True}
REAL = {"routes": ["iv_ketamine", "esketamine"], "demo": False}


@pytest.mark.parametrize(
    ("read", "screened", "words"),
    [
        (reading(), record(), f"{BOTH_CLEAR} {CLEAR}"),
        (reading(), record(clear=["one"]), f"{BOTH_CLEAR} 1 other rule is clear."),
        (reading(), record(clear=[]), f"{BOTH_CLEAR} 0 other rules are clear."),
        (
            reading(),
            record(ruleSet=INCOMPLETE),
            f"{BOTH_CLEAR} {CLEAR} The rule set is incomplete: not for clinical use.",
        ),
        (
            reading(),
            record("deferred", "contraindicated"),
            f"IV ketamine: deferred; esketamine: contraindicated. {CLEAR}",
        ),
        (reading(), record("urgent", "urgent"), f"IV ketamine and esketamine: urgent. {CLEAR}"),
        (
            reading(),
            record("precautions", "needs_information"),
            f"IV ketamine: precautions; esketamine: needs information. {CLEAR}",
        ),
        (
            reading(judgement=titled("A")),
            record("needs_review", "needs_review", possible={"iv_ketamine": "urgent"}),
            (
                "IV ketamine: needs a practitioner's review, possibly urgent; "
                f"esketamine: needs a practitioner's review. To judge: A. {CLEAR}"
            ),
        ),
        (
            reading(judgement=titled("A", "B", "C"), precautions=titled("D", "E", "F", "G", "H")),
            record("needs_review", site={"routes": ["iv_ketamine"], "demo": True}),
            (
                "IV ketamine: needs a practitioner's review. To judge: A; B; C. "
                f"Precautions: D; E; F and 2 more. {CLEAR}"
            ),
        ),
        (
            reading(contact=titled("A", "B")),
            record("urgent", site={"routes": ["iv_ketamine"], "demo": True}, contact="now"),
            f"Speak to the patient now: A; B. IV ketamine: urgent. {CLEAR}",
        ),
        (
            reading(contact=titled("A")),
            record("urgent", site={"routes": ["iv_ketamine"], "demo": True}, contact="today"),
            f"Speak to the patient today: A. IV ketamine: urgent. {CLEAR}",
        ),
        (
            reading(
                collecting=lines(
                    ("patient", "consultation"),
                    ("clinic", "first_dose"),
                    ("patient", "consultation"),
                    ("practitioner", "session"),
                )
            ),
            record("needs_information", site={"routes": ["iv_ketamine"], "demo": True}),
            (
                "IV ketamine: needs information. Still open: 2 from the patient before the consultation, "
                f"1 from the clinic before the first dose, 1 from the practitioner before the session. {CLEAR}"
            ),
        ),
    ],
)
def test_a_screening_in_one_paragraph(read: dict[str, Any], screened: dict[str, Any], words: str) -> None:
    assert summary(read, screened) == words


MILDER = "No answer to what is open would make this milder."
OPEN = lines(("patient", "consultation"))


@pytest.mark.parametrize(
    ("read", "screened", "said"),
    [
        (reading(collecting=OPEN), record("needs_review"), True),
        (reading(collecting=OPEN), record(spray="deferred"), True),
        (reading(collecting=OPEN), record("needs_information"), False),
        (reading(collecting=OPEN), record(spray="deferred", site={"routes": ["iv_ketamine"], "demo": True}), False),
        (reading(), record("needs_review"), False),
        (reading(collecting=OPEN, judgement=titled("A")), record("needs_review"), False),
        (reading(collecting=OPEN, contact=titled("A")), record("needs_review", contact="now"), False),
        (reading(collecting=OPEN), record("needs_review", ruleSet=INCOMPLETE), True),
        (reading(collecting=OPEN), record("needs_review", ruleSet=INCOMPLETE, site=REAL), False),
        (reading(collecting=OPEN), record("needs_review", site=REAL), True),
    ],
)
def test_it_is_said_where_every_answer_leads_to_what_is_proposed(
    read: dict[str, Any],
    screened: dict[str, Any],
    said: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert (MILDER in summary(read, screened)) is said


WORDS = Wording(
    rules={
        "one.rule": {"title": "One rule", "clears": "a letter"},
        "two.rule": {"clears": "an answer"},
        "three.rule": {"clears": "a letter"},
        "untitled.rule": {},
    },
    items={
        "stroke": {"linkId": "cv.stroke", "says": "Stroke", "ask": "Have you had a stroke?", "answeredBy": "patient"},
        "weight": {"linkId": "vital.weight", "says": "Weight", "ask": "Your weight?", "answeredBy": "clinic"},
        "height": {"linkId": "vital.height", "says": "Height", "ask": "Your height?"},
    },
    origins={"index": ("weight", "height"), "ill": ("stroke",)},
    places={"stroke": 0, "weight": 1, "height": 2},
)


def finding(rule: str = "one.rule", *missing: str, **changed: Any) -> dict[str, Any]:
    usual = {"neededBy": "first_dose", "waitingOn": "patient", "possible": {}}
    return {"ruleId": rule, "missing": list(missing), **usual, **changed}


def collected(*findings: dict[str, Any], facts: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    site = {"routes": ["iv_ketamine", "esketamine"]}
    return collecting(findings, {"facts": facts or {}, "site": site}, WORDS)


def asked(*findings: dict[str, Any], facts: dict[str, Any] | None = None) -> list[str]:
    return [line["question"]["fact"] for line in collected(*findings, facts=facts)]


def test_a_question_is_one_line_however_many_rules_wait_for_it() -> None:
    absolute, mild = {"iv_ketamine": "absolute"}, {"iv_ketamine": "caution", "esketamine": "relative"}
    stated = {"stroke": {"says": "Stroke, as stated", "unknown": "not answered"}}
    (line,) = collected(
        finding("one.rule", "stroke", possible=mild, neededBy="session"),
        finding("two.rule", "stroke", possible=absolute, waitingOn="practitioner"),
        finding("three.rule", "stroke"),
        facts=stated,
    )
    assert line == {
        "question": {
            "fact": "stroke",
            "linkId": "cv.stroke",
            "linkIds": ["cv.stroke"],
            "says": "Stroke, as stated",
            "ask": "Have you had a stroke?",
        },
        "why": "not answered",
        "waitingOn": "patient",
        "neededBy": "first_dose",
        "possible": {"iv_ketamine": "absolute", "esketamine": "relative"},
        "rules": ["one.rule", "two.rule", "three.rule"],
        "clears": ["a letter", "an answer"],
    }


def test_what_only_the_clinic_can_give_is_not_waited_for_from_the_patient() -> None:
    who = [
        collected(finding("one.rule", fact, waitingOn=on))[0]["waitingOn"]
        for fact, on in (("weight", "patient"), ("weight", "practitioner"), ("stroke", "patient"), ("stroke", None))
    ]
    assert who == ["clinic", "practitioner", "patient", "clinic"]


def test_a_fact_that_comes_from_several_answers_stays_one_question() -> None:
    (line,) = collected(finding("one.rule", "index"))
    assert (line["question"]["fact"], line["question"]["linkId"]) == ("index", None)
    assert line["question"]["linkIds"] == ["vital.weight", "vital.height"]
    assert (line["question"]["says"], line["question"]["ask"], line["why"]) == ("index", None, None)
    assert asked(finding("one.rule", "ill")) == ["stroke"]


def test_a_list_of_answers_is_asked_about_one_by_one() -> None:
    listed = {"unreadable_items": {"items": ["stroke", "index", "height", "stroke"]}, "weight": {"items": []}}
    assert asked(finding("one.rule", "unreadable_items", "weight"), facts=listed) == [
        "stroke",
        "height",
        "index",
        "weight",
    ]


def test_a_finding_that_names_nothing_to_ask_for_is_a_question_itself() -> None:
    (line,) = collected(finding("one.rule"))
    assert (line["question"]["fact"], line["question"]["says"]) == ("one.rule", "One rule")
    assert line["question"]["linkIds"] == []
    (line,) = collected(finding("untitled.rule"))
    assert (line["question"]["says"], line["clears"]) == ("untitled.rule", [])
    assert collected(finding("one.rule", neededBy=None)) == []


def test_what_is_due_at_no_time_is_due_at_the_consultation() -> None:
    (line,) = collected(finding("one.rule", "stroke", neededBy=None, waitingOn=None))
    assert (line["neededBy"], line["waitingOn"]) == ("consultation", "clinic")
    assert asked(finding("one.rule", "weight"), finding("two.rule", "stroke", neededBy=None)) == ["stroke", "weight"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"neededBy": "consultation", "waitingOn": "practitioner"}, {"neededBy": "first_dose"}),
        ({"neededBy": "first_dose"}, {"neededBy": "session"}),
        ({"waitingOn": "patient"}, {"waitingOn": "clinic", "possible": {"iv_ketamine": "urgent"}}),
        ({"waitingOn": "clinic"}, {"waitingOn": "practitioner"}),
        ({"possible": {"iv_ketamine": "absolute"}}, {"possible": {"iv_ketamine": "relative"}}),
        ({"possible": {"esketamine": "relative"}}, {}),
        ({"possible": {"iv_ketamine": "caution", "esketamine": "urgent"}}, {"possible": {"iv_ketamine": "absolute"}}),
    ],
)
def test_the_earliest_comes_first_then_the_patients_part_then_what_is_most_at_stake(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    for one, other in (("stroke", "height"), ("height", "stroke")):
        assert asked(finding("two.rule", other, **second), finding("one.rule", one, **first)) == [one, other]


def test_among_equals_the_order_of_the_questionnaire_holds_and_what_is_not_in_it_is_last() -> None:
    assert asked(finding("one.rule", "height", "index", "stroke")) == ["stroke", "height", "index"]


def test_only_the_routes_a_clinic_offers_are_told() -> None:
    only = {"facts": {}, "site": {"routes": ["esketamine"]}}
    (line,) = collecting([finding("one.rule", "stroke", possible={"iv_ketamine": "urgent"})], only, WORDS)
    assert line["possible"] == {}
