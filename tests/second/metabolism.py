"""Table 1.8, endocrine, metabolic, body size."""

from tests.second.form import Form
from tests.second.logic import Truth, all_of, any_of, at_least, at_most, no, over, surely, under
from tests.second.medicine_list import listed
from tests.second.tables import rule

_THYROID = ("overactive_thyroid", "underactive_thyroid", "other_thyroid")


def _overactive(form: Form) -> Truth:
    return form.has("endo.conditions", "overactive_thyroid")


@rule("endo.thyroid_storm_signs", "B", "URG")
def thyroid_storm(form: Form) -> Truth:
    """Hyperthyroid AND fever, HR >130, agitation or confusion, vomiting."""
    signs = any_of(
        form.has("acute.now", "fever", "agitation", "confusion", "vomiting"),
        surely(form.has("day.illness", "fever", "vomiting")),
        surely(over(form.number("vital.hr"), 130)),
    )
    return all_of(_overactive(form), signs)


def _suppressed(form: Form) -> Truth:
    """TSH below its range with raised FT4 or FT3; nothing measured is `endo.thyroid_unknown`."""
    value, lowest = form.measured("endo.tsh"), form.number("endo.tsh_lower")
    if value is None:
        return False
    return all_of(None if lowest is None else value < lowest, form.chosen("endo.ft4", "raised"))


@rule("endo.hyperthyroid_untreated", "S", "ABS-T")
def hyperthyroid_untreated(form: Form) -> Truth:
    """Hyperthyroidism untreated or inadequately treated, or suppressed TSH with raised FT4 or FT3."""
    return any_of(
        all_of(_overactive(form), form.chosen("endo.thyroid", "not_controlled", "untreated")),
        _suppressed(form),
    )


def _in_range(form: Form) -> Truth:
    value, lowest, highest = form.measured("endo.tsh"), form.number("endo.tsh_lower"), form.number("endo.tsh_upper")
    above = None if value is None or lowest is None else value >= lowest
    below = None if value is None or highest is None else value <= highest
    return all_of(above, below, form.chosen("endo.ft4", "in_range"))


@rule("endo.hyperthyroid_treated", "S", "REL", "CAU")
def hyperthyroid_treated(form: Form) -> tuple[Truth, ...]:
    """Treated, TSH and FT4 in range <=6 months; no tests in time are `endo.thyroid_unknown`.

    Said to be controlled with a value out of range is in no row; it is reviewed.
    """
    controlled = all_of(_overactive(form), form.chosen("endo.thyroid", "controlled"))
    return all_of(controlled, no(_in_range(form))), all_of(controlled, _in_range(form))


@rule("endo.thyroid_unknown", "S", "INF")
def thyroid_unknown(form: Form) -> Truth:
    """Thyroid disease = yes, no TSH in 6 months; or thyroid question unknown."""
    measured = form.measured("endo.tsh") is not None and surely(form.within_or_exactly("endo.tsh_date", months=6))
    disease = any_of(form.has("endo.conditions", *_THYROID), listed(form, "thyroid", "antithyroid"))
    unasked = form.has("endo.conditions", *_THYROID) is None
    return unasked or all_of(disease, not measured)


@rule("endo.phaeochromocytoma", "S", "ABS")
def phaeochromocytoma(form: Form) -> Truth:
    """Phaeochromocytoma or paraganglioma, untreated or unconfirmed cure."""
    return all_of(form.has("endo.conditions", "phaeochromocytoma"), no(form.yes("endo.phaeo")))


@rule("endo.diabetes_hypoglycaemia_risk", "B without later forms", "CAU")
def hypoglycaemia(form: Form) -> Truth:
    """Insulin or sulfonylurea, by the treatment of diabetes or by the list."""
    treated = form.has("endo.diabetes_treatment", "insulin", "sulfonylurea")
    return any_of(all_of(form.has("endo.conditions", "diabetes"), treated), listed(form, "insulin_sulfonylurea"))


@rule("endo.bmi_high", "S", "CAU")
def bmi_high(form: Form) -> Truth:
    """BMI >=40."""
    return at_least(form.bmi, 40)


@rule("endo.bmi_low", "S", "REL")
def bmi_low(form: Form) -> Truth:
    """BMI <16."""
    return under(form.bmi, 16)


@rule("endo.body_size_missing", "S", "INF")
def size_missing(form: Form) -> Truth:
    """Weight or height missing."""
    return form.number("body.weight") is None or form.number("body.height") is None


@rule("endo.body_size_implausible", "B without later forms", "INF")
def size_implausible(form: Form) -> Truth:
    """Weight <30 or >300 kg, height <120 or >220 cm, BMI <12 or >80, >10% change."""
    weight, height, last = (form.number(f"body.{name}") for name in ("weight", "height", "weight_last"))
    change = None if weight is None or not last else abs(weight - last) / last
    outside = (
        all_of(at_least(weight, 30), at_most(weight, 300)),
        all_of(at_least(height, 120), at_most(height, 220)),
        all_of(at_least(form.bmi, 12), at_most(form.bmi, 80)),
        at_most(change, 0.1),
    )
    return False in outside


@rule("metabolic.porphyria", "S", "REL")
def porphyria(form: Form) -> Truth:
    """Acute porphyria."""
    return form.has("endo.conditions", "porphyria")
