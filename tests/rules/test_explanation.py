"""Why a condition holds, and what would settle one that is open."""

from typing import Any

import pytest

from rules.engine.conditions import Layout, Node
from rules.engine.explanation import Explanation
from rules.engine.model import DerivedFact
from rules.engine.truth import NO, YES
from rules.engine.values import UNSURE, Interval, Value

_ROW = Layout({"dose": 0}, {"enough": 20}, {})
_NAMES = (
    "a",
    "b",
    "c",
    "x",
    "y",
    "ticked",
    "day",
    "trials",
    "either",
    "all",
    "ratio",
    "mean",
    "of_both",
    "flag",
    "cutoff",
)
_SLOTS = {name: slot for slot, name in enumerate((*_NAMES, "submitted_on"))}
_LAYOUT = Layout(_SLOTS, {"limit": 160, "two": 2}, {"trials": _ROW}, frozenset({"cutoff"}))
A, B, C = ("fact", "a"), ("fact", "b"), ("fact", "c")
HIGH, APART = ("compare", ">", "x", "limit"), ("compare", "<", "x", "y")
SINCE = ("since", "<", "day", "cutoff")
ENOUGH = ("compare", ">=", "dose", "enough")
TWICE, ONCE = ("count", ">=", "trials", ENOUGH, "two"), ("any_row", "trials", ENOUGH)
EITHER, ALL = ("fact", "either"), ("fact", "all")
RATIO, MEAN = ("compare", ">", "ratio", "limit"), ("compare", ">", "mean", "limit")
OF_BOTH = ("compare", ">", "of_both", "limit")


def _derived(name: str, node: Node | None = None, *inputs: str) -> DerivedFact:
    return DerivedFact(name, _SLOTS[name], node, inputs, lambda _slots, _today: None, frozenset())


_DERIVED = {
    fact.id: fact
    for fact in (
        _derived("either", ("or", A, B)),
        _derived("all", ("and", A, B)),
        _derived("ratio", None, "x", "y", "cutoff", "submitted_on", "limit"),
        _derived("mean", None, "trials.dose", "trials.weeks", "cutoff"),
        _derived("of_both", None, "either", "x"),
        _derived("flag", None, "x"),
    )
}


def explanation(**gates: tuple[str, ...]) -> Explanation:
    return Explanation(_LAYOUT, _DERIVED, gates)


def frame(values: dict[str, Value]) -> list[Any]:
    return [values.get(name) for name in _SLOTS]


@pytest.mark.parametrize(
    ("node", "values", "names"),
    [
        (A, {"a": YES}, ("a",)),
        (("and", A, B), {"a": YES, "b": YES}, ("a", "b")),
        (("and", B, A, B), {"a": YES, "b": YES}, ("b", "a")),
        (("or", A, B), {"a": YES, "b": NO}, ("a",)),
        (("or", A, B), {"a": NO, "b": YES}, ("b",)),
        (("or", A, B), {"b": YES}, ("b",)),
        (("or", A, B, C), {"a": YES, "b": NO, "c": YES}, ("a", "c")),
        (("or", B, ("and", A, C)), {"a": YES, "b": YES, "c": YES}, ("b", "a", "c")),
        (("or", B, ("and", A, C)), {"a": YES, "b": YES, "c": NO}, ("b",)),
        (("or", ("and", A, B), ("and", A, C)), {"a": YES, "b": YES, "c": YES}, ("a", "b", "c")),
        (("and", A, ("or", B, C)), {"a": YES, "b": NO, "c": YES}, ("a", "c")),
        (("not", A), {"a": NO}, ("a",)),
        (("not", ("and", A, B)), {"a": NO, "b": YES}, ("a",)),
        (("not", ("or", A, B)), {"a": NO, "b": NO}, ("a", "b")),
        (("and", ("not", A), B), {"a": NO, "b": YES}, ("a", "b")),
        (HIGH, {"x": 170}, ("x",)),
        (APART, {"x": 1, "y": 2}, ("x", "y")),
        (SINCE, {"day": 9, "cutoff": 5}, ("day",)),
        (TWICE, {"trials": ((20,), (30,))}, ("trials",)),
        (("and", ONCE, HIGH), {"trials": ((20,),), "x": 170}, ("trials", "x")),
        (EITHER, {"either": YES, "a": NO, "b": YES}, ("b",)),
        (("and", EITHER, C), {"either": YES, "a": YES, "b": NO, "c": YES}, ("a", "c")),
        (ALL, {"all": YES, "a": YES, "b": YES}, ("a", "b")),
        (("and", ALL, HIGH), {"all": YES, "a": YES, "b": YES, "x": 170}, ("a", "b", "x")),
        (RATIO, {"ratio": 170}, ("ratio",)),
        (("or", RATIO, A), {"ratio": 170, "a": NO}, ("ratio",)),
        (("fact", "flag"), {"flag": YES}, ("flag",)),
        (("and", ("fact", "flag"), EITHER), {"flag": YES, "either": YES, "a": NO, "b": YES}, ("flag", "b")),
    ],
)
def test_what_made_a_condition_true(node: Node, values: dict[str, Value], names: tuple[str, ...]) -> None:
    explained = explanation()
    for _ in range(2):
        assert explained.decided_by(node, frame(values)) == names


