"""A rule set as it is built from its document: what stands where, what is asked, what depends on what."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.engine.rule_set import RuleSet, build_rule_set
from rules.engine.terms import Phase
from rules.engine.truth import NO, UNKNOWN, YES
from tests.rules.made_rules import clause, rule
from tests.rules.small_set import TODAY, small_rule_set


def item(link: str, fact: str, kind: str = "yes_no", **declared: Any) -> dict[str, Any]:
    return {"linkId": link, "fact": fact, "kind": kind, "says": f"{fact} in words", **declared}


def computed(name: str, *inputs: str, kind: str = "quantity", **declared: Any) -> dict[str, Any]:
    made = {"id": name, "function": "first_known", "of": list(inputs), "given": None, "kind": kind}
    return {**made, "says": f"{name} in words", **declared}


def parameter(value: str, unit: str = "1", *, period: bool = False) -> dict[str, Any]:
    return {"value": value, "unit": unit, "period": period}


ITEMS = [
    item("q.stroke", "stroke"),
    item("q.stroke_date", "stroke_date", "date", enabledWhen=["fact", "stroke"]),
    item("q.weight", "weight", "quantity", unit="kg", answeredBy="clinic"),
    item("q.later", "later", "text", answeredBy="clinic", enabledWhen=["fact", "ill"]),
    item("q.own", "own", "text", answeredBy="clinic"),
    item("q.own_too", "own", "text"),
    item("q.list", "listed", "group", fields=[item("dose", "dose", "quantity", unit="mg")]),
]
DERIVED = [
    {"id": "ill", "when": ["fact", "stroke"], "kind": "yes_no", "says": "ill in words"},
    computed("index", "weight", "limit", unit="kg/m2", plausible=["limit", "whole"]),
    computed("understood", "listed.dose", kind="group", fields=[item("strength", "strength", "quantity")]),
]
DOCUMENT: dict[str, Any] = {
    "format": 2,
    "version": "1.2.3",
    "incomplete": ["a part"],
    "parameters": {
        "limit": parameter("2.50"),
        "whole": parameter("160.0", "mmHg"),
        "recent": parameter("6", "weeks", period=True),
        "fresh": parameter("30", "days", period=True),
    },
    "questionnaire": {"id": "q", "version": "1", "items": ITEMS},
    "derived": DERIVED,
    "rules": [
        rule(clause(["fact", "ill"]), id="one"),
        rule(clause(["compare", ">", "index", "limit"]), id="two", phases=["session"]),
        rule(clause(["since", "<", "stroke_date", "recent"]), id="three", phases=["follow_up"]),
    ],
    "decisive": ["stroke", "stroke_date"],
    "thresholds": {"weight": ["limit", "whole"], "stroke_date": ["recent"]},
    "knowledge": {},
}


def built(**changed: Any) -> RuleSet:
    return build_rule_set({**DOCUMENT, **changed}, "a digest")


def test_what_is_written_in_the_document_is_kept() -> None:
    made = built()
    assert (made.document, made.digest, made.version, made.incomplete) == (
        DOCUMENT,
        "a digest",
        "1.2.3",
        ("a part",),
    )
    assert made.questionnaire is DOCUMENT["questionnaire"]
    assert [one.id for one in made.rules] == ["one", "two", "three"]
    assert [fact.id for fact in made.derived] == ["ill", "index", "understood"]
    assert [one.link_id for one in made.items] == [each["linkId"] for each in ITEMS]


def test_parameters_are_numbers_or_lengths_of_time() -> None:
    made = built()
    assert made.numbers == {"limit": Decimal("2.50"), "whole": 160}
    assert made.numbers["whole"].__class__ is int
    assert made.periods == {"recent": ("weeks", 6), "fresh": ("days", 30)}


def test_everything_has_a_place_of_its_own_and_the_days_of_the_periods_come_last() -> None:
    layout = built().layout
    names = list(layout.slots)
    assert list(layout.slots.values()) == list(range(len(names)))
    assert names[:6] == ["stroke", "stroke_date", "weight", "later", "own", "listed"]
    assert names[-5:] == ["ill", "index", "understood", "recent", "fresh"]
    assert {"submitted_on", "site_profiles", "unexpected_items"} < set(names[6:-5])
    assert layout.numbers == built().numbers
    assert layout.periods == {"recent", "fresh"}
    assert layout.closed == {"stroke", "ill"}


@pytest.mark.parametrize(("group", "field"), [("listed", "dose"), ("understood", "strength")])
def test_a_row_holds_its_fields_and_then_the_same_days(group: str, field: str) -> None:
    rows = built().layout.groups[group]
    assert rows.slots == {field: 0, "recent": 1, "fresh": 2}
    assert (rows.numbers, rows.groups) == (built().numbers, {})
    assert rows.periods == {"recent", "fresh"}


def test_what_a_computation_states_is_described_like_an_item() -> None:
    made = built()
    assert set(made.computed) == {"index", "understood"}
    assert (made.computed["index"].link_id, made.computed["index"].fact) == ("index", "index")
    assert (made.computed["index"].unit, made.computed["index"].plausible) == ("kg/m2", (Decimal("2.50"), 160))
    assert [field.fact for field in made.computed["understood"].fields] == ["strength"]
    assert set(made.items_by_fact) == {"index", "understood", *(one.fact for one in made.items)}
    assert made.items_by_fact["own"].link_id == "q.own_too"


def test_what_depends_on_what_is_known_through_what_is_derived() -> None:
    made = built()
    assert made.rules_by_id["one"].depends_on == {"ill", "stroke"}
    assert made.rules_by_id["two"].depends_on == {"index", "weight"}
    decisive = {name: [one.id for one in rules] for name, rules in made.decisive.items()}
    assert decisive == {"stroke": ["one"], "stroke_date": ["three"]}


def test_thresholds_are_numbers_or_the_days_a_period_leads_back_to() -> None:
    made, day = built(), date(2026, 4, 20)
    assert made.thresholds("weight", day) == (Decimal("2.50"), 160)
    assert made.thresholds("stroke_date", day) == (day.toordinal() - 42,)
    assert made.thresholds("own", day) == ()


def test_the_days_the_periods_lead_back_to_follow_the_day() -> None:
    made = built()
    for ordinal in (*range(TODAY.toordinal(), TODAY.toordinal() + 150), TODAY.toordinal()):
        for _ in range(2):
            assert made.cutoffs(date.fromordinal(ordinal)) == (ordinal - 42, ordinal - 30)


def test_who_can_be_asked_for_what() -> None:
    made = built()
    assert made.base_facts == {"stroke", "stroke_date", "weight", "later", "own", "listed"}
    assert made.clinic_facts == {"weight"}
    assert made.link_ids == {each["linkId"] for each in ITEMS}
    assert made.gates == {"stroke_date": ("stroke",), "later": ("stroke",)}


def test_an_item_is_shown_as_its_gate_says() -> None:
    made = built()
    assert set(made.gate_conditions) == {"stroke_date", "later"}
    for value, shown in ((YES, YES), (NO, NO), (None, UNKNOWN)):
        frame: list[Any] = [None] * len(made.layout.slots)
        frame[made.layout.slots["stroke"]] = value
        assert made.gate_conditions["stroke_date"](frame) is shown


def test_labels_and_units_of_what_is_asked_and_derived() -> None:
    made = built()
    assert made.labels == {name: f"{name} in words" for name in (*made.base_facts, "ill", "index", "understood")}
    assert (made.units["weight"], made.units["index"], made.units["stroke"]) == ("kg", "kg/m2", None)
    assert made.units["ill"] is None
    assert set(made.units) == set(made.labels)


def test_computed_facts_lead_back_to_what_they_read() -> None:
    made = built()
    assert made.computed_from == {"index": ("weight", "limit"), "understood": ("listed.dose",)}
    assert made.entered_groups == {"understood": ("listed",)}


def test_what_a_fact_can_change_is_known_in_each_phase() -> None:
    made = built()
    for _ in range(2):
        for phase, names, changed in (
            (None, {"weight"}, ["index"]),
            (Phase.SESSION, {"weight"}, ["index"]),
            (Phase.INTAKE, {"weight"}, []),
            (Phase.FOLLOW_UP, {"stroke", "weight"}, ["ill"]),
            (None, {"listed", "stroke"}, ["ill", "understood"]),
            (None, {"own"}, []),
        ):
            steps = made.derived_from(frozenset(names), phase)
            assert [fact.id for fact, _ in steps] == changed


def test_only_so_much_of_it_is_remembered() -> None:
    made = built()
    for number in range(600):
        assert made.derived_from(frozenset({f"a fact {number}"}), None) == []
        assert [fact.id for fact, _ in made.derived_from(frozenset({"weight"}), None)] == ["index"]


@pytest.mark.parametrize(
    "changed",
    [
        {"questionnaire": {"id": "q", "version": "1", "items": [*ITEMS, item("x", "recent")]}},
        {"derived": [*DERIVED, computed("stroke", "weight")]},
        {"derived": [*DERIVED, computed("submitted_on", "weight")]},
    ],
)
def test_no_name_stands_for_two_things(changed: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="does not fit the engine") as refused:
        built(**changed)
    assert str(refused.value.__cause__) == "a name is used twice"


def test_the_rows_behind_a_rule_are_those_of_this_rule_set() -> None:
    made = small_rule_set()
    high = made.rules_by_id["cardiac.readings_high"].clauses[0].node
    frame: list[Any] = [None] * len(made.layout.slots)
    frame[made.layout.slots["bp_readings"]] = ((150, 1, 0, 0), (120, 1, 0, 0), (140, 1, 0, 0))
    assert made.rows.behind(high, frame) == {"bp_readings": (0, 2)}
