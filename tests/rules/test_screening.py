"""What findings amount to together: dispositions, what is still possible, calls, crises, lanes."""

from dataclasses import replace
from typing import Any

import pytest

from rules.engine.findings import Finding
from rules.engine.screening import Screening, screen
from rules.engine.site import SiteSettings
from rules.engine.terms import (
    Contact,
    CrisisKind,
    Disposition,
    Lane,
    Outcome,
    Phase,
    Route,
    Severity,
)
from rules.engine.truth import NO, YES
from tests.rules.made_rules import clause, rule, rule_set
from tests.rules.small_set import DEMO, TODAY, screened, small_rule_set

IV, SPRAY = Route.IV_KETAMINE, Route.ESKETAMINE
FIRED, OPEN = Outcome.FIRED, Outcome.UNKNOWN
STROKE, SEVERE = ["fact", "stroke"], ["option", "heart_failure_class", ["severe"]]
REAL = replace(DEMO, demo=False)


def of(
    answers: dict[str, str],
    *rules: dict[str, Any],
    site: SiteSettings = DEMO,
    incomplete: tuple[str, ...] = (),
    phase: Phase = Phase.INTAKE,
) -> Screening:
    made = replace(rule_set(*rules), incomplete=incomplete)
    return screen(made, answers, phase=phase, as_of=TODAY, site=site)


def with_findings(*findings: Finding, **changed: Any) -> Screening:
    """A screening that found just this."""
    contact = min((finding.contact for finding in findings), key=lambda one: one.rank, default=Contact.ROUTINE)
    return replace(screened({}), findings=findings, contact=contact, **changed)


def finding(outcome: Outcome = FIRED, word: Severity | None = None, route: Route = IV, **parts: Any) -> Finding:
    return Finding(parts.pop("rule_id", "a.rule"), outcome, {} if word is None else {route: word}, **parts)


def test_the_strictest_finding_counts_on_each_route_apart() -> None:
    mild = rule(clause(STROKE, "caution"))
    strict = rule(clause(SEVERE, "absolute", "iv_ketamine"), id="another.rule")
    ill = {"cv.stroke": "yes", "cv.hf": "severe"}
    assert of(ill, mild, strict).dispositions == {IV: Disposition.CONTRAINDICATED, SPRAY: Disposition.PRECAUTIONS}
    assert of(ill, strict, mild).dispositions == of(ill, mild, strict).dispositions


def test_what_is_due_before_the_first_dose_holds_up_a_session_and_not_the_consultation() -> None:
    due = rule(clause(STROKE), phases=["intake", "session"])
    assert of({}, due).dispositions == dict.fromkeys(Route, Disposition.PRECAUTIONS)
    assert of({}, due, phase=Phase.SESSION).dispositions == dict.fromkeys(Route, Disposition.NEEDS_INFORMATION)


def test_an_incomplete_rule_set_finds_nothing_for_nobody_but_the_demo_clinic() -> None:
    only, well = rule(clause(STROKE)), {"cv.stroke": "no"}
    nothing, review = dict.fromkeys(Route, Disposition.NO_FLAGS), dict.fromkeys(Route, Disposition.NEEDS_REVIEW)
    assert of(well, only).dispositions == of(well, only, site=REAL).dispositions == nothing
    assert of(well, only, incomplete=("a part",)).dispositions == nothing
    assert of(well, only, incomplete=("a part",), site=REAL).dispositions == review


def test_what_is_possible_is_told_where_it_is_stricter_than_what_is_proposed() -> None:
    open_one = rule(clause(SEVERE, "absolute", "iv_ketamine"))
    assert of({}, open_one).possible == {IV: Disposition.CONTRAINDICATED}
    settled = rule(clause(STROKE, "absolute"), id="another.rule")
    assert of({"cv.stroke": "yes"}, open_one, settled).possible == {}


def test_the_most_pressing_call_of_all_findings_counts() -> None:
    today = rule(clause(STROKE, contact="today"))
    now = rule(clause(SEVERE, contact="now"), id="another.rule")
    assert of({"cv.stroke": "yes", "cv.hf": "severe"}, today, now).contact is Contact.NOW
    assert of({"cv.stroke": "yes", "cv.hf": "mild"}, today, now).contact is Contact.TODAY
    assert of({"cv.stroke": "no", "cv.hf": "mild"}, today, now).contact is Contact.ROUTINE


def test_a_screening_keeps_what_it_was_made_of() -> None:
    answers = {"cv.stroke": "yes", "unheard.of": "x", "another.one": "y"}
    made = screen(
        small_rule_set(), answers, phase=Phase.SESSION, as_of=TODAY, site=DEMO, submitted_on=TODAY, draft=True
    )
    assert (made.rule_set, made.phase, made.as_of, made.site) == (small_rule_set(), Phase.SESSION, TODAY, DEMO)
    assert (made.submitted_on, made.answers) == (TODAY, answers)
    assert made.facts["stroke"].id == "stroke"
    slots = made.rule_set.layout.slots
    assert made.values[slots["submitted_on"]] == TODAY.toordinal()
    assert made.values[slots["unexpected_items"]] == ("another.one", "unheard.of")
    assert (made.values[slots["site_in_united_states"]], made.values[slots["site_profiles"]]) == (YES, ())
    assert str(made.facts["date_of_birth"].unknown) == "not_asked"


