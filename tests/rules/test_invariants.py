"""The laws of the service, tried on generated intakes against the released rule set."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.engine.frames import Frames, Given
from rules.engine.model import Rule
from rules.engine.rule_set import RuleSet, build_rule_set
from rules.engine.screening import Screening, screen
from rules.engine.terms import Disposition, Outcome, Phase, Route, Severity
from rules.engine.truth import YES
from tests.rules.intake_strategies import (
    DOUBTABLE,
    ITEMS,
    UNKNOWN_ANSWERS,
    answers_to,
    doubted_answers,
    intakes,
    known_answers,
    settled_answers,
)
from tests.rules.intakes import DEMO, TODAY, changed, released, well
from tests.rules.other_processes import printed_under_other_hash_seeds

_SLOW = settings(
    max_examples=int(os.environ.get("KETASCREEN_EXAMPLES", "120")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
_PHASES = st.sampled_from(Phase)


def run(answers: Mapping[str, Any], *, rule_set: RuleSet | None = None, phase: Phase = Phase.INTAKE) -> Screening:
    return screen(rule_set or released(), answers, phase=phase, as_of=TODAY, site=DEMO, submitted_on=TODAY)


def at_least(screening: Screening, other: Screening) -> bool:
    return all(screening.dispositions[route].rank >= other.dispositions[route].rank for route in Route)


# 1. Unknown never clears.

# The stated age only checks the date of birth, a submitted total its items: what is favourable depends on those.
_WEIGHED = sorted(ITEMS.keys() - {"demo.age", "scale.phq9", "scale.gad7"})


@_SLOW
@given(answers=intakes(), link_id=st.sampled_from(_WEIGHED), unknown=st.sampled_from(UNKNOWN_ANSWERS))
def test_an_unknown_answer_is_never_better_than_the_most_favourable_known_one(
    answers: dict[str, Any], link_id: str, unknown: object
) -> None:
    known = [run({**answers, link_id: answer}) for answer in favourable(link_id, answers)]
    if known and applies(link_id, answers):
        unknowing = {key: value for key, value in {**answers, link_id: unknown}.items() if value is not None}
        assert no_better(run(unknowing), known)


@_SLOW
@given(answers=intakes(), link_id=st.sampled_from(DOUBTABLE), data=st.data())
def test_being_unsure_about_a_list_is_never_better_than_the_most_favourable_way_it_may_turn_out(
    answers: dict[str, Any], link_id: str, data: st.DataObject
) -> None:
    doubted = data.draw(doubted_answers(link_id))
    settled = [run({**answers, link_id: answer}) for answer in settled_answers(link_id, doubted)]
    assert no_better(run({**answers, link_id: doubted}), settled)


def favourable(link_id: str, answers: Mapping[str, Any]) -> list[Any]:
    """Answers among which the most favourable one is.

    Against a weight, that is the same weight as today; in bipolar disorder it is a list with a mood stabiliser.
    """
    same = [answers["body.weight"]] if link_id == "body.weight_last" and "body.weight" in answers else []
    stabilised = [[{"name": "lithium", "taking": "yes"}]] if link_id == "med.list" else []
    return [*known_answers(link_id), *same, *stabilised]


def no_better(screening: Screening, others: Sequence[Screening]) -> bool:
    """Whether on no route it is better than the best of the others."""
    return all(
        screening.dispositions[route].rank >= min(other.dispositions[route].rank for other in others)
        for route in Route
    )


def applies(link_id: str, answers: Mapping[str, Any]) -> bool:
    """Whether the question is surely shown: one that its gate may have closed has no answer among its readings."""
    shown = released().gate_conditions.get(ITEMS[link_id].fact)
    facts = released().reader.read(answers, as_of=TODAY, phase=Phase.INTAKE)
    return shown is None or shown(Frames(released(), facts, Given(TODAY), as_of=TODAY).plain.slots) is YES


@pytest.mark.parametrize("unknown", UNKNOWN_ANSWERS, ids=repr)
def test_a_required_question_left_open_never_ends_in_nothing_found(unknown: object) -> None:
    required = [item for item in released().questionnaire["items"] if item["required"] and item["linkId"] in well()]
    assert required
    for item in required:
        assert has_flags({item["linkId"]: unknown}, Phase(item["phases"][0])), item["linkId"]


def has_flags(overrides: Mapping[str, Any], phase: Phase) -> bool:
    """Whether a route the question is about says more than nothing; some questions belong to one route."""
    return set(run(changed(overrides), phase=phase).dispositions.values()) != {Disposition.NO_FLAGS}


def test_a_form_with_nothing_answered_needs_information_and_a_call() -> None:
    screening = run({})
    assert set(screening.dispositions.values()) == {Disposition.NEEDS_INFORMATION}
    assert screening.contact == "today"


def test_the_well_person_has_no_flags_and_nothing_left_open() -> None:
    screening = run(well())
    assert set(screening.dispositions.values()) == {Disposition.NO_FLAGS}
    assert {finding.outcome for finding in screening.findings} <= {Outcome.CLEAR, Outcome.NOT_APPLICABLE}


# 2. More findings never improve a disposition; no order changes it.


@_SLOW
@given(answers=intakes(), phase=_PHASES, seed=st.integers(0, 2**16))
def test_the_order_of_rules_answers_and_keys_never_matters(answers: dict[str, Any], phase: Phase, seed: int) -> None:
    random = Random(seed)
    keys = random.sample(sorted(answers), len(answers))
    shuffled = replace(released(), rules=tuple(random.sample(released().rules, len(released().rules))))
    other = run({key: answers[key] for key in keys}, rule_set=shuffled, phase=phase)
    usual = run(answers, phase=phase)
    assert other.dispositions == usual.dispositions
    assert other.contact is usual.contact
    assert {finding.rule_id: finding for finding in other.findings} == {
        finding.rule_id: finding for finding in usual.findings
    }


@_SLOW
@given(answers=intakes(), phase=_PHASES, data=st.data())
def test_leaving_rules_out_never_makes_a_disposition_stricter(
    answers: dict[str, Any], phase: Phase, data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.sampled_from(released().rules), min_size=1, unique_by=lambda rule: rule.id))
    fewer = replace(released(), rules=tuple(kept))
    assert at_least(run(answers, phase=phase), run(answers, rule_set=fewer, phase=phase))


# 3. Whatever fails leads to review, never to nothing found.


def _failing(_slots: Sequence[Any], _today: int) -> Any:
    raise ValueError("broken")


class _FailingCondition:
    """A condition that raises, or gives back something that is no truth."""

    def __init__(self, result: object) -> None:
        self._result = result

    def __call__(self, _frame: Sequence[Any]) -> Any:
        if isinstance(self._result, Exception):
            raise self._result
        return self._result


def failing(rule: Rule, result: object) -> Rule:
    clauses = [replace(clause, condition=_FailingCondition(result)) for clause in rule.clauses]
    return replace(rule, clauses=tuple(clauses), conditions=tuple(clause.condition for clause in clauses))


@_SLOW
@given(
    answers=intakes(),
    broken=st.sets(st.sampled_from([rule.id for rule in released().rules]), min_size=1, max_size=8),
    result=st.sampled_from([ValueError("broken"), RecursionError(), KeyError("x"), None, True, False, 0, "NO"]),
)
def test_any_set_of_failing_rules_leads_to_review(answers: dict[str, Any], broken: set[str], result: object) -> None:
    rules = [failing(rule, result) if rule.id in broken else rule for rule in released().rules]
    screening = run(answers, rule_set=replace(released(), rules=tuple(rules)))
    applicable = {rule.id for rule in released().rules if Phase.INTAKE in rule.phases}
    assert set(screening.faults) == broken & applicable
    if broken & applicable:
        assert all(word.rank >= Disposition.NEEDS_REVIEW.rank for word in screening.dispositions.values())


@pytest.mark.parametrize("derived", released().derived, ids=lambda fact: fact.id)
def test_a_computation_that_fails_is_a_fault_of_every_rule_that_reads_it(derived: Any) -> None:
    broken = replace(derived, compute=_failing)
    facts = tuple(broken if fact.id == derived.id else fact for fact in released().derived)
    readers = {rule.id for rule in released().rules if derived.id in rule.depends_on and Phase.INTAKE in rule.phases}
    assert set(run(well(), rule_set=replace(released(), derived=facts)).faults) == readers


@pytest.mark.parametrize("link_id", sorted(ITEMS))
def test_a_fact_the_questionnaire_no_longer_feeds_is_refused_or_sends_the_case_to_a_person(link_id: str) -> None:
    document = json.loads(json.dumps(released().document))
    document["questionnaire"]["items"] = [
        item for item in document["questionnaire"]["items"] if item["linkId"] != link_id
    ]
    try:
        screening = run(well(), rule_set=build_rule_set(document, ""))
    except Exception:  # noqa: BLE001 - any refusal will do; what it must not do is to find nothing
        return
    assert Disposition.NO_FLAGS not in screening.dispositions.values()


# 4. A hard stop found early survives whatever is answered later.


def asks_what_is_unknown(rule: Rule) -> bool:
    """Whether the rule, or a fact it is derived from, asks about knowledge itself."""
    nodes = [clause.node for clause in rule.clauses]
    nodes += [fact.node for fact in released().derived if fact.id in rule.depends_on and fact.node is not None]
    return any('"unknown"' in json.dumps(node) for node in nodes)


HARD = {Severity.ABSOLUTE, Severity.ABSOLUTE_TEMPORARY, Severity.URGENT}


@_SLOW
@given(answers=intakes(), data=st.data())
def test_a_hard_stop_in_partial_answers_survives_every_completion(
    answers: dict[str, Any], data: st.DataObject
) -> None:
    early = {finding.rule_id: finding for finding in run(answers).findings if finding.outcome is Outcome.FIRED}
    openings = [link_id for link_id in sorted(ITEMS) if link_id not in answers]
    added = data.draw(st.lists(st.sampled_from(openings or [""]), max_size=8, unique=True))
    later = {link_id: data.draw(answers_to(link_id)) for link_id in added if link_id}
    completed = run({**answers, **{key: value for key, value in later.items() if value is not None}})
    fired = {finding.rule_id for finding in completed.findings if finding.outcome is Outcome.FIRED}
    lasting = {
        rule.id
        for rule in released().rules
        if rule.id in early and HARD & set(early[rule.id].severity.values()) and not asks_what_is_unknown(rule)
    }
    assert lasting <= fired


def test_the_rules_that_ask_what_is_unknown_are_those_that_were_reviewed() -> None:
    asking = sorted(rule.id for rule in released().rules if asks_what_is_unknown(rule))
    lines = (Path(__file__).parent / "asks_what_is_unknown.txt").read_text().splitlines()
    assert asking == [line for line in lines if not line.startswith("#")]


# 5. The same input gives the same record, byte for byte.


def as_bytes(screening: Screening) -> bytes:
    return json.dumps(screening.to_record(), ensure_ascii=False, separators=(",", ":")).encode()


@cache
def loaded_again() -> RuleSet:
    return build_rule_set(released().document, released().digest)


@_SLOW
@given(answers=intakes(), phase=_PHASES)
def test_the_same_answers_give_the_same_bytes(answers: dict[str, Any], phase: Phase) -> None:
    once = as_bytes(run(answers, phase=phase))
    assert as_bytes(run(json.loads(json.dumps(answers)), rule_set=loaded_again(), phase=phase)) == once


_PRINT_RECORD = """
import hashlib, sys
from tests.rules.intakes import changed
from tests.rules.test_invariants import as_bytes, run
answers = changed({"cv.vessels": ["stroke"], "psych.other": ["ptsd", "panic"], "scale.cssrs.2": None})
sys.stdout.write(hashlib.sha256(as_bytes(run(answers))).hexdigest())
"""


def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    assert len(printed_under_other_hash_seeds(_PRINT_RECORD)) == 1
