"""Table 1.1, diseases of the heart and the vessels, with what sections 0.0, 0.4 and the settled readings add."""

from tests.second.form import Form
from tests.second.logic import Truth, all_of, any_of, at_most, between, no, over, surely, under
from tests.second.medicine_list import listed, listed_ingredient
from tests.second.tables import rule

QT_MEDICINES = ("methadone", "haloperidol", "ziprasidone", "thioridazine", "pimozide", "clarithromycin")
_ANYTHING_CARDIAC = ("cv.event", "cv.symptoms", "cv.conditions", "cv.vessels")


def like_panic(form: Form) -> Truth:
    """Breathlessness or palpitations exactly like diagnosed panic, with no other sign."""
    ticked = set(form.answers.get("acute.now") or ())
    return all_of(form.yes("acute.panic"), ticked <= {"breathless", "palpitations"})


@rule("cardiac.acute_symptoms_now", "B", "URG", "REL")
def acute_symptoms(form: Form) -> tuple[Truth, ...]:
    """Chest pain at rest, syncope, or palpitations with breathlessness, now or in the last 24 h.

    Settled: palpitations or breathlessness alone are for review; together urgent, unless exactly like diagnosed panic
    with no other sign.
    """
    breathless = form.has("acute.now", "breathless", "breathless_severe")
    palpitations = form.has("acute.now", "palpitations")
    both = all_of(breathless, palpitations, not surely(like_panic(form)))
    return any_of(form.has("acute.now", "chest_pain", "fainting"), both), any_of(breathless, palpitations)


@rule("cardiac.aneurysm", "S", "ABS")
def aneurysm(form: Form) -> Truth:
    """Any aneurysmal vascular disease, ever. 1.2: a subarachnoid bleed as well, until an aneurysm is excluded."""
    subarachnoid = all_of(form.bled_around_the_brain, form.chosen("cv.brain_bleed_type", "subarachnoid"))
    return any_of(
        form.has("cv.vessels", "aneurysm"),
        all_of(subarachnoid, not surely(form.yes("cv.bleed_aneurysm_excluded"))),
    )


@rule("cardiac.aneurysm_repaired", "S", "ABS")
def aneurysm_repaired(form: Form) -> Truth:
    """Aneurysm repaired, clipped, coiled or stented; settled: both aneurysm rules fire."""
    return all_of(form.has("cv.vessels", "aneurysm"), form.yes("cv.aneurysm_repaired"))


@rule("cardiac.event_lt_6wk", "S", "ABS-T")
def event_under_6_weeks(form: Form) -> Truth:
    """MI, unstable angina, revascularisation, arrest, heart-failure admission <42 days ago."""
    return all_of(form.has("cv.event"), form.within("cv.event_date", days=42))


@rule("cardiac.event_6wk_12mo", "S", "REL")
def event_6_weeks_to_12_months(form: Form) -> Truth:
    """Same events, >=42 days and <12 months."""
    return all_of(
        form.has("cv.event"), no(form.within("cv.event_date", days=42)), form.within("cv.event_date", months=12)
    )


@rule("cardiac.mi_remote", "S", "CAU")
def event_remote(form: Form) -> Truth:
    """Same events >=12 months; symptoms are `cardiac.angina_current`, which stands beside it."""
    return all_of(form.has("cv.event"), no(form.within("cv.event_date", months=12)))


@rule("cardiac.event_date_unknown", "S", "INF")
def event_date_unknown(form: Form) -> Truth:
    """Cardiac event = yes, date missing or straddles a threshold."""
    open_date = None in (form.within("cv.event_date", days=42), form.within("cv.event_date", months=12))
    return all_of(form.has("cv.event"), open_date)


@rule("cardiac.angina_current", "S", "REL")
def angina(form: Form) -> Truth:
    """Exertional angina, nitrate in the last 3 months, or known obstructive disease not revascularised."""
    return any_of(
        form.has("cv.symptoms", "effort_angina"),
        all_of(form.has("cv.symptoms", "nitrate"), form.within("cv.nitrate_date", months=3)),
        form.has("cv.conditions", "narrowed_artery"),
    )


@rule("cardiac.heart_failure_severe", "S", "ABS")
def heart_failure_severe(form: Form) -> Truth:
    """NYHA III-IV or decompensated."""
    return all_of(
        form.has("cv.conditions", "heart_failure"),
        any_of(form.chosen("cv.nyha", "class_3", "class_4"), form.yes("cv.hf_decompensated")),
    )


@rule("cardiac.heart_failure_mild", "S", "REL")
def heart_failure_mild(form: Form) -> Truth:
    """Heart failure NYHA I-II."""
    return all_of(form.has("cv.conditions", "heart_failure"), form.chosen("cv.nyha", "class_1", "class_2"))


