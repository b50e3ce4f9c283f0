"""Tables 1.3 and 3.1, psychiatric."""

from datetime import timedelta

from tests.second.form import Form, before, later_than
from tests.second.logic import Truth, all_of, any_of, at_least, no, perhaps, surely, under
from tests.second.medicine_list import listed
from tests.second.tables import rule

_STABILISERS = ("lithium", "valproate", "lamotrigine", "carbamazepine", "antipsychotic", "xanomeline", "clozapine")
_SPECTRUM = ("schizophrenia", "schizoaffective", "schizophreniform", "delusional_disorder")
_PASSED = ("brief_psychosis", "substance_psychosis", "medicine_psychosis", "postpartum_psychosis", "mood_psychosis")


def _ideation(form: Form, item: int) -> Truth:
    """Items 3 to 5 are closed by a "no" to 2; an answer that arrives all the same counts."""
    answer = form.yes(f"scale.cssrs.{item}")
    if answer is None and item in (3, 4, 5) and form.yes("scale.cssrs.2") is False:
        return False
    return answer


def _behaviour(form: Form) -> Truth:
    """Item 6; what is told about when it happened counts although the item says no."""
    told = form.yes("scale.cssrs.6_recent") is True or form.day("scale.cssrs.6_date") is not None
    return True if told else form.yes("scale.cssrs.6")


def _behaviour_recent(form: Form) -> Truth:
    """Settled: a date straddling three months is recent, so is exactly three months; nothing known is high."""
    if _behaviour(form) is not True:
        return _behaviour(form)
    day = form.day("scale.cssrs.6_date")
    said = form.yes("scale.cssrs.6_recent")
    if day is None:
        return said is not False
    return surely(said) or perhaps(later_than(day, before(form.as_of, months=3) - timedelta(days=1)))


@rule("psych.suicide_high", "B", "URG")
def suicide_high(form: Form) -> Truth:
    """C-SSRS item 4 or 5 yes, or item 6 yes within 3 months."""
    return any_of(_ideation(form, 4), _ideation(form, 5), _behaviour_recent(form))


@rule("psych.suicide_moderate", "B", "REL")
def suicide_moderate(form: Form) -> Truth:
    """C-SSRS item 3 yes without 4-5, or item 6 lifetime but >3 months ago; the highest level wins."""
    return all_of(any_of(_ideation(form, 3), _behaviour(form)), not surely(suicide_high(form)))


@rule("psych.suicide_low", "B", "CAU")
def suicide_low(form: Form) -> Truth:
    """C-SSRS item 1 or 2 only."""
    higher = any_of(*(_ideation(form, item) for item in (3, 4, 5)), _behaviour(form))
    return all_of(any_of(_ideation(form, 1), _ideation(form, 2)), not surely(higher))


@rule("psych.suicide_screen_incomplete", "B", "INF")
def suicide_screen_incomplete(form: Form) -> Truth:
    """Any item required by skip logic unanswered; 3.1: or item 6 = yes with the date unknown."""
    undated = form.yes("scale.cssrs.6") is True and (
        form.yes("scale.cssrs.6_recent") is None and form.day("scale.cssrs.6_date") is None
    )
    return undated or None in [_ideation(form, item) for item in range(1, 7)]


@rule("psych.phq9_item9_unscreened", "B", "URG", "REL")
def phq9_unscreened(form: Form) -> tuple[Truth, ...]:
    """PHQ-9 item 9 >=1 and no complete C-SSRS; item 9 = 3 is URG."""
    item, incomplete = form.number("scale.phq9.9"), suicide_screen_incomplete(form)
    return all_of(at_least(item, 3), incomplete), all_of(at_least(item, 1), incomplete)


@rule("psych.young_adult_warning", "S", "CAU")
def young_adult(form: Form) -> Truth:
    """Age 18-24."""
    return form.aged(18, 25)


@rule("psych.homicidal_or_violence", "B", "URG")
def violence(form: Form) -> Truth:
    """Thoughts or intent to harm others, weapon threat, child or dependant at risk."""
    return any_of(form.yes("psych.harm_others"), form.yes("psych.dependant_risk"))


@rule("psych.psychosis_active", "B", "URG")
def psychosis_active(form: Form) -> Truth:
    """Current hallucinations, delusions, paranoia, disorganisation."""
    return form.yes("psych.psychosis.now")


@rule("psych.schizophrenia_spectrum", "S", "ABS")
def schizophrenia(form: Form) -> Truth:
    """Personal schizophrenia, schizoaffective, schizophreniform, delusional disorder, ever."""
    return form.has("psych.psychosis.ever", *_SPECTRUM)


@rule("psych.psychosis_past", "S", "REL")
def psychosis_past(form: Form) -> Truth:
    """Past brief, substance-induced, postpartum, steroid or mood-congruent psychosis, remitted."""
    return form.has("psych.psychosis.ever", *_PASSED)


@rule("psych.psychosis_details_unknown", "S", "INF")
def psychosis_details_unknown(form: Form) -> Truth:
    """Psychosis question unknown, or "heard voices once" unclassified."""
    return not form.known("psych.psychosis.ever")


