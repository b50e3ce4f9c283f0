"""Tables 1.6 and 1.7, hepatic, renal and urological."""

from tests.second.form import Form, is_open
from tests.second.logic import Truth, all_of, any_of, no, over, surely, under
from tests.second.tables import rule

_TESTS = ("alt", "ast", "alp", "ggt", "bilirubin")
COMPLAINTS = ("burning", "urgency", "frequency", "incontinence", "pelvic_pain")


def _above(form: Form, test: str, times: float) -> Truth:
    """More than so many times the laboratory's upper limit; a missing limit leaves it open.

    What was not measured at all is left to `hepatic.lft_missing`.
    """
    value, limit = form.measured(f"lab.lft.{test}"), form.number(f"lab.lft.{test}_limit")
    if value is None:
        return False
    return None if not limit else over(value / limit, times)


def _either(form: Form, times: float) -> Truth:
    return any_of(_above(form, "alt", times), _above(form, "ast", times))


@rule("hepatic.severe", "S", "ABS")
def severe(form: Form) -> Truth:
    """Child-Pugh C, decompensated cirrhosis, acute liver failure."""
    named = form.chosen("liver.child_pugh", "child_pugh_c", "decompensated", "acute_failure")
    return any_of(form.has("organs.conditions", "liver_failure"), all_of(_liver_disease(form), named))


def _liver_disease(form: Form) -> Truth:
    return form.has("organs.conditions", "liver_disease", "liver_failure", "ketamine_liver_injury")


@rule("hepatic.moderate", "S", "REL")
def moderate(form: Form) -> Truth:
    """Child-Pugh B."""
    return all_of(_liver_disease(form), form.chosen("liver.child_pugh", "child_pugh_b"))


@rule("hepatic.alt_ast_gt_5x", "B without session", "ABS-T")
def above_5_times(form: Form) -> Truth:
    """ALT or AST >5xULN, or >3xULN with bilirubin >2xULN."""
    unmeasured = form.measured("lab.lft.bilirubin") is None
    jaundiced = None if unmeasured else _above(form, "bilirubin", 2)
    return any_of(_either(form, 5), all_of(_either(form, 3), jaundiced))


@rule("hepatic.alt_ast_gt_3x", "B without session", "REL")
def above_3_times(form: Form) -> Truth:
    """ALT or AST >3xULN (<=5x)."""
    return all_of(_either(form, 3), not surely(_either(form, 5)))


@rule("hepatic.alt_ast_mild", "B without session", "CAU")
def mild(form: Form) -> Truth:
    """ALT or AST >ULN to 3xULN, or isolated GGT or ALP rise."""
    raised = all_of(_either(form, 1), no(_either(form, 3)))
    other = any_of(_above(form, "ggt", 1), _above(form, "alp", 1))
    return any_of(raised, all_of(other, no(_either(form, 1))))


@rule("hepatic.ketamine_injury", "S", "ABS")
def ketamine_injury(form: Form) -> Truth:
    """Prior ketamine-associated liver or biliary injury."""
    return form.has("organs.conditions", "ketamine_liver_injury")


@rule("hepatic.disease_unclassified", "S", "INF")
def unclassified(form: Form) -> Truth:
    """Liver disease = yes, severity unknown."""
    return all_of(_liver_disease(form), not form.known("liver.child_pugh"))


@rule("hepatic.lft_missing", "S", "INF")
def tests_missing(form: Form) -> Truth:
    """No ALT, AST, ALP, GGT, bilirubin in 90 days."""
    missing = any(form.measured(f"lab.lft.{test}") is None for test in _TESTS)
    return missing or not surely(form.within_or_exactly("lab.lft.date", days=90))


@rule("renal.dialysis", "S", "REL")
def dialysis(form: Form) -> Truth:
    """Dialysis."""
    return form.has("organs.conditions", "dialysis")


@rule("renal.severe_ckd", "S", "CAU")
def severe_ckd(form: Form) -> Truth:
    """EGFR <30 mL/min/1.73 m2 not on dialysis; one that was not measured matters with a kidney disease."""
    measured = form.measured("renal.egfr")
    unmeasured = all_of(form.has("organs.conditions", "kidney_disease"), None)
    return all_of(unmeasured if measured is None else under(measured, 30), no(dialysis(form)))


@rule("uro.ketamine_cystitis", "S", "ABS")
def ketamine_cystitis(form: Form) -> Truth:
    """Diagnosed ketamine- or esketamine-related cystitis."""
    return form.has("organs.conditions", "ketamine_cystitis")


@rule("uro.interstitial_cystitis", "S", "REL")
def interstitial_cystitis(form: Form) -> Truth:
    """Interstitial cystitis, bladder pain syndrome, other chronic cystitis."""
    return form.has("organs.conditions", "interstitial_cystitis")


@rule("uro.symptoms_uninvestigated", "B", "INF")
def symptoms(form: Form) -> Truth:
    """Dysuria, urgency, frequency, incontinence, pelvic pain without cause."""
    return all_of(form.has("uro.symptoms", *COMPLAINTS), no(form.yes("uro.symptoms_cause")))


@rule("uro.haematuria", "B", "REL")
def haematuria(form: Form) -> Truth:
    """Visible or persistent microscopic blood; the laboratory's finding adds where there is one."""
    return any_of(form.has("uro.symptoms", "blood"), surely(form.yes("uro.microhaematuria")))


@rule("uro.uti_current", "D", "ABS-T")
def infection(form: Form) -> Truth:
    """Current UTI."""
    return form.has("uro.symptoms", "infection_now")


@rule("uro.history_unknown", "S", "INF")
def bladder_unknown(form: Form) -> Truth:
    """Bladder question unanswered."""
    return is_open(form.answers.get("uro.symptoms")) or is_open(form.answers.get("organs.conditions"))
