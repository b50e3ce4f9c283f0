"""Treatment histories for tests: rows as they are answered, and what the released tables make of them."""

from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rules.engine.trials.assessment import Assessment, assess, definition_for
from rules.engine.trials.judging import Definition
from rules.engine.trials.knowledge import TrialKnowledge
from rules.engine.trials.profiles import criteria_in_use
from rules.engine.trials.reading import Written, trial_reader
from rules.engine.truth import NO, YES
from rules.engine.values import Interval
from tests.rules.intakes import released

type History = list[dict[str, Any]]

TODAY = date(2025, 6, 1).toordinal()
EPISODE = date(2024, 8, 1).toordinal()
USUAL: dict[str, Any] = {
    "drug": "sertraline",
    "reasons": frozenset({"depression"}),
    "dose": 100,
    "often": "once",
    "weeks": 10,
    "adherence": "from_80",
    "benefit": "none",
    "stop_reasons": frozenset({"did_not_work"}),
    "combined": "alone",
    "episode": "current",
}
PARAMETERS = (
    "trials_needed",
    "trial_weeks",
    "anxiety_trial_weeks",
    "trial_failure_below",
    "trial_partial_from",
    "trial_response_from",
    "adherence_enough",
    "adherence_too_low",
    "augmentation_weeks",
    "switch_weeks",
    "spell_gap",
    "therapy_sessions_needed",
    "therapy_weeks_needed",
    "trauma_sessions_needed",
)


@cache
def tables() -> TrialKnowledge:
    return TrialKnowledge.from_json(released().document["knowledge"]["trials"])


def day(year: int, month: int, number: int) -> int:
    return date(year, month, number).toordinal()


def trial(**answers: Any) -> dict[str, Any]:
    """A trial that failed, with some answers changed; None leaves one open."""
    return {**USUAL, **answers}


def criteria(*profiles: str) -> Any:
    numbers = [released().numbers[name] for name in PARAMETERS]
    return criteria_in_use(tables().profiles)(TODAY, profiles, *numbers)


def read(history: History, *, start: Any = EPISODE, ever_well: Any = YES) -> Any:
    """The rows as the engine reads them."""
    rows = [Written(**{name: row.get(name) for name in Written._fields}) for row in history]
    columns = list(zip(*rows, strict=True)) or [()] * len(Written._fields)
    return trial_reader(tables().agents)(TODAY, *columns, start, ever_well, released().numbers["weeks_conflict"])


def defined(profile: str, *diagnoses: str) -> Definition:
    """A definition in use for a patient with these diagnoses."""
    indication = tables().profiles[profile].indication
    found = definition_for(criteria(profile), indication, tables().profiles, frozenset(diagnoses))
    assert found is not None
    return found


def assessed(
    history: History, profile: str = "trd_fda_v1", diagnoses: frozenset[str] = frozenset({"mdd"}), **episode: Any
) -> Assessment:
    return assess(read(history, **episode), defined(profile, *diagnoses), tables().agents)


def bounds(history: History, profile: str = "trd_fda_v1") -> tuple[int, int]:
    count = assessed(history, profile).tally
    return count.low, count.high


_DAYS = st.integers(EPISODE - 400, TODAY)
_DATES = st.one_of(
    st.none(), _DAYS, st.builds(lambda low, more: Interval(low, low + more), _DAYS, st.integers(1, 90))
)
_DRUGS = ("sertraline", "venlafaxine", "bupropion", "mirtazapine", "citalopram", "escitalopram", "phenelzine")
_ANSWERS: dict[str, SearchStrategy[Any]] = {
    "reasons": st.sampled_from(
        [None, frozenset({"depression"}), frozenset({"sleep"}), frozenset({"depression", "ocd"})]
    ),
    "dose": st.sampled_from([None, 25, 50, 100, 150, 300]),
    "often": st.sampled_from([None, "once", "twice", "weekly", "as_needed"]),
    "start": _DATES,
    "end": _DATES,
    "weeks": st.sampled_from([None, 2, 4, 6, 8, 30]),
    "weeks_most": st.sampled_from([None, None, 5, 9]),
    "weeks_at_dose": st.sampled_from([None, None, 4, 8]),
    "adherence": st.sampled_from([None, "from_80", "from_50_to_79", "under_50"]),
    "benefit": st.sampled_from([None, "none", "partial", "much_better", "back_to_normal", "worked_then_stopped"]),
    "improvement": st.sampled_from([None, None, 10, 40, 70]),
    "weeks_after_relapse": st.sampled_from([None, 0, 8]),
    "stop_reasons": st.sampled_from(
        [None, frozenset({"did_not_work"}), frozenset({"side_effects"}), frozenset({"still_taking"})]
    ),
    "combined": st.sampled_from([None, "alone", "added", "started_together", "partly_together"]),
    "combined_with": st.sampled_from([None, "venlafaxine", "something"]),
    "episode": st.sampled_from([None, "current", "earlier"]),
    "dose_ok": st.sampled_from([None, None, YES, NO]),
}


def trials(drugs: tuple[str | None, ...] = (*_DRUGS, "the white ones", None)) -> SearchStrategy[dict[str, Any]]:
    """Any trial: mostly a failed one with some answers changed, or one of which anything may be open."""
    anything = st.fixed_dictionaries({"drug": st.sampled_from(drugs), **_ANSWERS})
    near = st.fixed_dictionaries({"drug": st.sampled_from(drugs)}, optional=_ANSWERS).map(
        lambda row: {**USUAL, **row}
    )
    return st.one_of(near, near, anything)


def histories(most: int = 5) -> SearchStrategy[History]:
    return st.lists(trials(), max_size=most)
