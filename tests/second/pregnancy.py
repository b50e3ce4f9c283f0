"""Table 1.10, pregnancy and lactation."""

from tests.second.form import Form
from tests.second.logic import Truth, all_of, any_of, no, surely
from tests.second.tables import rule


def _capable(form: Form) -> Truth:
    return form.chosen("repro.capable", "yes")


def tested_in_date(form: Form) -> bool:
    """0.4: 7 days; only a negative test tells that there is no pregnancy."""
    recent = form.within_or_exactly("repro.test_date", days=7)
    return surely(all_of(form.chosen("repro.test", "negative"), recent))


@rule("repro.pregnant", "B", "ABS")
def pregnant(form: Form) -> Truth:
    """Pregnant = yes or positive test; unknown: `repro.pregnancy_status_unknown`."""
    said, positive = form.yes("repro.status"), form.chosen("repro.test", "positive")
    return any_of(surely(said), surely(positive), all_of(_capable(form), said))


@rule("repro.pregnancy_status_unknown", "S", "INF")
def pregnancy_status_unknown(form: Form) -> Truth:
    """Could be pregnant and no in-date test, or answer unknown, declined, not asked."""
    open_status = form.yes("repro.status") is None or not tested_in_date(form)
    return any_of(
        not form.known("repro.capable"), all_of(_capable(form), open_status, not surely(form.yes("repro.status")))
    )


@rule("repro.test_overdue", "D", "INF")
def test_overdue(form: Form) -> Truth:
    """Capable of pregnancy and test outside the limit."""
    return all_of(_capable(form), not tested_in_date(form))


@rule("repro.trying_ivf", "S", "REL")
def trying(form: Form) -> Truth:
    """Trying to conceive, IVF."""
    plan = form.yes("repro.plan")
    return any_of(surely(plan), all_of(_capable(form), plan))


@rule("repro.no_contraception", "S", "CAU")
def no_contraception(form: Form) -> Truth:
    """Capable, not pregnant, no effective method."""
    return all_of(_capable(form), no(form.yes("repro.status")), no(form.yes("repro.contraception")))


@rule("repro.breastfeeding", "S", "ABS-T")
def breastfeeding(form: Form) -> Truth:
    """Breastfeeding or expressing."""
    return form.has("repro.around_birth", "breastfeeding")


@rule("repro.preeclampsia", "S", "ABS")
def preeclampsia(form: Form) -> Truth:
    """Pre-eclampsia or eclampsia in the current pregnancy or <=12 weeks postpartum."""
    said = form.yes("repro.status")
    pregnant_now = any_of(surely(said), all_of(_capable(form), said))
    recent = any_of(pregnant_now, form.within_or_exactly("repro.pregnancy_end", days=84))
    return all_of(form.has("repro.around_birth", "preeclampsia"), recent)
