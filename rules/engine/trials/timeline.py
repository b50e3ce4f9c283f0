"""The treatment history as plain data for the practitioner's page: every trial, why it counts or not, what to ask."""

from collections.abc import Mapping
from typing import Any

from rules.engine.dates import iso
from rules.engine.trials.amounts import Span
from rules.engine.trials.assessment import Assessment, assess, definition_for
from rules.engine.trials.history import History
from rules.engine.trials.judging import Definition, Judgement
from rules.engine.trials.knowledge import TrialKnowledge
from rules.engine.trials.questions import recheck_on, smallest_questions
from rules.engine.trials.resistance import NOT_APPLICABLE, RESISTANT, Axes, axes_of, bounds, status_of
from rules.engine.trials.scores import scores
from rules.engine.trials.stimulation import stimulated
from rules.engine.trials.therapies import Therapy, therapies_of, therapy_checks, therapy_label
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.values import Json, Value, lower_end, upper_end

INDETERMINATE = "indeterminate"
_APPLIES: Mapping[str, str] = {
    "depression": "unipolar_depression",
    "bipolar": "bipolar_depression",
    "anxiety": "anxiety_disorder",
    "ocd": "ocd_target",
    "ptsd": "ptsd_target",
}
_CONFIRMED = ("self", "pharmacy", "chart", "clinician")
_INTOLERANT_FLAG_FROM = 2


def timeline(known: TrialKnowledge, facts: Mapping[str, Value], as_of: int) -> Json:
    """Every condition with its status, trials and questions, and the staging of depression.

    `facts` holds the facts and derived facts of a screening by name; the history is None while nobody has told it.
    Raises ValueError when the definitions in use could not be established.
    """
    history = history_of(facts)
    conditions = [_condition(known, name, history, facts, as_of) for name in _APPLIES if history.trials is not None]
    depression = _assessed(known, "depression", history)
    return {
        "asOf": iso(as_of),
        "conditions": [condition for condition in conditions if condition is not None],
        "staging": None if depression is None else scores(known, depression, history, facts, as_of),
    }


def history_of(facts: Mapping[str, Any]) -> History:
    return History(
        criteria=facts["resistance_criteria"],
        trials=facts["trials_read"],
        diagnoses=facts["target_dx"],
        other_treatments=facts["other_treatments"],
        ect=facts["ect"],
        tms=facts["tms"],
    )


def _assessed(known: TrialKnowledge, condition: str, history: History) -> Assessment | None:
    definition = definition_for(history.criteria, condition, known.profiles, history.diagnoses)
    return None if definition is None or history.trials is None else assess(history.trials, definition, known.agents)


def _condition(known: TrialKnowledge, name: str, history: History, facts: Mapping[str, Any], as_of: int) -> Json:
    found = _assessed(known, name, history)
    if found is None:
        return None
    definition, criteria = found.definition, found.definition.criteria
    stimulation = stimulated(known, criteria, history)
    low, high = bounds(found, stimulation)
    axes = axes_of(definition, (low, high), facts["therapies"], facts["anxiety_above_threshold"])
    status = status_of(facts[_APPLIES[name]], axes) or INDETERMINATE
    return {
        "condition": name,
        "definition": criteria.profile,
        "status": status,
        "needed": str(criteria.needed),
        "failed": {"atLeast": low, "atMost": high},
        "axes": _axes(axes),
        "questions": [question._asdict() for question in smallest_questions(found)]
        if status != NOT_APPLICABLE
        else [],
        "flags": _flags(found, status, facts),
        "documentation": _documentation(found),
        "trials": [_trial(one, definition, as_of) for one in found.judgements],
        "therapies": [_therapy(therapy, definition) for therapy in therapies_of(facts["therapies"] or ())],
    }


def _axes(axes: Axes) -> Json:
    return {
        "drug": _word(axes.drug),
        "psychological": _word(axes.psychological),
        "aboveThreshold": _word(axes.above_threshold),
        "label": axes.label,
    }


def _flags(found: Assessment, status: str, facts: Mapping[str, Any]) -> list[Json]:
    """What a practitioner should look at; none of it changes the status."""
    intolerant = sum(one.label == "intolerant" for one in found.judgements)
    depression = found.definition.criteria.indication == "depression"
    named = {
        "intolerance_only": intolerant >= _INTOLERANT_FLAG_FROM
        and found.tally.low < found.definition.criteria.needed,
        "not_currently_symptomatic": depression and status == RESISTANT and facts["symptomatic"] is NO,
        "psychotic_illness": facts["psychotic_illness"] is YES,
        "bipolar_possible": facts["bipolar_possible"] is YES,
    }
    return [name for name, raised in named.items() if raised]


def _documentation(found: Assessment) -> Json:
    """The weakest source among the trials that count; None where one does not say."""
    levels = [one.trial.confirmed for one in found.judgements if one.counted is YES]
    known = [_CONFIRMED.index(level) for level in levels if level is not None]
    return _CONFIRMED[min(known)] if known and len(known) == len(levels) else None


def _trial(one: Judgement, definition: Definition, as_of: int) -> Json:
    trial, recheck = one.trial, recheck_on(one, definition, as_of)
    return {
        "number": trial.number,
        "written": trial.written,
        "ingredient": one.agent.ingredient if one.agent else None,
        "class": one.agent.drug_class if one.agent else None,
        "label": one.label,
        "reasons": sorted(one.reasons),
        "missing": sorted(one.missing),
        "flags": sorted(one.flags),
        "counted": _word(one.counted),
        "mgADay": _span(trial.dose),
        "weeks": _span(trial.weeks),
        "start": _days(trial.start),
        "end": _days(trial.end),
        "recheckOn": None if recheck is None else iso(recheck),
    }


def _therapy(therapy: Therapy, definition: Definition) -> Json:
    checks = therapy_checks(therapy, definition.profile, definition.criteria, definition.diagnoses)
    return {
        "kind": therapy.kind,
        "label": therapy_label(checks),
        "reasons": sorted(name for name, check in checks.items() if check is NO),
        "missing": sorted(name for name, check in checks.items() if check is UNKNOWN),
    }


def _word(value: Truth) -> str:
    return value.name.lower()


def _span(span: Span) -> Json:
    return {"low": str(span.low), "high": None if span.high is None else str(span.high)}


def _days(day: Value) -> Json:
    first, last = lower_end(day), upper_end(day)
    return None if first is None or last is None else [iso(first), iso(last)]
