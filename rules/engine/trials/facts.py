"""Treatment history as derived facts: each factory indexes the tables once and gives a pure computation.

The inputs of the computations on a condition always come in one order, that of `History`.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from rules.engine.trials.assessment import Assessment, assess, definition_for
from rules.engine.trials.history import History
from rules.engine.trials.judging import Definition
from rules.engine.trials.knowledge import TrialKnowledge
from rules.engine.trials.profiles import criteria_in_use
from rules.engine.trials.questions import recheck_on, smallest_questions
from rules.engine.trials.reading import trial_reader
from rules.engine.trials.resistance import NOT_APPLICABLE, RESISTANT, Axes, axes_of, status_of
from rules.engine.trials.stimulation import stimulated
from rules.engine.truth import NO, UNKNOWN, YES, Truth, truth
from rules.engine.values import Row, Value

type Factory = Callable[[Mapping[str, Any], str | None], Callable[..., Value]]


class _Latest:
    """Tables and assessments several computations share: each is made once for whoever asks next."""

    tables: tuple[Any, TrialKnowledge] | None = None
    assessment: tuple[Any, Definition, TrialKnowledge, Assessment] | None = None


def _knowledge(knowledge: Mapping[str, Any]) -> TrialKnowledge:
    document = knowledge["trials"]
    if _Latest.tables is None or _Latest.tables[0] is not document:
        _Latest.tables = document, TrialKnowledge.from_json(document)
    return _Latest.tables[1]


def read_trials(knowledge: Mapping[str, Any], _given: str | None) -> Callable[..., Value]:
    return trial_reader(_knowledge(knowledge).agents)


def resistance_criteria(knowledge: Mapping[str, Any], _given: str | None) -> Callable[..., Value]:
    """The same for every form of a clinic, so made once."""
    return lru_cache(maxsize=32)(criteria_in_use(_knowledge(knowledge).profiles))


def judged_trials(knowledge: Mapping[str, Any], given: str | None) -> Callable[..., Value]:
    """Each trial of the history judged for the given condition."""
    known, indication = _knowledge(knowledge), str(given)

    def judge(as_of: int, *inputs: Any) -> Value:
        found = assessed(known, indication, History(*inputs))
        return None if found is None else _rows(found, as_of)

    return judge


def _rows(found: Assessment, as_of: int) -> tuple[Row, ...]:
    asked = {question.trial for question in smallest_questions(found)}
    return tuple(
        (
            one.trial.number,
            one.trial.written,
            one.agent.ingredient if one.agent else None,
            one.label,
            one.reasons,
            one.missing,
            one.flags,
            None if one.counted is UNKNOWN else one.counted,
            truth(one.trial.number in asked),
            recheck_on(one, found.definition, as_of),
        )
        for one in found.judgements
    )


def assessed(known: TrialKnowledge, indication: str, history: History) -> Assessment | None:
    """The history under the definition in use; None without a history or without a definition."""
    definition = definition_for(history.criteria, indication, known.profiles, history.diagnoses)
    if definition is None or history.trials is None:
        return None
    return _assess_once(history.trials, definition, known)


def _assess_once(rows: Any, definition: Definition, known: TrialKnowledge) -> Assessment:
    """The rows of one form are judged for depression twice: as a list and for the count."""
    latest = _Latest.assessment
    if latest is not None and latest[0] is rows and latest[1] == definition and latest[2] is known:
        # What a person wrote is not kept longer than it is needed.
        _Latest.assessment = None
        return latest[3]
    made = assess(rows, definition, known.agents)
    _Latest.assessment = rows, definition, known, made
    return made


def resistance(knowledge: Mapping[str, Any], given: str | None) -> Callable[..., Value]:
    """The status for the given condition: does it apply, then the history, therapies, and severity."""
    known, indication = _knowledge(knowledge), str(given)

    def status(_as_of: int, applies: Truth | None, therapies: Any, above: Truth | None, *inputs: Any) -> Value:
        history = History(*inputs)
        if applies is NO and history.criteria is not None:
            return NOT_APPLICABLE
        definition = definition_for(history.criteria, indication, known.profiles, history.diagnoses)
        if definition is None:
            return NOT_APPLICABLE
        return status_of(applies, axes_for(known, indication, history, therapies, above))

    return status


def axes_for(
    known: TrialKnowledge, indication: str, history: History, therapies: Any, above: Truth | None
) -> Axes | None:
    """The axes of a condition; None without a history."""
    found = assessed(known, indication, history)
    return (
        None
        if found is None
        else axes_of(found, therapies, above, stimulated(known, found.definition.criteria, history))
    )


def any_resistant(_knowledge: Mapping[str, Any], _given: str | None) -> Callable[..., Value]:
    """Whether any of the conditions is resistant, from their statuses; unknown while one that is open may be."""

    def resistant(_as_of: int, *statuses: str | None) -> Value:
        if RESISTANT in statuses:
            return YES
        return None if None in statuses else NO

    return resistant


FACTS: Mapping[str, Factory] = {
    "any_resistant": any_resistant,
    "read_trials": read_trials,
    "resistance_criteria": resistance_criteria,
    "judged_trials": judged_trials,
    "resistance": resistance,
}
