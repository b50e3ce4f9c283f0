"""Table 1.13, age, consent, capacity."""

from tests.second.form import Form, days
from tests.second.logic import Truth, all_of, any_of, no, under, word_for
from tests.second.tables import row, rule


@rule("age.under_18", "S", "ABS")
def under_18(form: Form) -> Truth:
    """Age <18 y; where the stated age disagrees, the worst case wins."""
    return any_of(no(form.aged(18)), under(form.number("demo.age"), 18) or False)


@rule("age.65_plus", "S", "CAU")
def from_65(form: Form) -> Truth:
    """65-74 y."""
    return form.aged(65, 75)


@rule("age.75_plus", "S", "REL")
def from_75(form: Form) -> Truth:
    """>=75 y."""
    return form.aged(75)


@rule("age.missing_or_conflict", "S", "INF")
def age_missing(form: Form) -> Truth:
    """DOB missing, in the future, >110 y, or the stated age differs by >1 y."""
    born = days(form.answers.get("demo.dob"), form.as_of)
    if born is None or form.age is None or born[0] > form.as_of or form.age[0] > 110:
        return True
    stated = form.number("demo.age")
    if stated is None:
        return False
    apart = [abs(int(stated) - age) > 1 for age in range(form.age[0], form.age[1] + 1)]
    return None if True in apart and False in apart else apart[0]


@rule("consent.capacity_absent", "B", "ABS")
def capacity_absent(form: Form) -> Truth:
    """Cannot understand, retain, weigh, communicate."""
    return form.chosen("consent.capacity", "absent")


@rule("consent.capacity_uncertain", "B", "REL")
def capacity_uncertain(form: Form) -> Truth:
    """Cognitive impairment, intoxication, acute distress, form filled by another."""
    return any_of(
        form.chosen("consent.capacity", "uncertain"),
        form.has("consent.capacity_concern"),
        form.chosen("demo.respondent", "other"),
    )


@row("consent.not_recorded", "S", word_for("INF", "IV"), word_for("INF", "ESK"))
def consent_missing(form: Form) -> tuple[Truth, ...]:
    """Off-label (IV) or medication-guide and REMS (ESK) consent missing."""
    unanswered = not form.known("consent.understood")
    return (
        unanswered or not form.has("consent.understood", "iv_unlicensed"),
        unanswered or not form.has("consent.understood", "esketamine_guide"),
    )


@rule("consent.coercion", "B", "REL")
def coercion(form: Form) -> Truth:
    """Pressure by family, employer, other."""
    return form.yes("consent.pressure")


@rule("consent.communication_need", "S", "INF")
def communication_need(form: Form) -> Truth:
    """Interpreter, hearing or reading support needed, not arranged."""
    return all_of(form.has("demo.language"), no(form.yes("demo.language_arranged")))


@rule("consent.rems_not_enrolled", "S", "INF", app="ESK")
def rems(form: Form) -> Truth:
    """US outpatient ESK and patient or site not enrolled or certified."""
    return all_of(form.in_united_states is not False, form.chosen("consent.rems", "not_enrolled"))
