"""The words of a rule set beside stored findings, and which facts a condition reads."""

from typing import Any

import pytest

from rules.engine.reads import facts_read, groups_behind
from rules.engine.wording import NO_WORDING, Wording

DOCUMENT: dict[str, Any] = {
    "questionnaire": {
        "items": [
            {"fact": "stroke", "linkId": "cv.stroke"},
            {"fact": "weight", "linkId": "vital.weight"},
            {"fact": "stroke", "linkId": "again"},
            {"fact": "medicines", "linkId": "med.list"},
        ]
    },
    "rules": [{"id": "a.rule", "title": "A rule"}, {"id": "another.rule", "title": "Another"}],
    "derived": [
        {"id": "ill", "when": ["or", ["fact", "stroke"], ["compare", ">", "weight", "limit"]]},
        {"id": "taken", "function": "f", "of": ["medicines.name", "medicines.dose", "stroke"]},
        {"id": "both", "function": "f", "of": ["taken.name", "ill", "weight"]},
        {"id": "nobody", "function": "f", "of": ["limit"]},
    ],
}


def test_words_are_found_by_rule_and_by_fact() -> None:
    words = Wording.of(DOCUMENT)
    assert words.rule("another.rule") == {"id": "another.rule", "title": "Another"}
    assert words.rule("forgotten.rule") == {}
    assert {fact: item["linkId"] for fact, item in words.items.items()} == {
        "stroke": "cv.stroke",
        "weight": "vital.weight",
        "medicines": "med.list",
    }
    assert words.places == {"stroke": 0, "weight": 1, "medicines": 2}


@pytest.mark.parametrize(
    ("fact", "asked"),
    [
        ("stroke", ("stroke",)),
        ("ill", ("stroke", "weight")),
        ("taken", ("medicines", "stroke")),
        ("both", ("medicines", "stroke", "weight")),
        ("nobody", ("nobody",)),
        ("unheard_of", ("unheard_of",)),
    ],
)
def test_a_fact_is_asked_for_by_the_questions_it_comes_from(fact: str, asked: tuple[str, ...]) -> None:
    assert Wording.of(DOCUMENT).asked(fact) == asked


def test_without_words_everything_stands_for_itself() -> None:
    assert NO_WORDING.rule("a.rule") == {}
    assert NO_WORDING.asked("stroke") == ("stroke",)
    assert (NO_WORDING.items, NO_WORDING.places) == ({}, {})


@pytest.mark.parametrize(
    ("node", "names"),
    [
        (["fact", "a"], ("a",)),
        (["option", "a", ["x", "y"]], ("a",)),
        (["compare", ">", "a", "limit"], ("a", "limit")),
        (["since", "<", "day", "period"], ("day", "period")),
        (["count", ">=", "rows", ["fact", "inside"], "two"], ("rows",)),
        (["any_row", "rows", ["fact", "inside"]], ("rows",)),
        (["some", "rows"], ("rows",)),
        (["unknown", "a"], ("a",)),
        (["unknown", ["compare", ">", "a", "b"]], ("a", "b")),
        (["and", ["fact", "b"], ["or", ["fact", "a"], ["fact", "b"]], ["not", ["fact", "c"]]], ("b", "a", "c")),
    ],
)
def test_a_condition_reads_the_facts_named_in_it(node: list[Any], names: tuple[str, ...]) -> None:
    assert facts_read(node) == names


@pytest.mark.parametrize(
    ("inputs", "groups", "behind"),
    [
        ({"taken": ["medicines.name", "medicines.dose", "ticks"]}, {"taken", "medicines"}, {"taken": ("medicines",)}),
        (
            {"read": ["trials.drug"], "judged": ["read.drug", "trials.weeks", "medicines.name"]},
            {"read", "judged", "trials", "medicines"},
            {"read": ("trials",), "judged": ("trials",)},
        ),
        (
            {"one": ["b.x", "a.x", "b.y"], "two": ["one.x", "one.y"]},
            {"one", "two", "a", "b"},
            {"one": ("b", "a"), "two": ("b", "a")},
        ),
        ({"taken": ["ticks"], "age": ["medicines.name"]}, {"taken", "medicines"}, {}),
    ],
)
def test_a_computed_list_goes_back_to_the_lists_somebody_filled_in(
    inputs: dict[str, list[str]], groups: set[str], behind: dict[str, tuple[str, ...]]
) -> None:
    assert groups_behind(inputs, groups) == behind
