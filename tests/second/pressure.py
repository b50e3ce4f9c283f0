"""Table 1.1, blood pressure and hypertension, with what sections 0.0, 0.4 and the settled readings add."""

from collections.abc import Callable
from datetime import date

from tests.second.form import Form, before
from tests.second.logic import Number, Truth, all_of, any_of, at_least, between, no, over, surely, under
from tests.second.pressure_readings import (
    Pair,
    in_date,
    mean,
    open_in_date,
    over_limit,
    pairs,
    pressures,
    severe,
    undated,
)
from tests.second.tables import rule

_CRISIS_SYMPTOMS = (
    "chest_pain", "breathless", "breathless_severe", "worst_headache", "vision_change", "vision_loss", "seizure",
    "reduced_alertness", "weakness",
)  # fmt: skip
_NEUROLOGICAL_OR_VISUAL = (
    "vision_change", "vision_loss", "seizure", "reduced_alertness", "weakness", "speech", "confusion",
    "worst_headache",
)  # fmt: skip


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
    return any_of(*upper, *lower, open_in_date(form))


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
