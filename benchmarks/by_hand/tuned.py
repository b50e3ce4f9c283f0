"""The ten counting rules again, by somebody who counts every call: loops that stop early and call nothing.

Beside the unit, not the unit: it shows how much of a ratio is the style of the hand-written rules.
"""

from collections.abc import Mapping

from benchmarks.by_hand.counts import (
    DOSE_ADEQUATE,
    HALF,
    PHQ_MODERATE,
    QUARTER,
    WEEKS_ADEQUATE,
    WEEKS_LONG,
    WEEKS_SHORT,
)
from benchmarks.by_hand.kleene import Answers, Rule, Verdict


def too_few(answers: Answers) -> Verdict:
    if (trials := answers.get("trials")) is None:
        return None
    sure = possible = 0
    for trial in trials:
        weeks, dose = trial.get("weeks"), trial.get("dose")
        if (weeks is not None and weeks < WEEKS_ADEQUATE) or (dose is not None and dose < DOSE_ADEQUATE):
            continue
        possible += 1
        sure += weeks is not None and dose is not None
    return _fewer(sure, possible, 2)


def same_class(answers: Answers) -> Verdict:
    if (trials := answers.get("trials")) is None:
        return None
    sure = possible = 0
    for trial in trials:
        group, weeks = trial.get("medicine_class"), trial.get("weeks")
        if (group is not None and group != "ssri") or (weeks is not None and weeks < WEEKS_ADEQUATE):
            continue
        possible += 1
        sure += group is not None and weeks is not None
    return _reached(sure, possible, 2)


def helped(answers: Answers) -> Verdict:
    if (trials := answers.get("trials")) is None:
        return None
    verdict: Verdict = False
    for trial in trials:
        improvement = trial.get("improvement")
        if improvement is None:
            verdict = None
        elif improvement >= HALF:
            return True
    return verdict


def not_endured(answers: Answers) -> Verdict:
    if (trials := answers.get("trials")) is None:
        return None
    sure = possible = 0
    for trial in trials:
        stopped, effects = trial.get("stopped_early"), trial.get("side_effects")
        if stopped is False or effects is False:
            continue
        possible += 1
        sure += stopped is not None and effects is not None
    return _reached(sure, possible, 3)


def not_taken(answers: Answers) -> Verdict:
    if (trials := answers.get("trials")) is None:
        return None
    sure = possible = 0
    for trial in trials:
        weeks, adherence = trial.get("weeks"), trial.get("adherence")
        if (weeks is not None and weeks < WEEKS_SHORT) or adherence == "poor":
            sure += 1
        elif weeks is None or adherence is None:
            possible += 1
    return _reached(sure, sure + possible, 3)


def second_line(answers: Answers) -> Verdict:
    if (trials := answers.get("trials")) is None:
        return None
    verdict: Verdict = False
    for trial in trials:
        group, weeks, adherence = trial.get("medicine_class"), trial.get("weeks"), trial.get("adherence")
        if group in ("ssri", "other") or (weeks is not None and weeks < WEEKS_ADEQUATE) or adherence == "poor":
            continue
        if group is not None and weeks is not None and adherence is not None:
            return True
        verdict = None
    return verdict


def mood_switch(answers: Answers) -> Verdict:
    if (trials := answers.get("trials")) is None:
        return None
    verdict: Verdict = False
    for trial in trials:
        switched, stopped = trial.get("switched_mood"), trial.get("stopped_early")
        if switched is False or stopped is True:
            continue
        if switched is not None and stopped is not None:
            return True
        verdict = None
    return verdict


def no_augmentation(answers: Answers) -> Verdict:
    if (trials := answers.get("trials")) is None:
        return None
    verdict: Verdict = True
    for trial in trials:
        augmented, weeks = trial.get("augmented"), trial.get("weeks")
        if augmented is False or (weeks is not None and weeks < WEEKS_ADEQUATE):
            continue
        if augmented is not None and weeks is not None:
            return False
        verdict = None
    return verdict


def severe_resistant(answers: Answers) -> Verdict:
    score, failures = answers.get("phq_score"), _failures(answers)
    severe = None if score is None else score >= PHQ_MODERATE
    if severe is False or failures is False:
        return False
    return None if severe is None or failures is None else True


def _failures(answers: Answers) -> Verdict:
    if (trials := answers.get("trials")) is None:
        return None
    sure = possible = 0
    for trial in trials:
        weeks, dose, improvement = trial.get("weeks"), trial.get("dose"), trial.get("improvement")
        if (weeks is not None and weeks < WEEKS_ADEQUATE) or (dose is not None and dose < DOSE_ADEQUATE):
            continue
        if improvement is not None and improvement >= QUARTER:
            continue
        possible += 1
        sure += weeks is not None and dose is not None and improvement is not None
    return _reached(sure, possible, 2)


def strictly_failed(answers: Answers) -> Verdict:
    if (trials := answers.get("trials")) is None:
        return None
    verdict: Verdict = False
    for trial in trials:
        weeks, dose, improvement = trial.get("weeks"), trial.get("dose"), trial.get("improvement")
        stopped, adherence = trial.get("stopped_early"), trial.get("adherence")
        if stopped is True or adherence == "poor" or (weeks is not None and weeks < WEEKS_LONG):
            continue
        if (dose is not None and dose < DOSE_ADEQUATE) or (improvement is not None and improvement >= QUARTER):
            continue
        if None not in (weeks, dose, improvement, stopped, adherence):
            return True
        verdict = None
    return verdict


def _reached(sure: int, possible: int, bound: int) -> Verdict:
    if sure >= bound:
        return True
    return None if possible >= bound else False


def _fewer(sure: int, possible: int, bound: int) -> Verdict:
    if sure >= bound:
        return False
    return None if possible >= bound else True


TUNED: Mapping[str, Rule] = {
    "trials.too_few": too_few,
    "trials.same_class": same_class,
    "trials.helped": helped,
    "trials.not_endured": not_endured,
    "trials.not_taken": not_taken,
    "trials.second_line": second_line,
    "trials.mood_switch": mood_switch,
    "trials.no_augmentation": no_augmentation,
    "trials.severe_resistant": severe_resistant,
    "trials.strictly_failed": strictly_failed,
}
