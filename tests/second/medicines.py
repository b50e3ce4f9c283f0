"""Table 2.1, medicines, on lists of names from table 2.2."""

from tests.second.form import Form
from tests.second.heart import QT_MEDICINES
from tests.second.logic import Truth, all_of, any_of, word_for
from tests.second.medicine_list import listed, listed_ingredient, medicines, recognised
from tests.second.pressure import raised
from tests.second.tables import row, rule

ANTIPSYCHOTICS = ("antipsychotic", "xanomeline", "clozapine")


def over_the_counter(form: Form, *options: str) -> Truth:
    return form.has("med.otc", *options)


def any_use(rule_id: str, severity: str, *groups: str, otc: tuple[str, ...] = (), app: str = "BOTH") -> None:
    """A row that fires on any current use of its class."""

    def current_use(form: Form) -> Truth:
        return any_of(listed(form, *groups), over_the_counter(form, *otc) if otc else False)

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


any_use("med.tca", "CAU", "tca")
any_use("med.decongestant", "CAU", "decongestant", otc=("decongestant", "stimulating_herb"))
any_use("med.vasopressor_ergot", "REL", "vasopressor")
any_use("med.thyroid_hormone", "CAU", "thyroid")
any_use("med.lamotrigine", "CAU", "lamotrigine")
any_use("med.nmda_antagonist", "CAU", "memantine", "nmda", "acamprosate", otc=("cough_remedy",))
any_use("med.naltrexone", "CAU", "naltrexone", "nalmefene")
any_use("med.antipsychotic", "CAU", *ANTIPSYCHOTICS)
any_use("med.clozapine", "REL", "clozapine")
any_use("med.cyp_inhibitor", "CAU", "cyp_inhibitor", "nefazodone", otc=("grapefruit",))
any_use("med.cyp_inducer", "CAU", "cyp_inducer", "carbamazepine", "phenytoin", "barbiturate")
any_use("med.st_johns_wort", "CAU", "st_johns_wort", otc=("st_johns_wort",))
any_use(
    "med.antihypertensive",
    "CAU",
    "antihypertensive",
    "anxiety_antihypertensive",
    "alpha_agonist",
    "beta_blocker",
    "pregnancy_antihypertensive",
)
any_use("med.glp1", "CAU", "glp1")
any_use("med.insulin_su", "CAU", "insulin_sulfonylurea")
any_use(
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
    return any_of(None if every is None else any_of(*sprays), over_the_counter(form, "nasal_spray"))


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
