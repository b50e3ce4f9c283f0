"""The structured parts of table 1.15, data quality."""

from typing import Any

from tests.second.form import Form, affirmative, before, is_date, is_open
from tests.second.gates import GATES
from tests.second.heart import ecg_wanted
from tests.second.logic import Truth, all_of, any_of, no, surely
from tests.second.plausibility import implausible
from tests.second.pregnancy import tested_in_date
from tests.second.pressure_readings import in_date, undated
from tests.second.sedating import dose_in_doubt
from tests.second.tables import rule
from tests.second.understood import UNEXPECTED, UNIT, UNREADABLE


def _cells(form: Form) -> list[tuple[str, Any]]:
    """Every answer as it was written, those inside rows included."""
    cells: list[tuple[str, Any]] = []
    for link_id, value in form.written.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            cells += [(name, cell) for line in value for name, cell in line.items()]
        cells.append((link_id, value))
    return cells


@rule("data.contradiction", "B", "REL")
def contradiction(form: Form) -> Truth:
    """Two answers disagree.

    "None of these" beside a tick, or an answer behind a question that closes it.
    """
    behind = (affirmative(form.written.get(link_id)) and gate(form) is False for link_id, gate in GATES.items())
    return any(map(_both_ways, form.written.values())) or any(behind) or _denied_elsewhere(form)


def _denied_elsewhere(form: Form) -> bool:
    """Thoughts, an act, psychosis, ketamine or pregnancy denied in one place and told in another.

    A negative test speaks against a pregnancy for as long as it counts (0.4, 7 days).
    """
    thoughts = any_of(form.yes("scale.cssrs.1"), form.yes("scale.cssrs.2"))
    said, dated = form.yes("scale.cssrs.6_recent"), form.within_or_exactly("scale.cssrs.6_date", months=3)
    psychosis = form.yes("psych.psychosis.now") is False and surely(form.within("psych.psychosis.date", months=1))
    denied = form.number("scale.phq9.9") == 3 and thoughts is False
    ketamine = form.has("sud.each", "ketamine") is True and form.yes("ket.prior") is False
    status, test = form.yes("repro.status"), form.chosen("repro.test", "positive")
    pregnancy = (status is False and test is True) or (status is True and tested_in_date(form))
    return denied or psychosis or ketamine or pregnancy or (None not in (said, dated) and said != dated)


def _both_ways(value: Any) -> bool:
    return isinstance(value, list) and "none" in value and len(set(value) - {"unsure"}) > 1


@rule("data.answer_implausible", "B", "INF")
def implausible_answer(form: Form) -> Truth:
    """0.0: an implausible value adds a data finding."""
    return any(implausible(name, value, form.as_of) for name, value in _cells(form))


@rule("data.unit_ambiguous", "B", "INF")
def unit_ambiguous(form: Form) -> Truth:
    """Quantity without unit, or plausible in two units; 4.3: milligrams and micrograms mixed up."""
    return any_of(UNIT in form.slips, dose_in_doubt(form))


@rule("data.answer_unreadable", "B", "REL", "INF")
def unreadable(form: Form) -> tuple[Truth, ...]:
    """Stands in no table: an answer that fits no form of its question, or one to a question nobody asked."""
    return UNEXPECTED in form.slips, UNREADABLE in form.slips


@rule("data.stale", "B", "INF")
def stale(form: Form) -> Truth:
    """Outside 0.4 limits: form 30 days, pressure 30, ECG (if required) 12 months, pregnancy test 7 days."""
    submitted = form.submitted_on or form.as_of
    month = before(form.as_of, days=30)
    negative = all_of(form.chosen("repro.capable", "yes"), form.chosen("repro.test", "negative"))
    return any_of(
        submitted < month,
        bool(form.rows("vital.bp")) and not in_date(form, month) and not undated(form, month),
        all_of(surely(ecg_wanted(form)), surely(no(form.within_or_exactly("ecg.date", months=12)))),
        all_of(surely(negative), surely(no(form.within_or_exactly("repro.test_date", days=7)))),
    )


@rule("data.proxy_respondent", "S", "INF")
def proxy(form: Form) -> Truth:
    """Completed by someone else."""
    return form.chosen("demo.respondent", "other")


@rule("data.med_list_missing", "S", "INF")
def medicines_missing(form: Form) -> Truth:
    """Medication list not answered ("none" must be explicit)."""
    lines = form.rows("med.list")
    return lines is None or any(is_open(line.get("name")) for line in lines)


@rule("data.date_ambiguous", "B", "INF")
def date_ambiguous(form: Form) -> Truth:
    """Day and month can be told apart only by their order, which differs between countries."""
    return any(_two_ways(value) for _, value in _cells(form))


def _two_ways(value: Any) -> bool:
    if not is_date(value) or "/" not in value:
        return False
    one, other, _ = value.split("/")
    return one != other and int(one) <= 12 and int(other) <= 12


@rule("data.changed_since_last_visit", "D and F", "INF")
def changed(form: Form) -> Truth:
    """0.4: change check every session."""
    return form.has("day.change", "illness", "hospital", "medicine")
