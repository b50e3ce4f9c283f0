"""Both evaluators on one questionnaire, rule by rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rules.engine.screening import screen
from rules.engine.terms import Phase
from tests.rules.intakes import DEMO, released
from tests.second.evaluate import evaluate
from tests.second.logic import NOT_APPLICABLE, UNKNOWN, Verdict
from tests.second.open_questions import OPEN
from tests.second.questionnaires import Case, questionnaire
from tests.second.tables import ROWS

_WORDS = {
    "caution": "CAU",
    "missing": "INF",
    "relative": "REL",
    "absolute_temporary": "ABS-T",
    "absolute": "ABS",
    "urgent": "URG",
}

_FREE_TEXT = "what is written freely cannot be transcribed from a table; it has tests of its own"
_SCALES = "scores and their course come from treatment-resistance.md, which has test vectors of its own"
_TRIALS = "which trial counts is worked out in treatment-resistance.md, not in a table; it has stories of its own"
_MEDICINES = "reads names, doses and times of medicines; the questionnaires list none or leave the list open"
_WELL_FORMED = "the questionnaires hold well-formed answers; slips and units are tested where answers are read"

LEFT_OUT: Mapping[str, str] = {
    "data.unit_ambiguous": _WELL_FORMED,
    "data.answer_unreadable": _WELL_FORMED,
    "data.date_ambiguous": "which dates straddle which threshold is seen in the rules that read them",
    "data.changed_since_last_visit": "no row of the tables; an addition for forms that ask instead of the history",
    "data.free_text_unresolved": _FREE_TEXT,
    "data.subject_ambiguous": _FREE_TEXT,
    "psych.suicide_text_signal": _FREE_TEXT,
    "indication.severity_missing": _SCALES,
    "indication.esk_not_labelled": _TRIALS,
    "indication.insufficient_trials": _TRIALS,
    "indication.trials_unknown": _TRIALS,
    "indication.not_currently_symptomatic": _TRIALS,
    "psych.scale_positive": _SCALES,
    "data.score_mismatch": _SCALES,
    **dict.fromkeys(
        (
            "data.med_condition_mismatch", "data.med_unrecognised", "med.anticoagulant", "med.antihypertensive",
            "med.antipsychotic", "med.benzo_dose_unknown", "med.benzodiazepine", "med.benzodiazepine_high",
            "med.clozapine", "med.cns_depressant_multiple", "med.cns_depressant_other", "med.cyp_inducer",
            "med.cyp_inhibitor", "med.decongestant", "med.glp1", "med.insulin_su", "med.ketamine_elsewhere",
            "med.lamotrigine", "med.maoi", "med.naltrexone", "med.nasal_product", "med.neurosteroid",
            "med.nmda_antagonist", "med.noradrenergic_bp", "med.opioid", "med.opioid_agonist_treatment",
            "med.opioid_high_or_combined", "med.oxybate", "med.qt_prolonging", "med.seizure_threshold",
            "med.st_johns_wort", "med.stimulant", "med.supplement_risk", "med.tca", "med.theophylline",
            "med.thyroid_hormone", "med.vasopressor_ergot", "med.zdrug",
        ),
        _MEDICINES,
    ),
    **dict.fromkeys(
        (
            "followup.bladder_symptoms", "followup.change_not_measured", "followup.cognition_worse",
            "followup.high_pressure", "followup.liver_signs", "followup.misuse", "followup.no_response",
            "followup.poorly_tolerated", "followup.substance_use", "followup.symptoms_remain", "followup.worse",
        ),
        _SCALES,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Disagreement:
    """One rule on which the two evaluators differ."""

    rule_id: str
    released: Verdict
    second: Verdict


def disagreements(case: Case) -> tuple[Disagreement, ...]:
    ours, theirs = second_verdicts(case), released_verdicts(case)
    return tuple(_differences(ours, theirs))


def _differences(ours: Mapping[str, Verdict], theirs: Mapping[str, Verdict]) -> Iterator[Disagreement]:
    for rule_id, verdict in ours.items():
        other = theirs.get(rule_id, NOT_APPLICABLE)
        if _as_counted(other) != _as_counted(verdict) and (rule_id, other.outcome, verdict.outcome) not in OPEN:
            yield Disagreement(rule_id, other, verdict)


def _as_counted(verdict: Verdict) -> Verdict:
    """An unknown rule counts as missing (0.3), which is all that a rule of class INF says where it fires."""
    only_missing = verdict.outcome == "fired" and all(word == "INF" for _, word in verdict.severity)
    return UNKNOWN if only_missing else verdict


def second_verdicts(case: Case) -> Mapping[str, Verdict]:
    united_states = None if case.country is None else case.country == "US"
    return evaluate(
        case.answers,
        phase=case.phase,
        as_of=case.as_of,
        submitted_on=case.submitted_on,
        in_united_states=united_states,
    )


def released_verdicts(case: Case) -> Mapping[str, Verdict]:
    """Severities only where a rule fired; a fault stays a fault and agrees with nothing."""
    screening = screen(
        released(),
        case.answers,
        phase=Phase(case.phase),
        as_of=case.as_of,
        site=replace(DEMO, country=case.country),
        submitted_on=case.submitted_on,
    )
    return {
        finding.rule_id: Verdict(
            finding.outcome.value,
            tuple(sorted((route.value, _WORDS[word.value]) for route, word in finding.severity.items()))
            if finding.outcome == "fired"
            else (),
        )
        for finding in screening.findings
    }


def uncovered() -> frozenset[str]:
    """Released rules that are neither transcribed nor named as left out."""
    return frozenset(released_verdicts(questionnaire(0)).keys() - ROWS.keys() - LEFT_OUT.keys())
