"""Table 1.5, substance use."""

from tests.second.form import Form
from tests.second.gates import (
    DAST_ASKED,
    DISORDERS,
    OTHER_DRUGS,
    PSYCHEDELICS,
    STIMULANTS,
    audit_c_at_least,
    shown,
)
from tests.second.logic import Truth, all_of, any_of, at_least, no, over, surely
from tests.second.medicine_list import listed
from tests.second.tables import rule


def _disorder(form: Form) -> Truth:
    return form.has("sud.history", *DISORDERS)


@rule("sud.intoxicated_now", "B", "URG")
def intoxicated(form: Form) -> Truth:
    """Reports or appears intoxicated, or overdose."""
    return any_of(form.has("acute.now", "intoxicated"), surely(form.has("consent.capacity_concern", "intoxication")))


@rule("sud.withdrawal_now", "B", "URG")
def withdrawal(form: Form) -> Truth:
    """Stopped or cut in the last 7 days with signs; or past withdrawal seizure or DT with current daily use.

    Settled: a history that was not answered is called about under `sud.unknown_or_declined`.
    """
    return any_of(
        form.has("acute.now", "withdrawal"),
        all_of(surely(form.has("sud.history", "withdrawal_seizure")), form.yes("sud.daily")),
    )


@rule("sud.active_disorder", "S", "ABS-T", "REL")
def active_disorder(form: Form) -> tuple[Truth, ...]:
    """Moderate-severe disorder active in the last 3 months; DAST-10 >=6, or AUDIT-C >=8 with dependence symptoms.

    A mild one is in no row; it is reviewed.
    """
    active = all_of(_disorder(form), form.within_or_exactly("sud.disorder_date", months=3))
    serious = form.chosen("sud.disorder_severity", "moderate_or_severe")
    return (
        any_of(
            all_of(active, serious),
            all_of(form.has("sud.each", *DAST_ASKED), at_least(form.number("sud.dast10"), 6)),
            all_of(audit_c_at_least(form, 8), form.yes("sud.dependence")),
        ),
        all_of(active, no(serious)),
    )


@rule("sud.recent_remission", "S", "REL")
def recent_remission(form: Form) -> Truth:
    """Disorder in remission 3-12 months."""
    date = "sud.disorder_date"
    return all_of(
        _disorder(form), no(form.within_or_exactly(date, months=3)), form.within_or_exactly(date, months=12)
    )


@rule("sud.remote", "S", "CAU")
def remote(form: Form) -> Truth:
    """Disorder in remission >12 months."""
    return all_of(_disorder(form), no(form.within_or_exactly("sud.disorder_date", months=12)))


@rule("sud.ketamine_pcp_disorder", "S", "ABS")
def ketamine_disorder(form: Form) -> Truth:
    """Ketamine or PCP use disorder, ever."""
    return any_of(form.has("sud.history", "ketamine_pcp"), _assessed(form))


def _assessed(form: Form) -> Truth:
    """Repeated use is a possible disorder until a clinician has assessed it."""
    repeated = all_of(form.has("sud.each", "ketamine", "pcp"), form.chosen("sud.ketamine_times", "more"))
    return all_of(repeated, form.yes("sud.ketamine_disorder"))


@rule("sud.ketamine_nonmedical", "S", "REL")
def ketamine_nonmedical(form: Form) -> Truth:
    """Any non-medical ketamine or PCP use <12 months, or more than a few times ever."""
    return all_of(
        form.has("sud.each", "ketamine", "pcp"),
        any_of(form.within("sud.ketamine_date", months=12), form.chosen("sud.ketamine_times", "more")),
    )


@rule("sud.alcohol_high", "S", "REL")
def alcohol_high(form: Form) -> Truth:
    """AUDIT-C >=8."""
    return audit_c_at_least(form, 8)


@rule("sud.alcohol_hazardous", "S", "CAU")
def alcohol_hazardous(form: Form) -> Truth:
    """AUDIT-C >=4 (men) or >=3 (women, unknown sex), <8."""
    lowest = 4 if form.chosen("ecg.reference_sex", "male") else 3
    return all_of(audit_c_at_least(form, lowest), no(audit_c_at_least(form, 8)))


