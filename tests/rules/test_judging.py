"""What one rule finds in what is known, unknown, refused, doubted or not asked: the whole finding, part by part."""

from typing import Any

import pytest

from rules.engine.findings import Finding
from rules.engine.judging import FaultError, judge, judge_all, verdicts_in
from rules.engine.model import MOST_REMEMBERED
from rules.engine.terms import (
    Basis,
    Contact,
    CrisisKind,
    NeededBy,
    Outcome,
    Phase,
    Route,
    Severity,
    Unknown,
    WaitingOn,
)
from rules.engine.truth import NO, UNKNOWN, YES
from rules.engine.values import Value
from tests.rules.intakes import screened
from tests.rules.made_rules import Facts, clause, known, rule, rule_set, submission, unknown

IV, SPRAY = Route.IV_KETAMINE, Route.ESKETAMINE
STROKE, CLASS, PTSD = ["fact", "stroke"], ["option", "heart_failure_class", ["severe"]], ["ptsd"]
NO_STROKE_KNOWN, NO_CLASS_KNOWN = ["unknown", "stroke"], ["unknown", "heart_failure_class"]
YOUNG = ["compare", "<", "age", "adult"]


def found(document: dict[str, Any], facts: Facts, phase: Phase = Phase.INTAKE) -> Finding:
    """The finding of one rule, the same whether it is judged alone or among all."""
    seen = submission(rule_set(document), facts, phase)
    finding = judge(seen.rule_set.rules[0], seen)
    assert judge_all(seen) == (finding,)
    return finding


def on_both(severity: Severity) -> dict[Route, Severity]:
    return {IV: severity, SPRAY: severity}


LACKING: dict[str, Any] = {
    "severity": on_both(Severity.MISSING),
    "possible": on_both(Severity.ABSOLUTE),
    "missing": ("stroke",),
    "needed_by": NeededBy.FIRST_DOSE,
    "waiting_on": WaitingOn.PATIENT,
}
A_CALL: dict[str, Any] = {"ifUnknown": "contact_today", "crisis": "suicide"}
DANGER: dict[str, Any] = {"contact": Contact.TODAY, "crisis": CrisisKind.SUICIDE}
WORST: dict[str, Any] = {"ifUnknown": "assume_worst", "phases": ["intake", "session"]}


def fired(**parts: Any) -> Finding:
    return Finding("a.rule", Outcome.FIRED, **parts)


def is_open(**changed: Any) -> Finding:
    return Finding("a.rule", Outcome.UNKNOWN, **{**LACKING, **changed})


@pytest.mark.parametrize(
    ("document", "facts", "finding"),
    [
        (rule(clause(STROKE)), known("stroke", NO), Finding("a.rule", Outcome.CLEAR)),
        (
            rule(clause(STROKE, contact="now"), crisis="suicide"),
            known("stroke", YES),
            fired(
                severity=on_both(Severity.ABSOLUTE),
                facts=("stroke",),
                contact=Contact.NOW,
                crisis=CrisisKind.SUICIDE,
            ),
        ),
        (rule(clause(STROKE)), {}, is_open()),
        (rule(clause(STROKE)), unknown("stroke", Unknown.DECLINED), is_open()),
        (
            rule(clause(STROKE), decliningCounts=True),
            unknown("stroke", Unknown.DECLINED),
            is_open(severity=on_both(Severity.RELATIVE), basis=Basis.DECLINED),
        ),
        (
            rule(clause(STROKE, ifUnknownCountsAs="absolute"), decliningCounts=True),
            unknown("stroke", Unknown.DECLINED),
            is_open(severity=on_both(Severity.ABSOLUTE), possible={}, basis=Basis.DECLINED),
        ),
        (rule(clause(STROKE), decliningCounts=True), unknown("stroke", Unknown.DONT_KNOW), is_open()),
        (rule(clause(STROKE), **A_CALL), unknown("stroke", Unknown.UNANSWERED), is_open(**DANGER)),
        (rule(clause(STROKE), **A_CALL), {}, is_open(**DANGER)),
        (rule(clause(STROKE), **A_CALL), unknown("stroke", Unknown.NOT_ASKED), is_open()),
        (rule(clause(STROKE), ifUnknown="not_possible"), {}, Finding("a.rule", Outcome.FAULT)),
        (
            rule(clause(STROKE), **{**WORST, "phases": ["intake"]}),
            unknown("stroke", Unknown.DONT_KNOW),
            is_open(),
        ),
        (
            rule(clause(CLASS, waitingOn="clinic")),
            unknown("heart_failure_class", Unknown.UNANSWERED),
            is_open(missing=("heart_failure_class",), waiting_on=WaitingOn.CLINIC, from_clinic=True),
        ),
        (
            rule(clause(["and", STROKE, CLASS])),
            known("stroke", YES),
            is_open(facts=("stroke",), missing=("heart_failure_class",), from_clinic=True),
        ),
        (
            rule(clause(["and", STROKE, CLASS])),
            {},
            is_open(missing=("stroke", "heart_failure_class")),
        ),
        (
            rule(clause(STROKE, "relative"), clause(CLASS)),
            known("stroke", YES),
            fired(
                severity=on_both(Severity.RELATIVE),
                possible=on_both(Severity.ABSOLUTE),
                facts=("stroke",),
                missing=("heart_failure_class",),
                needed_by=NeededBy.FIRST_DOSE,
                waiting_on=WaitingOn.PATIENT,
                from_clinic=True,
            ),
        ),
        (
            rule(clause(["has_any", "other_diagnoses", PTSD])),
            known("other_diagnoses", frozenset({"unsure"})),
            is_open(facts=("other_diagnoses",), missing=("other_diagnoses",)),
        ),
    ],
)
def test_a_rule_at_intake(document: dict[str, Any], facts: Facts, finding: Finding) -> None:
    assert found(document, facts) == finding


