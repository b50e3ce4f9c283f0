"""Table 2.1, medicines, on lists of names from table 2.2."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from tests.second.form import Form, number
from tests.second.heart import QT_MEDICINES, raised
from tests.second.logic import Number, Truth, all_of, any_of, at_least, over, word_for
from tests.second.lungs import apnoea
from tests.second.medicine_list import Medicine, listed, listed_ingredient, medicines, recognised
from tests.second.tables import row, rule

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
ANTIPSYCHOTICS = ("antipsychotic", "xanomeline", "clozapine")


def _otc(form: Form, *options: str) -> Truth:
    return form.has("med.otc", *options)


def _taken(form: Form, groups: Iterable[str]) -> tuple[Medicine, ...]:
    return tuple(one for one in medicines(form) or () if one.group in groups and one.taken(form) is not False)


def _simple(rule_id: str, severity: str, *groups: str, otc: tuple[str, ...] = (), app: str = "BOTH") -> None:
    """A row that fires on any current use of its class."""

    def current_use(form: Form) -> Truth:
        return any_of(listed(form, *groups), _otc(form, *otc) if otc else False)

    rule(rule_id, "S", severity, app=app)(current_use)


@row("med.theophylline", "S", {**word_for("ABS-T", "IV"), **word_for("REL", "ESK")})
def theophylline(form: Form) -> Truth:
    """In the last 7 days, the seventh included."""
    return listed(form, "xanthine", within_days=8)


@rule("med.maoi", "S", "REL")
def maoi(form: Form) -> Truth:
    """Current or <14 days; ayahuasca contains one."""
    ayahuasca = all_of(
        form.has("sud.each", "ayahuasca"),
        form.has("sud.recent", "ayahuasca"),
        form.within("sud.psychedelic_date", days=14),
    )
    return any_of(listed(form, "maoi", within_days=14), ayahuasca)


@rule("med.ketamine_elsewhere", "S", "REL")
def ketamine_elsewhere(form: Form) -> Truth:
    """Current or <14 days."""
    return listed(form, "ketamine", within_days=14)


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


_simple("med.zdrug", "CAU", "hypnotic", otc=("melatonin",))


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
    """>=50 MME/day, or with a benzodiazepine, gabapentinoid, oxybate or sleep apnoea, or dose unknown."""
    dose = _morphine(_taken(form, OPIOIDS))
    combined = any_of(listed(form, *BENZODIAZEPINES, "gabapentinoid", "oxybate"), apnoea(form))
    return all_of(listed(form, *OPIOIDS), any_of(dose is None or dose >= 50, combined))


_simple("med.opioid_agonist_treatment", "REL", "methadone", "buprenorphine_oud")

_DEPRESSANTS = (
    "barbiturate", "gabapentinoid", "muscle_relaxant", "sedating_antihistamine", "other_sedative", "alpha_agonist",
    "dexmedetomidine", "depressant_supplement",
)  # fmt: skip


@rule("med.cns_depressant_other", "S", "CAU")
def depressant(form: Form) -> Truth:
    """Barbiturates, gabapentinoids, muscle relaxants, sedating antihistamines, clonidine, sedating antipsychotics.

    Which antipsychotics sedate is not said; settled: all count.
    """
    otc = _otc(form, "sleep_or_allergy_remedy", "kava_kratom_phenibut")
    return any_of(listed(form, *_DEPRESSANTS, *ANTIPSYCHOTICS), otc)


@rule("med.cns_depressant_multiple", "S", "REL")
def depressants(form: Form) -> Truth:
    """>=3 classes together."""
    classes = [
        listed(form, *BENZODIAZEPINES),
        any_of(listed(form, "hypnotic"), _otc(form, "melatonin")),
        listed(form, *OPIOIDS),
        listed(form, "oxybate"),
        listed(form, "neurosteroid"),
        listed(form, *ANTIPSYCHOTICS),
        any_of(listed(form, "sedating_antihistamine"), _otc(form, "sleep_or_allergy_remedy")),
        any_of(listed(form, "depressant_supplement"), _otc(form, "kava_kratom_phenibut")),
        *(listed(form, group) for group in _DEPRESSANTS[:3]),
        listed(form, "other_sedative"),
        listed(form, "alpha_agonist", "dexmedetomidine"),  # one class by what they do
    ]
    known = sum(one is True for one in classes)
    return True if known >= 3 else (None if known + classes.count(None) >= 3 else False)


_simple("med.neurosteroid", "CAU", "neurosteroid")


@rule("med.stimulant", "S", "REL", "CAU")
def stimulant(form: Form) -> tuple[Truth, ...]:
    """With uncontrolled hypertension or a raised pressure REL."""
    taken = listed(form, "stimulant")
    return all_of(taken, raised(form)), taken


@rule("med.noradrenergic_bp", "S", "CAU")
def noradrenergic(form: Form) -> Truth:
    """SNRIs, atomoxetine, viloxazine, bupropion, midodrine; "only matters with raised BP"."""
    taken = any_of(listed(form, "snri", "noradrenergic", "bupropion"), listed_ingredient(form, "midodrine"))
    return all_of(taken, any_of(raised(form), form.yes("cv.htn")))


_simple("med.tca", "CAU", "tca")
_simple("med.decongestant", "CAU", "decongestant", otc=("decongestant", "stimulating_herb"))
_simple("med.vasopressor_ergot", "REL", "vasopressor")
_simple("med.thyroid_hormone", "CAU", "thyroid")
_simple("med.lamotrigine", "CAU", "lamotrigine")
_simple("med.nmda_antagonist", "CAU", "memantine", "nmda", "acamprosate", otc=("cough_remedy",))
_simple("med.naltrexone", "CAU", "naltrexone", "nalmefene")
_simple("med.antipsychotic", "CAU", *ANTIPSYCHOTICS)
_simple("med.clozapine", "REL", "clozapine")
_simple("med.cyp_inhibitor", "CAU", "cyp_inhibitor", "nefazodone", otc=("grapefruit",))
_simple("med.cyp_inducer", "CAU", "cyp_inducer", "carbamazepine", "phenytoin", "barbiturate")
_simple("med.st_johns_wort", "CAU", "st_johns_wort", otc=("st_johns_wort",))
_simple(
    "med.antihypertensive",
    "CAU",
    "antihypertensive",
    "anxiety_antihypertensive",
    "alpha_agonist",
    "beta_blocker",
    "pregnancy_antihypertensive",
)
_simple("med.glp1", "CAU", "glp1")
_simple("med.insulin_su", "CAU", "insulin_sulfonylurea")
_simple(
    "med.supplement_risk",
    "CAU",
    "supplement",
    "depressant_supplement",
    otc=("stimulating_herb", "energy_drinks", "kava_kratom_phenibut", "valerian_or_cbd", "serotonin_supplement"),
)


@rule("med.nasal_product", "S", "CAU", app="ESK")
def nasal_product(form: Form) -> Truth:
    """Any nasal spray."""
    every = medicines(form)
    sprays = [all_of(one.certain, one.taken(form)) for one in every or () if one.nasal is not False]
    return any_of(None if every is None else any_of(*sprays), _otc(form, "nasal_spray"))


@rule("med.qt_prolonging", "S", "CAU")
def qt_prolonging(form: Form) -> Truth:
    """Methadone, haloperidol, ziprasidone, thioridazine, pimozide, macrolides.

    No dose is given from which citalopram and escitalopram are high; settled: any.
    """
    return listed_ingredient(form, *QT_MEDICINES, "citalopram", "escitalopram")


@rule("med.seizure_threshold", "S", "REL", "CAU")
def seizure_threshold(form: Form) -> tuple[Truth, ...]:
    """Bupropion, tramadol, clozapine, meperidine; with any seizure history REL."""
    taken = listed_ingredient(form, "bupropion", "tramadol", "clozapine", "meperidine")
    return all_of(taken, form.has("neuro.conditions", "seizure")), taken


@rule("data.med_unrecognised", "S", "INF")
def unrecognised(form: Form) -> Truth:
    """Drug not resolved, or a fuzzy match."""
    lines = form.rows("med.list")
    known = [recognised(line) for line in lines or ()]
    if "proposed" in known or "unrecognised" in known:
        return True
    return None if lines is None or "open" in known else False


@rule("med.anticoagulant", "S", "CAU")
def anticoagulant(form: Form) -> Truth:
    """Warfarin, DOACs, dual antiplatelet."""
    one_each = [listed_ingredient(form, name) for name in ("clopidogrel", "ticlopidine", "ticagrelor")]
    known, open_ones = one_each.count(True), one_each.count(None)
    dual = True if known > 1 else (None if known + open_ones > 1 else False)
    return any_of(listed(form, "anticoagulant"), dual)
