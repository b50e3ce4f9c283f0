"""Ten rules that count treatment trials, whose fields may be unknown each for itself."""

from collections.abc import Mapping

from benchmarks.by_hand.kleene import (
    Answers,
    Rule,
    Verdict,
    all_of,
    any_of,
    at_least,
    below,
    count_reaches,
    negated,
    one_of,
)

WEEKS_ADEQUATE = 6
WEEKS_SHORT = 3
WEEKS_LONG = 8
DOSE_ADEQUATE = 70
HALF = 50
QUARTER = 25
PHQ_MODERATE = 10


def too_few(answers: Answers) -> Verdict:
    enough = count_reaches(
        answers.get("trials"),
        lambda trial: all_of(
            at_least(trial.get("weeks"), WEEKS_ADEQUATE), at_least(trial.get("dose"), DOSE_ADEQUATE)
        ),
        2,
    )
    return negated(enough)


def same_class(answers: Answers) -> Verdict:
    return count_reaches(
        answers.get("trials"),
        lambda trial: all_of(
            one_of(trial.get("medicine_class"), ("ssri",)), at_least(trial.get("weeks"), WEEKS_ADEQUATE)
        ),
        2,
    )


def helped(answers: Answers) -> Verdict:
    return count_reaches(answers.get("trials"), lambda trial: at_least(trial.get("improvement"), HALF), 1)


def not_endured(answers: Answers) -> Verdict:
    return count_reaches(
        answers.get("trials"), lambda trial: all_of(trial.get("stopped_early"), trial.get("side_effects")), 3
    )


def not_taken(answers: Answers) -> Verdict:
    return count_reaches(
        answers.get("trials"),
        lambda trial: any_of(below(trial.get("weeks"), WEEKS_SHORT), one_of(trial.get("adherence"), ("poor",))),
        3,
    )


def second_line(answers: Answers) -> Verdict:
    return count_reaches(
        answers.get("trials"),
        lambda trial: all_of(
            one_of(trial.get("medicine_class"), ("snri", "tca")),
            at_least(trial.get("weeks"), WEEKS_ADEQUATE),
            one_of(trial.get("adherence"), ("good", "fair")),
        ),
        1,
    )


def mood_switch(answers: Answers) -> Verdict:
    return count_reaches(
        answers.get("trials"),
        lambda trial: all_of(trial.get("switched_mood"), negated(trial.get("stopped_early"))),
        1,
    )


def no_augmentation(answers: Answers) -> Verdict:
    augmented = count_reaches(
        answers.get("trials"),
        lambda trial: all_of(trial.get("augmented"), at_least(trial.get("weeks"), WEEKS_ADEQUATE)),
        1,
    )
    return negated(augmented)


def severe_resistant(answers: Answers) -> Verdict:
    failures = count_reaches(
        answers.get("trials"),
        lambda trial: all_of(
            at_least(trial.get("weeks"), WEEKS_ADEQUATE),
            at_least(trial.get("dose"), DOSE_ADEQUATE),
            below(trial.get("improvement"), QUARTER),
        ),
        2,
    )
    return all_of(at_least(answers.get("phq_score"), PHQ_MODERATE), failures)


def strictly_failed(answers: Answers) -> Verdict:
    return count_reaches(
        answers.get("trials"),
        lambda trial: all_of(
            negated(trial.get("stopped_early")),
            at_least(trial.get("weeks"), WEEKS_LONG),
            at_least(trial.get("dose"), DOSE_ADEQUATE),
            one_of(trial.get("adherence"), ("good", "fair")),
            below(trial.get("improvement"), QUARTER),
        ),
        1,
    )


COUNTS: Mapping[str, Rule] = {
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
