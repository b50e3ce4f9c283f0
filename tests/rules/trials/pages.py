"""What the practitioner's page shows of invented histories, for somebody with a depression and nothing else."""

from typing import Any

from rules.engine.trials.timeline import timeline
from rules.engine.truth import NO, YES
from tests.rules.trials.histories import EPISODE, TODAY, History, criteria, read, tables

_FACTS: dict[str, Any] = {
    "target_dx": frozenset({"mdd"}),
    "other_treatments": frozenset(),
    "ect": (),
    "tms": (),
    "therapies": (),
    "anxiety_above_threshold": NO,
    "unipolar_depression": YES,
    "bipolar_depression": NO,
    "anxiety_disorder": NO,
    "ocd_target": NO,
    "ptsd_target": NO,
    "symptomatic": YES,
    "psychotic_illness": NO,
    "bipolar_possible": NO,
    "severity_rated": "moderate",
    "episode_start": EPISODE,
    "phq9_total": 18,
}


def shown(history: History | None, *profiles: str, **facts: Any) -> Any:
    rows = None if history is None else read(history)
    return timeline(
        tables(), {**_FACTS, "resistance_criteria": criteria(*profiles), "trials_read": rows, **facts}, TODAY
    )


def condition(name: str, history: History, *profiles: str, **facts: Any) -> Any:
    return next(part for part in shown(history, *profiles, **facts)["conditions"] if part["condition"] == name)