@rule("psych.family_psychosis", "S", "REL", "CAU")
def family_psychosis(form: Form) -> tuple[Truth, ...]:
    """First-degree relative with a psychotic disorder, none personally; REL if the patient's age is <30."""
    personally = any_of(form.has("psych.psychosis.ever"), form.yes("psych.psychosis.now"))
    related = all_of(form.has("cv.family", "psychosis"), not surely(personally))
    return all_of(related, no(form.aged(30))), related


@rule("psych.mania_active", "B", "URG")
def mania_active(form: Form) -> Truth:
    """Current mania, hypomania or mixed state, or markedly reduced need for sleep >=4 days with elevated mood."""
    return form.yes("psych.mania.now")


def _type_open(form: Form) -> Truth:
    """Not known, or nobody has given it a name."""
    return not form.known("psych.mania.type") or form.chosen("psych.mania.type", "not_diagnosed")


def _high_times(form: Form) -> Truth:
    return form.has("psych.mania.ever", "mania", "bipolar")


@rule("psych.bipolar_1", "S", "REL")
def bipolar_1(form: Form) -> Truth:
    """Bipolar I, not currently manic."""
    typed = all_of(_high_times(form), form.chosen("psych.mania.type", "bipolar_1"))
    return all_of(any_of(typed, surely(form.has("target.dx", "bipolar_1"))), not surely(form.yes("psych.mania.now")))


@rule("psych.bipolar_2_other", "S", "REL")
def bipolar_2_other(form: Form) -> Truth:
    """Bipolar II, cyclothymia, "bipolar" unspecified; a diagnosis told without a type is unspecified."""
    named = form.chosen("psych.mania.type", "bipolar_2", "cyclothymia", "bipolar_unspecified")
    told = surely(form.has("psych.mania.ever", "bipolar")) and surely(
        form.chosen("psych.mania.type", "not_diagnosed")
    )
    return any_of(all_of(_high_times(form), named), told, surely(form.has("target.dx", "bipolar_2")))


@rule("psych.bipolar_without_stabiliser", "S", "ABS-T")
def without_stabiliser(form: Form) -> Truth:
    """Any bipolar AND no lithium, valproate, lamotrigine, carbamazepine or antipsychotic on the list."""
    named = form.chosen("psych.mania.type", "bipolar_1", "bipolar_2", "cyclothymia", "bipolar_unspecified")
    told = surely(form.has("target.dx", "bipolar_1", "bipolar_2")) or surely(named)
    return all_of(any_of(bipolar_1(form), bipolar_2_other(form), told), no(listed(form, *_STABILISERS)))


@rule("psych.antidepressant_induced_mania", "S", "REL")
def induced_mania(form: Form) -> Truth:
    """Past drug-induced mania or hypomania."""
    return form.has("psych.mania.ever", "after_medicine")


@rule("psych.bipolar_unknown", "S", "INF")
def bipolar_unknown(form: Form) -> Truth:
    """Mania question unknown, or which kind it was."""
    return any_of(_high_times(form) is None, all_of(_high_times(form), _type_open(form)))


@rule("psych.dissociative_disorder", "S", "REL")
def dissociative(form: Form) -> Truth:
    """DID, depersonalisation or derealisation disorder."""
    return form.has("psych.other", "dissociative")


@rule("psych.personality_disorder_severe", "S", "REL")
def personality(form: Form) -> Truth:
    """Severe personality disorder or self-harm pattern."""
    return any_of(
        all_of(form.has("psych.other", "personality"), form.yes("psych.personality_severe")),
        form.has("psych.other", "self_harm"),
    )


@rule("psych.ptsd_trauma", "S", "CAU")
def ptsd(form: Form) -> Truth:
    """PTSD or complex trauma."""
    return form.has("psych.other", "ptsd")


@rule("psych.panic_prominent", "S", "CAU")
def panic(form: Form) -> Truth:
    """Panic disorder or recent frequent panic; settled: on both routes."""
    return form.has("psych.other", "panic")


@rule("psych.eating_disorder_unstable", "S", "REL")
def eating_disorder(form: Form) -> Truth:
    """BMI <16, or purging with no electrolytes in 30 days; settled: none recorded counts as none."""
    measured = form.within_or_exactly("lab.electrolytes_date", days=30)
    unmeasured = True if form.day("lab.electrolytes_date") is None else no(measured)
    return any_of(under(form.bmi, 16), all_of(form.has("psych.other", "purging"), unmeasured))


@rule("psych.prior_ketamine_reaction", "B", "REL")
def ketamine_reaction(form: Form) -> Truth:
    """Severe distress, psychosis, mania, seizure, cardiac event or hospital care after ketamine or esketamine."""
    told = form.has("ket.prior_reaction")
    return any_of(surely(told), all_of(form.yes("ket.prior"), told))


@rule("psych.recent_admission", "S", "REL")
def recent_admission(form: Form) -> Truth:
    """Psychiatric admission or ED visit <30 days."""
    return form.has("psych.recent_care", "admission_or_emergency")


@rule("psych.concurrent_ect_tms", "S", "CAU")
def ect_or_tms(form: Form) -> Truth:
    """Current ECT or TMS course."""
    return form.has("psych.recent_care", "ect_or_tms")


@rule("psych.neurodevelopmental", "S", "CAU")
def neurodevelopmental(form: Form) -> Truth:
    """Intellectual disability or autism needing support."""
    return form.has("psych.other", "neurodevelopmental")