def _cannabis(form: Form) -> Truth:
    """Ticked, or told by days of use whatever was ticked: of answers that disagree the worse counts (0.3)."""
    return any_of(form.has("sud.each", "cannabis"), surely(over(form.number("sud.cannabis_days"), 0)))


@rule("sud.cannabis_daily", "S", "REL")
def cannabis_daily(form: Form) -> Truth:
    """>=20 days a month, cannabis use disorder, or any cannabis-related psychosis."""
    return any_of(
        all_of(_cannabis(form), at_least(form.number("sud.cannabis_days"), 20)),
        form.has("sud.history", "cannabis_psychosis"),
        all_of(
            form.has("sud.history", "cannabis"),
            any_of(form.within_or_exactly("sud.disorder_date", months=12), _cannabis(form)),
        ),
    )


@rule("sud.cannabis_occasional", "S", "CAU")
def cannabis_occasional(form: Form) -> Truth:
    """Less than above."""
    return all_of(_cannabis(form), no(cannabis_daily(form)))


@rule("sud.illicit_30d", "S", "REL")
def illicit_of_a_month(form: Form) -> Truth:
    """Non-prescribed stimulant, opioid, sedative, hallucinogen in the last 30 days; 2.2 adds listed ones."""
    ticked = form.has("sud.recent")
    return any_of(
        surely(ticked), all_of(form.has("sud.each", *OTHER_DRUGS), ticked), listed(form, "designer_benzodiazepine")
    )


@rule("sud.stimulant_illicit_72h", "B without follow-up", "ABS-T", worst_case=True)
def stimulant_72_hours(form: Form) -> Truth:
    """Cocaine, methamphetamine, MDMA, cathinones <72 h."""
    dated = all_of(
        form.has("sud.each", *OTHER_DRUGS),
        form.has("sud.recent", *STIMULANTS),
        form.within_or_exactly("sud.stimulant_date", days=3),
    )
    today = form.has("day.substances", "stimulants")
    if form.phase != "session":
        return any_of(surely(today), dated if today is None else surely(dated))
    none_in_a_year = form.has("sud.each", *OTHER_DRUGS) is False
    return any_of(surely(today) if none_in_a_year else today, surely(dated))


@rule("sud.alcohol_24h", "D", "ABS-T", worst_case=True)
def alcohol_24_hours(form: Form) -> Truth:
    """Any alcohol <24 h before the session."""
    return form.has("day.substances", "alcohol")


@rule("sud.psychedelic_14d", "S", "REL")
def psychedelic_14_days(form: Form) -> Truth:
    """Psilocybin, LSD, MDMA, DMT, ayahuasca <14 days."""
    return all_of(
        form.has("sud.each", *OTHER_DRUGS),
        form.has("sud.recent", *PSYCHEDELICS),
        form.within("sud.psychedelic_date", days=14),
    )


@rule("sud.uds_unexplained_positive", "B", "REL")
def uds_unexplained(form: Form) -> Truth:
    """Positive screen not explained by prescriptions; no screen is `sud.uds_missing`."""
    return all_of(surely(form.chosen("sud.uds", "positive")), no(form.yes("sud.uds_explained")))


@rule("sud.uds_missing", "S", "INF")
def uds_missing(form: Form) -> Truth:
    """No urine drug screen; 0.4: in 30 days."""
    return not form.known("sud.uds") or not surely(form.within_or_exactly("sud.uds_date", days=30))


@rule("sud.pdmp_missing", "S", "INF")
def pdmp_missing(form: Form) -> Truth:
    """Prescription-monitoring check not recorded, where the clinic is not known to be outside the United States."""
    return form.in_united_states is not False and not surely(form.yes("sud.pdmp"))


_QUESTIONS = (
    "auditc.1", "auditc.2", "auditc.3", "dependence", "each", "recent", "stimulant_date", "psychedelic_date",
    "cannabis_days", "ketamine_times", "ketamine_date", "history", "disorder_severity", "disorder_date", "daily",
)  # fmt: skip


@rule("sud.unknown_or_declined", "S", "REL", "INF")
def unknown_or_declined(form: Form) -> tuple[Truth, ...]:
    """Any substance item unknown; declined is REL as well."""
    asked = [f"sud.{name}" for name in _QUESTIONS if surely(shown(form, f"sud.{name}"))]
    return any(map(form.declined, asked)), any(not form.known(link_id) for link_id in asked)
