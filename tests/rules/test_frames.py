"""All values of one submission in their places: what was said, what follows from it, each way to read a conflict."""

from datetime import date
from typing import Any

import pytest

from rules.engine.frames import MOST_COMBINATIONS, Frame, Frames, Given
from rules.engine.terms import Phase, Unknown
from rules.engine.truth import NO, YES
from rules.engine.usual import ALWAYS
from rules.engine.values import Fact, Interval, Issue, Value
from tests.rules.intakes import released, screened
from tests.rules.made_rules import Facts, known, unknown
from tests.rules.small_set import TODAY, small_rule_set

DAY = TODAY.toordinal()
BORN = date(1981, 2, 3).toordinal()
READINGS = ((150, DAY - 1), (130, DAY - 2))
CUTOFFS = (DAY - 30, DAY - 42)


def frames(facts: Facts, given: Given | None = None, **options: Any) -> Frames:
    return Frames(small_rule_set(), facts, given or Given(), **{"as_of": TODAY, **options})


def at(frame: Frame, *names: str) -> list[Value]:
    slots = small_rule_set().layout.slots
    return [frame.slots[slots[name]] for name in names]


def both(**values: tuple[Value, ...]) -> dict[str, Fact]:
    return {name: Fact(name, several, issues=(Issue.CONTRADICTORY,)) for name, several in values.items()}


@pytest.mark.parametrize("phase", [None, Phase.INTAKE])
def test_what_was_said_stands_in_its_place_and_what_follows_from_it_too(phase: Phase | None) -> None:
    facts = {**known("date_of_birth", BORN), **known("bp_readings", READINGS), **known("stroke", YES)}
    plain = frames(facts, phase=phase).plain
    assert at(plain, "date_of_birth", "stroke", "stroke_date", "age", "systolic") == [BORN, YES, None, 45, 140]
    assert at(plain, "bp_fresh", "event_recent") == list(CUTOFFS)
    assert at(plain, "bp_readings") == [tuple(row + CUTOFFS for row in READINGS)]
    assert plain.faulty == frozenset()


def test_what_rules_of_the_intake_look_at_is_worked_out_in_every_phase() -> None:
    assert at(frames(known("date_of_birth", BORN), phase=Phase.SESSION).plain, "age") == [45]
    assert at(frames(known("bp_readings", READINGS), phase=Phase.FOLLOW_UP).plain, "systolic") == [140]


def test_what_no_rule_of_the_phase_looks_at_stays_unknown() -> None:
    slot = released().layout.slots["gad7_remission"]
    assert screened({}, phase="intake").values[slot] is None
    assert screened({}, phase="follow_up").values[slot] is not None


def test_what_no_rule_of_the_phase_looks_at_stays_unknown_in_every_reading_of_a_conflict() -> None:
    slot, rows = released().layout.slots["bp_taken_today"], screened({}).facts["bp_readings"].values[0]
    for phase, known_there in ((Phase.INTAKE, False), (Phase.SESSION, True)):
        read = Frames(released(), {}, Given(), as_of=TODAY, phase=phase).with_values({"bp_readings": rows})
        assert (read.slots[slot] is not None) is known_there


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        (Given(), [None, (), None, ()]),
        (Given(TODAY, ("x", "y"), True, ("a_profile",)), [DAY, ("x", "y"), YES, ("a_profile",)]),
        (Given(None, (), False), [None, (), NO, ()]),
    ],
)
def test_what_is_known_of_a_submission_beside_its_answers(given: Given, stands: list[Value]) -> None:
    plain = frames({}, given).plain
    assert at(plain, "submitted_on", "unexpected_items", "site_in_united_states", "site_profiles") == stands


def test_what_is_wrong_with_answers_is_listed_by_what_it_is() -> None:
    facts = {
        "stroke": Fact("stroke", (), Unknown.AMBIGUOUS, (Issue.UNREADABLE,)),
        "date_of_birth": Fact("date_of_birth", (None, BORN), None, (Issue.IMPLAUSIBLE, Issue.DATE_AMBIGUOUS)),
        "stroke_date": Fact("stroke_date", (DAY,), None, (Issue.DATE_AMBIGUOUS, Issue.UNIT_AMBIGUOUS)),
        "heart_failure_class": Fact("heart_failure_class", ("mild", "severe"), None, (Issue.CONTRADICTORY,)),
    }
    plain = frames(facts).plain
    lists = ("unreadable_items", "implausible_items", "unit_ambiguous_items", "date_ambiguous_items")
    listed = [("stroke",), ("date_of_birth",), ("stroke_date",), ("date_of_birth", "stroke_date")]
    assert at(plain, *lists, "contradictory_items") == [*listed, ("heart_failure_class",)]


