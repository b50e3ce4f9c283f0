"""What to ask: the fewest answers that could settle an open count, and the day on which a running trial counts."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from rules.engine.trials.assessment import Assessment
from rules.engine.trials.counting import Tally, tally
from rules.engine.trials.judging import Definition, Judgement
from rules.engine.trials.overlap import is_dated
from rules.engine.truth import YES
from rules.engine.values import upper_end

_DATES = "dates"
_DAYS = 7


class Question(NamedTuple):
    """One thing to ask about one trial."""

    trial: int
    field: str


type Step = tuple[tuple[Question, ...], frozenset[int]]


def smallest_questions(assessment: Assessment) -> tuple[Question, ...]:
    """The fewest questions whose answers could bring the certain failures to the number needed.

    Empty where the count is settled either way. Courses with the fewest gaps come first.
    """
    definition, judgements, count = assessment.definition, assessment.judgements, assessment.tally
    if count.high < definition.criteria.needed:
        return ()
    asked: dict[Question, None] = {}
    while count.low < definition.criteria.needed:
        questions, trials = min(_steps(count), key=lambda step: (len(step[0]), step[0]))
        asked |= dict.fromkeys(questions)
        judgements = tuple(_answered(one) if one.trial.number in trials else one for one in judgements)
        count = tally(judgements, definition)
    return tuple(sorted(asked))


def _steps(count: Tally) -> Iterator[Step]:
    """Each way to raise the lower bound: what it asks, and which trials it would settle.

    There is one wherever the bounds differ: what makes them differ is a trial of which something is missing, or one
    without dates.
    """
    for name, course in count.possible.items():
        if name not in count.failed:
            yield _about_one_of(course)
    for pair in count.doubtful:
        unsettled = [one for name in pair for one in count.possible[name] if one.counted is not YES]
        if unsettled:
            yield _about_one_of(unsettled)
        undated = [one.trial for name in pair for one in count.failed[name] if not is_dated(one.trial)]
        if undated:
            yield _about_dates([trial.number for trial in undated])


def _about_one_of(judgements: Sequence[Judgement]) -> Step:
    """What is missing of the trial of which the least is missing."""
    _, trial, missing = min((len(one.missing), one.trial.number, sorted(one.missing)) for one in judgements)
    return tuple(Question(trial, field) for field in missing), frozenset({trial})


def _about_dates(trials: Sequence[int]) -> Step:
    return tuple(Question(trial, _DATES) for trial in sorted(trials)), frozenset(trials)


def _answered(judgement: Judgement) -> Judgement:
    """As if the answers showed a failure of its own."""
    return judgement._replace(trial=judgement.trial._replace(combined="alone"), counted=YES)


def recheck_on(judgement: Judgement, definition: Definition, as_of: int) -> int | None:
    """The day on which a trial still running will have lasted long enough; None for any other trial."""
    if "in_progress" not in judgement.reasons:
        return None
    trial, weeks = judgement.trial, definition.criteria.min_weeks
    started: int | None = upper_end(trial.start)
    if started is not None:
        return started + ceil(_DAYS * (weeks + trial.titration))
    return as_of + ceil(_DAYS * (weeks - trial.weeks_low))
