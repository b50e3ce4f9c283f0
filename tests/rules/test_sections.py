"""Where each finding is read and what stands there, from a made-up record and made-up words."""

from typing import Any

import pytest

from rules.engine.reading_order import reading_order
from rules.engine.wording import NO_WORDING, Wording

IV, SPRAY = "iv_ketamine", "esketamine"
WORDS = Wording(
    rules={
        "one": {"title": "One rule", "shows": "what to do", "clears": "a letter"},
        "two": {"title": "Two rule", "needsSignOff": True},
        "three": {"needsSignOff": True},
        "four": {"needsSignOff": False},
    },
    items={},
    origins={},
    places={},
)
NOTHING_LISTED: dict[str, Any] = {"contact": [], "judgement": [], "collecting": [], "precautions": []}


def finding(rule: str = "one", iv: str | None = None, spray: str | None = None, **changed: Any) -> dict[str, Any]:
    severity = {route: word for route, word in ((IV, iv), (SPRAY, spray)) if word is not None}
    usual: dict[str, Any] = {"outcome": "fired", "contact": "routine", "basis": "known", "possible": {}}
    due: dict[str, Any] = {"facts": [], "missing": [], "neededBy": None, "waitingOn": None}
    return {"ruleId": rule, "severity": severity, **usual, **due, **changed}


def read(*findings: dict[str, Any], routes: tuple[str, ...] = (IV, SPRAY), **changed: Any) -> dict[str, Any]:
    record = {
        "findings": list(findings),
        "facts": {},
        "clear": ["clear.rule", "another.clear"],
        "notApplicable": ["never.rule"],
        "contact": "routine",
        "dispositions": {IV: "no_flags", SPRAY: "no_flags"},
        "possible": {},
        "site": {"routes": list(routes), "demo": True},
        "ruleSet": {"incomplete": False},
        **changed,
    }
    return reading_order(record, changed.pop("wording", WORDS))


def place(one: dict[str, Any], routes: tuple[str, ...] = (IV, SPRAY)) -> str:
    """The section a finding alone is read in."""
    reading = read(one, routes=routes)
    found = [name for name in ("contact", "judgement", "precautions") if reading[name]]
    if reading["collecting"] and not found:
        found.append("collecting")
    found += ["other_routes"] * (reading["rest"]["otherRoutes"] == ["one"])
    (section,) = found
    return section


@pytest.mark.parametrize(
    ("one", "section"),
    [
        (finding(iv="caution", contact="today"), "contact"),
        (finding(contact="now"), "contact"),
        (finding(iv="urgent"), "contact"),
        (finding(spray="urgent"), "contact"),
        (finding(outcome="fault"), "judgement"),
        (finding(iv="relative"), "judgement"),
        (finding(iv="caution", spray="absolute"), "judgement"),
        (finding(iv="caution"), "precautions"),
        (finding(iv="missing"), "precautions"),
        (finding(iv="missing", neededBy="session"), "collecting"),
        (finding(iv="missing", outcome="unknown", missing=["stroke"]), "collecting"),
        (finding(), "other_routes"),
    ],
)
def test_a_call_is_read_first_then_what_needs_judgement(one: dict[str, Any], section: str) -> None:
    assert place(one) == section


@pytest.mark.parametrize(
    ("one", "section"),
    [
        (finding(iv="urgent", spray="caution"), "precautions"),
        (finding(iv="urgent"), "other_routes"),
        (finding(iv="urgent", contact="today"), "contact"),
        (finding(iv="absolute", spray="relative"), "judgement"),
    ],
)
def test_only_the_routes_a_clinic_offers_count(one: dict[str, Any], section: str) -> None:
    assert place(one, (SPRAY,)) == section


def order(section: str, *findings: dict[str, Any], routes: tuple[str, ...] = (IV, SPRAY)) -> list[str]:
    return [entry["ruleId"] for entry in read(*findings, routes=routes)[section]]


def test_the_sooner_call_comes_first_then_the_stricter_finding_then_the_order_of_the_rules() -> None:
    today, now = finding("one", "urgent", contact="today"), finding("two", "caution", contact="now")
    assert order("contact", today, now) == ["two", "one"]
    mild, strict, fault = finding("one", "relative"), finding("two", "caution", "absolute"), finding("three")
    assert order("judgement", mild, strict, {**fault, "outcome": "fault"}) == ["two", "one", "three"]
    assert order("judgement", {**fault, "outcome": "fault"}, mild) == ["three", "one"]
    assert order("judgement", mild, finding("four", None, "relative")) == ["one", "four"]
    elsewhere = finding("two", "absolute", "relative")
    assert order("judgement", finding("one", None, "absolute_temporary"), elsewhere, routes=(SPRAY,)) == [
        "one",
        "two",
    ]


