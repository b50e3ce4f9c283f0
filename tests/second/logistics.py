"""Table 1.14, logistics."""

from tests.second.form import Form
from tests.second.logic import Truth, any_of, no, surely, under, word_for
from tests.second.tables import row, rule


@rule("logistics.escort_unconfirmed", "S", "INF")
def escort(form: Form) -> Truth:
    """No named adult escort (ride-hail alone = no escort)."""
    return no(form.chosen("log.escort", "named_adult"))


@rule("logistics.no_escort_today", "D", "ABS-T", worst_case=True)
def escort_today(form: Form) -> Truth:
    """No escort at arrival."""
    return no(form.yes("day.escort"))


@rule("logistics.driving_not_agreed", "S", "INF")
def driving(form: Form) -> Truth:
    """No agreement not to drive or operate machinery."""
    return no(form.yes("log.driving"))


@rule("logistics.cannot_stay", "D", "ABS-T", worst_case=True)
def stay(form: Form) -> Truth:
    """Cannot stay >=2 h after ESK (IV: until discharge criteria)."""
    return no(form.yes("day.stay"))


@row("logistics.not_fasted", "D", word_for("ABS-T", "ESK"), word_for("ABS-T", "IV"), worst_case=True)
def fasting(form: Form) -> tuple[Truth, ...]:
    """ESK: food <2 h or liquids <30 min. IV: site fasting policy (clinic example 4 h)."""
    food, drink = form.number("day.food"), form.number("day.drink")
    return any_of(under(food, 2), under(drink, 30)), under(food, 4)


@rule("logistics.acute_illness_today", "D", "ABS-T")
def illness(form: Form) -> Truth:
    """Fever, vomiting, dehydration, new symptom."""
    return form.has("day.illness")


@rule("logistics.home_use_requested", "S", "REL")
def home_use(form: Form) -> Truth:
    """Wants unsupervised or at-home ketamine; nothing follows from an unknown wish."""
    return surely(form.has("log.work", "home_use"))


@rule("logistics.safety_sensitive_work", "S", "CAU")
def work(form: Form) -> Truth:
    """Pilot, driver, on-call clinician, childcare alone that evening."""
    return form.has("log.work", "safety_work", "on_call", "sole_carer")


@rule("logistics.contact_or_location_missing", "S", "INF")
def contact(form: Form) -> Truth:
    """No phone, emergency contact, or current location or country."""
    return not all(map(form.known, ("demo.location", "demo.phone", "demo.emergency_contact")))


@rule("logistics.no_treating_clinician", "S", "CAU")
def treating_clinician(form: Form) -> Truth:
    """No prescriber or therapist for follow-up."""
    return form.has("log.work", "no_clinician")
