"""Two antidepressants taken at the same time: a switch, one added to the other, or one combined treatment."""

from rules.engine.trials.agents import Agent
from rules.engine.trials.amounts import Span, exact_day
from rules.engine.trials.profiles import Criteria
from rules.engine.trials.trial import Trial
from rules.engine.trials.weeks import DAYS
from rules.engine.truth import NO, UNKNOWN, YES, Truth, truth
from rules.engine.values import Number, lower_end, upper_end

_ALONE = "alone"
_STARTED_TOGETHER = "started_together"


def one_treatment(one: Trial, other: Trial, agents: tuple[Agent | None, Agent | None], criteria: Criteria) -> Truth:
    """Whether two trials are one combined treatment: they overlap, and neither was adequate for itself.

    An overlap as short as a switch does not count. Without dates the statements on combination decide.
    """
    dated = _dated(one, other, criteria)
    if dated is not UNKNOWN:
        return dated
    if _says_apart(one, agents[1]) or _says_apart(other, agents[0]):
        return NO
    together = _STARTED_TOGETHER in {one.combined, other.combined}
    return _equally_long(one.weeks, other.weeks, criteria.min_weeks) if together else UNKNOWN


def can_be_one(trial: Trial) -> bool:
    """Whether enough is known of a trial for it to be surely part of a combined treatment."""
    return is_dated(trial) or trial.combined == _STARTED_TOGETHER


def is_dated(trial: Trial) -> bool:
    """Whether its first and its last day are known."""
    return exact_day(trial.start) is not None and exact_day(trial.end) is not None


def _dated(one: Trial, other: Trial, criteria: Criteria) -> Truth:
    if _switched(one, other, criteria.switch_weeks) or _switched(other, one, criteria.switch_weeks):
        return NO
    days = [exact_day(day) for day in (one.start, one.end, other.start, other.end)]
    if None in days:
        return UNKNOWN
    one_start, one_end, other_start, other_end = (day for day in days if day is not None)
    windows = (
        (other_start - one_start, one.titration),
        (one_end - other_end, one.titration),
        (one_start - other_start, other.titration),
        (other_end - one_end, other.titration),
    )
    return truth(not any(days >= DAYS * (criteria.min_weeks + lost) for days, lost in windows))


def _switched(earlier: Trial, later: Trial, most_weeks: Number) -> bool:
    """Whether the earlier one surely ended before, or soon after, the later one began."""
    end, start = upper_end(earlier.end), lower_end(later.start)
    return end is not None and start is not None and end - start + 1 <= DAYS * most_weeks


def _says_apart(trial: Trial, other: Agent | None) -> bool:
    """Taken alone, or together with another medicine than this one."""
    if trial.combined == _ALONE:
        return True
    named = trial.combined_with
    return named is not None and other is not None and named != other.ingredient


def _equally_long(one: Span, other: Span, min_weeks: Number) -> Truth:
    """Begun together, one of them has weeks of its own only if it went on long enough after the other."""
    if one.high is not None and other.high is not None:
        apart = max(one.high - other.low, other.high - one.low)
        if apart < min_weeks:
            return YES
    return UNKNOWN
