"""Table 1.4 where it needs the adequacy of treatment trials."""

from tests.second.form import Form, is_open
from tests.second.logic import Truth, all_of, any_of, no, surely
from tests.second.mind import suicide_high
from tests.second.scales import anxiety_above, depressed
from tests.second.tables import rule
from tests.second.trials import (
    depression_failed_enough,
    medicine_failed_in_anxiety,
    therapy_failed_in_anxiety,
)

_SPECTRUM = ("schizophrenia", "schizoaffective", "schizophreniform", "delusional_disorder")
_ANXIETY = ("gad", "panic", "social_anxiety")


def _bipolar_depression(form: Form) -> Truth:
    """Its recommended treatments are not among the medicines listed here; antidepressants alone never count."""
    possible = form.has("psych.mania.ever", "mania", "bipolar", "after_medicine")
    return any_of(
        form.has("target.dx", "bipolar_1", "bipolar_2"), all_of(form.has("target.dx", "mdd", "pdd"), possible)
    )


def unipolar(form: Form) -> Truth:
    """Major depression, without the bipolar or psychosis gate of 3.6."""
    possible = form.has("psych.mania.ever", "mania", "bipolar", "after_medicine")
    bipolar = any_of(form.has("target.dx", "bipolar_1", "bipolar_2"), possible)
    return all_of(form.has("target.dx", "mdd"), no(bipolar), no(form.has("psych.psychosis.ever", *_SPECTRUM)))


def _applies(gate: Truth, resistant: Truth) -> Truth:
    """Settled: as long as it is open whether a condition is there, nothing is said of its resistance."""
    return None if gate is None else all_of(gate, resistant)


def depression_resistant(form: Form) -> Truth:
    return _applies(unipolar(form), depression_failed_enough(form))


def anxiety_resistant(form: Form) -> Truth:
    """3.7: a first-line medicine AND a psychological treatment failed AND a scale is above its threshold.

    No psychotherapy ever tried settles it, whatever is or is not told of the medicines.
    """
    failures = medicine_failed_in_anxiety(form), therapy_failed_in_anxiety(form)
    return _applies(form.has("target.dx", *_ANXIETY), all_of(*failures, anxiety_above(form)))


@rule("indication.esk_not_labelled", "S", "REL", app="ESK")
def not_labelled(form: Form) -> Truth:
    """Target is not treatment-resistant depression or major depression with acute suicidality (C-SSRS high)."""
    return all_of(no(depression_resistant(form)), no(all_of(unipolar(form), suicide_high(form))))


@rule("indication.insufficient_trials", "S", "REL")
def insufficient(form: Form) -> Truth:
    """No condition to be treated is resistant; by table 1.1 none is by default for trauma and obsessions."""
    return no(
        any_of(
            depression_resistant(form),
            anxiety_resistant(form),
            _applies(_bipolar_depression(form), None if form.rows("target.trials") is None else False),
        )
    )


@rule("indication.trials_unknown", "S", "INF")
def trials_unknown(form: Form) -> Truth:
    """A trial of which too little is known, where knowing it may settle the count."""
    return depression_failed_enough(form) is None


@rule("indication.not_currently_symptomatic", "S", "REL")
def not_symptomatic(form: Form) -> Truth:
    """3.6: resistant, but PHQ-9 <10 and not rated moderate or worse by a clinician."""
    rated = not is_open(form.answers.get("target.severity")) and surely(
        form.chosen("target.severity", "moderate", "severe", "severe_with_psychosis")
    )
    return all_of(depression_resistant(form), no(any_of(depressed(form), rated)))
