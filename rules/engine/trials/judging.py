"""One trial judged under one definition: did it count, was it adequate, did it fail, and what is missing to know."""

from collections.abc import Mapping
from typing import NamedTuple

from rules.engine.trials.agents import Agent
from rules.engine.trials.amounts import Span, at_least, below
from rules.engine.trials.outcomes import RELAPSED, Outcome, outcome_of
from rules.engine.trials.profiles import Criteria, Profile
from rules.engine.trials.trial import Trial
from rules.engine.truth import NO, UNKNOWN, YES, Truth, conjunction, stated, truth
from rules.engine.values import Number

_REASONS: Mapping[str, frozenset[str]] = {
    "depression": frozenset({"depression"}),
    "bipolar": frozenset({"depression", "bipolar"}),
    "anxiety": frozenset({"anxiety", "panic", "social_anxiety"}),
    "ocd": frozenset({"ocd"}),
    "ptsd": frozenset({"ptsd"}),
}
_ANXIETY = ("gad", "panic", "social_anxiety")


class Definition(NamedTuple):
    """What a trial is judged by: a profile with its numbers, for a patient with these diagnoses."""

    profile: Profile
    criteria: Criteria
    diagnoses: frozenset[str]


class Checks(NamedTuple):
    """The parts of the judgement, each three-valued."""

    agent: Truth
    reason: Truth
    regular: Truth
    dose: Truth
    duration: Truth
    adherence: Truth
    outcome: Outcome
    episode: Truth


class Judgement(NamedTuple):
    """A trial with its label. `counted` says whether it is a failure that belongs to what the definition looks at."""

    trial: Trial
    agent: Agent | None
    label: str
    reasons: frozenset[str]
    missing: frozenset[str]
    flags: frozenset[str]
    counted: Truth


def judged(trial: Trial, agent: Agent | None, definition: Definition, weeks: Span) -> Judgement:
    """The judgement of one trial; `weeks` is its duration together with spells that continue it."""
    role = role_of(agent, definition.profile)
    checks = _checks(trial, agent, definition, weeks, augments=role == "augmentation")
    adequate = conjunction(checks.dose, checks.duration, checks.adherence)
    counts = conjunction(checks.agent, checks.reason, checks.regular)
    label = _label(trial, counts, adequate, checks.outcome, definition)
    failed = conjunction(counts, adequate, checks.outcome.failed)
    return Judgement(
        trial=trial,
        agent=agent,
        label=label,
        reasons=_reasons(trial, checks),
        missing=_missing(checks) if failed is not NO and UNKNOWN in (failed, checks.episode) else frozenset(),
        flags=_flags(trial, agent, definition, checks, adequate),
        counted=conjunction(failed, checks.episode),
    )


def role_of(agent: Agent | None, profile: Profile) -> str:
    """Whether a medicine can count as a trial of its own, as an augmentation, or not at all."""
    if agent is None:
        return "unknown"
    if profile.countable(agent):
        return "trial"
    return "augmentation" if agent.augmentation else "other"


def minimum_dose(agent: Agent, definition: Definition) -> Number | None:
    """The least adequate dose for the condition, mg a day; None where the sources give none.

    A medicine that can only be added to another one has one least dose, whatever the condition.
    """
    indication, minima = definition.criteria.indication, agent.minima
    if role_of(agent, definition.profile) == "augmentation":
        return minima.get("augmentation")
    usual = minima.get(definition.profile.dose, minima.get("standard"))
    if indication == "anxiety":
        listed = [minima[name] for name in _ANXIETY if name in definition.diagnoses and name in minima]
        return max(listed, default=usual)
    if indication == "ptsd":
        return minima.get("ptsd", usual)
    return usual if indication == "depression" else minima.get(indication)


def dose_check(trial: Trial, minimum: Number | None) -> Truth:
    """A clinician's own judgement of the dose, a blood level for instance, goes before the written dose."""
    if trial.dose_ok is not None:
        return trial.dose_ok
    return UNKNOWN if minimum is None else at_least(trial.dose, minimum)