def test_judgement_and_what_is_collected_wait_for_questions_and_nothing_else_does() -> None:
    due: dict[str, Any] = {"missing": ["stroke"], "neededBy": "session", "waitingOn": "patient"}
    reading = read(
        finding("one", "relative", **due),
        finding("two", "missing", **{**due, "missing": ["weight"]}),
        finding("three", "urgent", **{**due, "missing": ["height"]}),
        facts={"height": {"text": "Height: not answered"}, "stroke": {"text": "Stroke: not answered"}},
    )
    assert [line["question"]["fact"] for line in reading["collecting"]] == ["stroke", "weight"]
    assert [line["rules"] for line in reading["collecting"]] == [["one"], ["two"]]


def test_what_no_section_names_is_counted() -> None:
    reading = read(finding("one"), finding("two", "urgent"), routes=(SPRAY,))
    assert reading["rest"] == {
        "clear": 2,
        "notApplicable": 1,
        "otherRoutes": ["one", "two"],
        "ids": ["clear.rule", "another.clear", "never.rule"],
    }
    assert {name: reading[name] for name in NOTHING_LISTED} == NOTHING_LISTED
    assert list(reading) == ["summary", *NOTHING_LISTED, "rest", "signOff"]
    assert reading["summary"].endswith("2 other rules are clear.")


FACTS = {
    "stroke": {"says": "Stroke", "text": "Stroke: yes"},
    "weight": {"says": "Weight", "text": "Weight: not answered"},
    "list": {"says": "Medicines", "text": "Medicines: a; b; c", "rows": ["a", "b", "c"]},
}


def test_a_finding_with_the_words_of_its_rule() -> None:
    one = finding(iv="relative", facts=["stroke", "weight"], missing=["weight"], possible={IV: "urgent"})
    assert read(one, facts=FACTS)["judgement"] == [
        {
            "ruleId": "one",
            "title": "One rule",
            "contact": "routine",
            "severity": {IV: "relative"},
            "routesDiffer": True,
            "possible": {IV: "urgent"},
            "basis": None,
            "facts": ["Stroke: yes"],
            "missing": ["Weight: not answered"],
            "shows": "what to do",
            "clears": "a letter",
        }
    ]


def test_without_words_the_id_stands_for_the_title() -> None:
    (entry,) = read(finding("one", "relative"), wording=NO_WORDING)["judgement"]
    assert (entry["title"], entry["shows"], entry["clears"]) == ("one", None, None)


def test_a_finding_is_shown_for_the_routes_a_clinic_offers() -> None:
    both = finding(iv="relative", spray="relative", possible={IV: "absolute", SPRAY: "urgent"})
    (entry,) = read(both)["judgement"]
    assert (entry["severity"], entry["routesDiffer"]) == ({IV: "relative", SPRAY: "relative"}, False)
    (entry,) = read(both, routes=(SPRAY,))["judgement"]
    assert (entry["severity"], entry["routesDiffer"]) == ({SPRAY: "relative"}, False)
    assert entry["possible"] == {SPRAY: "urgent"}
    (entry,) = read(finding(iv="relative", spray="absolute"))["judgement"]
    assert entry["routesDiffer"]


def test_a_call_shows_what_is_said_of_other_routes_where_nothing_is_said_of_those_offered() -> None:
    (entry,) = read(finding(iv="absolute", contact="now"), routes=(SPRAY,))["contact"]
    assert (entry["contact"], entry["severity"], entry["routesDiffer"]) == ("now", {IV: "absolute"}, False)


@pytest.mark.parametrize(
    ("outcome", "basis", "words"),
    [
        ("fired", "known", None),
        ("fired", "conflict", "answers conflict"),
        ("fired", "assumed_worst", "assumed worst until answered"),
        ("unknown", "declined", "declined to answer"),
        ("fault", "known", "could not be evaluated"),
    ],
)
def test_what_a_finding_rests_on(outcome: str, basis: str, words: str | None) -> None:
    (entry,) = read(finding(iv="relative", outcome=outcome, basis=basis))["judgement"]
    assert entry["basis"] == words


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ({"list": [0, 2]}, "Medicines: a; c"),
        ({"list": [1]}, "Medicines: b"),
        ({"list": [1, 3]}, "Medicines: b"),
        ({"list": []}, "Medicines: a; b; c"),
        ({"stroke": [0]}, "Medicines: a; b; c"),
        (None, "Medicines: a; b; c"),
    ],
)
def test_of_a_list_the_rows_a_finding_is_about_are_told(rows: dict[str, list[int]] | None, text: str) -> None:
    about: dict[str, Any] = {} if rows is None else {"rows": rows}
    (entry,) = read(finding(iv="relative", facts=["list", "stroke"], **about), facts=FACTS)["judgement"]
    assert entry["facts"] == [text, "Stroke: yes"]


def test_what_a_clinician_still_has_to_sign_off_is_named() -> None:
    assert read(finding("one", "relative"), finding("four", "relative"))["signOff"] is None
    assert read(finding("two", "relative"), finding("one", "caution"))["signOff"] == {
        "says": "1 finding rests on values a clinician still has to sign off.",
        "ruleIds": ["two"],
    }
    assert read(finding("two", "relative"), finding("three", "caution"))["signOff"] == {
        "says": "2 findings rest on values a clinician still has to sign off.",
        "ruleIds": ["three", "two"],
    }
