"""How a fact is said, from made-up facts: its label, its value in words, or why it is not known."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from rules.engine.items import Item
from rules.engine.statements import statement
from rules.engine.terms import Unknown
from rules.engine.truth import NO, YES
from rules.engine.values import UNSURE, Fact, Interval, Issue, Value

KILOGRAMS = {"kg": Decimal(1), "lb": Decimal("0.45")}
ROW = (
    Item("name", "name", "text"),
    Item("dose", "dose", "quantity", unit="mg", factors={"mg": Decimal(1), "g": Decimal(1000)}),
    Item("since", "since", "date"),
    Item("status", "status", "choice"),
)
KNOWN_BY: dict[str, Any] = {
    "fields": ROW,
    "row": ("name", "status"),
    "notes": (("status", "stopped long ago", "no longer"),),
}
ITEMS = {
    item.fact: item
    for item in (
        Item("cv.stroke", "stroke", "yes_no"),
        Item("a.weight", "weight", "quantity", unit="kg", factors=KILOGRAMS),
        Item("a.score", "score", "quantity", unit="1"),
        Item("a.day", "day", "date"),
        Item("a.class", "a_class", "choice"),
        Item("a.ticks", "ticks", "multi_choice"),
        Item("a.text", "words", "text"),
        Item("a.list", "medicines", "group", fields=ROW),
    )
}
COMPUTED = {
    "understood": Item("understood", "understood", "group", **KNOWN_BY),
    "index": Item("index", "index", "quantity", unit="kg/m2"),
    "plain_list": Item("plain_list", "plain_list", "group", fields=ROW),
}
SLOTS = {name: slot for slot, name in enumerate((*COMPUTED, "ill", "unreadable_items", "unexpected_items"))}
RULE_SET = SimpleNamespace(
    labels={"stroke": "Stroke", "weight": "Weight", "medicines": "Medicines", "index": "Index", "ticks": "Ticked"},
    layout=SimpleNamespace(slots=SLOTS),
    items_by_fact={**COMPUTED, **ITEMS},
    computed=COMPUTED,
    computed_from={"index": ("weight", "medicines.dose"), "understood": ("medicines.name", "medicines.dose")},
    units={"index": "kg/m2"} | {name: item.unit for name, item in ITEMS.items()},
)


def said(name: str, value: Any = None, *, answers: dict[str, Any] | None = None, fact: Fact | None = None) -> Any:
    """A statement of something computed, or of a fact that was asked for."""
    values: list[Any] = [None] * len(SLOTS)
    if fact is None and name in SLOTS:
        values[SLOTS[name]] = value
    facts = {} if fact is None else {name: fact}
    screening: Any = SimpleNamespace(rule_set=RULE_SET, facts=facts, values=values, answers=answers or {})
    return statement(screening, name)


def told(name: str, *values: Value, **options: Any) -> str:
    text: str = said(name, fact=Fact(name, values), **options)["text"]
    return text


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("stroke", YES, "Stroke: yes"),
        ("stroke", NO, "Stroke: no"),
        ("weight", 74, "Weight: 74 kg"),
        ("weight", Decimal("81.650"), "Weight: 81.65 kg"),
        ("weight", Decimal("80.00"), "Weight: 80 kg"),
        ("weight", Decimal("80.555"), "Weight: 80.56 kg"),
        ("weight", Decimal(100), "Weight: 100 kg"),
        ("weight", Interval(70, 80), "Weight: between 70 kg and 80 kg"),
        ("weight", Interval(70, Decimal("Infinity")), "Weight: 70 kg or more"),
        ("score", 12, "score: 12"),
        ("day", 739361, "day: 2025-04-20"),
        ("day", Interval(739361, 739362), "day: between 2025-04-20 and 2025-04-21"),
        ("a_class", "no_failure_at_all", "a class: no failure at all"),
        ("words", "as_it_was_written", "words: as_it_was_written"),
        ("ticks", frozenset({"much_pain", "fever"}), "Ticked: fever, much pain"),
        ("ticks", frozenset(), "Ticked: none of these"),
        ("ticks", frozenset({UNSURE}), "Ticked: not sure"),
        ("ticks", frozenset({"fever", UNSURE}), "Ticked: fever, not sure about the others"),
        ("medicines", (), "Medicines: none"),
    ],
)
def test_a_known_fact_in_words(name: str, value: Value, text: str) -> None:
    assert told(name, value) == text


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Unknown.NOT_ASKED, "not asked"),
        (Unknown.UNANSWERED, "not answered"),
        (Unknown.DONT_KNOW, "patient does not know"),
        (Unknown.DECLINED, "declined to answer"),
        (Unknown.STALE, "too old"),
        (Unknown.AMBIGUOUS, "ambiguous"),
        (Unknown.IMPLAUSIBLE, "could not be read"),
    ],
)
def test_an_unknown_fact_says_why(reason: Unknown, words: str) -> None:
    assert said("stroke", fact=Fact("stroke", (), reason), answers={"cv.stroke": "180 lb"}) == {
        "says": "Stroke",
        "value": None,
        "unknown": reason.value,
        "issues": [],
        "text": f"Stroke: {words}",
    }


def test_values_that_conflict_stand_side_by_side() -> None:
    doubted = Fact("weight", (None, 74, 81), None, (Issue.IMPLAUSIBLE, Issue.CONTRADICTORY))
    assert said("weight", fact=doubted) == {
        "says": "Weight",
        "value": "74 kg / 81 kg",
        "unknown": None,
        "issues": ["implausible", "contradictory"],
        "text": "Weight: 74 kg / 81 kg",
    }


def test_what_was_converted_is_shown_as_it_was_entered() -> None:
    pounds = {"a.weight": {"value": 180, "unit": "lb"}}
    assert told("weight", 81, answers=pounds) == "Weight: 81 kg (entered as 180 lb)"
    assert told("weight", 81, answers={"a.weight": {"value": 81, "unit": "kg"}}) == "Weight: 81 kg"
    assert told("words", "x", answers={"a.text": {"value": 180, "unit": "lb"}}) == "words: x"
    unknown = Fact("weight", (), Unknown.AMBIGUOUS)
    assert said("weight", fact=unknown, answers=pounds)["text"] == "Weight: ambiguous"


def test_of_something_computed_what_was_entered_for_its_parts_is_shown() -> None:
    rows = [{"name": "x", "dose": {"value": 2, "unit": "g"}}, {"dose": {"value": 5, "unit": "mg"}}, "x"]
    pounds = {"a.weight": {"value": 180, "unit": "lb"}}
    assert said("index", Decimal("26.577"), answers={**pounds, "a.list": rows}) == {
        "says": "Index",
        "value": "26.58 kg/m2",
        "text": "Index: 26.58 kg/m2 (entered as 180 lb, 2 g)",
    }
    assert said("index", 26, answers={"a.list": rows[0]})["text"] == "Index: 26 kg/m2 (entered as 2 g)"
    assert said("index", 26)["text"] == "Index: 26 kg/m2"
    assert said("index", None, answers=pounds)["text"] == "Index: not known"


def test_a_name_nothing_is_known_of_is_said_as_it_is() -> None:
    assert said("an_older_fact") == {"says": "an older fact", "value": None, "text": "an older fact: not known"}
    assert said("ill", YES) == {"says": "ill", "value": "yes", "text": "ill: yes"}


def test_answers_that_share_a_flaw_are_named_by_their_labels() -> None:
    assert said("unreadable_items", ("stroke", "an_item")) == {
        "says": "Answers that could not be read",
        "value": "Stroke, an_item",
        "items": ["stroke", "an_item"],
        "text": "Answers that could not be read: Stroke, an_item",
    }
    assert said("unexpected_items", ()) == {
        "says": "Answers to questions the form does not have",
        "value": None,
        "items": [],
        "text": "Answers to questions the form does not have: none",
    }
    assert said("unreadable_items", None)["items"] == []


FIRST, SECOND = ("lithium", 300, 739361, "taken_now"), ("xanax", None, None, None)


def test_the_rows_of_a_list_stand_field_by_field_with_what_was_entered() -> None:
    rows = [{"dose": {"value": 2, "unit": "g"}}, {"name": "xanax"}]
    text = "name lithium, dose 300 mg (entered as 2 g), since 2025-04-20, status taken now; name xanax"
    assert told("medicines", (FIRST, SECOND), answers={"a.list": rows}) == f"Medicines: {text}"
    assert told("medicines", (FIRST,), answers={"a.list": rows[0]}) == f"Medicines: {text.partition(';')[0]}"
    assert said("plain_list", (SECOND,))["text"] == "plain list: name xanax"
    assert "rows" not in said("plain_list", (SECOND,))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("lithium", 300, None, None), "lithium"),
        (("lithium", 300, None, "mood_stabiliser"), "lithium (mood stabiliser)"),
        (("Lithium", None, None, "lithium"), "Lithium"),
        ((None, None, None, "mood_stabiliser"), "not named (mood stabiliser)"),
        ((None, None, None, None), "not named"),
        (("lithium", None, None, "stopped_long_ago"), "lithium (stopped long ago, no longer)"),
    ],
)
def test_a_computed_row_is_known_by_its_name(row: tuple[Any, ...], words: str) -> None:
    assert said("understood", (row, SECOND)) == {
        "says": "understood",
        "value": f"{words}; xanax",
        "text": f"understood: {words}; xanax",
        "rows": [words, "xanax"],
    }


def test_a_computed_list_without_rows_has_none_to_name() -> None:
    assert said("understood", ()) == {"says": "understood", "value": "none", "text": "understood: none"}
    assert said("understood", None) == {"says": "understood", "value": None, "text": "understood: not known"}


@pytest.mark.parametrize(("count", "more"), [(60, ""), (61, "; and 1 more"), (75, "; and 15 more")])
def test_of_very_many_rows_the_first_are_shown(count: int, more: str) -> None:
    assert told("medicines", (SECOND,) * count) == "Medicines: " + "; ".join(["name xanax"] * 60) + more


@pytest.mark.parametrize(("length", "shown"), [(200, "x" * 200), (201, "x" * 200 + "…")])
def test_of_a_very_long_cell_the_beginning_is_shown(length: int, shown: str) -> None:
    row = ("x" * length, None, None, None)
    assert told("medicines", (row,)) == f"Medicines: name {shown}"
    assert said("understood", (row,))["rows"] == [shown]
