"""Which trials are one course, and which courses are one treatment (3.4 and 3.5)."""

from typing import Any

import pytest

from rules.engine.trials.amounts import Span, at_least, below
from rules.engine.trials.overlap import can_be_one, one_treatment
from rules.engine.trials.trial import Trial
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from tests.rules.trials.combined import JANUARY, TOGETHER, dated, told
from tests.rules.trials.histories import History, assessed, bounds, defined, read, trial


@pytest.mark.parametrize(
    ("drugs", "ingredients", "relatives", "classes"),
    [
        (("citalopram", "escitalopram"), 2, 1, 1),
        (("venlafaxine", "desvenlafaxine"), 2, 1, 1),
        (("citalopram", "sertraline"), 2, 2, 1),
        (("citalopram", "venlafaxine"), 2, 2, 2),
        (("citalopram", "Celexa"), 1, 1, 1),
    ],
)
def test_what_makes_two_failures_the_same_one(
    drugs: tuple[str, str], ingredients: int, relatives: int, classes: int
) -> None:
    history = [told(drug, combined="alone") for drug in drugs]
    found = [bounds(history, profile) for profile in ("trd_fda_v1", "trd_near_duplicates", "trd_two_class")]
    assert found == [(count, count) for count in (ingredients, relatives, classes)]


def remarks(history: History, profile: str = "trd_fda_v1") -> list[list[str]]:
    return [sorted(one.flags) for one in assessed(history, profile).judgements]


@pytest.mark.parametrize(
    ("history", "flags"),
    [
        ([told("citalopram"), told("escitalopram")], [["near_duplicate"], ["near_duplicate"]]),
        ([told("citalopram"), told("escitalopram", dose=None)], [["near_duplicate"], ["near_duplicate"]]),
        ([told("citalopram"), told("escitalopram", weeks=3)], [[], []]),
        ([told("citalopram"), told("sertraline")], [[], []]),
        ([told("citalopram", combined="alone"), told("Celexa", combined="alone")], [[], []]),
        ([told("citalopram"), told("the white ones")], [[], []]),
        (
            [told("citalopram", **TOGETHER), told("mirtazapine", **TOGETHER), told("bupropion", combined="alone")],
            [["combination_collapsed"], ["combination_collapsed"], []],
        ),
    ],
)
def test_what_only_the_other_trials_show(history: History, flags: list[list[str]]) -> None:
    assert remarks(history) == flags


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (("the white ones", "the blue ones"), (0, 2)),
        (("the white ones", "The White Ones "), (0, 1)),
        ((None, None), (0, 2)),
        (("sertraline", "the white ones"), (1, 2)),
    ],
)
def test_each_name_nobody_knows_may_be_a_medicine_of_its_own(
    names: tuple[str | None, ...], count: tuple[int, int]
) -> None:
    assert bounds([trial(drug=name) for name in names]) == count


@pytest.mark.parametrize(
    ("history", "count"),
    [
        # Without dates.
        ([told("sertraline"), told("mirtazapine")], (1, 2)),
        ([told("sertraline", combined="alone"), told("mirtazapine")], (2, 2)),
        ([told("sertraline"), told("mirtazapine", combined="alone")], (2, 2)),
        ([told("sertraline", combined="partly_together"), told("mirtazapine")], (1, 2)),
        # Together with a third one, or with each other.
        ([told("sertraline", combined="added", combined_with="lithium"), told("mirtazapine")], (2, 2)),
        ([told("sertraline"), told("mirtazapine", combined="added", combined_with="lithium")], (2, 2)),
        ([told("sertraline", combined="added", combined_with="mirtazapine"), told("mirtazapine")], (1, 2)),
        ([told("sertraline"), told("mirtazapine", combined="added", combined_with="Zoloft")], (1, 2)),
        ([told("sertraline", combined="added", combined_with="something"), told("mirtazapine")], (1, 2)),
        # Begun together: one treatment, unless one of them may have gone on alone for long enough.
        ([told("sertraline", **TOGETHER), told("mirtazapine", **TOGETHER)], (1, 1)),
        ([told("sertraline", **TOGETHER), told("mirtazapine", weeks=15, **TOGETHER)], (1, 1)),
        ([told("sertraline", **TOGETHER), told("mirtazapine", weeks=16, **TOGETHER)], (1, 2)),
        ([told("sertraline", weeks=16, **TOGETHER), told("mirtazapine", **TOGETHER)], (1, 2)),
        ([told("sertraline", **TOGETHER), told("mirtazapine", weeks=None, **TOGETHER)], (1, 2)),
        ([told("sertraline", **TOGETHER), told("mirtazapine", dose=None, **TOGETHER)], (1, 1)),
        ([told("sertraline", dose=None, **TOGETHER), told("mirtazapine", dose=None, **TOGETHER)], (0, 1)),
        # Only one of the two says so, and of the other one day is known: not certain.
        ([told("sertraline", **TOGETHER), told("mirtazapine", start=JANUARY)], (1, 2)),
        # Up to four weeks of overlap, to the day.
        ([dated("sertraline", 0, 55), dated("mirtazapine", 28, 83)], (2, 2)),
        ([dated("sertraline", 0, 55), dated("mirtazapine", 27, 82)], (1, 1)),
        # Six weeks alone before or after, to the day.
        ([dated("sertraline", 0, 97), dated("mirtazapine", 42, 97)], (2, 2)),
        ([dated("sertraline", 0, 97), dated("mirtazapine", 41, 97)], (1, 1)),
        ([dated("sertraline", 0, 97), dated("mirtazapine", 0, 55)], (2, 2)),
        ([dated("sertraline", 0, 97), dated("mirtazapine", 0, 56)], (1, 1)),
    ],
)
def test_two_medicines_are_one_treatment_or_two(history: History, count: tuple[int, int]) -> None:
    assert bounds(history) == count
    assert bounds(history[::-1]) == count