@pytest.mark.parametrize(
    ("node", "names"),
    [
        (A, ("a",)),
        (("and", ("not", A), HIGH, A), ("a", "x")),
        (("not", ("or", A, ALL)), None),
        (("not", ("or", A, ("not", ALL))), ("a", "b")),
        (TWICE, ("trials",)),
        (ALL, ("a", "b")),
        (EITHER, None),
        (("and", C, EITHER), None),
    ],
)
def test_what_makes_a_condition_true_is_the_same_every_time_or_not(node: Node, names: tuple[str, ...] | None) -> None:
    assert explanation().always_decided_by(node) == names


def test_where_another_reading_made_it_true_what_always_does_is_named_before_what_this_one_says() -> None:
    assert explanation().decided_by(("and", A, B), frame({"a": NO, "b": YES})) == ("a", "b")
    assert explanation().decided_by(("or", A, B), frame({"b": NO})) == ("a",)


def test_of_a_condition_that_is_settled_what_settled_it_can_be_asked_for() -> None:
    assert explanation().missing(("and", A, B), frame({"a": YES, "b": YES})) == ("a", "b")
    assert explanation().missing(("or", A, B), frame({"a": NO, "b": YES})) == ("b",)


def test_each_frame_is_explained_by_its_own_values() -> None:
    explained, either = explanation(), ("or", A, B)
    assert explained.decided_by(either, frame({"a": YES, "b": NO})) == ("a",)
    assert explained.decided_by(either, frame({"a": NO, "b": YES})) == ("b",)
    assert explained.missing(either, frame({"a": NO})) == ("b",)
    assert explained.missing(either, frame({"b": NO})) == ("a",)


@pytest.mark.parametrize(
    ("node", "values", "names"),
    [
        (A, {}, ("a",)),
        (("and", A, B), {"b": YES}, ("a",)),
        (("and", A, B), {}, ("a", "b")),
        (("or", A, B), {"a": NO}, ("b",)),
        (("or", A, ("and", B, C)), {"b": NO}, ("a",)),
        (("and", A, ("or", B, C)), {"c": YES}, ("a",)),
        (("not", ("and", A, B)), {"a": YES}, ("b",)),
        (APART, {"x": 1}, ("y",)),
        (APART, {"x": Interval(1, 9), "y": 5}, ("x",)),
        (APART, {}, ("x", "y")),
        (SINCE, {"cutoff": 5}, ("day",)),
        (("has_any", "ticked", ("pain",)), {"ticked": frozenset({UNSURE})}, ("ticked",)),
        (TWICE, {}, ("trials",)),
        (TWICE, {"trials": ((20,), (None,))}, ("trials",)),
        (ONCE, {"trials": ((None,),)}, ("trials",)),
        (("some", "trials"), {}, ("trials",)),
        (EITHER, {"a": NO}, ("b",)),
        (("and", EITHER, ALL), {}, ("a", "b")),
        (RATIO, {"y": 3, "cutoff": 5}, ("x",)),
        (RATIO, {"x": Interval(1, 9), "y": 3}, ("x",)),
        (RATIO, {"x": 1, "y": 0}, ("x", "y")),
        (MEAN, {"trials": ()}, ("trials",)),
        (MEAN, {}, ("trials",)),
        (OF_BOTH, {"x": 1, "a": NO}, ("b",)),
        (OF_BOTH, {"x": 1}, ("a", "b")),
        (("fact", "flag"), {}, ("x",)),
        (OF_BOTH, {"either": YES}, ("x",)),
        (OF_BOTH, {"either": YES, "a": YES, "x": 1}, ("a", "x")),
    ],
)
def test_what_would_settle_a_condition(node: Node, values: dict[str, Value], names: tuple[str, ...]) -> None:
    assert explanation().missing(node, frame(values)) == names


def test_a_question_whose_gate_has_to_be_asked_first_is_left_out() -> None:
    both = ("and", A, B)
    assert explanation(b=("a",)).missing(both, frame({})) == ("a",)
    assert explanation(b=("a",)).missing(both, frame({"a": YES})) == ("b",)
    assert explanation(b=("c", "a")).missing(both, frame({})) == ("a",)
    assert explanation(b=("c",)).missing(both, frame({})) == ("a", "b")
