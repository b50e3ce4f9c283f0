"""Rules and derived facts as they are built from the released content."""

from typing import Any
from unittest.mock import patch

import pytest

from rules.engine.conditions import ConditionError, Layout
from rules.engine.findings import Finding
from rules.engine.interpretations import INTERPRETATIONS
from rules.engine.model import MOST_REMEMBERED, DerivedFact, build_derived, build_rule
from rules.engine.terms import Contact, CrisisKind, IfUnknown, NeededBy, Outcome, Phase, Route, Severity, WaitingOn
from rules.engine.truth import NO, UNKNOWN, YES
from rules.engine.values import Interval
from tests.rules.made_rules import clause, rule

IV, SPRAY = Route.IV_KETAMINE, Route.ESKETAMINE
_ROW = Layout({"dose": 0, "weeks": 1, "cutoff": 2, "earlier": 3}, {}, {}, frozenset({"cutoff", "earlier"}))
_NAMES = ("a", "b", "x", "y", "rows", "result", "cutoff", "earlier")
_LAYOUT = Layout(
    {name: slot for slot, name in enumerate(_NAMES)},
    {"limit": 160, "two": 2},
    {"rows": _ROW},
    frozenset({"cutoff", "earlier"}),
    frozenset({"a", "b"}),
)
TODAY = 9000
HIGH, SINCE = ["compare", ">", "x", "limit"], ["since", "<", "y", "cutoff"]


def frame(**values: Any) -> list[Any]:
    return [values.get(name) for name in _NAMES]


def built(*clauses: dict[str, Any], **changed: Any) -> Any:
    return build_rule(rule(*clauses, **changed), _LAYOUT, {"x": frozenset({"weight", "height"})})


def derived(document: dict[str, Any], knowledge: Any = None) -> DerivedFact:
    depends = {"a": frozenset({"weight"}), "rows": frozenset({"list"})}
    with patch.dict(INTERPRETATIONS, _COMPUTATIONS):
        return build_derived({"id": "result", "kind": "quantity", **document}, _LAYOUT, depends, knowledge or {})


_COMPUTATIONS: dict[str, Any] = {
    "told": lambda _known, _given: lambda today, *arguments: (today, *arguments),
    "knowledge": lambda known, given: lambda _today, _read: (known, given),
    "rows": lambda _known, _given: lambda _today, rows: rows,
}
"""Computations that tell what they were given."""


def test_a_rule_is_built_as_it_was_released() -> None:
    made = built(clause(["fact", "a"]), clause(["and", HIGH, SINCE], "caution"), phases=["intake", "session"])
    assert (made.id, made.phases) == ("a.rule", {Phase.INTAKE, Phase.SESSION})
    assert (made.if_unknown, made.declining_counts, made.crisis) == (IfUnknown.ASK_PATIENT, False, None)
    assert made.depends_on == {"a", "x", "y", "weight", "height"}
    assert made.clear == Finding("a.rule", Outcome.CLEAR)
    assert made.not_applicable == Finding("a.rule", Outcome.NOT_APPLICABLE)
    assert made.known_clear == set()
    assert made.settled == {(NO, NO): made.clear}
    assert [condition(frame(a=YES, x=9)) for condition in made.conditions] == [YES, NO]


def test_what_a_rule_says_of_itself_is_kept() -> None:
    made = built(clause(["fact", "a"]), ifUnknown="clinic_obtains", decliningCounts=True, crisis="suicide")
    assert (made.if_unknown, made.declining_counts) == (IfUnknown.CLINIC_OBTAINS, True)
    assert made.crisis is CrisisKind.SUICIDE


@pytest.mark.parametrize(
    ("word", "changed", "contact", "crisis"),
    [
        ("absolute", {"crisis": "suicide"}, Contact.ROUTINE, None),
        ("absolute", {"ifUnknown": "contact_today"}, Contact.TODAY, None),
        ("absolute", {"ifUnknown": "contact_today", "crisis": "suicide"}, Contact.TODAY, CrisisKind.SUICIDE),
        ("urgent", {}, Contact.TODAY, None),
        ("urgent", {"crisis": "suicide"}, Contact.TODAY, CrisisKind.SUICIDE),
    ],
)
def test_a_rule_that_may_mean_danger_asks_for_a_call_even_when_it_fails(
    word: str, changed: dict[str, Any], contact: Contact, crisis: CrisisKind | None
) -> None:
    made = built(clause(["fact", "b"], "caution"), clause(["fact", "a"], word, "esketamine"), **changed)
    assert made.fault == Finding("a.rule", Outcome.FAULT, contact=contact, crisis=crisis)


def test_a_clause_says_who_moves_when_and_how_an_open_one_counts() -> None:
    part = clause(["and", HIGH, SINCE, ["fact", "a"]], "caution", "esketamine", contact="now", neededBy="session")
    (made,) = built({**part, "waitingOn": "clinic", "ifUnknownCountsAs": "relative"}).clauses
    assert (made.node, made.severity, made.contact) == (part["when"], {SPRAY: Severity.CAUTION}, Contact.NOW)
    assert (made.needed_by, made.waiting_on) == (NeededBy.SESSION, WaitingOn.CLINIC)
    assert made.if_unknown_counts_as is Severity.RELATIVE
    assert made.reads == ("x", "y", "a")
    assert made.condition(frame(x=170, y=5, cutoff=1, a=YES)) is YES


