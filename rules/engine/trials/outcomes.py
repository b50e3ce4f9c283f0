"""Whether a treatment failed for a condition: how far it helped, and whether a relapse came in spite of it."""

from typing import NamedTuple

from rules.engine.trials.amounts import ANY, Span, at_least, below, exactly
from rules.engine.trials.profiles import Criteria
from rules.engine.trials.trial import Trial
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.values import Number

RELAPSED = "worked_then_stopped"
REMISSION = "back_to_normal"
RESPONSE = "much_better"
PARTIAL = "partial"
NONE = "none"
_COMPLETE = 100


class Outcome(NamedTuple):
    """`failed` under the definition, `responded` whether there was a response at all."""

    failed: Truth
    responded: Truth
    contradiction: bool = False


UNKNOWN_OUTCOME = Outcome(UNKNOWN, UNKNOWN)


def outcome_of(trial: Trial, criteria: Criteria, success: str) -> Outcome:
    """The outcome for the condition of the criteria; one about another condition says nothing."""
    word, percent = _stated(trial, criteria.indication)
    if word == RELAPSED:
        return _after_relapse(trial, criteria)
    helped = improvement(word, percent, criteria)
    if helped is None or _contradicts(trial, word):
        return Outcome(UNKNOWN, UNKNOWN, contradiction=True)
    responded = at_least(helped, criteria.response_from)
    if success == "remission":
        return Outcome(_without_remission(word, responded), responded)
    return Outcome(below(helped, criteria.fail_cut), responded)


def improvement(word: str | None, percent: Number | None, criteria: Criteria) -> Span | None:
    """Improvement in percent; None where the word and the number cannot both be true."""
    span = {
        None: ANY,
        NONE: Span(0, criteria.partial_from - 1),
        PARTIAL: Span(criteria.partial_from, criteria.response_from - 1),
    }.get(word, Span(criteria.response_from, _COMPLETE))
    if percent is None:
        return span
    fits = percent >= span.low and (span.high is None or percent < span.high + 1)
    return exactly(percent) if fits else None


def _stated(trial: Trial, indication: str) -> tuple[str | None, Number | None]:
    if indication in {"depression", "bipolar"}:
        return trial.benefit, trial.improvement
    if indication == "anxiety":
        return trial.benefit_anxiety, None
    both = trial.reasons is None or {"ocd", "ptsd"} <= trial.reasons
    return (None if both else trial.benefit_other), None


def _after_relapse(trial: Trial, criteria: Criteria) -> Outcome:
    """It failed if it was kept up long enough after the relapse, and not if it was stopped before that."""
    kept = trial.weeks_after_relapse
    failed = UNKNOWN if kept is None else at_least(exactly(kept), criteria.min_weeks)
    return Outcome(failed, YES)


def _without_remission(word: str | None, responded: Truth) -> Truth:
    if word == REMISSION:
        return NO
    if word in {NONE, PARTIAL, RESPONSE}:
        return YES
    return YES if responded is NO else UNKNOWN


def _contradicts(trial: Trial, word: str | None) -> bool:
    """Stopped because of feeling well, although it did not help at all."""
    return word == NONE and trial.stopped_for("felt_well")
