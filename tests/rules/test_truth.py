"""Three-valued logic, every row written out."""

import pytest

from rules.engine.truth import NO, UNKNOWN, YES, Truth, conjunction, disjunction, negation, truth


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, UNKNOWN, UNKNOWN, YES),
        (YES, NO, NO, YES),
        (UNKNOWN, YES, UNKNOWN, YES),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, NO, NO, UNKNOWN),
        (NO, YES, NO, YES),
        (NO, UNKNOWN, NO, UNKNOWN),
        (NO, NO, NO, NO),
    ],
)
def test_and_and_or_follow_kleene(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert conjunction(left, right) is both
    assert disjunction(left, right) is either


@pytest.mark.parametrize(("value", "opposite"), [(YES, NO), (NO, YES), (UNKNOWN, UNKNOWN)])
def test_not_leaves_unknown_unknown(value: Truth, opposite: Truth) -> None:
    assert negation(value) is opposite


@pytest.mark.parametrize("value", [YES, NO, UNKNOWN])
def test_a_truth_cannot_be_used_as_a_condition_by_accident(value: Truth) -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(value)


def test_nothing_said_is_unknown_and_not_no() -> None:
    assert truth(None) is UNKNOWN
    assert truth(False) is NO
    assert truth(True) is YES


def test_an_empty_conjunction_holds_and_an_empty_disjunction_does_not() -> None:
    assert conjunction() is YES
    assert disjunction() is NO
