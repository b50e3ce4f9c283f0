"""A whole history under one definition: every trial judged, the failures counted."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rules.engine.trials.agents import Agents
from rules.engine.trials.counting import Tally, course_of, tally
from rules.engine.trials.judging import Definition, Judgement, dose_check, judged, minimum_dose
from rules.engine.trials.profiles import Profile, criteria_for
from rules.engine.trials.spells import joined_weeks
from rules.engine.trials.trial import Trial
from rules.engine.truth import NO, Truth


class Assessment(NamedTuple):
    """What one definition makes of the history."""

    definition: Definition
    judgements: tuple[Judgement, ...]
    tally: Tally


def assess(rows: Sequence[Sequence[Any]], definition: Definition, agents: Agents) -> Assessment:
    """The assessment of the rows of `trials_read`."""
    trials = [Trial.of(row) for row in rows]
    known = {trial.number: agent for trial in trials if (agent := agents.get(trial.agent)) is not None}
    ingredients = {number: agent.ingredient for number, agent in known.items()}

    def dose(trial: Trial) -> Truth:
        return dose_check(trial, minimum_dose(known[trial.number], definition))

    weeks = joined_weeks(trials, ingredients, dose, definition.criteria.spell_gap_days)
    judgements = tuple(judged(trial, known.get(trial.number), definition, weeks[trial.number]) for trial in trials)
    count = tally(judgements, definition)
    return Assessment(definition, tuple(_remarked(one, count, definition) for one in judgements), count)


def _remarked(judgement: Judgement, count: Tally, definition: Definition) -> Judgement:
    """The judgement with what only the other trials show: a close relative counted too, or one combined treatment."""
    agent = judgement.agent
    if agent is None or judgement.counted is NO:
        return judgement
    relatives = {
        one.agent.ingredient for one in _all(count) if one.agent is not None and one.agent.near == agent.near
    }
    named = {
        "near_duplicate": len(relatives) > 1,
        "combination_collapsed": course_of(judgement, definition) in count.combined,
    }
    return judgement._replace(flags=judgement.flags | {name for name, raised in named.items() if raised})


def _all(count: Tally) -> list[Judgement]:
    return [one for course in count.possible.values() for one in course]


def definition_for(
    criteria: Any, indication: str, profiles: Mapping[str, Profile], diagnoses: frozenset[str] | None
) -> Definition | None:
    """The definition in use for a condition, or None where the clinic has none."""
    found = criteria_for(criteria, indication)
    return None if found is None else Definition(profiles[found.profile], found, diagnoses or frozenset())