@pytest.mark.parametrize(
    ("changed", "reason", "parts"),
    [
        ({}, Unknown.UNANSWERED, DANGER),
        ({}, Unknown.NOT_ASKED, {"contact": Contact.ROUTINE, "crisis": None}),
        ({}, Unknown.DECLINED, DANGER),
        (
            {"decliningCounts": True},
            Unknown.DECLINED,
            {**DANGER, "severity": on_both(Severity.RELATIVE), "basis": Basis.DECLINED},
        ),
        ({"decliningCounts": True}, Unknown.DONT_KNOW, DANGER),
    ],
)
def test_a_rule_that_fires_for_a_lack_names_what_is_lacking(
    changed: dict[str, Any], reason: Unknown, parts: dict[str, Any]
) -> None:
    document = rule(clause(NO_STROKE_KNOWN, "missing", contact="today"), crisis="suicide", **changed)
    usual = {"severity": on_both(Severity.MISSING), "facts": ("stroke",), "missing": ("stroke",)}
    due = {"needed_by": NeededBy.FIRST_DOSE, "waiting_on": WaitingOn.PATIENT}
    assert found(document, unknown("stroke", reason)) == fired(**{**usual, **due, **parts})


def test_a_lack_beside_something_found_calls_and_a_refusal_of_it_does_not_weigh_more() -> None:
    document = rule(clause(NO_STROKE_KNOWN, "missing"), clause(CLASS, "relative"), decliningCounts=True)
    facts = {**unknown("stroke", Unknown.DECLINED), **known("heart_failure_class", "severe")}
    both = found(document, facts)
    assert (both.severity, both.basis) == (on_both(Severity.RELATIVE), Basis.KNOWN)
    assert (both.facts, both.missing) == (("stroke", "heart_failure_class"), ("stroke",))
    assert not both.from_clinic


def test_what_only_the_clinic_can_give_is_said_of_a_lack_too() -> None:
    assert found(rule(clause(NO_CLASS_KNOWN, "missing")), {}).from_clinic
    either = ["or", NO_CLASS_KNOWN, NO_STROKE_KNOWN]
    assert not found(rule(clause(either, "missing")), {}).from_clinic


@pytest.mark.parametrize(
    ("values", "outcome", "basis", "facts"),
    [
        ((NO, YES), Outcome.FIRED, Basis.CONFLICT, ("stroke", "heart_failure_class")),
        ((YES, NO), Outcome.FIRED, Basis.CONFLICT, ("stroke",)),
        ((None, YES), Outcome.FIRED, Basis.KNOWN, ("stroke",)),
        ((None, NO), Outcome.UNKNOWN, Basis.KNOWN, ("heart_failure_class",)),
    ],
)
def test_answers_that_conflict_fire_on_any_of_their_values(
    values: tuple[Value, ...], outcome: Outcome, basis: Basis, facts: tuple[str, ...]
) -> None:
    document = rule(clause(["or", STROKE, CLASS]))
    finding = found(document, {**known("stroke", *values), **known("heart_failure_class", "mild")})
    assert (finding.outcome, finding.basis) == (outcome, basis)
    assert finding.facts == facts


def test_a_rule_that_fires_on_another_of_several_answers_names_all_it_reads() -> None:
    document = rule(clause(["and", STROKE, ["not", CLASS]]))
    finding = found(document, {**known("stroke", NO, YES), **known("heart_failure_class", "mild")})
    assert (finding.outcome, finding.facts) == (Outcome.FIRED, ("stroke", "heart_failure_class"))


