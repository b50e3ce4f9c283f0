"""Table 2.1, medicines that sedate: benzodiazepines and their like, opioids, what depresses breathing together."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from tests.second.form import Form, number
from tests.second.logic import Number, Truth, all_of, any_of, at_least, over
from tests.second.lungs import apnoea
from tests.second.medicine_list import Medicine, listed, medicines
from tests.second.medicines import ANTIPSYCHOTICS, any_use, over_the_counter
from tests.second.tables import rule

_EQUAL_TO_LORAZEPAM_1 = {
    "lorazepam": "1", "alprazolam": "0.5", "clonazepam": "0.5", "diazepam": "10", "chlordiazepoxide": "25",
    "clorazepate": "15", "oxazepam": "20", "temazepam": "20", "triazolam": "0.25", "estazolam": "1",
    "flurazepam": "30",
}  # fmt: skip
# Where the document gives a range, the other end of it.
_AT_LEAST = {**_EQUAL_TO_LORAZEPAM_1, "triazolam": "0.5"}
# The document gives no factors; that of morphine is its own.
_MORPHINE_1 = {"morphine": "1"}
BENZODIAZEPINES = ("benzodiazepine", "designer_benzodiazepine")
OPIOIDS = ("opioid", "methadone", "buprenorphine_oud")


def _taken(form: Form, groups: Iterable[str]) -> tuple[Medicine, ...]:
    return tuple(one for one in medicines(form) or () if one.group in groups and one.taken(form) is not False)


@rule("med.oxybate", "S", "REL")
def oxybate(form: Form) -> Truth:
    """Current; none <24 h, which yesterday may have been."""
    return listed(form, "oxybate", within_days=2)


@rule("med.benzodiazepine", "S", "CAU")
def benzodiazepine(form: Form) -> Truth:
    """Any current use."""
    return listed(form, *BENZODIAZEPINES)


def _equivalent(taken: Iterable[Medicine], factors: Mapping[str, str] = _EQUAL_TO_LORAZEPAM_1) -> Number:
    total = Decimal(0)
    for one in taken:
        factor, dose = factors.get(one.ingredient), one.milligrams_a_day
        if factor is None or dose is None:
            return None
        total += dose / Decimal(factor)
    return total


@rule("med.benzodiazepine_high", "S", "REL")
def benzodiazepine_high(form: Form) -> Truth:
    """>6 mg/day lorazepam-equivalent, or two or more, or daily with alcohol."""
    every = medicines(form)
    if every is None:
        return None
    taken = [one for one in every if one.group in (*BENZODIAZEPINES, "") and one.taken(form) is not False]
    surely_taken = [one for one in taken if one.certain]
    several = _several(len({one.ingredient for one in surely_taken}), len({one.ingredient for one in taken}))
    drinks = at_least(form.number("sud.auditc.1"), 1)
    daily = any_of(*(all_of(one.certain, one.every_day) for one in taken))
    return any_of(several, _over_six(taken), all_of(daily, drinks))


def _several(known: int, possible: int) -> Truth:
    return True if known > 1 else (None if possible > 1 else False)


def _over_six(taken: Sequence[Medicine]) -> Truth:
    """What is surely taken every day may be enough alone; what is taken when needed is anything up to all of it."""
    lowest = [one for one in taken if one.certain and not one.when_needed and _equivalent([one]) is not None]
    if over(_equivalent(lowest, _AT_LEAST), 6):
        return True
    return None if over(_equivalent(taken), 6) is not False else False


def _dose_open(one: Medicine) -> bool:
    """A dose in micrograms is doubted where it would be converted to lorazepam."""
    if not one.ingredient or one.one_of_several:
        return True
    if one.line.get("unit") == "mcg" and one.ingredient not in _EQUAL_TO_LORAZEPAM_1:
        return number(one.line.get("amount")) is None or number(one.line.get("times_a_day")) is None
    return one.milligrams_a_day is None


# 4.3 names these; from how much on milligrams are doubted it does not say, 1 is ours.
_IN_MICROGRAMS = frozenset({"levothyroxine", "clonidine", "fentanyl"})


def dose_in_doubt(form: Form) -> Truth:
    """Milligrams of what is dosed in micrograms, or micrograms of what would be converted, taken now or lately."""
    return any_of(*(_units_mixed_up(one) for one in medicines(form) or ()))


def _units_mixed_up(one: Medicine) -> Truth:
    """Nothing of a line of which nobody knows whose dose it tells."""
    if one.one_of_several:
        return False
    if one.ingredient in _IN_MICROGRAMS and one.milligrams is not None:
        return one.milligrams >= 1
    converted = one.ingredient in _EQUAL_TO_LORAZEPAM_1 or one.ingredient in _MORPHINE_1
    return converted and one.line.get("unit") == "mcg"


@rule("med.benzo_dose_unknown", "S", "INF")
def benzodiazepine_dose(form: Form) -> Truth:
    """Drug known, dose or frequency missing."""
    every = medicines(form)
    if every is None:
        return None
    return any_of(
        *(
            all_of(one.certain, one.taken(form), _dose_open(one))
            for one in every
            if one.group in (*BENZODIAZEPINES, "")
        )
    )


any_use("med.zdrug", "CAU", "hypnotic", otc=("melatonin",))


def _morphine(taken: Iterable[Medicine]) -> Number:
    total = Decimal(0)
    for one in taken:
        factor, dose = _MORPHINE_1.get(one.ingredient), one.milligrams_a_day
        if factor is None or dose is None:
            return None
        total += dose * Decimal(factor)
    return total


@rule("med.opioid", "S", "CAU")
def opioid(form: Form) -> Truth:
    """Opioids."""
    return listed(form, *OPIOIDS)


@rule("med.opioid_high_or_combined", "S", "REL")
def opioid_high(form: Form) -> Truth:
    """>=50 MME/day, or with a benzodiazepine, gabapentinoid, oxybate or sleep apnoea, or dose unknown.

    How much is taken is not known either while a line that nobody can name may be another opioid.
    """
    nameless = any(one.group == "" and one.taken(form) is not False for one in medicines(form) or ())
    dose = None if nameless else _morphine(_taken(form, OPIOIDS))
    combined = any_of(listed(form, *BENZODIAZEPINES, "gabapentinoid", "oxybate"), apnoea(form))
    return all_of(listed(form, *OPIOIDS), any_of(dose is None or dose >= 50, combined))


any_use("med.opioid_agonist_treatment", "REL", "methadone", "buprenorphine_oud")

_DEPRESSANTS = (
    "barbiturate", "gabapentinoid", "muscle_relaxant", "sedating_antihistamine", "other_sedative", "alpha_agonist",
    "dexmedetomidine", "depressant_supplement",
)  # fmt: skip


@rule("med.cns_depressant_other", "S", "CAU")
def depressant(form: Form) -> Truth:
    """Barbiturates, gabapentinoids, muscle relaxants, sedating antihistamines, clonidine, sedating antipsychotics.

    Which antipsychotics sedate is not said; settled: all count.
    """
    otc = over_the_counter(form, "sleep_or_allergy_remedy", "kava_kratom_phenibut")
    return any_of(listed(form, *_DEPRESSANTS, *ANTIPSYCHOTICS), otc)


@rule("med.cns_depressant_multiple", "S", "REL")
def depressants(form: Form) -> Truth:
    """>=3 classes together."""
    classes = [
        listed(form, *BENZODIAZEPINES),
        any_of(listed(form, "hypnotic"), over_the_counter(form, "melatonin")),
        listed(form, *OPIOIDS),
        listed(form, "oxybate"),
        listed(form, "neurosteroid"),
        listed(form, *ANTIPSYCHOTICS),
        any_of(listed(form, "sedating_antihistamine"), over_the_counter(form, "sleep_or_allergy_remedy")),
        any_of(listed(form, "depressant_supplement"), over_the_counter(form, "kava_kratom_phenibut")),
        *(listed(form, group) for group in _DEPRESSANTS[:3]),
        listed(form, "other_sedative"),
        listed(form, "alpha_agonist", "dexmedetomidine"),  # one class by what they do
    ]
    known = sum(one is True for one in classes)
    return True if known >= 3 else (None if known + classes.count(None) >= 3 else False)


any_use("med.neurosteroid", "CAU", "neurosteroid")
