"""The record of a screening, part by part, and the rows a finding rests on."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.engine.conditions import Layout, Node
from rules.engine.findings import Finding
from rules.engine.model import DerivedFact
from rules.engine.record import finding_record
from rules.engine.rows import Rows
from rules.engine.terms import (
    Basis,
    Contact,
    CrisisKind,
    NeededBy,
    Outcome,
    Phase,
    Route,
    Severity,
    WaitingOn,
)
from rules.engine.truth import NO, YES
from tests.rules.intakes import screened as screened_as_released
from tests.rules.small_set import DEMO, screened, small_rule_set

IV, SPRAY = Route.IV_KETAMINE, Route.ESKETAMINE


def test_a_finding_is_written_in_plain_words() -> None:
    full = Finding(
        "a.rule",
        Outcome.FIRED,
        {IV: Severity.CAUTION},
        {SPRAY: Severity.URGENT},
        Basis.CONFLICT,
        ("stroke",),
        ("weight", "height"),
        NeededBy.SESSION,
        WaitingOn.CLINIC,
        Contact.NOW,
    )
    assert finding_record(full) == {
        "ruleId": "a.rule",
        "outcome": "fired",
        "severity": {"iv_ketamine": "caution"},
        "possible": {"esketamine": "urgent"},
        "basis": "conflict",
        "facts": ["stroke"],
        "missing": ["weight", "height"],
        "neededBy": "session",
        "waitingOn": "clinic",
        "contact": "now",
    }
    plain = finding_record(Finding("a.rule", Outcome.FAULT))
    assert (plain["neededBy"], plain["waitingOn"], plain["facts"], plain["severity"]) == (None, None, [], {})


def test_a_screening_is_written_with_everything_that_made_it() -> None:
    record = screened({"cv.stroke": "yes"}).to_record()
    assert list(record) == [
        "ruleSet",
        "engine",
        "asOf",
        "phase",
        "submittedOn",
        "site",
        "contact",
        "lane",
        "crisis",
        "dispositions",
        "possible",
        "findings",
        "clear",
        "notApplicable",
        "facts",
    ]
    assert record["ruleSet"] == {
        "version": "0.0.1",
        "digest": small_rule_set().digest,
        "incomplete": False,
    }
    assert (record["engine"], record["asOf"], record["phase"]) == ("6", "2026-04-20", "intake")
    assert (record["submittedOn"], record["site"]) == (None, DEMO.to_json())
    assert (record["contact"], record["lane"], record["crisis"]) == ("routine", "judgement", [])
    assert record["dispositions"] == {"iv_ketamine": "needs_review", "esketamine": "needs_review"}
    assert record["possible"] == {"iv_ketamine": "deferred", "esketamine": "deferred"}
    assert [one["ruleId"] for one in record["findings"]] == ["cerebro.lt", "cerebro.ge"]
    assert len(record["clear"]) + len(record["findings"]) == len(small_rule_set().rules)
    assert record["notApplicable"] == []
    assert list(record["facts"]) == ["stroke", "stroke_date"]
    assert record["facts"]["stroke"]["text"] == "Stroke: yes"


def test_day_phase_calls_and_crises_are_written_as_words() -> None:
    made = screened({}, phase=Phase.SESSION, submitted_on=date(2026, 4, 18))
    crisis = Finding("a.rule", Outcome.FIRED, crisis=CrisisKind.SUICIDE)
    calling = replace(made, findings=(crisis,), contact=Contact.NOW, rule_set=incomplete())
    record = calling.to_record()
    assert (record["phase"], record["submittedOn"], record["contact"], record["lane"]) == (
        "session",
        "2026-04-18",
        "now",
        "contact",
    )
    assert (record["crisis"], record["ruleSet"]["incomplete"]) == (["suicide"], True)
    assert "age.under_18" in made.to_record()["notApplicable"]


def incomplete() -> Any:
    return replace(small_rule_set(), incomplete=("a part",))


def test_every_fact_a_finding_names_is_written_once_in_order() -> None:
    telling = (
        Finding("a.rule", Outcome.FIRED, facts=("stroke", "age"), missing=("bp_readings",)),
        Finding("another.rule", Outcome.UNKNOWN, missing=("age", "heart_failure_class")),
        Finding("a.third", Outcome.CLEAR, facts=("other_diagnoses",)),
    )
    record = replace(screened({}), findings=telling).to_record()
    assert list(record["facts"]) == ["age", "bp_readings", "heart_failure_class", "stroke"]
    assert record["clear"] == ["a.third"]


def test_of_a_long_list_the_rows_a_finding_rests_on_are_written() -> None:
    medicines = [{"name": name} for name in ("lithium", "a blue capsule", "sertraline", "a red one")]
    record = screened_as_released({"med.any": "yes", "med.list": medicines}).to_record()
    written = {one["ruleId"]: one.get("rows") for one in record["findings"]}
    assert written["data.med_unrecognised"] == {"medicines_taken": [1, 3]}
    recognised = screened_as_released({"med.any": "yes", "med.list": [{"name": "sertraline"}]})
    about_none = Finding("data.med_unrecognised", Outcome.FIRED, facts=("medicines_taken",))
    (written_about_none,) = replace(recognised, findings=(about_none,)).to_record()["findings"]
    assert "rows" not in written_about_none
    assert "rows" not in next(one for one in screened({"cv.stroke": "yes"}).to_record()["findings"])


_ROW = Layout({"dose": 0, "certain": 1}, {"enough": 20}, {})
_NAMES = ("a", "doses", "others", "many", "computed")
_LAYOUT = Layout({name: slot for slot, name in enumerate(_NAMES)}, {"two": 2}, {"doses": _ROW, "others": _ROW})
ENOUGH, CERTAIN = ["compare", ">=", "dose", "enough"], ["fact", "certain"]
ANY, ALSO = ["any_row", "doses", ENOUGH], ["any_row", "doses", CERTAIN]
MANY, ELSEWHERE = ["count", ">=", "doses", ENOUGH, "two"], ["any_row", "others", ENOUGH]


def _derived(name: str, node: Node | None) -> DerivedFact:
    return DerivedFact(name, _LAYOUT.slots[name], node, (), lambda _slots, _today: None, frozenset())


ROWS: dict[str, Any] = {"doses": ((10, YES), (30, NO), (None, None), (20, YES)), "others": ((50, NO),)}


@pytest.mark.parametrize(
    ("node", "places"),
    [
        (ANY, {"doses": (1, 3)}),
        (MANY, {"doses": (1, 3)}),
        (ALSO, {"doses": (0, 3)}),
        (["and", ANY, ALSO], {"doses": (0, 1, 3)}),
        (["or", ["fact", "a"], ["not", ANY], ELSEWHERE], {"doses": (1, 3), "others": (0,)}),
        (["fact", "many"], {"doses": (1, 3)}),
        (["and", ["fact", "many"], ["fact", "computed"]], {"doses": (1, 3)}),
        (["fact", "computed"], {}),
        (["fact", "a"], {}),
        (["some", "doses"], {}),
    ],
)
def test_the_rows_that_surely_are_what_a_condition_looks_for(node: Node, places: dict[str, Any]) -> None:
    rows = Rows(_LAYOUT, {"many": _derived("many", MANY), "computed": _derived("computed", None)})
    for _ in range(2):
        assert rows.behind(node, [ROWS.get(name) for name in _NAMES]) == places


def test_a_list_that_is_empty_or_unknown_has_no_rows_to_rest_on() -> None:
    rows = Rows(_LAYOUT, {})
    for unknown in ((), None):
        assert rows.behind(["and", ANY, ELSEWHERE], [None, unknown, ROWS["others"], None, None]) == {"others": (0,)}
    assert rows.behind(ANY, [None, ((10, YES),), None, None, None]) == {}
