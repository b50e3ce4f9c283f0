"""The patient's status for one condition. Unknown stays unknown: it is shown as indeterminate and asked about."""

from typing import Any, NamedTuple

from rules.engine.trials.assessment import Assessment
from rules.engine.trials.judging import Definition
from rules.engine.trials.therapies import psychological_axis
from rules.engine.truth import NO, UNKNOWN, YES, Truth, conjunction, stated
from rules.engine.values import Number

RESISTANT = "resistant"
NOT_YET = "not_yet_resistant"
NOT_APPLICABLE = "not_applicable"


class Axes(NamedTuple):
    """The parts a status rests on. An axis the definition does not ask for is YES."""

    drug: Truth
    psychological: Truth
    above_threshold: Truth

    @property
    def status(self) -> str | None:
        """None while it is indeterminate."""
        verdict = conjunction(self.drug, self.psychological, self.above_threshold)
        return {YES: RESISTANT, NO: NOT_YET}.get(verdict)

    @property
    def label(self) -> str | None:
        """Which kinds of treatment failed; None while one is not known."""
        return {
            (YES, YES): "both",
            (YES, NO): "drug_only",
            (NO, YES): "psychotherapy_only",
            (NO, NO): "neither",
        }.get((self.drug, self.psychological))


def status_of(applies: Truth | None, axes: Axes) -> str | None:
    """The status of a condition; None while it is indeterminate or nobody knows whether the condition applies."""
    if applies is NO:
        return NOT_APPLICABLE
    return None if applies is None else axes.status


def axes_of(definition: Definition, failed: tuple[int, int] | None, therapies: Any, above: Truth | None) -> Axes:
    """The axes of a condition; `failed` is None where nobody knows which medicines were tried.

    Without any psychotherapy anxiety is not yet resistant whatever the medicines were (treatment-resistance.md 3.7).
    """
    return Axes(
        drug=UNKNOWN if failed is None else reaches(*failed, definition.criteria.needed),
        psychological=psychological_axis(therapies, definition.profile, definition.criteria, definition.diagnoses),
        above_threshold=stated(above) if definition.profile.above_threshold else YES,
    )


def bounds(assessment: Assessment, stimulation: Truth) -> tuple[int, int]:
    """At least and at most so many failed treatments, brain stimulation among them where the definition says so."""
    counted = stimulation if assessment.definition.profile.neurostimulation_counts else NO
    return assessment.tally.low + (counted is YES), assessment.tally.high + (counted is not NO)


def reaches(low: int, high: int, needed: Number) -> Truth:
    if low >= needed:
        return YES
    return NO if high < needed else UNKNOWN
