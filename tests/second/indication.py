"""Of table 1.4, what does not need the adequacy of treatment trials."""

from tests.second.form import Form, is_open
from tests.second.logic import Truth, all_of, any_of, no
from tests.second.tables import rule


@rule("indication.none_documented", "S", "INF")
def none_documented(form: Form) -> Truth:
    """No diagnosis by a qualified clinician."""
    undiagnosed = None if is_open(form.answers.get("target.dx")) else no(form.has("target.dx"))
    return any_of(undiagnosed, form.chosen("target.dx_by", "self"))


@rule("indication.anxiety_primary_iv", "S", "CAU", app="IV")
def anxiety_primary(form: Form) -> Truth:
    """Primary target GAD, panic, social anxiety without current MDD."""
    return all_of(form.has("target.dx", "gad", "panic", "social_anxiety"), no(form.has("target.dx", "mdd")))
