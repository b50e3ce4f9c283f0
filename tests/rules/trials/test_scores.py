"""The staging scores of whole histories (section 1.3), with what is not known as a range."""

from typing import Any

import pytest

from rules.engine.trials.history import History
from rules.engine.trials.scores import scores
from rules.engine.trials.staging import Range, severity_points, thase_rush
from rules.engine.trials.stimulation import Course
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.values import Interval
from tests.rules.trials.histories import EPISODE, TODAY, assessed, read, tables, trial

_FACTS: dict[str, Any] = {"severity_rated": "moderate", "episode_start": EPISODE, "phq9_total": 4}
_ENOUGH = {"nortriptyline": 150, "phenelzine": 60, "venlafaxine": 150, "lithium": 900, "aripiprazole": 5}


def failed(*drugs: str, **answers: Any) -> list[dict[str, Any]]:
    return [trial(**{"drug": drug, "dose": _ENOUGH.get(drug, 100), **answers}) for drug in drugs]


@pytest.mark.parametrize(
    ("drugs", "stage"),
    [
        ("", (0, 0)),
        ("sertraline", (1, 1)),
        # Three of one class are one class.
        ("sertraline citalopram fluoxetine", (1, 1)),
        ("sertraline venlafaxine", (2, 2)),
        ("nortriptyline sertraline", (2, 2)),
        ("nortriptyline phenelzine", (2, 2)),
        ("sertraline venlafaxine citalopram", (2, 2)),
        ("sertraline venlafaxine phenelzine citalopram", (2, 2)),
        ("nortriptyline sertraline venlafaxine", (3, 3)),
        ("nortriptyline phenelzine sertraline", (3, 3)),
        ("nortriptyline phenelzine sertraline citalopram", (3, 3)),
        ("nortriptyline sertraline venlafaxine citalopram", (3, 3)),
        ("nortriptyline phenelzine sertraline venlafaxine", (4, 4)),
        ("nortriptyline phenelzine sertraline venlafaxine citalopram", (4, 4)),
        # A medicine nobody knows may be of any class.
        ("unknown", (0, 1)),
        ("sertraline unknown", (1, 2)),
        ("sertraline unknown1 unknown2", (1, 3)),
        ("sertraline venlafaxine unknown", (2, 3)),
        ("nortriptyline sertraline venlafaxine unknown", (3, 4)),
        ("nortriptyline phenelzine sertraline unknown", (3, 4)),
        ("phenelzine sertraline venlafaxine unknown", (2, 4)),
    ],
)
def test_the_stage_goes_by_the_classes_that_failed(drugs: str, stage: tuple[int, int]) -> None:
    assert thase_rush(assessed(failed(*drugs.split())).tally, NO) == Range(*stage)


def test_a_failure_that_is_not_certain_may_be_a_stage() -> None:
    history = [*failed("sertraline"), *failed("venlafaxine", dose=None)]
    assert thase_rush(assessed(history).tally, NO) == Range(1, 2)


@pytest.mark.parametrize(
    ("drugs", "bilateral", "stage"),
    [
        ("nortriptyline phenelzine sertraline venlafaxine", YES, (5, 5)),
        ("nortriptyline phenelzine sertraline venlafaxine", UNKNOWN, (4, 5)),
        ("nortriptyline sertraline venlafaxine", YES, (3, 3)),
        ("nortriptyline sertraline venlafaxine unknown", YES, (3, 5)),
    ],
)
def test_the_last_stage_is_the_one_before_and_electroconvulsive_therapy(
    drugs: str, bilateral: Truth, stage: tuple[int, int]
) -> None:
    assert thase_rush(assessed(failed(*drugs.split())).tally, bilateral) == Range(*stage)


def history_of(rows: list[dict[str, Any]], *courses: Course, ticked: frozenset[str] | None) -> History:
    return History(None, read(rows), frozenset({"mdd"}), ticked, tuple(map(tuple, courses)), ())


def scored(
    rows: list[dict[str, Any]], *courses: Course, ticked: frozenset[str] | None = frozenset(), **facts: Any
) -> dict[str, Any]:
    return scores(tables(), assessed(rows), history_of(rows, *courses, ticked=ticked), {**_FACTS, **facts}, TODAY)


_ONE = failed("sertraline")
_ECT = Course(10, "bilateral", "none", "current")