def test_why_a_fact_is_unknown_and_what_conflicts_is_kept() -> None:
    facts = {**unknown("stroke", Unknown.DECLINED), **both(heart_failure_class=("mild", "severe"))}
    doubted = Fact("stroke_date", (Interval(DAY - 9, DAY),), None, (Issue.DATE_AMBIGUOUS,))
    read = frames({**facts, **known("date_of_birth", BORN), "stroke_date": doubted})
    assert read.unknown == {"stroke": Unknown.DECLINED}
    assert read.conflicts == {"heart_failure_class": ("mild", "severe")}
    assert [fact.id for fact in read.troubled] == ["stroke", "heart_failure_class", "stroke_date"]


def test_the_slots_that_differ_from_the_usual_are_told() -> None:
    slots = small_rule_set().layout.slots
    usual = {**known("stroke", NO), **known("other_diagnoses", frozenset())}
    assert slots["stroke"] not in frames(usual).plain.changed
    changed = frames({**known("stroke", YES), **known("date_of_birth", BORN)}).plain.changed
    assert {slots["stroke"], slots["date_of_birth"], slots["age"], ALWAYS} <= changed
    assert slots["systolic"] not in changed


def test_every_combination_of_conflicting_values_is_a_frame_of_its_own() -> None:
    facts = both(stroke=(NO, YES), heart_failure_class=("mild", "severe"), date_of_birth=(BORN, BORN + 9000))
    read = frames(facts)
    combined, complete = read.combinations(frozenset({"stroke", "heart_failure_class"}))
    pairs = [tuple(at(frame, "stroke", "heart_failure_class")) for frame in combined]
    assert complete
    assert sorted(pairs, key=str) == sorted([(a, b) for a in (NO, YES) for b in ("mild", "severe")], key=str)
    assert {tuple(at(frame, "date_of_birth")) for frame in combined} == {(BORN,)}
    assert read.combinations(frozenset({"heart_failure_class", "stroke"}))[0] is combined


def test_what_follows_from_a_conflicting_value_is_worked_out_again() -> None:
    read = frames({**both(date_of_birth=(BORN, BORN + 9000)), **known("stroke", YES)})
    combined, _ = read.combinations(frozenset({"date_of_birth"}))
    assert [at(frame, "age", "stroke") for frame in combined] == [[45, YES], [20, YES]]
    slots = small_rule_set().layout.slots
    assert combined[1].changed == {slots["date_of_birth"], slots["age"]}
    assert at(read.plain, "date_of_birth", "age") == [BORN, 45]


def test_rows_that_conflict_carry_the_days_the_periods_lead_back_to() -> None:
    read = frames(both(bp_readings=(READINGS, ((160, DAY),))))
    combined, _ = read.combinations(frozenset({"bp_readings"}))
    assert [at(frame, "bp_readings", "systolic") for frame in combined] == [
        [tuple(row + CUTOFFS for row in READINGS), 140],
        [((160, DAY, *CUTOFFS),), 160],
    ]
    assert at(read.with_values({"bp_readings": None}), "bp_readings", "systolic") == [None, None]


def test_where_there_are_too_many_combinations_each_value_is_read_in_turn() -> None:
    days = tuple(range(DAY, DAY + MOST_COMBINATIONS // 2))
    names = frozenset({"stroke", "stroke_date"})
    combined, complete = frames(both(stroke=(NO, YES), stroke_date=days)).combinations(names)
    assert (len(combined), complete) == (MOST_COMBINATIONS, True)
    longer = (*days, DAY - 1)
    combined, complete = frames(both(stroke=(NO, YES), stroke_date=longer)).combinations(names)
    assert not complete
    in_turn = [(NO, NO), (YES, NO)]
    assert [at(frame, "stroke", "stroke_date") for frame in combined] == [
        *([value, DAY] for value, _ in in_turn),
        *([NO, day] for day in longer),
    ]


@pytest.mark.parametrize("born", ["in spring", frozenset()])
def test_a_computation_that_fails_leaves_the_others_and_is_named(born: Any) -> None:
    facts: Facts = {**known("date_of_birth", born), **known("bp_readings", READINGS)}
    for phase in (None, Phase.INTAKE):
        plain = frames(facts, phase=phase).plain
        assert plain.faulty == {"age"}
        assert at(plain, "age", "systolic") == [None, 140]
        assert small_rule_set().layout.slots["date_of_birth"] in plain.changed


def test_a_reading_under_which_a_computation_works_or_fails_is_told_apart() -> None:
    read = frames(both(date_of_birth=("in spring", BORN)))
    assert read.plain.faulty == {"age"}
    failing, working = read.combinations(frozenset({"date_of_birth"}))[0]
    assert [frame.faulty for frame in (failing, working)] == [{"age"}, set()]
    assert [at(frame, "age") for frame in (failing, working)] == [[None], [45]]
    elsewhere = read.with_values({"stroke": YES})
    assert elsewhere.faulty == {"age"}
    assert at(elsewhere, "stroke", "age") == [YES, None]
    assert elsewhere.changed == {small_rule_set().layout.slots["stroke"]}
    other = frames(both(date_of_birth=(BORN, "in spring")))
    assert other.combinations(frozenset({"date_of_birth"}))[0][1].faulty == {"age"}
    assert at(other.with_values({"date_of_birth": Interval(BORN, BORN)}), "age") == [45]
