"""What to ask while a count is open, and how many treatments remain of courses that are joined (3.5 and 3.6)."""

import pytest

from rules.engine.trials.questions import smallest_questions
from rules.engine.trials.separate import most_separate
from tests.rules.trials.combined import JANUARY, TOGETHER, dated, told
from tests.rules.trials.histories import History, assessed


def asked(history: History, profile: str = "trd_fda_v1") -> list[tuple[int, str]]:
    return [(question.trial, question.field) for question in smallest_questions(assessed(history, profile))]


@pytest.mark.parametrize(
    ("history", "questions"),
    [
        ([told("sertraline"), told("mirtazapine")], [(1, "dates"), (2, "dates")]),
        ([told("sertraline", combined="alone"), told("mirtazapine", dose=None)], [(2, "dose")]),
        # The one with fewer gaps; of several, the first.
        (
            [
                told("sertraline", combined="alone"),
                told("mirtazapine", dose=None, benefit=None),
                told("bupropion", weeks=None),
            ],
            [(3, "duration")],
        ),
        (
            [
                told("sertraline", combined="alone"),
                told("mirtazapine", dose=None),
                told("bupropion", benefit=None),
            ],
            [(2, "dose")],
        ),
        # One question about a trial is less than two about dates.
        (
            [
                told("sertraline"),
                told("mirtazapine"),
                told("bupropion", dose=None, combined="alone"),
            ],
            [(3, "dose")],
        ),
        # Of two spells the one that lacks less.
        (
            [
                told("sertraline", combined="alone"),
                told("mirtazapine", dose=None, benefit=None, combined="alone", episode="current"),
                told("Remeron", benefit=None, combined="alone"),
            ],
            [(3, "outcome")],
        ),
        # After what is missing is told, it may still have to be told apart.
        (
            [told("sertraline"), told("mirtazapine", dose=None), told("bupropion", weeks=3)],
            [(2, "dose")],
        ),
        # What decides may be a trial of a course that failed already.
        (
            [dated("sertraline", 0, 55), dated("mirtazapine", 0, 55), dated("Zoloft", -99, -40, dose=None)],
            [(3, "dose")],
        ),
        (
            [dated("Zoloft", -99, -40, dose=None), dated("sertraline", 0, 55), dated("mirtazapine", 0, 55)],
            [(1, "dose")],
        ),
        # The first of the trials, not of the courses.
        (
            [
                told("sertraline", combined="alone"),
                told("mirtazapine", dose=None, benefit=None, combined="alone"),
                told("bupropion", dose=None),
                told("Remeron", benefit=None, combined="alone"),
            ],
            [(3, "dose")],
        ),
        # Dates are asked of those that have none.
        ([told("sertraline", **TOGETHER), told("mirtazapine")], [(1, "dates"), (2, "dates")]),
        ([dated("sertraline", 0, 55), told("mirtazapine")], [(2, "dates")]),
        ([told("sertraline"), dated("mirtazapine", 0, 55)], [(1, "dates")]),
        ([told("sertraline", start=JANUARY, weeks=8), dated("mirtazapine", 20, 75)], [(1, "dates")]),
        ([told("sertraline", dose=None), told("mirtazapine", benefit=None)], [(1, "dose"), (2, "outcome")]),
        ([told("sertraline", combined="alone"), told("mirtazapine", combined="alone")], []),
        ([told("sertraline", dose=None)], []),
    ],
)
def test_the_fewest_questions_that_could_settle_it(history: History, questions: list[tuple[int, str]]) -> None:
    assert asked(history) == questions


def separate(*edges: str) -> int:
    joined: dict[str, set[str]] = {}
    for one, other in map(tuple, edges):
        joined.setdefault(one, set()).add(other)
        joined.setdefault(other, set()).add(one)
    return most_separate({name: frozenset(others) for name, others in joined.items()})


@pytest.mark.parametrize(
    ("edges", "count"),
    [
        (("ab",), 1),
        (("ab", "bc"), 2),
        (("ab", "bc", "cd"), 2),
        (("ab", "bc", "ca"), 1),
        # Whoever takes the first of the loosest ones gets one too few.
        (("ab", "ac", "bd", "ce", "de", "df", "ef"), 3),
        # Whoever leaves the busiest one out gets one too few.
        (("ha", "hb", "hc", "hd", "ab", "cd", "ax", "bx", "cy", "dy"), 3),
        # Whoever has to take it gets too few as well.
        (("ha", "hb", "hc", "hd", "ab", "bc", "cd", "da"), 2),
    ],
)
def test_as_many_treatments_as_are_not_joined_to_each_other(edges: tuple[str, ...], count: int) -> None:
    assert separate(*edges) == count
