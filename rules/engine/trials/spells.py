"""The same medicine taken again soon after: one trial whose weeks add up.

Only spells at a sufficient dose add up. Days covered twice count once, and a row entered twice adds nothing. Where
dates are missing the weeks may add up, which raises only the upper bound.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from rules.engine.trials.amounts import Span, exact_day
from rules.engine.trials.trial import Trial
from rules.engine.trials.weeks import weeks_between
from rules.engine.truth import NO, YES, Truth
from rules.engine.values import Number, lower_end, upper_end

type DoseCheck = Callable[[Trial], Truth]


def joined_weeks(
    trials: Sequence[Trial], ingredients: Mapping[int, str], dose: DoseCheck, gap: Number
) -> dict[int, Span]:
    """For each trial, by its number, the weeks of everything it forms one spell with; gaps are in days."""
    weeks = {trial.number: trial.weeks for trial in trials}
    for same in _by_ingredient(trials, ingredients):
        enough = [trial for trial in same if dose(trial) is YES and _days(trial) is not None]
        for trial, more in _dated_runs(enough, gap):
            weeks[trial.number] = _longer(weeks[trial.number], more, more)
        for trial in same:
            for other in _possibly_joined(trial, same, dose, gap, surely={one.number for one in enough}):
                weeks[trial.number] = _longer(weeks[trial.number], 0, other.weeks_high)
    return weeks


def _by_ingredient(trials: Sequence[Trial], ingredients: Mapping[int, str]) -> list[list[Trial]]:
    groups: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        if trial.number in ingredients:
            groups[ingredients[trial.number]].append(trial)
    return list(groups.values())


def _days(trial: Trial) -> tuple[int, int] | None:
    start, end = exact_day(trial.start), exact_day(trial.end)
    return None if start is None or end is None or end < start else (start, end)


def _dated_runs(trials: Sequence[Trial], gap: Number) -> Iterator[tuple[Trial, Number]]:
    """Each trial with the weeks the other spells of its run add to its own."""
    dated = sorted((days, trial.number, trial) for trial in trials if (days := _days(trial)) is not None)
    run: list[tuple[tuple[int, int], Trial]] = []
    covered, until = 0, 0
    for (start, end), _, trial in dated:
        if run and start - until - 1 > gap:
            yield from _with_gain(run, covered)
            run, covered = [], 0
        covered += max(end - max(until, start - 1), 0)
        until = max(until, end)
        run.append(((start, end), trial))
    yield from _with_gain(run, covered)


def _with_gain(run: Sequence[tuple[tuple[int, int], Trial]], covered: int) -> Iterator[tuple[Trial, Number]]:
    for (start, end), trial in run:
        yield trial, weeks_between(covered - (end - start + 1))


def _possibly_joined(
    trial: Trial, same: Sequence[Trial], dose: DoseCheck, gap: Number, *, surely: set[int]
) -> Iterator[Trial]:
    """Other spells of the medicine that may continue this one, for all that is known."""
    for other in same:
        settled = trial.number in surely and other.number in surely
        if other is trial or settled or dose(other) is NO or _twin(trial, other):
            continue
        if not _surely_apart(trial, other, gap):
            yield other


def _twin(trial: Trial, other: Trial) -> bool:
    """The same row entered twice."""
    return other._replace(number=trial.number, written=trial.written) == trial


def _surely_apart(trial: Trial, other: Trial, gap: Number) -> bool:
    if {trial.in_episode, other.in_episode} == {YES, NO}:
        return True
    return _ends_before(trial, other, gap) or _ends_before(other, trial, gap)


def _ends_before(trial: Trial, other: Trial, gap: Number) -> bool:
    end, start = upper_end(trial.end), lower_end(other.start)
    return end is not None and start is not None and start - end - 1 > gap


def _longer(weeks: Span, low: Number, high: Number | None) -> Span:
    upper = None if weeks.high is None or high is None else weeks.high + high
    return Span(weeks.low + low, upper)
