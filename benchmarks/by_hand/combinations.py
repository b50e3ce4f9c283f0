"""Fourteen rules that combine answers with and, or and not."""

from collections.abc import Mapping

from benchmarks.by_hand.kleene import Answers, Rule, Verdict, above, all_of, any_of, at_least, negated, ticked

SYSTOLIC_RAISED = 140
DIASTOLIC_RAISED = 90
PULSE_QUICK = 100
LIVER_ENZYME_RAISED = 60
PHQ_SEVERE = 20
DRINKS_MANY = 14


def known_high_pressure(answers: Answers) -> Verdict:
    return all_of(answers.get("hypertension"), above(answers.get("systolic"), SYSTOLIC_RAISED))


def pregnancy_possible(answers: Answers) -> Verdict:
    return any_of(answers.get("pregnant"), answers.get("pregnancy_possible"))


def pregnancy_unprotected(answers: Answers) -> Verdict:
    return all_of(answers.get("pregnancy_possible"), negated(answers.get("contraception")))


def vessel_trouble(answers: Answers) -> Verdict:
    return any_of(answers.get("stroke"), answers.get("aneurysm"), answers.get("vessel_malformation"))


def untreated_pressure(answers: Answers) -> Verdict:
    raised = any_of(
        above(answers.get("systolic"), SYSTOLIC_RAISED), above(answers.get("diastolic"), DIASTOLIC_RAISED)
    )
    return all_of(answers.get("hypertension"), negated(answers.get("bp_treated")), raised)


def mania_untreated(answers: Answers) -> Verdict:
    return all_of(answers.get("mania"), negated(answers.get("mood_stabiliser")))


def suicide_risk(answers: Answers) -> Verdict:
    thinking = any_of(answers.get("suicidal_thoughts"), answers.get("suicidal_plan"))
    return all_of(at_least(answers.get("phq_score"), PHQ_SEVERE), thinking)


def bipolar_untreated(answers: Answers) -> Verdict:
    stabilised = ticked(answers.get("medicines"), "lithium", "valproate")
    return all_of(ticked(answers.get("diagnoses"), "bipolar"), negated(stabilised))


def alcohol_use(answers: Answers) -> Verdict:
    problem = all_of(answers.get("alcohol_problem"), negated(answers.get("sober_year")))
    return any_of(above(answers.get("drinks"), DRINKS_MANY), problem)


def consent_missing(answers: Answers) -> Verdict:
    return negated(all_of(answers.get("consent"), answers.get("capacity")))


def liver_disease(answers: Answers) -> Verdict:
    active = any_of(above(answers.get("liver_enzyme"), LIVER_ENZYME_RAISED), answers.get("jaundice"))
    return all_of(answers.get("liver_disease"), active)


def heart_rhythm(answers: Answers) -> Verdict:
    sign = any_of(above(answers.get("pulse"), PULSE_QUICK), answers.get("palpitations"), answers.get("arrhythmia"))
    return all_of(sign, negated(answers.get("cardiology_cleared")))


def apnoea_untreated(answers: Answers) -> Verdict:
    sedated = ticked(answers.get("medicines"), "opioid", "benzodiazepine")
    return all_of(answers.get("sleep_apnoea"), negated(answers.get("mask_used")), sedated)


def no_way_home(answers: Answers) -> Verdict:
    return any_of(negated(answers.get("escort")), answers.get("drives_home"))


COMBINATIONS: Mapping[str, Rule] = {
    "pressure.known_high": known_high_pressure,
    "pregnancy.possible": pregnancy_possible,
    "pregnancy.unprotected": pregnancy_unprotected,
    "vessels.any": vessel_trouble,
    "pressure.untreated": untreated_pressure,
    "mind.mania": mania_untreated,
    "mind.suicide": suicide_risk,
    "mind.bipolar": bipolar_untreated,
    "alcohol.use": alcohol_use,
    "consent.missing": consent_missing,
    "liver.disease": liver_disease,
    "heart.rhythm": heart_rhythm,
    "lung.apnoea": apnoea_untreated,
    "safety.home": no_way_home,
}
