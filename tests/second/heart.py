"""Table 1.1, cardiovascular, with what sections 0.0, 0.4 and the settled readings add."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from tests.second.form import Form, before, days, number
from tests.second.logic import (
    Number,
    Truth,
    all_of,
    any_of,
    at_least,
    at_most,
    between,
    no,
    over,
    surely,
    under,
)
from tests.second.medicine_list import listed, listed_ingredient
from tests.second.tables import rule

type Reading = tuple[Number, Number, tuple[date, date] | None]
type Pair = tuple[Number, Number]

_CRISIS_SYMPTOMS = (
    "chest_pain", "breathless", "breathless_severe", "worst_headache", "vision_change", "vision_loss", "seizure",
    "reduced_alertness", "weakness",
)  # fmt: skip
_NEUROLOGICAL_OR_VISUAL = (
    "vision_change", "vision_loss", "seizure", "reduced_alertness", "weakness", "speech", "confusion",
    "worst_headache",
)  # fmt: skip
QT_MEDICINES = ("methadone", "haloperidol", "ziprasidone", "thioridazine", "pimozide", "clarithromycin")
_ANYTHING_CARDIAC = ("cv.event", "cv.symptoms", "cv.conditions", "cv.vessels")


def pressures(form: Form) -> tuple[Reading, ...] | None:
    return form.once("vital.bp", lambda: _pressures(form))


def _pressures(form: Form) -> tuple[Reading, ...] | None:
    rows = form.rows("vital.bp")
    if rows is None:
        return None
    return tuple(
        (number(row.get("systolic")), number(row.get("diastolic")), days(row.get("taken"), form.as_of))
        for row in rows
    )


def in_date(form: Form, since: date) -> tuple[Reading, ...]:
    """Readings surely not from before the given day; the oldest first, as listed within a day."""
    found = [one for one in pressures(form) or () if since <= _first(one)]
    return tuple(sorted(found, key=_first))


def undated(form: Form, since: date) -> tuple[Reading, ...]:
    """Readings without an exact day that may be so recent."""
    return tuple(one for one in pressures(form) or () if not _exact(one) and (one[2] is None or one[2][1] >= since))


def _exact(one: Reading) -> bool:
    return one[2] is not None and one[2][0] == one[2][1]


def _first(one: Reading) -> date:
    return one[2][0] if one[2] is not None else date.min


def mean(found: Sequence[Reading]) -> Pair:
    """Of the last two of each number by itself; nothing known, no mean."""
    return _mean([one[0] for one in found]), _mean([one[1] for one in found])


def _mean(values: list[Number]) -> Number:
    known = [value for value in values if value is not None][-2:]
    return sum(known, Decimal(0)) / len(known) if known else None


def pairs(form: Form) -> tuple[Pair, ...]:
    """The means of the last two in date and of the last two of today; readings without a day beside those.

    A number of today that cannot be read is none beside another in date, which is in range or is not (0.3).
    """
    month = before(form.as_of, days=30)
    recent, of_today = in_date(form, month), in_date(form, form.as_of)
    upper, lower = mean(recent)
    known = [(upper, lower)] if recent else []
    if of_today:
        now = mean(of_today)
        known.append((upper if now[0] is None else now[0], lower if now[1] is None else now[1]))
    return (*known, *((one[0], one[1]) for one in undated(form, month)))


def judged(found: Sequence[Pair], systolic: float, diastolic: float, *, itself: bool) -> Truth:
    """Over a limit, or at it where the limit itself counts, by any of the means."""
    beyond = at_least if itself else over
    if not found:
        return None
    return any_of(*(any_of(beyond(upper, systolic), beyond(lower, diastolic)) for upper, lower in found))


def severe(form: Form) -> Truth:
    return any_of(judged(pairs(form), 180, 110, itself=True), _open_in_date(form))


def _open_in_date(form: Form) -> Truth:
    """Open where no reading in date tells one of the numbers: one without a day may raise and never clear (0.3)."""
    return None if None in mean(in_date(form, before(form.as_of, days=30))) else False


def over_limit(form: Form, found: Sequence[Pair]) -> Truth:
    """140/90, from the age of 65 on 150/90; above both it does not matter how old somebody is."""
    return any_of(
        judged(found, 150, 90, itself=False),
        all_of(no(form.aged(65)), judged(found, 140, 90, itself=False)),
    )


@rule("cardiac.hypertensive_emergency_symptoms", "B", "URG")
def hypertensive_emergency(form: Form) -> Truth:
    """BP >=180 or >=110 or unknown, AND chest pain, breathlessness, headache, visual, seizure, alertness, weakness.

    0.0: with the pressure unknown it needs a neurological or visual sign or chest pain at rest.
    Settled: only a reading of today or yesterday counts as known in an emergency; a single severe one is enough.
    """
    month = before(form.as_of, days=30)
    every = (*in_date(form, month), *undated(form, month))
    high = any_of(severe(form), *(any_of(at_least(one[0], 180), at_least(one[1], 110)) for one in every))
    return any_of(
        all_of(high, form.has("acute.now", *_CRISIS_SYMPTOMS, *_NEUROLOGICAL_OR_VISUAL)),
        all_of(
            None in mean(in_date(form, before(form.as_of, days=1))),
            form.has("acute.now", "chest_pain", *_NEUROLOGICAL_OR_VISUAL),
        ),
    )


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


@rule("cardiac.bp_severe", "B", "ABS-T")
def bp_severe(form: Form) -> Truth:
    """SBP >=180 or DBP >=110; with symptoms the emergency stands beside it."""
    return severe(form)


@rule("cardiac.bp_defer", "B", "ABS-T")
def bp_defer(form: Form) -> Truth:
    """SBP >160 or DBP >100 (each below `cardiac.bp_severe`)."""
    found = pairs(form)
    upper = (all_of(over(systolic, 160), under(systolic, 180)) for systolic, _ in found)
    lower = (all_of(over(diastolic, 100), under(diastolic, 110)) for _, diastolic in found)
    return any_of(*upper, *lower, _open_in_date(form))


@rule("cardiac.bp_single_reading_severe", "B", "REL")
def single_reading_severe(form: Form) -> Truth:
    """Settled: one reading in date of 180/110 or more that the mean of the last two hides asks for review."""
    if form.rows("vital.bp") is None:
        return None
    month = before(form.as_of, days=30)
    found = (*in_date(form, month), *undated(form, month))
    hidden = any_of(*(any_of(at_least(one[0], 180), at_least(one[1], 110)) for one in found))
    return all_of(hidden, no(surely(severe(form))))


@rule("cardiac.bp_elevated_screen", "S", "CAU")
def bp_elevated_screen(form: Form) -> Truth:
    """SBP 140-160 or DBP 90-100 (age <65); SBP 150-160 or DBP 90-100 (age >=65); by the mean of the last two."""
    return _by_the_mean(form, lambda pair: _elevated(form, *pair))


def _elevated(form: Form, systolic: Number, diastolic: Number) -> Truth:
    return any_of(
        between(diastolic, 90, 100),
        between(systolic, 150, 160),
        all_of(no(form.aged(65)), between(systolic, 140, 160)),
    )


def _by_the_mean(form: Form, judge: Callable[[Pair], Truth]) -> Truth:
    """Of the last two in date; settled: a reading without a day may raise it and never lower it."""
    month = before(form.as_of, days=30)
    raises = any(surely(judge((one[0], one[1]))) for one in undated(form, month))
    return raises or judge(mean(in_date(form, month)))


def raised(form: Form) -> Truth:
    """What 2.1 calls raised: uncontrolled hypertension, or the mean of the last two at the limit for the age."""
    return any_of(hypertension_uncontrolled(form), _by_the_mean(form, lambda pair: _at_limit(form, *pair)))


def _at_limit(form: Form, systolic: Number, diastolic: Number) -> Truth:
    return any_of(
        at_least(systolic, 150), at_least(diastolic, 90), all_of(no(form.aged(65)), at_least(systolic, 140))
    )


@rule("cardiac.bp_elevated_day", "D", "REL")
def bp_elevated_day(form: Form) -> Truth:
    """Pre-dose (today's) >140 or >90 (age <65), >150 or >90 (age >=65); unknown: `cardiac.bp_missing`.

    Settled: a reading without a day may be of today, and may only raise.
    """
    of_today = mean(in_date(form, form.as_of))
    undated_ones = ((one[0], one[1]) for one in undated(form, form.as_of))
    over_it = over_limit(form, [of_today, *undated_ones])
    return surely(over_it) if None in of_today else over_it


def _measured(form: Form, since: date) -> bool:
    return any(None not in one[:2] for one in in_date(form, since))


@rule("cardiac.bp_missing", "B", "INF")
def bp_missing(form: Form) -> Truth:
    """No dated SBP+DBP pair inside 30 days."""
    return not _measured(form, before(form.as_of, days=30))


@rule("cardiac.bp_missing_today", "D", "INF")
def bp_missing_today(form: Form) -> Truth:
    """Settled: 0.4, measured today, before dosing."""
    return not _measured(form, form.as_of)


@rule("cardiac.bp_implausible", "B", "INF")
def bp_implausible(form: Form) -> Truth:
    """SBP <= DBP; SBP <70 or >260; DBP <40 or >150; pulse pressure <15; any value <35."""
    month = before(form.as_of, days=30)
    current = (*in_date(form, month), *undated(form, month))
    outside = [_out_of_range(one[0], one[1]) for one in pressures(form) or ()]
    return any_of(*outside, *(_too_close(one[0], one[1]) for one in current), *([] if current else [None]))


def _out_of_range(systolic: Number, diastolic: Number) -> Truth:
    reversed_pair = None if systolic is None or diastolic is None else systolic <= diastolic
    return any_of(under(systolic, 70), over(systolic, 260), under(diastolic, 40), over(diastolic, 150), reversed_pair)


def _too_close(systolic: Number, diastolic: Number) -> Truth:
    return under(None if systolic is None or diastolic is None else systolic - diastolic, 15)


@rule("cardiac.hypertension_uncontrolled", "S", "REL")
def hypertension_uncontrolled(form: Form) -> Truth:
    """Hypertension AND not controlled, BP >140/90 (>150/90 >=65 y), >=2 doses missed, changed <4 weeks, ED <6 months.

    What is unknown of the control is `cardiac.hypertension_control_unknown`.
    """
    known = pairs(form)
    return all_of(
        form.yes("cv.htn"),
        any_of(
            form.yes("cv.htn_control") is False,
            over_limit(form, known) if known and not any(None in pair for pair in known) else False,
            at_least(form.number("cv.htn_missed"), 2),
            all_of(form.yes("cv.htn_change"), form.within("cv.htn_change_date", days=28)),
            all_of(form.yes("cv.htn_emergency"), form.within("cv.htn_emergency_date", months=6)),
        ),
    )


@rule("cardiac.hypertension_control_unknown", "S", "INF")
def hypertension_control_unknown(form: Form) -> Truth:
    """Hypertension = yes, control unknown or no reading."""
    measured = _measured(form, before(form.as_of, days=30))
    return all_of(form.yes("cv.htn"), form.yes("cv.htn_control") is None or not measured)


@rule("cardiac.hypertension_controlled", "S", "CAU")
def hypertension_controlled(form: Form) -> Truth:
    """Hypertension = yes, control = yes, BP in range <=30 days."""
    return all_of(form.yes("cv.htn"), form.yes("cv.htn_control"), no(over_limit(form, pairs(form))))


@rule("cardiac.bp_hazard_clinician", "B", "ABS")
def bp_hazard(form: Form) -> Truth:
    """A clinician records "a significant BP rise would be a serious hazard"."""
    return form.yes("cv.bp_hazard")


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