@pytest.mark.parametrize(
    "more",
    [
        [dated("sertraline", -150, -90)],
        [dated("mirtazapine", -150, -90)],
        [dated("Zoloft", 0, 55), dated("mirtazapine", -150, -90)],
        [dated("Remeron", 0, 55), dated("sertraline", -150, -90)],
        [dated("sertraline", -150, -90), dated("mirtazapine", -250, -190)],
    ],
)
def test_a_trial_of_its_own_on_either_side_makes_two(more: History) -> None:
    combined = [dated("sertraline", 0, 55), dated("mirtazapine", 0, 55)]
    assert bounds(combined) == (1, 1)
    assert bounds([*combined, *more]) == (2, 2)


def test_an_augmentation_is_never_one_with_what_it_was_added_to() -> None:
    history = [told("sertraline"), told("aripiprazole", dose=5)]
    assert bounds(history) == (1, 1)
    assert bounds(history, "trd_augmentation_counts") == (2, 2)


def test_two_spells_of_an_augmentation_add_up() -> None:
    spells = [dated("aripiprazole", 0, 13, dose=5), dated("Abilify", 14, 27, dose=5)]
    assert bounds(spells, "trd_augmentation_counts") == (1, 1)
    assert bounds(spells[:1], "trd_augmentation_counts") == (0, 0)


def test_the_parts_of_a_combination_count_where_the_clinic_says_so() -> None:
    history = [told("sertraline", **TOGETHER), told("mirtazapine", **TOGETHER)]
    assert bounds(history, "trd_count_components") == (2, 2)


@pytest.mark.parametrize(
    ("answers", "one"),
    [
        ({}, UNKNOWN),
        ({"combined": "partly_together"}, UNKNOWN),
        ({"combined": "alone"}, NO),
        ({"combined": "started_together"}, YES),
    ],
)
def test_two_equally_long_are_one_treatment_if_begun_together(answers: dict[str, Any], one: Truth) -> None:
    trials = [Trial.of(row) for row in read([told("sertraline"), told("mirtazapine", **answers)])]
    assert one_treatment(trials[0], trials[1], (None, None), defined("trd_fda_v1").criteria) is one


@pytest.mark.parametrize(
    ("answers", "can_be"),
    [
        ({"combined": "started_together"}, True),
        ({"combined": "alone"}, False),
        ({"combined": None}, False),
        ({"combined": None, "start": JANUARY}, False),
        ({"combined": None, "end": JANUARY}, False),
        ({"combined": None, "weeks": None, "start": JANUARY, "end": JANUARY + 50}, True),
    ],
)
def test_enough_is_known_to_be_surely_part_of_a_combination(answers: dict[str, Any], *, can_be: bool) -> None:
    assert can_be_one(Trial.of(read([trial(**answers)])[0])) is can_be


@pytest.mark.parametrize(
    ("span", "reaches", "stays_below"),
    [
        (Span(6, 6), YES, NO),
        (Span(6, None), YES, NO),
        (Span(5, 6), UNKNOWN, UNKNOWN),
        (Span(5, 5), NO, YES),
        (Span(0, None), UNKNOWN, UNKNOWN),
    ],
)
def test_an_amount_between_bounds(span: Span, reaches: Truth, stays_below: Truth) -> None:
    assert at_least(span, 6) is reaches
    assert below(span, 6) is stays_below
