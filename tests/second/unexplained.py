"""Table 2.4, a medicine on the list that speaks for a condition that was denied.

A detail that only somebody with the condition is asked for tells of it; that it was denied is `data.contradiction`.
Three rows cannot be denied on the questionnaire and are not here: any antipsychotic may be augmentation in each
condition that is treated, asthma is not asked about, and sildenafil need not be for the lungs.
"""

from collections.abc import Callable

from tests.second.form import Form
from tests.second.logic import Truth, all_of, any_of, no, surely
from tests.second.lungs import apnoea
from tests.second.medicine_list import listed, listed_ingredient, medicines
from tests.second.organs import COMPLAINTS
from tests.second.tables import rule

type Told = Callable[[Form], Truth]


def _hypertension(form: Form) -> Truth:
    """Or heart failure, arrhythmia; migraine is not asked about."""
    return any_of(form.yes("cv.htn"), form.has("cv.conditions", "heart_failure", "rhythm_problem"))


def _hypertension_or_anxiety(form: Form) -> Truth:
    """Propranolol and prazosin (2.2) and clonidine may be for anxiety or the nightmares of trauma."""
    anxious = form.has("target.dx", "gad", "panic", "social_anxiety", "ptsd")
    return any_of(_hypertension(form), anxious, form.has("psych.other", "ptsd", "panic"))


def _heart_failure(form: Form) -> Truth:
    return form.has("cv.conditions", "heart_failure")


def _angina(form: Form) -> Truth:
    """Angina or coronary disease."""
    return any_of(
        form.has("cv.symptoms", "effort_angina", "nitrate"),
        form.has("cv.conditions", "narrowed_artery"),
        form.has("cv.event", "heart_attack", "unstable_angina", "stent_or_bypass"),
    )


def _arrhythmia(form: Form) -> Truth:
    return form.has("cv.conditions", "rhythm_problem")


def _clotting(form: Form) -> Truth:
    """Atrial fibrillation, a clot, a stroke or a stent; a heart attack and what comes close to one are clots."""
    clot = form.has("cv.event", "heart_attack", "unstable_angina", "stent_or_bypass")
    return any_of(_arrhythmia(form), form.has("cv.vessels", "stroke"), clot)


def _aneurysm(form: Form) -> Truth:
    """Or a subarachnoid bleed."""
    subarachnoid = all_of(form.bled_around_the_brain, form.chosen("cv.brain_bleed_type", "subarachnoid"))
    return any_of(form.has("cv.vessels", "aneurysm"), subarachnoid)


def _seizure(form: Form) -> Truth:
    return form.has("neuro.conditions", "seizure")


def _pressure_in_head_or_eye(form: Form) -> Truth:
    """Raised pressure in the head, glaucoma, seizures; altitude is not asked about."""
    return any_of(form.has("neuro.conditions", "raised_pressure", "seizure"), _glaucoma(form))


def _bipolar(form: Form) -> Truth:
    """Settled for the rules of bipolar disorder: a diagnosis to be treated counts like the answer on mania."""
    return any_of(form.has("psych.mania.ever", "mania", "bipolar"), form.has("target.dx", "bipolar_1", "bipolar_2"))


def _seizure_or_bipolar(form: Form) -> Truth:
    """Pain and migraine are not asked about."""
    return any_of(_seizure(form), _bipolar(form))


def _memory(form: Form) -> Truth:
    return form.has("neuro.conditions", "memory_disorder")


def _psychosis(form: Form) -> Truth:
    return any_of(form.has("psych.psychosis.ever"), form.yes("psych.psychosis.now"))


def _opioids(form: Form) -> Truth:
    return form.has("sud.history", "opioids")


def _alcohol(form: Form) -> Truth:
    return form.has("sud.history", "alcohol")


def _alcohol_or_opioids(form: Form) -> Truth:
    return form.has("sud.history", "alcohol", "opioids")


def _thyroid(form: Form) -> Truth:
    """Which way the gland errs may have changed by treatment."""
    told = form.has("endo.conditions", "overactive_thyroid", "underactive_thyroid", "other_thyroid")
    return any_of(told, form.known("endo.thyroid"))


def _glaucoma(form: Form) -> Truth:
    """Or a pressure of the eye that is raised; narrow angles alone are neither."""
    return any_of(form.has("eye.conditions", "glaucoma", "high_pressure"), form.known("eye.glaucoma_type"))


def _bladder(form: Form) -> Truth:
    """A disease, or what it is felt by; blood and an infection are other matters."""
    disease = form.has("organs.conditions", "ketamine_cystitis", "interstitial_cystitis")
    return any_of(disease, form.has("uro.symptoms", *COMPLAINTS))