def test_what_can_make_it_fire_in_several_ways_names_all_it_reads_where_answers_conflict() -> None:
    either = clause(["or", STROKE, ["and", CLASS, NO_STROKE_KNOWN]], "relative")
    facts = {**known("stroke", NO, YES), **known("heart_failure_class", "severe")}
    for document in (rule(either), rule(either, clause(["has_any", "other_diagnoses", PTSD]))):
        finding = found(document, facts)
        assert (finding.basis, finding.facts) == (Basis.CONFLICT, ("stroke", "heart_failure_class"))
    assert finding.missing == ("other_diagnoses",)


def test_a_rule_that_fires_on_a_doubted_answer_names_what_always_decides_it() -> None:
    document = rule(clause(["and", ["not", NO_STROKE_KNOWN], CLASS]))
    finding = found(document, {**known("stroke", None, NO), **known("heart_failure_class", "severe")})
    assert (finding.outcome, finding.basis) == (Outcome.FIRED, Basis.KNOWN)
    assert finding.facts == ("stroke", "heart_failure_class")


def test_a_finding_kept_for_the_next_one_never_stands_for_conflicting_answers() -> None:
    rules = rule_set(rule(clause(STROKE)))
    seen, disputed = submission(rules, known("stroke", YES)), submission(rules, known("stroke", NO, YES))
    kept = judge(rules.rules[0], seen)
    for _ in range(2):
        assert judge(rules.rules[0], seen) is kept
        assert judge(rules.rules[0], disputed) == kept._replace(basis=Basis.CONFLICT)
    assert kept.basis is Basis.KNOWN


def test_a_finding_is_kept_only_where_the_same_facts_always_decide_it() -> None:
    rules = rule_set(rule(clause(["or", STROKE, CLASS])), rule(clause(STROKE), clause(CLASS), id="another.rule"))
    for facts, names in (
        (known("stroke", YES), ("stroke",)),
        ({**known("heart_failure_class", "severe"), **known("stroke", NO)}, ("heart_failure_class",)),
    ):
        seen = submission(rules, {**known("stroke", NO), **known("heart_failure_class", "mild"), **facts})
        assert [finding.facts for finding in judge_all(seen)] == [names, names]


def test_what_was_said_may_itself_be_what_is_lacking_something() -> None:
    finding = found(rule(clause(STROKE, "missing")), known("stroke", YES))
    assert (finding.facts, finding.missing) == (("stroke",), ("stroke",))


def test_for_a_list_that_was_computed_the_one_that_was_filled_in_is_asked_about() -> None:
    findings = screened({"med.list": [{"name": "the white ones"}]}).findings
    finding = next(one for one in findings if one.rule_id == "data.med_unrecognised")
    assert (finding.facts, finding.missing) == (("medicines_taken",), ("medicines",))


def test_a_conflict_elsewhere_leaves_a_rule_alone() -> None:
    document = rule(clause(CLASS))
    conflict = known("stroke", NO, YES)
    assert found(document, {**conflict, **known("heart_failure_class", "mild")}).outcome == "clear"
    severe = found(document, {**conflict, **known("heart_failure_class", "severe")})
    assert (severe.outcome, severe.basis) == ("fired", Basis.KNOWN)


def test_on_the_day_of_a_dose_what_is_unknown_counts_as_the_worst() -> None:
    document = rule(clause(["and", STROKE, CLASS], contact="today"), crisis="suicide", **WORST)
    assert found(document, known("stroke", YES), Phase.SESSION) == fired(
        severity=on_both(Severity.ABSOLUTE),
        basis=Basis.ASSUMED_WORST,
        facts=("stroke",),
        missing=("heart_failure_class",),
        needed_by=NeededBy.FIRST_DOSE,
        waiting_on=WaitingOn.PATIENT,
        contact=Contact.TODAY,
        crisis=CrisisKind.SUICIDE,
    )


@pytest.mark.parametrize(
    ("document", "facts", "outcome", "severity"),
    [
        (rule(clause(STROKE)), known("stroke", YES), "fired", Severity.ABSOLUTE),
        (rule(clause(STROKE)), known("stroke", NO), "not_applicable", None),
        (rule(clause(STROKE)), {}, "not_applicable", None),
        (rule(clause(NO_STROKE_KNOWN, "missing")), {}, "not_applicable", None),
        (rule(clause(STROKE, "caution"), clause(CLASS)), known("stroke", YES), "fired", Severity.CAUTION),
        (
            rule(clause(NO_STROKE_KNOWN, "missing"), clause(CLASS, "relative")),
            known("heart_failure_class", "severe"),
            "fired",
            Severity.RELATIVE,
        ),
        (rule(clause(STROKE), phases=["follow_up"]), known("stroke", YES), "not_applicable", None),
        (rule(clause(STROKE), phases=["session"]), {}, "unknown", Severity.MISSING),
    ],
)
def test_in_a_later_phase_what_was_said_at_intake_counts_and_what_was_not_asked_again_does_not(
    document: dict[str, Any], facts: Facts, outcome: str, severity: Severity | None
) -> None:
    finding = found(document, facts, Phase.SESSION)
    assert finding.outcome == outcome
    assert set(finding.severity.values()) == ({severity} if severity else set())


