"""Table 1.2, cerebrovascular and neurological."""

from tests.second.form import Form
from tests.second.logic import Truth, all_of, any_of, no, surely, under
from tests.second.tables import rule


def _stroke(form: Form) -> Truth:
    return form.has("cv.vessels", "stroke")


def _bleed(form: Form, *types: str) -> Truth:
    return all_of(form.bled_around_the_brain, form.chosen("cv.brain_bleed_type", *types))


@rule("cerebro.acute_stroke_symptoms", "B", "URG")
def acute_stroke(form: Form) -> Truth:
    """New face droop, arm or leg weakness, speech or vision loss, or worst-ever sudden headache."""
    return form.has("acute.now", "weakness", "speech", "vision_loss", "worst_headache")


@rule("neuro.delirium", "B", "URG")
def delirium(form: Form) -> Truth:
    """Acute confusion or disorientation; settled: reduced alertness is read as delirium."""
    return form.has("acute.now", "confusion", "reduced_alertness")


@rule("cerebro.avm", "S", "ABS")
def avm(form: Form) -> Truth:
    """Arteriovenous malformation, any site, treated or not."""
    return form.has("cv.vessels", "malformation")


@rule("cerebro.intracerebral_hemorrhage", "S", "ABS")
def intracerebral_hemorrhage(form: Form) -> Truth:
    """Personal history of bleeding into the brain; settled: a haemorrhagic stroke counts."""
    return any_of(_bleed(form, "intracerebral"), all_of(_stroke(form), form.chosen("cv.stroke_type", "haemorrhagic")))


@rule("cerebro.other_intracranial_bleed", "S", "REL")
def other_bleed(form: Form) -> Truth:
    """Subdural, extradural, traumatic or subarachnoid bleed."""
    return _bleed(form, "subdural", "extradural", "traumatic", "subarachnoid")


@rule("cerebro.stroke_tia_lt_6wk", "S", "ABS-T")
def stroke_under_6_weeks(form: Form) -> Truth:
    """Ischaemic stroke or TIA <42 days; any stroke, since the question names a bleed before the others."""
    return all_of(_stroke(form), form.within("cv.stroke_date", days=42))


@rule("cerebro.stroke_tia_ge_6wk", "S", "REL")
def stroke_from_6_weeks(form: Form) -> Truth:
    """Ischaemic stroke or TIA >=42 days."""
    return all_of(_stroke(form), no(form.within("cv.stroke_date", days=42)))


@rule("cerebro.date_unknown", "S", "INF")
def stroke_details_unknown(form: Form) -> Truth:
    """Stroke, TIA or bleed = yes, type or date unknown."""
    stroke_open = not form.known("cv.stroke_type") or form.within("cv.stroke_date", days=42) is None
    return any_of(
        all_of(_stroke(form), stroke_open),
        all_of(form.bled_around_the_brain, not form.known("cv.brain_bleed_type")),
    )


@rule("cerebro.family_aneurysm", "S", "CAU")
def family_aneurysm(form: Form) -> Truth:
    """>=2 first-degree relatives with aneurysm or SAH, or connective-tissue disorder, patient not imaged."""
    return all_of(
        any_of(form.has("cv.family", "aneurysm_in_two_or_more"), form.has("cv.vessels", "connective_tissue")),
        no(form.yes("cv.aneurysm_imaging")),
    )


@rule("neuro.raised_icp", "S", "ABS")
def raised_pressure(form: Form) -> Truth:
    """Raised intracranial pressure, obstructive hydrocephalus, mass lesion with effect."""
    return form.has("neuro.conditions", "raised_pressure")


@rule("neuro.brain_lesion_unspecified", "S", "REL")
def lesion(form: Form) -> Truth:
    """Brain tumour, cyst, Chiari or past neurosurgery without a pressure statement."""
    return all_of(form.has("neuro.conditions", "lesion"), not surely(form.yes("neuro.lesion_pressure")))


@rule("neuro.csf_shunt", "S", "REL")
def shunt(form: Form) -> Truth:
    """Ventricular shunt or intrathecal therapy."""
    return form.has("neuro.conditions", "shunt")


@rule("neuro.head_injury", "S", "REL")
def head_injury(form: Form) -> Truth:
    """Head injury with loss of consciousness or admission <3 months, or still symptomatic."""
    return any_of(
        all_of(form.has("neuro.conditions", "head_injury"), form.within("neuro.tbi_date", months=3)),
        form.has("neuro.conditions", "head_injury_symptoms"),
    )


def _seizure(form: Form) -> Truth:
    return form.has("neuro.conditions", "seizure")


@rule("neuro.seizure_uncontrolled", "S", "REL")
def seizure_uncontrolled(form: Form) -> Truth:
    """Any seizure <12 months, or of unexplained or unresolved cause; settled: a fit in the last 24 hours as well.

    Epilepsy whose treatment is not settled counts as unresolved.
    """
    return any_of(
        form.has("acute.now", "seizure"),
        all_of(
            _seizure(form),
            any_of(
                form.within("neuro.seizure_date", months=12),
                form.chosen("neuro.seizure_cause", "unexplained"),
                all_of(form.chosen("neuro.seizure_cause", "epilepsy"), no(form.yes("neuro.seizure_stable"))),
            ),
        ),
    )


@rule("neuro.seizure_controlled", "S", "CAU")
def seizure_controlled(form: Form) -> Truth:
    """Epilepsy seizure-free >=12 months on stable therapy, or remote provoked or febrile seizure."""
    settled = any_of(
        all_of(form.chosen("neuro.seizure_cause", "epilepsy"), form.yes("neuro.seizure_stable")),
        form.chosen("neuro.seizure_cause", "provoked"),
    )
    return all_of(_seizure(form), no(form.within("neuro.seizure_date", months=12)), settled)


@rule("neuro.seizure_details_unknown", "S", "INF")
def seizure_details_unknown(form: Form) -> Truth:
    """Seizure = yes or unknown without cause, or without a date that tells which side of 12 months it lies."""
    details_open = form.within("neuro.seizure_date", months=12) is None or not form.known("neuro.seizure_cause")
    return all_of(_seizure(form), details_open)


@rule("neuro.neurocognitive_disorder", "S", "REL")
def neurocognitive(form: Form) -> Truth:
    """Dementia, or MoCA <24; a missing MoCA is unknown only from 65 years on or with concern."""
    low = under(form.number("neuro.moca"), 24)
    if low is None:
        due = any_of(form.aged(65), form.has("neuro.conditions", "memory_concern"))
        low = None if due is not False else False
    return any_of(form.has("neuro.conditions", "memory_disorder"), low)
