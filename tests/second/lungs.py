"""Table 1.9, respiratory and airway."""

from tests.second.form import Form
from tests.second.heart import like_panic
from tests.second.logic import Truth, all_of, any_of, at_least, no, surely, under
from tests.second.medicine_list import listed
from tests.second.tables import row, rule


@rule("resp.acute_distress", "B", "URG", "REL")
def acute_distress(form: Form) -> tuple[Truth, ...]:
    """Breathless at rest, cannot complete sentences, or SpO2 <90%; 0.0: known panic without other signs is today."""
    breathless = form.has("acute.now", "breathless", "breathless_severe")
    low = surely(under(form.number("vital.spo2"), 90))
    return any_of(all_of(breathless, not surely(like_panic(form))), low), breathless


@rule("resp.severe_insufficiency", "S", "REL")
def insufficiency(form: Form) -> Truth:
    """Home oxygen, COPD GOLD 3-4, respiratory failure, neuromuscular weakness."""
    return any_of(
        form.has("resp.conditions", "home_oxygen", "respiratory_failure", "neuromuscular"),
        all_of(form.has("resp.conditions", "copd"), form.chosen("resp.copd_gold", "gold_3", "gold_4")),
    )


def apnoea(form: Form) -> Truth:
    """Ticked, or told by an answer about how severe it is or how it is treated."""
    told = form.known("resp.osa_severity") or surely(form.yes("resp.osa"))
    return any_of(form.has("resp.conditions", "sleep_apnoea"), told)


@rule("resp.osa_untreated", "S", "REL")
def apnoea_untreated(form: Form) -> Truth:
    """Sleep apnoea not treated AND (moderate-severe or BMI >=35)."""
    grave = any_of(form.chosen("resp.osa_severity", "moderate", "severe"), at_least(form.bmi, 35))
    return all_of(apnoea(form), no(form.yes("resp.osa")), grave)


@rule("resp.osa_treated", "S", "CAU")
def apnoea_treated(form: Form) -> Truth:
    """Sleep apnoea on effective CPAP or device, or mild."""
    return all_of(apnoea(form), any_of(form.yes("resp.osa"), form.chosen("resp.osa_severity", "mild")))


@rule("resp.osa_suspected", "S", "INF")
def apnoea_suspected(form: Form) -> Truth:
    """STOP-Bang >=5, or >=3 with BMI >=35; suspected, so not where it is known."""
    score = form.number("resp.stopbang")
    likely = any_of(at_least(score, 5), all_of(at_least(score, 3), at_least(form.bmi, 35)))
    return all_of(likely, not surely(apnoea(form)))


@row("resp.difficult_airway", "S", {"iv_ketamine": "REL", "esketamine": "CAU"})
def difficult_airway(form: Form) -> Truth:
    """Known difficult intubation, serious anaesthetic reaction, unstable neck, tracheal stenosis."""
    return form.has(
        "resp.conditions", "difficult_intubation", "anaesthetic_reaction", "unstable_neck", "tracheal_stenosis"
    )


@rule("resp.acute_infection", "D", "ABS-T")
def infection(form: Form) -> Truth:
    """Fever, purulent cough, wheeze flare, COVID or flu."""
    fever = any_of(form.has("acute.now", "fever"), surely(form.has("day.illness", "fever")))
    return any_of(form.has("resp.infection"), fever)


@rule("resp.spo2_low", "D", "ABS-T")
def oxygen_low(form: Form) -> Truth:
    """SpO2 90-93% on room air."""
    value = form.number("vital.spo2")
    return all_of(at_least(value, 90), under(value, 94))


@rule("resp.aspiration_risk", "B without later forms", "CAU")
def aspiration(form: Form) -> Truth:
    """Severe reflux, gastroparesis, hyperemesis, GLP-1 drug."""
    return any_of(form.has("resp.conditions", "severe_reflux", "gastroparesis", "hyperemesis"), listed(form, "glp1"))
