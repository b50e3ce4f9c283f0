"""The usual frame: what follows when nothing is found, and what of it has to be worked out for a person."""

from typing import Any

from rules.engine.conditions import Node
from rules.engine.rule_set import RuleSet, build_rule_set
from rules.engine.terms import Phase
from rules.engine.truth import NO
from rules.engine.usual import ALWAYS, Usual, changed_from
from tests.rules.made_rules import clause, rule
from tests.rules.test_built_set import DOCUMENT, built, computed, item

SHOWN_BY = {"id": "shown", "when": ["fact", "stroke"], "kind": "yes_no", "says": "shown"}


def slots_of(made: RuleSet, *names: str) -> set[int]:
    return {made.layout.slots[name] for name in names}


def usual(made: RuleSet, phase: Phase | None = None) -> Usual:
    return made.usual[phase]


def at(made: RuleSet, phase: Phase | None, *names: str) -> list[Any]:
    return [usual(made, phase).slots[made.layout.slots[name]] for name in names]


def of_rule(when: Node, *phases: str) -> tuple[RuleSet, set[int]]:
    made = built(rules=[rule(clause(when), phases=list(phases) or ["intake"])])
    ((_, reads),) = usual(made, Phase.INTAKE).rules
    return made, set(reads)


def test_every_usual_answer_stands_in_its_place() -> None:
    options = [{"value": "none"}, {"value": "pain"}]
    asked = [
        *DOCUMENT["questionnaire"]["items"],
        item("q.ticks", "ticks", "multi_choice", options=options),
        item("q.all", "all_ticks", "multi_choice", options=options[1:]),
        item("q.one", "one", "choice", options=options),
    ]
    made = built(questionnaire={"id": "q", "version": "1", "items": asked})
    assert at(made, None, "stroke", "listed", "ticks") == [NO, (), frozenset()]
    assert at(made, None, "all_ticks", "one", "weight", "own", "stroke_date") == [None] * 5
    assert at(made, None, "unreadable_items", "unexpected_items", "site_profiles") == [(), (), ()]
    assert at(made, None, "submitted_on", "site_in_united_states") == [None, None]
    assert at(made, None, "ill", "index", "understood") == [NO, 2.5, ()]


def test_each_phase_works_out_what_its_rules_can_look_at() -> None:
    made = built()
    ids = {phase: [fact.id for fact, _ in usual(made, phase).derived] for phase in (None, *Phase)}
    assert ids[None] == ["ill", "index", "understood"]
    assert ids[Phase.INTAKE] == ["ill"]
    assert ids[Phase.SESSION] == ["ill", "index"]
    assert ids[Phase.FOLLOW_UP] == ["ill"]
    assert at(made, Phase.INTAKE, "ill", "index") == [NO, None]
    assert at(made, Phase.SESSION, "index") == [2.5]


def test_what_shows_an_item_is_worked_out_in_every_phase_with_what_it_is_made_of() -> None:
    gate = {"id": "gate", "when": ["fact", "made_of"], "kind": "yes_no", "says": "gate"}
    part = {"id": "made_of", "when": ["fact", "stroke"], "kind": "yes_no", "says": "part"}
    asked = [*DOCUMENT["questionnaire"]["items"], item("q.x", "x", enabledWhen=["fact", "gate"])]
    made = build_rule_set(
        {
            **DOCUMENT,
            "questionnaire": {"id": "q", "version": "1", "items": asked},
            "derived": [*DOCUMENT["derived"], part, gate],
            "rules": [rule(clause(["fact", "stroke"]), phases=["session"])],
        },
        "",
    )
    for phase in Phase:
        assert {fact.id for fact, _ in usual(made, phase).derived} == {"ill", "made_of", "gate"}


def test_rules_stand_in_their_order_in_every_phase_and_none_where_there_is_no_phase() -> None:
    made = built()
    for phase in Phase:
        assert [one.id for one, _ in usual(made, phase).rules] == ["one", "two", "three"]
    assert usual(made).rules == ()


def test_a_rule_is_worked_out_when_something_it_reads_has_changed() -> None:
    made, reads = of_rule(["or", ["fact", "ill"], ["fact", "stroke"]])
    assert reads == slots_of(made, "ill", "stroke")


def test_a_rule_that_is_not_usually_clear_or_looks_at_time_is_always_worked_out() -> None:
    made, reads = of_rule(["compare", ">", "weight", "limit"])
    assert reads == slots_of(made, "weight") | {ALWAYS}
    made, reads = of_rule(["and", ["fact", "ill"], ["since", "<", "stroke_date", "recent"]])
    assert reads == slots_of(made, "ill", "stroke_date", "recent") | {ALWAYS}
    made, reads = of_rule(["fact", "ill"], "session")
    assert reads == slots_of(made, "ill") | {ALWAYS}
    made, reads = of_rule(["fact", "own"])
    assert reads == slots_of(made, "own") | {ALWAYS}


def test_a_rule_that_fails_on_the_usual_answers_is_always_worked_out() -> None:
    made = built(rules=[rule(clause(["compare", ">", "stroke", "limit"]))])
    ((_, reads),) = usual(made, Phase.INTAKE).rules
    assert set(reads) == slots_of(made, "stroke") | {ALWAYS}


def test_a_derived_fact_is_worked_out_when_something_it_reads_has_changed() -> None:
    derived = [
        *DOCUMENT["derived"],
        {"id": "recently", "when": ["since", "<", "stroke_date", "recent"], "kind": "yes_no", "says": "recently"},
        {"id": "both", "when": ["and", ["fact", "ill"], ["fact", "stroke"]], "kind": "yes_no", "says": "both"},
        computed("dosed", "listed.dose", "weight", "limit", "fresh"),
        {**computed("aged", "stroke"), "function": "age_in_years"},
    ]
    made = built(derived=derived)
    reads = {fact.id: set(read) for fact, read in usual(made).derived}
    assert reads["both"] == slots_of(made, "ill", "stroke")
    assert reads["recently"] == slots_of(made, "stroke_date", "recent") | {ALWAYS}
    assert reads["dosed"] == slots_of(made, "listed", "weight", "fresh") | {ALWAYS}
    # Nobody is born on a truth: what fails has no usual value.
    assert reads["aged"] == slots_of(made, "stroke") | {ALWAYS}
    assert at(made, None, "aged", "both") == [None, NO]


def test_what_is_merely_equal_counts_as_changed() -> None:
    one, other = frozenset({"a"}), frozenset(["a"])
    assert changed_from([one, NO, 5], [one, NO]) == set()
    assert changed_from([one, NO, None], [other, NO, 7]) == {0, 2}