def test_what_a_clause_leaves_out_is_what_its_rule_says() -> None:
    part = clause(["fact", "a"])
    for name in ("neededBy", "waitingOn", "ifUnknownCountsAs"):
        del part[name]
    (made,) = built(part, neededBy="consultation", waitingOn="practitioner").clauses
    assert (made.needed_by, made.waiting_on) == (NeededBy.CONSULTATION, WaitingOn.PRACTITIONER)
    assert made.if_unknown_counts_as is Severity.MISSING
    assert set(made.severity) == {IV, SPRAY}


def test_a_rule_on_closed_facts_alone_can_be_remembered_by_them() -> None:
    closed = built(clause(["fact", "b"]), clause(["fact", "a"])).closed
    assert closed(frame(a=YES, b=NO, x=9)) == (YES, NO)
    assert built(clause(["fact", "b"])).closed(frame(b=UNKNOWN)) is UNKNOWN
    assert built(clause(["fact", "a"]), clause(HIGH)).closed is None


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"clauses": []}, ValueError),
        ({"phases": ["at night"]}, ValueError),
        ({"ifUnknown": "shrug"}, ValueError),
        ({"crisis": "boredom"}, ValueError),
        ({"clauses": [clause(["fact", "nowhere"])]}, KeyError),
        ({"clauses": [clause(["perhaps", "a"])]}, ConditionError),
    ],
)
def test_a_damaged_rule_is_refused(changed: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        build_rule({**rule(clause(["fact", "a"])), **changed}, _LAYOUT, {})


def test_a_fact_derived_by_a_condition_is_known_when_the_condition_is() -> None:
    node = ["and", ["fact", "a"], HIGH]
    made = derived({"when": node})
    assert (made.id, made.slot, made.node, made.inputs) == ("result", 5, node, ("a", "x", "limit"))
    assert made.depends_on == {"a", "x", "weight"}
    seen = [made.compute(frame(a=YES, x=x), TODAY) for x in (170, 150, None)]
    assert seen == [YES, NO, None]


def test_a_fact_derived_from_closed_ones_is_worked_out_once_for_each_combination() -> None:
    made = derived({"when": ["or", ["fact", "a"], ["fact", "b"]]})
    for a, b, result in ((YES, NO, YES), (NO, NO, NO), (None, NO, None), (NO, None, None), (NO, YES, YES)):
        for _ in range(2):
            assert made.compute(frame(a=a, b=b), TODAY) is result


def test_only_so_many_combinations_are_remembered() -> None:
    made = derived({"when": ["option", "a", ["wanted"]]})
    for number in range(2 * MOST_REMEMBERED + 5):
        assert made.compute(frame(a=f"other {number}"), TODAY) is NO
        assert made.compute(frame(a="wanted"), TODAY) is YES


@pytest.mark.parametrize(
    ("inputs", "values", "arguments"),
    [
        (("x",), {"x": 3}, (3,)),
        (("x", "y"), {"x": 3}, (3, None)),
        (("limit",), {}, (160,)),
        (("limit", "x", "two"), {"x": Interval(1, 2)}, (160, Interval(1, 2), 2)),
        (("x", "cutoff"), {"x": 3, "cutoff": 7}, (3, 7)),
        (("rows.weeks", "rows.dose"), {"rows": ((20, 6), (30, 8))}, ((6, 8), (20, 30))),
        (("rows.weeks",), {"rows": ((20, 6), (30, 8))}, ((6, 8),)),
        (("rows.weeks", "rows.dose", "x"), {"rows": (), "x": 3}, ((), (), 3)),
        (("x", "rows.weeks", "rows.dose"), {"x": 3}, (3, None, None)),
        (("rows.weeks", "x", "rows.dose"), {"rows": ((20, 6),), "x": 3}, ((6,), 3, (20,))),
    ],
)
def test_a_computation_gets_what_it_reads(
    inputs: tuple[str, ...], values: dict[str, Any], arguments: tuple[Any, ...]
) -> None:
    made = derived({"function": "told", "of": list(inputs), "given": None})
    assert made.inputs == inputs
    assert made.node is None
    assert made.compute(frame(**values), TODAY) == (TODAY, *arguments)


def test_a_computation_depends_on_what_it_reads_and_on_what_that_was_made_from() -> None:
    made = derived({"function": "told", "of": ["rows.weeks", "x", "limit"], "given": None})
    assert made.depends_on == {"rows", "list", "x"}


def test_a_computation_is_made_with_the_knowledge_and_the_word_the_content_gives() -> None:
    made = derived({"function": "knowledge", "of": ["x"], "given": "a word"}, {"trials": 1})
    assert made.compute(frame(), TODAY) == ({"trials": 1}, "a word")


def test_computed_rows_carry_the_days_the_periods_lead_back_to() -> None:
    rows = derived({"function": "rows", "of": ["x"], "given": None, "kind": "group"})
    assert rows.compute(frame(x=((1, 2), (3, 4)), cutoff=7, earlier=8), TODAY) == ((1, 2, 7, 8), (3, 4, 7, 8))
    assert rows.compute(frame(x=(), cutoff=7, earlier=8), TODAY) == ()
    assert rows.compute(frame(cutoff=7, earlier=8), TODAY) is None
