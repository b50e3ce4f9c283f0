"""Which question is shown after which answers, as the questionnaire says; what is not listed here is always shown."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from tests.second.form import Form
from tests.second.logic import Truth, all_of, any_of, at_least

type Gate = Callable[[Form], Truth]

GLAUCOMA = ("glaucoma", "high_pressure")
STIMULANTS = ("cocaine", "methamphetamine", "mdma", "cathinones")
PSYCHEDELICS = ("mdma", "psychedelics", "ayahuasca")
OTHER_DRUGS = (*STIMULANTS, "opioids", "sedatives", "psychedelics", "ayahuasca", "nitrous", "other")
# Use of the last 12 months; of ketamine and PCP the question is whether they were ever used.
DAST_ASKED = ("cannabis", *OTHER_DRUGS)
DISORDERS = (
    "alcohol",
    "cannabis",
    "stimulants",
    "opioids",
    "sedatives",
    "ketamine_pcp",
    "other",
    "withdrawal_seizure",
)


def audit_c_at_least(form: Form, limit: int) -> Truth:
    """What is not answered may be anything from 0 to 4; never drinking makes it 0. What is told counts."""
    items = [form.number(f"sud.auditc.{item}") for item in (1, 2, 3)]
    lowest = sum((item for item in items if item is not None), Decimal(0))
    if lowest >= limit:
        return True
    unanswered = 0 if items[0] == 0 else items.count(None)
    return None if lowest + 4 * unanswered >= limit else False


def ticked(link_id: str, *options: str) -> Gate:
    return lambda form: form.has(link_id, *options)


def said_yes(link_id: str) -> Gate:
    return lambda form: form.yes(link_id)


def chose(link_id: str, *options: str) -> Gate:
    return lambda form: form.chosen(link_id, *options)


def each(*gates: Gate) -> Gate:
    return lambda form: all_of(*(gate(form) for gate in gates))


def _other_drug(form: Form) -> Truth:
    return form.has("sud.each", *OTHER_DRUGS)


def _drinks(form: Form) -> Truth:
    return at_least(form.number("sud.auditc.1"), 1)


def _narrow_angles(form: Form) -> Truth:
    return any_of(
        form.has("eye.conditions", "narrow_angles"),
        all_of(form.has("eye.conditions", "glaucoma"), form.chosen("eye.glaucoma_type", "narrow_angle")),
    )


GATES: Mapping[str, Gate] = {
    "demo.language_arranged": ticked("demo.language"),
    "acute.panic": ticked("acute.now", "breathless", "breathless_severe", "palpitations"),
    "cv.htn_control": said_yes("cv.htn"),
    "cv.htn_missed": said_yes("cv.htn"),
    "cv.htn_change": said_yes("cv.htn"),
    "cv.htn_change_date": each(said_yes("cv.htn"), said_yes("cv.htn_change")),
    "cv.htn_emergency": said_yes("cv.htn"),
    "cv.htn_emergency_date": each(said_yes("cv.htn"), said_yes("cv.htn_emergency")),
    "cv.event_date": ticked("cv.event"),
    "cv.nitrate_date": ticked("cv.symptoms", "nitrate"),
    "cv.syncope_date": ticked("cv.symptoms", "blackout"),
    "cv.nyha": ticked("cv.conditions", "heart_failure"),
    "cv.hf_decompensated": ticked("cv.conditions", "heart_failure"),
    "cv.rhythm_type": ticked("cv.conditions", "rhythm_problem"),
    "cv.rhythm_control": ticked("cv.conditions", "rhythm_problem"),
    "cv.aneurysm_repaired": ticked("cv.vessels", "aneurysm"),
    "cv.stroke_type": ticked("cv.vessels", "stroke"),
    "cv.stroke_date": ticked("cv.vessels", "stroke"),
    "cv.brain_bleed_type": ticked("cv.vessels", "brain_bleed"),
    "cv.bleed_aneurysm_excluded": each(
        ticked("cv.vessels", "brain_bleed"), chose("cv.brain_bleed_type", "subarachnoid")
    ),
    "cv.aneurysm_imaging": lambda form: any_of(
        form.has("cv.family", "aneurysm_in_two_or_more"), form.has("cv.vessels", "connective_tissue")
    ),
    "neuro.lesion_pressure": ticked("neuro.conditions", "lesion"),
    "neuro.tbi_date": ticked("neuro.conditions", "head_injury"),
    "neuro.seizure_date": ticked("neuro.conditions", "seizure"),
    "neuro.seizure_cause": ticked("neuro.conditions", "seizure"),
    "neuro.seizure_stable": each(ticked("neuro.conditions", "seizure"), chose("neuro.seizure_cause", "epilepsy")),
    "scale.cssrs.3": said_yes("scale.cssrs.2"),
    "scale.cssrs.4": said_yes("scale.cssrs.2"),
    "scale.cssrs.5": said_yes("scale.cssrs.2"),
    "scale.cssrs.6_recent": said_yes("scale.cssrs.6"),
    "scale.cssrs.6_date": said_yes("scale.cssrs.6"),
    "psych.psychosis.date": lambda form: (
        "unsure" in (form.answers.get("psych.psychosis.ever") or ()) or form.has("psych.psychosis.ever")
    ),
    "psych.mania.type": ticked("psych.mania.ever", "mania", "bipolar"),
    "psych.personality_severe": ticked("psych.other", "personality"),
    "lab.electrolytes_date": ticked("psych.other", "purging"),
    "ket.prior_reaction": said_yes("ket.prior"),
    "repro.status": chose("repro.capable", "yes"),
    "repro.test": chose("repro.capable", "yes"),
    "repro.test_date": each(chose("repro.capable", "yes"), chose("repro.test", "negative", "positive")),
    "repro.plan": chose("repro.capable", "yes"),
    "repro.contraception": chose("repro.capable", "yes"),
    "repro.pregnancy_end": ticked("repro.around_birth", "preeclampsia"),
    "sud.auditc.2": _drinks,
    "sud.auditc.3": _drinks,
    "sud.dependence": lambda form: audit_c_at_least(form, 8),
    "sud.recent": _other_drug,
    "sud.stimulant_date": lambda form: all_of(_other_drug(form), form.has("sud.recent", *STIMULANTS)),
    "sud.psychedelic_date": lambda form: all_of(_other_drug(form), form.has("sud.recent", *PSYCHEDELICS)),
    "sud.cannabis_days": ticked("sud.each", "cannabis"),
    "sud.ketamine_times": ticked("sud.each", "ketamine", "pcp"),
    "sud.ketamine_date": ticked("sud.each", "ketamine", "pcp"),
    "sud.ketamine_disorder": lambda form: all_of(
        form.has("sud.each", "ketamine", "pcp"), form.chosen("sud.ketamine_times", "more")
    ),
    "sud.disorder_severity": ticked("sud.history", *DISORDERS),
    "sud.disorder_date": ticked("sud.history", *DISORDERS),
    "sud.daily": ticked("sud.history", "withdrawal_seizure"),
    "sud.dast10": ticked("sud.each", *DAST_ASKED),
    "sud.uds_explained": chose("sud.uds", "positive"),
    "eye.surgery_date": ticked("eye.conditions", "retinal_detachment", "penetrating_injury", "surgery"),
    "eye.glaucoma_type": ticked("eye.conditions", "glaucoma"),
    "eye.glaucoma_control": ticked("eye.conditions", *GLAUCOMA),
    "eye.pressure_date": ticked("eye.conditions", *GLAUCOMA),
    "eye.iridotomy": _narrow_angles,
    "uro.symptoms_cause": ticked("uro.symptoms", "burning", "urgency", "frequency", "incontinence", "pelvic_pain"),
    "liver.child_pugh": ticked("organs.conditions", "liver_disease", "liver_failure", "ketamine_liver_injury"),
    "endo.thyroid": ticked("endo.conditions", "overactive_thyroid"),
    "endo.phaeo": ticked("endo.conditions", "phaeochromocytoma"),
    "endo.diabetes_treatment": ticked("endo.conditions", "diabetes"),
    "resp.osa": ticked("resp.conditions", "sleep_apnoea"),
    "resp.osa_severity": ticked("resp.conditions", "sleep_apnoea"),
    "resp.copd_gold": ticked("resp.conditions", "copd"),
}


def shown(form: Form, link_id: str) -> Truth:
    gate = GATES.get(link_id)
    return True if gate is None else gate(form)
