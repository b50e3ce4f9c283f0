"""What the verdicts of a rule's clauses amount to."""

from typing import Any

from rules.engine.conditions import Layout
from rules.engine.model import Rule, build_rule
from rules.engine.terms import Contact, NeededBy, Route, Severity, WaitingOn
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.weighing import Weight, strictest, weigh

IV, SPRAY = Route.IV_KETAMINE, Route.ESKETAMINE
_FACTS = ("first", "second", "third")
_LAYOUT = Layout({name: place for place, name in enumerate(_FACTS)}, {}, {})


def clause(word: str, *routes: str, **changed: Any) -> dict[str, Any]:
    on = dict.fromkeys(routes or ("iv_ketamine", "esketamine"), word)
    usual = {"severity": on, "contact": "routine", "neededBy": "session", "waitingOn": "patient"}
    return {**usual, "ifUnknownCountsAs": "missing", **changed}


def rule(*clauses: dict[str, Any]) -> Rule:
    """A rule whose clauses each read a fact of their own."""
    read = [{**part, "when": ["fact", name]} for part, name in zip(clauses, _FACTS, strict=False)]
    document = {"id": "a.rule", "phases": ["intake"], "clauses": read, "ifUnknown": "ask_patient"}
    return build_rule(
        {**document, "decliningCounts": False, "neededBy": "session", "waitingOn": "patient"}, _LAYOUT, {}
    )


def weighed(weighed_rule: Rule, *verdicts: Truth, worst: bool = False) -> Weight:
    return weigh(weighed_rule, verdicts, worst=worst)


def test_the_strictest_of_what_fired_counts_on_each_route() -> None:
    both = rule(clause("caution"), clause("absolute", "iv_ketamine"))
    assert weighed(both, YES, YES).severity == {IV: Severity.ABSOLUTE, SPRAY: Severity.CAUTION}
    assert weighed(both, YES, NO).severity == {IV: Severity.CAUTION, SPRAY: Severity.CAUTION}


def test_severities_merge_to_the_strictest_whatever_their_order() -> None:
    mild, strict = {IV: Severity.CAUTION}, {IV: Severity.URGENT, SPRAY: Severity.RELATIVE}
    assert strictest([mild, strict]) == strictest([strict, mild]) == strict
    assert strictest([]) == {}


def test_an_open_clause_counts_as_missing_and_says_what_it_may_become() -> None:
    found = weighed(rule(clause("absolute")), UNKNOWN)
    assert found.severity == {IV: Severity.MISSING, SPRAY: Severity.MISSING}
    assert found.possible == {IV: Severity.ABSOLUTE, SPRAY: Severity.ABSOLUTE}
    assert (found.fired, len(found.open), found.only_missing) == ((), 1, False)


def test_an_open_clause_counts_as_its_rule_says() -> None:
    found = weighed(rule(clause("relative", ifUnknownCountsAs="caution")), UNKNOWN)
    assert set(found.severity.values()) == {Severity.CAUTION}


def test_at_the_worst_an_open_clause_counts_in_full() -> None:
    found = weighed(rule(clause("relative", contact="today")), UNKNOWN, worst=True)
    assert set(found.severity.values()) == {Severity.RELATIVE}
    assert (found.possible, found.contact) == ({}, Contact.TODAY)


def test_otherwise_an_open_clause_asks_for_no_call() -> None:
    assert weighed(rule(clause("relative", contact="today")), UNKNOWN).contact is Contact.ROUTINE


def test_what_is_open_and_no_stricter_than_what_fired_is_left_alone() -> None:
    found = weighed(rule(clause("relative"), clause("relative"), clause("caution")), YES, UNKNOWN, UNKNOWN)
    assert (found.open, found.possible) == ((), {})
    assert set(found.severity.values()) == {Severity.RELATIVE}


def test_what_may_still_become_stricter_on_one_route_stays_open() -> None:
    found = weighed(rule(clause("relative"), clause("absolute", "esketamine")), YES, UNKNOWN)
    assert found.possible == {SPRAY: Severity.ABSOLUTE}
    assert [part.severity for part in found.open] == [{SPRAY: Severity.ABSOLUTE}]


def test_what_fired_asks_for_the_soonest_call() -> None:
    pressing = rule(clause("urgent", contact="today"), clause("urgent", contact="now"), clause("caution"))
    assert weighed(pressing, YES, YES, YES).contact is Contact.NOW
    assert weighed(pressing, YES, NO, YES).contact is Contact.TODAY
    assert weighed(pressing, NO, NO, YES).contact is Contact.ROUTINE


def test_who_moves_and_by_when_comes_from_what_is_lacking() -> None:
    lacking = rule(
        clause("caution", neededBy="consultation", waitingOn="practitioner"),
        clause("missing", neededBy="first_dose", waitingOn="clinic"),
        clause("absolute", neededBy="consultation", waitingOn="patient"),
    )
    fired = weighed(lacking, YES, YES, NO)
    assert (fired.needed_by, fired.waiting_on) == (NeededBy.FIRST_DOSE, WaitingOn.CLINIC)
    also_open = weighed(lacking, YES, YES, UNKNOWN)
    assert (also_open.needed_by, also_open.waiting_on) == (NeededBy.CONSULTATION, WaitingOn.CLINIC)
    nothing_lacking = weighed(lacking, YES, NO, NO)
    assert (nothing_lacking.needed_by, nothing_lacking.waiting_on) == (None, None)


def test_a_rule_may_fire_for_nothing_but_a_lack() -> None:
    both = rule(clause("missing"), clause("caution"))
    assert weighed(both, YES, NO).only_missing
    assert not weighed(both, YES, YES).only_missing
    assert not weighed(both, NO, YES).only_missing


def test_the_clauses_that_fired_are_told_in_their_order() -> None:
    three = rule(clause("caution"), clause("relative"), clause("absolute"))
    assert [set(part.severity.values()) for part in weighed(three, YES, NO, YES).fired] == [
        {Severity.CAUTION},
        {Severity.ABSOLUTE},
    ]