def _checks(trial: Trial, agent: Agent | None, definition: Definition, weeks: Span, *, augments: bool) -> Checks:
    criteria, profile = definition.criteria, definition.profile
    counted_here = profile.augmentation_counts and augments
    minimum = None if agent is None else minimum_dose(agent, definition)
    return Checks(
        agent=truth(None if agent is None else profile.countable(agent) or counted_here),
        reason=truth(None if trial.reasons is None else bool(trial.reasons & _REASONS[criteria.indication])),
        regular=truth(None if trial.as_needed is None else trial.as_needed is NO),
        dose=dose_check(trial, minimum),
        duration=at_least(weeks, criteria.augmentation_weeks if augments else criteria.min_weeks),
        adherence=_adherent(trial.adherence, criteria),
        outcome=outcome_of(trial, criteria, profile.success),
        episode=YES if profile.lifetime else stated(trial.in_episode),
    )


def _adherent(taken: Span, criteria: Criteria) -> Truth:
    """Between the two limits nothing is decided."""
    if below(taken, criteria.adherence_low) is YES:
        return NO
    return YES if at_least(taken, criteria.adherence_enough) is YES else UNKNOWN


def _label(trial: Trial, counts: Truth, adequate: Truth, outcome: Outcome, definition: Definition) -> str:
    """An inadequate trial is called that even where its medicine or reason is not known: one "no" is enough."""
    if counts is NO:
        return "not_counted"
    if adequate is NO:
        return "intolerant" if trial.stopped_for("side_effects") else "inadequate"
    if UNKNOWN in (counts, adequate) or outcome.failed is UNKNOWN:
        return "indeterminate"
    if outcome.failed is YES:
        return "adequate_failed"
    narrow = definition.profile.success == "response" and outcome.responded is NO
    return "adequate_partial" if narrow else "adequate_responded"


def _reasons(trial: Trial, checks: Checks) -> frozenset[str]:
    """Everything that speaks against the trial, not only the first thing."""
    too_short = "in_progress" if trial.ongoing is YES else "duration"
    named = {
        "agent": checks.agent,
        "reason_for_use": checks.reason,
        "as_needed": checks.regular,
        "dose": checks.dose,
        too_short: checks.duration,
        "adherence": checks.adherence,
        "benefit": checks.outcome.failed,
        "earlier_episode": checks.episode,
    }
    return frozenset([name for name, check in named.items() if check is NO])


def _missing(checks: Checks) -> frozenset[str]:
    """What would have to be known; a frequency of taking is asked together with the dose."""
    named = {
        "agent": checks.agent,
        "reason_for_use": checks.reason,
        "dose": conjunction(checks.regular, checks.dose),
        "duration": checks.duration,
        "adherence": checks.adherence,
        "outcome": checks.outcome.failed,
        "episode": checks.episode,
    }
    return frozenset([name for name, check in named.items() if check is UNKNOWN])


def _flags(
    trial: Trial, agent: Agent | None, definition: Definition, checks: Checks, adequate: Truth
) -> frozenset[str]:
    side_effects, failed = trial.stopped_for("side_effects"), checks.outcome.failed
    named = {
        "also_intolerant": side_effects and adequate is YES and failed is YES,
        "stopped_for_side_effects": side_effects and adequate is YES and failed is NO,
        "responded": adequate is NO and checks.outcome.responded is YES,
        "provisional_ongoing": trial.ongoing is YES and adequate is YES and failed is YES,
        "borderline_dose": _borderline(trial, agent, checks),
        "relapsed": RELAPSED in {trial.benefit, trial.benefit_anxiety, trial.benefit_other},
        "contradiction": checks.outcome.contradiction,
        "dose_set_by_clinician": trial.dose_ok is not None,
        "no_minimum_dose": agent is not None and checks.agent is YES and minimum_dose(agent, definition) is None,
    }
    return trial.doubts | frozenset([name for name, raised in named.items() if raised])


def _borderline(trial: Trial, agent: Agent | None, checks: Checks) -> bool:
    """Under the minimum, although at or over the lower one that some sources accept."""
    lenient = None if agent is None else agent.minima.get("lenient")
    return (
        checks.dose is NO and trial.dose_ok is None and lenient is not None and at_least(trial.dose, lenient) is YES
    )
