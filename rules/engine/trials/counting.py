"""From judged trials to the number of failed treatments: at least so many, at most so many.

Trials of one medicine are one course. What certainly failed makes the lower bound; what may have failed belongs to
the upper one. Courses that may be one combined treatment are counted once in the lower bound, courses that surely
are in both.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from rules.engine.trials.judging import Definition, Judgement, role_of
from rules.engine.trials.overlap import can_be_one, one_treatment
from rules.engine.trials.separate import Graph, most_separate
from rules.engine.truth import NO, YES, Truth, conjunction, disjunction

type Courses = Mapping[str, Sequence[Judgement]]
type Pairs = Mapping[tuple[str, str], Truth]


class Tally(NamedTuple):
    """The bounds, the courses that failed or may have, and which pairs of them are one treatment.

    `doubtful` are the pairs of failed ones that only the lower bound takes for one.
    """

    low: int
    high: int
    failed: Courses
    possible: Courses
    doubtful: tuple[tuple[str, str], ...]
    combined: frozenset[str]


def tally(judgements: Iterable[Judgement], definition: Definition) -> Tally:
    """The count of failed courses under a definition."""
    counting = [judgement for judgement in judgements if judgement.counted is not NO]
    possible = _courses(counting, definition)
    failed = _courses([judgement for judgement in counting if judgement.counted is YES], definition)
    sure = _pairs(failed, definition)
    decided = {name: course for name, course in possible.items() if all(can_be_one(one.trial) for one in course)}
    both = sure if decided == failed else _pairs(decided, definition)
    merged = [pair for pair, one in sure.items() if one is not NO]
    joined = {pair for pair, one in both.items() if one is YES}
    return Tally(
        low=most_separate(_graph(failed, merged)),
        high=most_separate(_graph(possible, joined)),
        failed=failed,
        possible=possible,
        doubtful=tuple(pair for pair in merged if pair not in joined),
        combined=frozenset(name for pair in joined for name in pair),
    )


def _courses(judgements: Iterable[Judgement], definition: Definition) -> Courses:
    courses: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        courses[course_of(judgement, definition)].append(judgement)
    return dict(courses)


def course_of(judgement: Judgement, definition: Definition) -> str:
    """Which course a trial belongs to. A medicine that is not known may be any, so each written name is its own."""
    if judgement.agent is not None:
        return definition.profile.key(judgement.agent)
    written = (judgement.trial.written or "").strip().casefold()
    return f"?{written or judgement.trial.number}"


def _pairs(courses: Courses, definition: Definition) -> Pairs:
    """For every two courses whether they are one combined treatment. An augmentation never merges with its base."""
    if definition.profile.count_components:
        return {}
    own = {
        name: [
            judgement for judgement in judgements if role_of(judgement.agent, definition.profile) != "augmentation"
        ]
        for name, judgements in courses.items()
    }
    names = sorted(name for name, judgements in own.items() if judgements)
    return {(one, other): _one_course(own[one], own[other], definition) for one, other in combinations(names, 2)}


def _one_course(course: Sequence[Judgement], other: Sequence[Judgement], definition: Definition) -> Truth:
    """Whether none of either course stands for itself; of two single trials one answer holds for both."""
    tied = _tied(course, other, definition)
    return tied if len(course) == len(other) == 1 else conjunction(tied, _tied(other, course, definition))


def _tied(course: Sequence[Judgement], other: Sequence[Judgement], definition: Definition) -> Truth:
    """Whether no trial of the course stands for itself."""
    return conjunction(
        *(
            disjunction(
                *(
                    one_treatment(mine.trial, theirs.trial, (mine.agent, theirs.agent), definition.criteria)
                    for theirs in other
                )
            )
            for mine in course
        )
    )


def _graph(courses: Courses, pairs: Iterable[tuple[str, str]]) -> Graph:
    joined: dict[str, set[str]] = {name: set() for name in courses}
    for one, other in pairs:
        joined[one].add(other)
        joined[other].add(one)
    return {name: frozenset(others) for name, others in joined.items()}
