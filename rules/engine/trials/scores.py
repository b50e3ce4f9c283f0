"""The staging scores of one patient, from the history assessed for depression."""

from collections.abc import Mapping
from typing import Any

from rules.engine.trials.assessment import Assessment, assess
from rules.engine.trials.history import History
from rules.engine.trials.judging import role_of
from rules.engine.trials.knowledge import TrialKnowledge
from rules.engine.trials.staging import (
    Range,
    band,
    duration_points,
    massachusetts_general,
    maudsley,
    severity_points,
    thase_rush,
)
from rules.engine.trials.stimulation import bilateral_failed, ect_failed, ect_used
from rules.engine.truth import NO, UNKNOWN, YES, Truth, disjunction, stated
from rules.engine.values import Json, Value


def scores(
    known: TrialKnowledge, found: Assessment, history: History, facts: Mapping[str, Value], as_of: int
) -> dict[str, Json]:
    """Thase-Rush stage, Maudsley total with its bands, and the total of the Massachusetts General method.

    Each runs from its lowest to its highest possible value. The Maudsley total is missing while there may be no
    failed antidepressant.
    """
    criteria = found.definition.criteria
    failures = Range(found.tally.low, found.tally.high)
    mgh = massachusetts_general(
        known.mgh_s, failures, additions(known, found, history), ect_failed(known, criteria, history)
    )
    return {
        "thaseRush": _range(thase_rush(found.tally, bilateral_failed(known, criteria, history))),
        "maudsley": _maudsley(known, failures, found, history, facts, as_of),
        "mghS": _range(mgh),
    }


def _maudsley(
    known: TrialKnowledge,
    failures: Range,
    found: Assessment,
    history: History,
    facts: Mapping[str, Value],
    as_of: int,
) -> Json:
    rated: Any = facts["severity_rated"]
    total = maudsley(
        known.maudsley,
        failures,
        duration_points(known.maudsley, facts["episode_start"], as_of),
        severity_points(known.maudsley, rated, facts["phq9_total"]),
        augmented(found),
        ect_used(history),
    )
    if total is None:
        return None
    bands = [band(known.maudsley, points) for points in total]
    return {**_range(total), "bands": list(dict.fromkeys(bands))}


def augmented(found: Assessment) -> Truth:
    """Whether anything was added to an antidepressant in this episode."""
    profile = found.definition.profile
    return disjunction(*(_added(one.trial.in_episode, role_of(one.agent, profile)) for one in found.judgements))


def _added(in_episode: Truth | None, role: str) -> Truth:
    """A medicine nobody knows may have been added."""
    if role == "unknown":
        return UNKNOWN
    return stated(in_episode) if role == "augmentation" else NO


def additions(known: TrialKnowledge, found: Assessment, history: History) -> Range:
    """Failed augmentations, and courses that were one combined treatment with another."""
    profile = found.definition.profile._replace(augmentation_counts=True)
    counted = assess(history.trials, found.definition._replace(profile=profile), known.agents).judgements
    added = [one for one in counted if role_of(one.agent, profile) == "augmentation"]
    merged = len(found.tally.possible) - found.tally.high
    sure = {one.agent.ingredient for one in added if one.agent and one.counted is YES}
    possible = {one.agent.ingredient for one in added if one.agent and one.counted is not NO}
    return Range(len(sure) + merged, len(possible) + merged)


def _range(score: Range) -> dict[str, Json]:
    return {"low": str(score.low), "high": str(score.high)}