@rule("cardiac.heart_failure_class_unknown", "S", "INF")
def heart_failure_class_unknown(form: Form) -> Truth:
    """Heart failure = yes, class unknown."""
    return all_of(form.has("cv.conditions", "heart_failure"), not form.known("cv.nyha"))


def _arrhythmia_dangerous(form: Form) -> Truth:
    return any_of(
        no(form.yes("cv.rhythm_control")),
        form.has("cv.rhythm_type", "ventricular_tachycardia"),
        all_of(form.has("cv.rhythm_type", "heart_block"), no(form.has("cv.conditions", "device"))),
    )


@rule("cardiac.arrhythmia_uncontrolled", "S", "REL")
def arrhythmia_uncontrolled(form: Form) -> Truth:
    """Symptomatic or uncontrolled arrhythmia, VT, 2nd-3rd degree AV block without pacemaker."""
    return all_of(form.has("cv.conditions", "rhythm_problem"), _arrhythmia_dangerous(form))


@rule("cardiac.arrhythmia_controlled", "S", "CAU")
def arrhythmia_controlled(form: Form) -> Truth:
    """Rate-controlled AF, treated SVT, ectopics; stable."""
    return all_of(form.has("cv.conditions", "rhythm_problem"), no(_arrhythmia_dangerous(form)))


@rule("cardiac.valve_significant", "S", "REL")
def valve(form: Form) -> Truth:
    """Haemodynamically significant mitral regurgitation, aortic stenosis or regurgitation."""
    return form.has("cv.conditions", "valve_disease")


@rule("cardiac.qtc_prolonged", "S", "REL")
def qtc_prolonged(form: Form) -> Truth:
    """QTc >500 ms, congenital long QT, or past torsades; unknown: `cardiac.ecg_required`."""
    return any_of(surely(over(form.number("ecg.qtc"), 500)), form.has("cv.conditions", "long_qt"))


@rule("cardiac.qtc_borderline", "S", "CAU")
def qtc_borderline(form: Form) -> Truth:
    """QTc 450-500 ms (male or unknown sex) or 470-500 ms (female)."""
    lowest = 470 if form.chosen("ecg.reference_sex", "female") else 450
    return surely(between(form.number("ecg.qtc"), lowest, 500))


@rule("cardiac.hr_extreme", "D", "REL")
def pulse_extreme(form: Form) -> Truth:
    """Resting HR >120 or <45/min."""
    return any_of(over(form.number("vital.hr"), 120), under(form.number("vital.hr"), 45))


@rule("cardiac.hr_raised", "D", "CAU")
def pulse_raised(form: Form) -> Truth:
    """Resting HR 101-120/min."""
    return all_of(over(form.number("vital.hr"), 100), at_most(form.number("vital.hr"), 120))


@rule("cardiac.hypertensive_encephalopathy_history", "S", "REL")
def encephalopathy(form: Form) -> Truth:
    """Ever."""
    return form.has("cv.conditions", "pressure_crisis")


@rule("cardiac.device", "S", "REL")
def device(form: Form) -> Truth:
    """Pacemaker or ICD."""
    return form.has("cv.conditions", "device")


@rule("cardiac.pulmonary_hypertension", "S", "REL")
def pulmonary_hypertension(form: Form) -> Truth:
    """Diagnosed."""
    return form.has("cv.conditions", "pulmonary_hypertension")


@rule("cardiac.syncope_unexplained", "S", "REL")
def syncope(form: Form) -> Truth:
    """Unexplained blackout <12 months."""
    return all_of(form.has("cv.symptoms", "blackout"), form.within("cv.syncope_date", months=12))


@rule("cardiac.ecg_required", "S", "INF")
def ecg_required(form: Form) -> Truth:
    """No ECG in 12 months AND age >=50, any cardiac or cerebro rule, diabetes, or family sudden death <50.

    An unknown QTc is left to this rule by `cardiac.qtc_prolonged`, so an ECG without one is none.
    """
    recent = surely(form.within_or_exactly("ecg.date", months=12))
    return all_of(not recent or form.number("ecg.qtc") is None, ecg_wanted(form))


def ecg_wanted(form: Form) -> Truth:
    return any_of(
        form.aged(50),
        form.yes("cv.htn"),
        *(form.has(link_id) for link_id in _ANYTHING_CARDIAC),
        form.has("endo.conditions", "diabetes"),
        form.has("cv.family", "sudden_death"),
        listed_ingredient(form, *QT_MEDICINES),
        all_of(listed(form, "stimulant", "tca"), form.aged(40)),
    )


@rule("cardiac.history_unknown", "S", "INF")
def history_unknown(form: Form) -> Truth:
    """Heart-disease question unknown, or "heart problem" not classifiable."""
    return any_of(not form.known("cv.conditions"), form.has("cv.conditions", "other"))
