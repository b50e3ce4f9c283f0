"""Three-valued logic, every row written out."""

import pytest

from rules.engine.truth import NO, UNKNOWN, YES, Truth, conjunction, disjunction, negation, stated, truth


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
    with pytest.raises(TypeError) as error:
        bool(value)
    assert str(error.value) == "a truth has three values; compare with `is YES`, `is NO` or `is UNKNOWN`"


@pytest.mark.parametrize("value", [YES, NO, UNKNOWN])
def test_what_was_stated_stands_and_what_was_not_is_unknown(value: Truth) -> None:
    assert stated(value) is value
    assert stated(None) is UNKNOWN
    assert repr(value) == value.name


def test_nothing_said_is_unknown_and_not_no() -> None:
    assert truth(None) is UNKNOWN
    assert truth(False) is NO
    assert truth(True) is YES


def test_an_empty_conjunction_holds_and_an_empty_disjunction_does_not() -> None:
    assert conjunction() is YES
    assert disjunction() is NO


def test_a_truth_is_shown_by_its_name() -> None:
    assert (Truth("PERHAPS").name, repr(Truth("PERHAPS"))) == ("PERHAPS", "PERHAPS")