def test_the_clinic_a_screening_is_made_for_is_looked_at() -> None:
    elsewhere = replace(DEMO, country="DE", profiles=("a_profile",))
    made = screened({}, site=elsewhere)
    slots = made.rule_set.layout.slots
    assert (made.values[slots["site_in_united_states"]], made.values[slots["site_profiles"]]) == (NO, ("a_profile",))


def test_a_date_that_may_be_any_leaves_a_floor_and_the_dispositions_stand_on_it() -> None:
    made = screened({"cv.stroke": "yes"})
    assert {floor.route for floor in made.floors} == set(Route)
    assert made.dispositions == dict.fromkeys(Route, Disposition.NEEDS_REVIEW)
    assert made.possible == dict.fromkeys(Route, Disposition.DEFERRED)


def test_an_absent_answer_is_unanswered_once_it_was_sent() -> None:
    assert str(screened({"demo.dob": None}).facts["date_of_birth"].unknown) == "unanswered"
    assert str(screened({"demo.dob": None}, draft=True).facts["date_of_birth"].unknown) == "not_asked"


def test_a_floor_raises_its_own_route_alone() -> None:
    at_any_time = ["and", STROKE, ["since", "<", "stroke_date", "event_recent"]]
    before = ["and", STROKE, ["since", ">=", "stroke_date", "event_recent"]]
    made = rule_set(rule(clause(at_any_time, "absolute", "iv_ketamine"), clause(before, "relative", "iv_ketamine")))
    decisive = replace(made, document={**made.document, "decisive": ["stroke_date"]})
    seen = screen(decisive, {"cv.stroke": "yes"}, phase=Phase.INTAKE, as_of=TODAY, site=DEMO)
    assert seen.dispositions == {IV: Disposition.NEEDS_REVIEW, SPRAY: Disposition.NO_FLAGS}


def test_kinds_of_crisis_are_told_once_in_their_order() -> None:
    kinds = list(CrisisKind)
    findings = [finding(crisis=kind) for kind in (*reversed(kinds), kinds[0])]
    assert with_findings(*findings, finding()).crisis == tuple(kinds)
    assert with_findings(finding(Outcome.CLEAR, crisis=kinds[0])).crisis == ()


def test_findings_are_told_by_what_they_say() -> None:
    urgent = finding(word=Severity.URGENT, rule_id="urgent")
    maybe = finding(OPEN, Severity.URGENT, rule_id="maybe")
    fault, clear = finding(Outcome.FAULT, rule_id="fault"), finding(Outcome.CLEAR, rule_id="clear")
    mild = finding(word=Severity.CAUTION, rule_id="mild")
    all_of_them = with_findings(urgent, maybe, fault, clear, mild)
    assert all_of_them.urgent_rules == ("urgent",)
    assert all_of_them.fired == ("urgent", "mild")
    assert all_of_them.faults == ("fault",)
    assert [one.rule_id for one in all_of_them.telling] == ["urgent", "maybe", "fault", "mild"]


INFORMATION, REVIEW = Disposition.NEEDS_INFORMATION, Disposition.NEEDS_REVIEW
NOTHING, PRECAUTIONS = Disposition.NO_FLAGS, Disposition.PRECAUTIONS


@pytest.mark.parametrize(
    ("findings", "dispositions", "lane"),
    [
        ([finding(contact=Contact.TODAY)], {IV: NOTHING, SPRAY: NOTHING}, Lane.CONTACT),
        ([finding()], {IV: NOTHING, SPRAY: NOTHING}, Lane.NOTHING_FOUND),
        ([finding(OPEN, Severity.MISSING)], {IV: INFORMATION, SPRAY: NOTHING}, Lane.COLLECTING),
        ([finding(OPEN, Severity.MISSING)], {IV: REVIEW, SPRAY: NOTHING}, Lane.JUDGEMENT),
        (
            [finding(word=Severity.CAUTION)],
            {IV: Disposition.PRECAUTIONS, SPRAY: Disposition.NO_FLAGS},
            Lane.JUDGEMENT,
        ),
        (
            [finding(word=Severity.CAUTION), finding(OPEN, Severity.MISSING)],
            {IV: INFORMATION, SPRAY: NOTHING},
            Lane.JUDGEMENT,
        ),
    ],
)
def test_a_call_comes_before_judgement_and_that_before_collecting(
    findings: list[Finding], dispositions: dict[Route, Disposition], lane: Lane
) -> None:
    assert with_findings(*findings, dispositions=dispositions).lane is lane


def test_only_the_routes_a_clinic_offers_count() -> None:
    on_spray = finding(word=Severity.ABSOLUTE, route=SPRAY)
    dispositions = {IV: INFORMATION, SPRAY: Disposition.CONTRAINDICATED}
    only_infusions = with_findings(
        on_spray,
        finding(OPEN, Severity.MISSING),
        dispositions=dispositions,
        site=replace(DEMO, routes=(IV,)),
    )
    assert (only_infusions.strictest, only_infusions.lane) == (INFORMATION, Lane.COLLECTING)
    both = with_findings(on_spray, dispositions=dispositions)
    assert (both.strictest, both.lane) == (Disposition.CONTRAINDICATED, Lane.JUDGEMENT)
