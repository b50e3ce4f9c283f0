"""Rules on one answer each: ten comparisons and six memberships."""

from collections.abc import Mapping

from benchmarks.by_hand.kleene import Answers, Rule, Verdict

ADULT = 18
OLDEST = 75
SYSTOLIC_HIGH = 160
DIASTOLIC_HIGH = 100
PULSE_FAST = 110
QTC_LONG = 470
POTASSIUM_LOW = 3.5
KIDNEY_WEAK = 45
LIVER_ENZYME_HIGH = 120
OXYGEN_LOW = 92


def under_age(answers: Answers) -> Verdict:
    age = answers.get("age")
    return None if age is None else age < ADULT


def over_age(answers: Answers) -> Verdict:
    age = answers.get("age")
    return None if age is None else age > OLDEST


def systolic_high(answers: Answers) -> Verdict:
    systolic = answers.get("systolic")
    return None if systolic is None else systolic >= SYSTOLIC_HIGH


def diastolic_high(answers: Answers) -> Verdict:
    diastolic = answers.get("diastolic")
    return None if diastolic is None else diastolic > DIASTOLIC_HIGH


def pulse_fast(answers: Answers) -> Verdict:
    pulse = answers.get("pulse")
    return None if pulse is None else pulse > PULSE_FAST


def qtc_long(answers: Answers) -> Verdict:
    qtc = answers.get("qtc")
    return None if qtc is None else qtc >= QTC_LONG


def potassium_low(answers: Answers) -> Verdict:
    potassium = answers.get("potassium")
    return None if potassium is None else potassium < POTASSIUM_LOW


def kidney_weak(answers: Answers) -> Verdict:
    function = answers.get("kidney_function")
    return None if function is None else function < KIDNEY_WEAK


def liver_enzyme_high(answers: Answers) -> Verdict:
    enzyme = answers.get("liver_enzyme")
    return None if enzyme is None else enzyme > LIVER_ENZYME_HIGH


def oxygen_low(answers: Answers) -> Verdict:
    oxygen = answers.get("oxygen")
    return None if oxygen is None else oxygen <= OXYGEN_LOW


def heart_failure_severe(answers: Answers) -> Verdict:
    failure = answers.get("heart_failure")
    return None if failure is None else failure == "severe"


def seizures_uncontrolled(answers: Answers) -> Verdict:
    seizures = answers.get("seizures")
    return None if seizures is None else seizures in ("uncontrolled", "unclear")


def psychosis(answers: Answers) -> Verdict:
    diagnoses = answers.get("diagnoses")
    return None if diagnoses is None else "psychosis" in diagnoses


def interacting_medicine(answers: Answers) -> Verdict:
    medicines = answers.get("medicines")
    return None if medicines is None else "maoi" in medicines or "theophylline" in medicines


def cannabis_now(answers: Answers) -> Verdict:
    cannabis = answers.get("cannabis")
    return None if cannabis is None else cannabis not in ("never", "former")


def allergic(answers: Answers) -> Verdict:
    allergies = answers.get("allergies")
    return None if allergies is None else "ketamine" in allergies or "esketamine" in allergies


COMPARISONS: Mapping[str, Rule] = {
    "age.under": under_age,
    "age.over": over_age,
    "pressure.systolic": systolic_high,
    "pressure.diastolic": diastolic_high,
    "pulse.fast": pulse_fast,
    "heart.qtc": qtc_long,
    "blood.potassium": potassium_low,
    "kidney.weak": kidney_weak,
    "liver.enzyme": liver_enzyme_high,
    "lung.oxygen": oxygen_low,
}
MEMBERSHIPS: Mapping[str, Rule] = {
    "heart.failure": heart_failure_severe,
    "brain.seizures": seizures_uncontrolled,
    "mind.psychosis": psychosis,
    "medicines.interacting": interacting_medicine,
    "drugs.cannabis": cannabis_now,
    "allergy.known": allergic,
}