def _liver(form: Form) -> Truth:
    told = form.has("organs.conditions", "liver_disease", "liver_failure", "ketamine_liver_injury")
    return any_of(told, surely(no(form.chosen("liver.child_pugh", "no_cirrhosis"))))


def _lungs(form: Form) -> Truth:
    return form.has("resp.conditions", "home_oxygen", "copd", "respiratory_failure", "neuromuscular")


def _diabetes(form: Form) -> Truth:
    treated = surely(form.has("endo.diabetes_treatment", "insulin", "sulfonylurea", "other"))
    return any_of(form.has("endo.conditions", "diabetes"), treated)


def _pregnancy(form: Form) -> Truth:
    """Or fertility treatment; somebody who could not be pregnant has denied both, unless they tell of one."""
    told = form.yes("repro.status"), form.yes("repro.plan")
    return any_of(*map(surely, told), all_of(form.chosen("repro.capable", "yes"), any_of(*told)))


def _pregnancy_or_preeclampsia(form: Form) -> Truth:
    """In somebody who could be pregnant."""
    told = any_of(form.yes("repro.status"), form.has("repro.around_birth", "preeclampsia"))
    return any_of(no(form.chosen("repro.capable", "yes")), told)


def _pulmonary_hypertension(form: Form) -> Truth:
    return form.has("cv.conditions", "pulmonary_hypertension")


def _phaeochromocytoma(form: Form) -> Truth:
    return form.has("endo.conditions", "phaeochromocytoma")


def _porphyria(form: Form) -> Truth:
    return form.has("endo.conditions", "porphyria")


def _any(*groups: str) -> Told:
    return lambda form: listed(form, *groups)


def _named(*ingredients: str) -> Told:
    return lambda form: listed_ingredient(form, *ingredients)


def _loop_diuretic_and_beta_blocker(form: Form) -> Truth:
    return all_of(listed(form, "loop_diuretic"), listed(form, "beta_blocker"))


def _for_psychosis(form: Form) -> Truth:
    every = medicines(form)
    injected = (all_of(one.certain, one.taken(form)) for one in every or () if one.long_acting)
    return any_of(listed(form, "clozapine", "xanomeline"), *injected)


_TABLE: tuple[tuple[Told, Told], ...] = (
    (_any("antihypertensive", "beta_blocker", "pregnancy_antihypertensive"), _hypertension),
    (_any("anxiety_antihypertensive", "alpha_agonist"), _hypertension_or_anxiety),
    (_any("heart_failure"), _heart_failure),
    (_loop_diuretic_and_beta_blocker, _heart_failure),
    (_any("angina"), _angina),
    (_any("rhythm"), _arrhythmia),
    (_any("anticoagulant", "antiplatelet"), _clotting),
    (_named("clopidogrel", "ticlopidine"), _clotting),
    (_any("nimodipine"), _aneurysm),
    (_any("acetazolamide"), _pressure_in_head_or_eye),
    (_any("antiseizure", "phenytoin"), _seizure_or_bipolar),
    (_named("phenobarbital", "primidone"), _seizure_or_bipolar),
    (_any("dementia", "memantine"), _memory),
    (_for_psychosis, _psychosis),
    (_any("lithium", "valproate", "carbamazepine", "lamotrigine"), _seizure_or_bipolar),
    (_any("methadone", "buprenorphine_oud", "lofexidine", "naloxone"), _opioids),
    (_any("disulfiram", "acamprosate"), _alcohol),
    (_named("naltrexone"), _alcohol_or_opioids),
    (_any("antithyroid", "thyroid"), _thyroid),
    (_any("glaucoma_drops"), _glaucoma),
    (_any("bladder"), _bladder),
    (_any("liver"), _liver),
    (_any("oxygen"), _lungs),
    (_any("apnoea_device"), apnoea),
    # GLP-1 medicines are for weight as well, which is not asked about.
    (_any("insulin_sulfonylurea", "metformin"), _diabetes),
    (_any("fertility"), _pregnancy),
    (_any("pregnancy_antihypertensive"), _pregnancy_or_preeclampsia),
    (_any("pulmonary_hypertension"), _pulmonary_hypertension),
    (_any("phaeochromocytoma"), _phaeochromocytoma),
    (_any("porphyria"), _porphyria),
)


@rule("data.med_condition_mismatch", "S", "REL")
def mismatch(form: Form) -> Truth:
    """A listed medicine implies a condition that was answered no."""
    if not medicines(form) and form.known("med.list"):
        return False
    told = ((medicine(form), condition) for medicine, condition in _TABLE)
    return any_of(*(all_of(taken, no(condition(form))) for taken, condition in told if taken is not False))
