"""The rows of the treatment history become trials: medicine, dose a day, weeks, adherence, episode."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from rules.engine.trials.agents import Agent, Agents
from rules.engine.trials.amounts import ANY, Span
from rules.engine.trials.doses import AS_NEEDED, daily_dose
from rules.engine.trials.trial import Trial
from rules.engine.trials.weeks import CONFLICT, Stated, duration
from rules.engine.truth import NO, YES, Truth, truth
from rules.engine.values import Number, Value, lower_end, upper_end

_STILL_TAKING = "still_taking"
_EPISODE_CONFLICT = "episode_conflict"
_ADHERENCE: Mapping[str | None, Span] = {
    "from_80": Span(80, 100),
    "from_50_to_79": Span(50, 79),
    "under_50": Span(0, 49),
}


class Written(NamedTuple):
    """One row as it was answered; the order is that of the columns named in the content."""

    drug: str | None
    reasons: frozenset[str] | None
    dose: Number | None
    often: str | None
    start: Value
    end: Value
    weeks: Number | None
    weeks_most: Number | None
    weeks_at_dose: Number | None
    adherence: str | None
    benefit: str | None
    improvement: Number | None
    benefit_anxiety: str | None
    benefit_other: str | None
    weeks_after_relapse: Number | None
    stop_reasons: frozenset[str] | None
    combined: str | None
    combined_with: str | None
    episode: str | None
    confirmed: str | None
    dose_ok: Truth | None


class Episode(NamedTuple):
    """When the present episode began, and whether there ever were two months of being well before it."""

    start: Value
    ever_well: Truth | None


def trial_reader(agents: Agents) -> Callable[..., Any]:
    """A computation: the columns of the history, then start of episode, ever well, and the weeks that may differ."""
    width = len(Written._fields)

    def read_trials(as_of: int, *inputs: Any) -> Value:
        columns, (start, ever_well, most_apart) = inputs[:width], inputs[width:]
        if columns[0] is None:
            return None
        episode = Episode(start, ever_well)
        rows = zip(*columns, strict=True)
        return tuple(
            _read(place, Written(*row), agents, episode, as_of=as_of, most_apart=most_apart)
            for place, row in enumerate(rows, start=1)
        )

    return read_trials


def _read(place: int, row: Written, agents: Agents, episode: Episode, *, as_of: int, most_apart: Number) -> Trial:
    agent = agents.named(row.drug)
    ongoing = _ongoing(row)
    end = as_of if ongoing is YES else row.end
    weeks, conflict = _weeks(row, agent, end, as_of, most_apart)
    in_episode, disputed = _in_episode(row.episode, end, episode)
    doubts = [CONFLICT] * conflict + [_EPISODE_CONFLICT] * disputed
    dose, adherence = daily_dose(row.dose, row.often, agent), _ADHERENCE.get(row.adherence, ANY)
    return Trial(
        number=place,
        written=row.drug,
        agent=None if agent is None else agent.id,
        reasons=row.reasons,
        as_needed=None if row.often is None else truth(row.often == AS_NEEDED),
        mg_low=dose.low,
        mg_high=dose.high,
        weeks_low=weeks.low,
        weeks_high=weeks.high,
        titration=0 if agent is None else agent.titration_weeks,
        start=row.start,
        end=end,
        ongoing=ongoing,
        adherence_low=adherence.low,
        adherence_high=adherence.high,
        benefit=row.benefit,
        improvement=row.improvement,
        benefit_anxiety=row.benefit_anxiety,
        benefit_other=row.benefit_other,
        weeks_after_relapse=row.weeks_after_relapse,
        stop_reasons=row.stop_reasons,
        combined=row.combined,
        combined_with=_ingredient(agents.named(row.combined_with)),
        in_episode=in_episode,
        confirmed=row.confirmed,
        dose_ok=row.dose_ok,
        doubts=frozenset(doubts),
    )


def _weeks(row: Written, agent: Agent | None, end: Value, as_of: int, most_apart: Number) -> tuple[Span, bool]:
    """A trial of which no end is known ended today at the latest."""
    titration = 0 if agent is None else agent.titration_weeks
    stated = Stated(row.weeks, row.weeks_most, row.weeks_at_dose)
    weeks, conflict = duration(stated, row.start, end, titration, most_apart)
    if conflict or weeks.high is not None or lower_end(row.start) is None:
        return weeks, conflict
    latest, _ = duration(stated, row.start, as_of, 0, most_apart)
    return Span(weeks.low, latest.high), False


def _ongoing(row: Written) -> Truth | None:
    """A trial with an end has ended; without either statement nobody can say."""
    if row.stop_reasons is not None:
        return truth(_STILL_TAKING in row.stop_reasons)
    return None if row.end is None else NO


def _in_episode(stated: str | None, end: Value, episode: Episode) -> tuple[Truth | None, bool]:
    """Whether the trial belongs to the present episode, and whether statement and dates contradict each other."""
    dated = _after_start(end, episode)
    if stated is None:
        return dated, False
    said = truth(stated == "current")
    if dated is not None and dated is not said:
        return None, True
    return said, False


def _after_start(end: Value, episode: Episode) -> Truth | None:
    """Never well for two months since the illness began: every trial belongs to the one episode."""
    if episode.ever_well is NO:
        return YES
    began, began_late = lower_end(episode.start), upper_end(episode.start)
    ended_early, ended = lower_end(end), upper_end(end)
    if began_late is not None and ended_early is not None and ended_early >= began_late:
        return YES
    return NO if began is not None and ended is not None and ended < began else None


def _ingredient(agent: Agent | None) -> str | None:
    return None if agent is None else agent.ingredient