def test_in_a_later_phase_an_open_clause_takes_nothing_from_a_settled_one() -> None:
    document = rule(clause(NO_STROKE_KNOWN, "missing"), clause(["and", STROKE, CLASS], "caution"))
    assert found(document, known("stroke", YES), Phase.SESSION).outcome == "not_applicable"
    mild = rule(clause(STROKE, "caution"), clause(["and", STROKE, CLASS]))
    settled = fired(severity=on_both(Severity.CAUTION), facts=("stroke",))
    assert found(mild, known("stroke", YES), Phase.SESSION) == settled
    strict = rule(clause(STROKE, "relative"), clause(["and", STROKE, CLASS]))
    assert found(strict, known("stroke", YES), Phase.SESSION) == fired(
        severity=on_both(Severity.RELATIVE),
        possible=on_both(Severity.ABSOLUTE),
        facts=("stroke",),
        missing=("heart_failure_class",),
        needed_by=NeededBy.FIRST_DOSE,
        waiting_on=WaitingOn.PATIENT,
        from_clinic=True,
    )


@pytest.mark.parametrize("phase", [Phase.INTAKE, Phase.SESSION])
def test_a_rule_that_cannot_be_evaluated_is_a_fault_in_every_phase(phase: Phase) -> None:
    broken = rule(clause(["fact", "heart_failure_class"]))
    assert found(broken, known("heart_failure_class", "mild"), phase) == Finding("a.rule", Outcome.FAULT)


def test_a_rule_is_a_fault_where_a_fact_it_reads_could_not_be_computed() -> None:
    rules = rule_set(rule(clause(YOUNG)), rule(clause(STROKE), id="another.rule"))
    seen = submission(rules, {**known("date_of_birth", "in spring"), **known("stroke", NO)})
    assert seen.frame.faulty == {"age"}
    assert [finding.outcome for finding in judge_all(seen)] == ["fault", "clear"]
    with pytest.raises(FaultError, match=r"^a\.rule$"):
        verdicts_in(rules.rules[0], seen.frame)


def test_only_truths_are_verdicts() -> None:
    rules = rule_set(rule(clause(["fact", "heart_failure_class"])))
    with pytest.raises(FaultError, match=r"^a\.rule$"):
        verdicts_in(rules.rules[0], submission(rules, known("heart_failure_class", "mild")).frame)
    assert verdicts_in(rule_set(rule(clause(STROKE))).rules[0], submission(rules, {}).frame) == (UNKNOWN,)


def test_a_question_its_own_gate_closed_was_not_asked() -> None:
    rules = rule_set(rule(clause(STROKE)))
    unanswered = {**unknown("stroke_date", Unknown.UNANSWERED), **unknown("date_of_birth", Unknown.UNANSWERED)}
    for stroke, reason in ((NO, Unknown.NOT_ASKED), (YES, Unknown.UNANSWERED), (None, Unknown.UNANSWERED)):
        seen = submission(rules, {**unanswered, **known("stroke", stroke)})
        assert seen.reason("stroke_date") is reason
        assert seen.reason("date_of_birth") is Unknown.UNANSWERED
        assert seen.reason("heart_failure_class") is None
    declined = {**unknown("stroke_date", Unknown.DECLINED), **known("stroke", NO)}
    assert submission(rules, declined).reason("stroke_date") is Unknown.DECLINED


def test_what_a_rule_remembers_of_clear_answers_never_hides_another_answer() -> None:
    rules = rule_set(rule(clause(STROKE)))
    only = rules.rules[0]
    for _ in range(2):
        assert judge_all(submission(rules, known("stroke", NO))) == (only.clear,)
        assert judge_all(submission(rules, known("stroke", YES)))[0].outcome == "fired"
        assert judge_all(submission(rules, {}))[0].outcome == "unknown"


def test_a_rule_remembers_only_so_many_clear_answers() -> None:
    rules = rule_set(rule(clause(["option", "heart_failure_class", ["severe"]])))
    only = rules.rules[0]
    for number in range(MOST_REMEMBERED + 3):
        assert judge_all(submission(rules, known("heart_failure_class", f"class {number}"))) == (only.clear,)
        assert len(only.known_clear) <= MOST_REMEMBERED
    assert only.known_clear
