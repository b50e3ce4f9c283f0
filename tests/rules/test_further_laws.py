"""More laws of the released rule set: danger only counts against; irrelevance, explanation, units, open questions."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.authoring.examples import ExampleFinder
from rules.engine.findings import proposed_by
from rules.engine.screening import Screening
from rules.engine.terms import Disposition, Outcome, Phase, Route, Severity
from tests.rules.intake_strategies import ITEMS, intakes
from tests.rules.intakes import changed, released, screened, well
from tests.rules.test_invariants import _SLOW, at_least, run

_DENIED = sorted(link_id for link_id, answer in well().items() if answer in ("no", "none", ["none"]))
_GRAVE = frozenset({Severity.ABSOLUTE_TEMPORARY, Severity.ABSOLUTE, Severity.URGENT})


def affirmed(link_id: str) -> list[Any]:
    """What the answer may be instead of a denial."""
    item = ITEMS[link_id]
    if item.kind == "yes_no":
        return ["yes"]
    if item.kind == "choice":
        return sorted(item.options - {well()[link_id]})
    return [[option] for option in sorted(item.options - {"none"})] if item.kind == "multi_choice" else []


@pytest.mark.parametrize("link_id", [link_id for link_id in _DENIED if affirmed(link_id)])
def test_admitting_what_was_denied_is_never_milder(link_id: str) -> None:
    denied = screened({})
    for answer in affirmed(link_id):
        assert at_least(screened({link_id: answer}), denied), answer


def rank_at(build: Callable[[int], Mapping[str, Any]], value: int, phase: str) -> int:
    screening = screened(build(value), phase=phase)
    return max(screening.dispositions[route].rank for route in Route)


def pressure(systolic: int, diastolic: int) -> Mapping[str, Any]:
    return {"vital.bp": [{"systolic": systolic, "diastolic": diastolic, "taken": "2026-04-20"}]}


SWEEPS: Mapping[str, tuple[Callable[[int], Mapping[str, Any]], range, str]] = {
    "systolic pressure": (lambda value: pressure(value, 80), range(110, 261), "intake"),
    "systolic pressure on the day": (lambda value: pressure(value, 80), range(110, 261), "session"),
    "diastolic pressure": (lambda value: pressure(155, value), range(60, 141), "intake"),
    "PHQ-9 item 9": (lambda value: {"scale.phq9.9": value, "scale.cssrs.2": None}, range(4), "intake"),
    "AUDIT-C": (
        lambda value: dict.fromkeys(("sud.auditc.1", "sud.auditc.2", "sud.auditc.3"), value),
        range(5),
        "intake",
    ),
    "QTc": (lambda value: {"ecg.qtc": {"value": value, "unit": "ms"}}, range(400, 701), "intake"),
    "oxygen saturation, falling": (lambda value: {"vital.spo2": 100 - value}, range(41), "session"),
}


@pytest.mark.parametrize("name", SWEEPS)
def test_a_measure_that_grows_more_dangerous_is_never_read_more_mildly(name: str) -> None:
    build, values, phase = SWEEPS[name]
    ranks = [rank_at(build, value, phase) for value in values]
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[-1]


@given(intakes(), st.text(min_size=1, max_size=30))
@_SLOW
def test_a_name_a_place_or_a_number_to_call_changes_no_finding(answers: dict[str, Any], words: str) -> None:
    told = {
        **answers,
        "demo.phone": "x " + words,
        "demo.emergency_contact": "y " + words,
        "demo.location": "z " + words,
    }
    other = {**answers, "demo.phone": "555 0100", "demo.emergency_contact": "a friend", "demo.location": "Oregon"}
    assert outcomes(run(told)) == outcomes(run(other))


def outcomes(screening: Screening) -> list[tuple[str, Outcome, Mapping[Route, Severity]]]:
    return [(finding.rule_id, finding.outcome, finding.severity) for finding in screening.findings]


@given(intakes(), st.sampled_from(Phase))
@_SLOW
def test_a_disposition_is_the_strictest_of_its_reasons_and_of_nothing_else(
    answers: dict[str, Any], phase: Phase
) -> None:
    screening = run(answers, phase=phase)
    for route, disposition in screening.dispositions.items():
        reasons = [proposed_by(finding, route, phase) for finding in screening.findings]
        floors = [floor.disposition for floor in screening.floors if floor.route is route]
        assert disposition is Disposition.strictest(Disposition.NO_FLAGS, *reasons, *floors)


@given(intakes())
@_SLOW
def test_a_finding_that_fired_names_what_it_rests_on(answers: dict[str, Any]) -> None:
    for finding in run(answers).findings:
        if finding.outcome is Outcome.FIRED:
            assert finding.facts, finding.rule_id


@given(st.integers(80, 600))
@_SLOW
def test_pounds_and_kilograms_say_the_same(pounds: int) -> None:
    kilograms = pounds * Decimal("0.45359237")
    in_pounds = screened({"body.weight": {"value": pounds, "unit": "lb"}})
    in_kilograms = screened({"body.weight": {"value": kilograms, "unit": "kg"}})
    assert outcomes(in_pounds) == outcomes(in_kilograms)


@given(st.integers(48, 85))
@_SLOW
def test_inches_and_centimetres_say_the_same(inches: int) -> None:
    in_inches = screened({"body.height": {"value": inches, "unit": "in"}})
    in_centimetres = screened({"body.height": {"value": inches * Decimal("2.54"), "unit": "cm"}})
    assert outcomes(in_inches) == outcomes(in_centimetres)


def test_every_question_behind_a_grave_rule_can_be_reached() -> None:
    finder = ExampleFinder(released())
    grave = [rule for rule in released().rules if any(_GRAVE & set(c.severity.values()) for c in rule.clauses)]
    facts = {name for rule in grave for name in rule.depends_on}
    gated = [item for item in released().items if item.fact in facts and item.enabled_when is not None]
    assert gated
    for item in gated:
        assert finder.firing(item.enabled_when, item.link_id) is not None, item.link_id


def test_a_question_that_was_not_shown_is_unknown_and_never_no() -> None:
    for item in released().items:
        if item.enabled_when is not None:
            read = released().reader.read({}, as_of=run({}).as_of, phase=Phase.INTAKE)[item.fact]
            assert read.values == ()


def test_the_well_persons_denials_are_all_tried() -> None:
    assert len(changed({})) > len(_DENIED) > 20
