"""Treatment history as derived facts: each factory indexes the tables once and gives a pure computation.

The inputs of the computations on a condition always come in one order, that of `History`.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from rules.engine.trials.assessment import Assessment, assess, definition_for
from rules.engine.trials.history import History
from rules.engine.trials.knowledge import TrialKnowledge
from rules.engine.trials.profiles import criteria_in_use
from rules.engine.trials.questions import recheck_on, smallest_questions
from rules.engine.trials.reading import trial_reader
from rules.engine.trials.resistance import NOT_APPLICABLE, RESISTANT, axes_of, bounds, status_of
from rules.engine.trials.stimulation import stimulated
from rules.engine.truth import NO, UNKNOWN, YES, Truth, truth
from rules.engine.values import Row, Value

type Kept = tuple[Any, TrialKnowledge, Assessment]
type Factory = Callable[[Mapping[str, Any], str | None], Callable[..., Value]]


class _Latest:
    """What computations share: the tables, and the assessment of a form from its list of trials to its next count."""

    tables: tuple[Any, TrialKnowledge] | None = None
    assessment: Kept | None = None


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
        history = History(*inputs)
        found = assessed(known, indication, history, None)
        _Latest.assessment = None if found is None else (history.trials, known, found)
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


def assessed(known: TrialKnowledge, indication: str, history: History, kept: Kept | None) -> Assessment | None:
    """The history under the definition in use, taken from what was kept where that is the same one.

    None without a history or without a definition.
    """
    definition = definition_for(history.criteria, indication, known.profiles, history.diagnoses)
    if definition is None or history.trials is None:
        return None
    if kept is not None and kept[0] is history.trials and kept[1] is known and kept[2].definition == definition:
        return kept[2]
    return assess(history.trials, definition, known.agents)


def _taken() -> Kept | None:
    """What a person wrote is not kept longer than it is needed: whoever counts next takes it."""
    kept, _Latest.assessment = _Latest.assessment, None
    return kept


def resistance(knowledge: Mapping[str, Any], given: str | None) -> Callable[..., Value]:
    """The status for the given condition: does it apply, then the history, therapies, and severity."""
    known, indication = _knowledge(knowledge), str(given)

    def status(_as_of: int, applies: Truth | None, therapies: Any, above: Truth | None, *inputs: Any) -> Value:
        history, kept = History(*inputs), _taken()
        if applies is NO and history.criteria is not None:
            return NOT_APPLICABLE
        definition = definition_for(history.criteria, indication, known.profiles, history.diagnoses)
        if definition is None:
            return NOT_APPLICABLE
        found = assessed(known, indication, history, kept)
        failed = None if found is None else bounds(found, stimulated(known, definition.criteria, history))
        return status_of(applies, axes_of(definition, failed, therapies, above))

    return status


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