@pytest.mark.parametrize(
    ("rows", "maudsley", "mgh"),
    [
        (_ONE, ("5", "5"), ("1", "1")),
        (failed("sertraline", "citalopram", "fluoxetine"), ("6", "6"), ("3", "3")),
        # An augmentation that failed, or helped, or was none of this episode.
        ([*_ONE, *failed("aripiprazole")], ("6", "6"), ("1.5", "1.5")),
        ([*_ONE, *failed("aripiprazole", "lithium")], ("6", "6"), ("2.0", "2.0")),
        ([*_ONE, *failed("aripiprazole", "Abilify", dose=5)], ("6", "6"), ("1.5", "1.5")),
        ([*_ONE, *failed("aripiprazole", benefit="much_better")], ("6", "6"), ("1.0", "1.0")),
        ([*_ONE, *failed("aripiprazole", dose=None)], ("6", "6"), ("1.0", "1.5")),
        ([*_ONE, *failed("aripiprazole", episode="earlier")], ("5", "5"), ("1.0", "1.0")),
        ([*_ONE, *failed("aripiprazole", episode=None)], ("5", "6"), ("1.0", "1.5")),
        ([*_ONE, *failed("alprazolam")], ("5", "5"), ("1", "1")),
        # A medicine nobody knows may be either.
        ([*_ONE, *failed("the white ones")], ("5", "6"), ("1", "2")),
        # Two begun together are one failure and a combination.
        (failed("sertraline", "mirtazapine", combined="started_together"), ("5", "5"), ("1.5", "1.5")),
        (failed("sertraline", dose=None), None, ("0", "1")),
        ([], None, ("0", "0")),
    ],
)
def test_failures_augmentations_and_combinations_give_points(
    rows: list[dict[str, Any]], maudsley: tuple[str, str] | None, mgh: tuple[str, str]
) -> None:
    found = scored(rows)
    assert tuple(map(float, found["mghS"].values())) == tuple(map(float, mgh))
    assert found["maudsley"] == (
        None if maudsley is None else {"low": maudsley[0], "high": maudsley[1], "bands": ["mild"]}
    )


@pytest.mark.parametrize(
    ("courses", "ticked", "maudsley", "mgh"),
    [
        ((), frozenset({"ect"}), ("5", "6"), (1, 4)),
        ((), None, ("5", "6"), (1, 4)),
        ((_ECT,), frozenset({"ect"}), ("6", "6"), (4, 4)),
        ((_ECT._replace(sessions=5),), frozenset({"ect"}), ("6", "6"), (1, 1)),
        ((_ECT._replace(episode="earlier"),), frozenset({"ect"}), ("5", "5"), (4, 4)),
    ],
)
def test_electroconvulsive_therapy_gives_points(
    courses: tuple[Course, ...], ticked: frozenset[str] | None, maudsley: tuple[str, str], mgh: tuple[int, int]
) -> None:
    found = scored(_ONE, *courses, ticked=ticked)
    assert (found["maudsley"]["low"], found["maudsley"]["high"]) == maudsley
    assert tuple(map(float, found["mghS"].values())) == mgh


@pytest.mark.parametrize(
    ("facts", "maudsley", "bands"),
    [
        ({}, ("5", "5"), ["mild"]),
        ({"severity_rated": "severe_with_psychosis"}, ("7", "7"), ["moderate"]),
        ({"severity_rated": None}, ("3", "3"), ["mild"]),
        ({"severity_rated": None, "phq9_total": 18}, ("5", "5"), ["mild"]),
        ({"severity_rated": None, "phq9_total": None}, ("3", "7"), ["mild", "moderate"]),
        ({"severity_rated": None, "phq9_total": Interval(4, 12)}, ("3", "5"), ["mild"]),
        ({"episode_start": EPISODE - 365}, ("6", "6"), ["mild"]),
        ({"episode_start": None}, ("5", "7"), ["mild", "moderate"]),
        ({"episode_start": Interval(EPISODE - 365, EPISODE)}, ("5", "6"), ["mild"]),
    ],
)
def test_what_is_not_known_makes_a_range(facts: dict[str, Any], maudsley: tuple[str, str], bands: list[str]) -> None:
    assert scored(_ONE, **facts)["maudsley"] == {"low": maudsley[0], "high": maudsley[1], "bands": bands}


def test_the_vignette_with_everything_tried() -> None:
    """Section 6, row 26: five failures, two augmentations, bilateral electroconvulsive therapy, sixty months."""
    rows = failed(
        "sertraline", "escitalopram", "venlafaxine", "nortriptyline", "phenelzine", "lithium", "aripiprazole"
    )
    found = scored(rows, _ECT, ticked=frozenset({"ect"}), severity_rated="severe", episode_start=TODAY - 60 * 31)
    assert found["thaseRush"] == {"low": "5", "high": "5"}
    assert found["maudsley"] == {"low": "12", "high": "12", "bands": ["severe"]}
    assert tuple(map(float, found["mghS"].values())) == (9, 9)


def test_a_score_that_is_no_number_is_a_fault() -> None:
    with pytest.raises(TypeError, match=r"^a score is a number$"):
        severity_points(tables().maudsley, None, "many")
