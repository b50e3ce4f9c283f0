"""The tables behind the treatment history, indexed once when a rule set is loaded."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Self

from rules.engine.trials.agents import Agents
from rules.engine.trials.profiles import Profile
from rules.engine.trials.staging import MassachusettsGeneral, Maudsley
from rules.engine.values import Number


class TrialKnowledge(NamedTuple):
    """Medicines, definitions, staging tables, and how many sessions make a course of brain stimulation."""

    agents: Agents
    profiles: Mapping[str, Profile]
    maudsley: Maudsley
    mgh_s: MassachusettsGeneral
    ect_sessions: Mapping[str, Number]
    tms_sessions: Mapping[str, Number]

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        staging = document["staging"]
        return cls(
            agents=Agents(document["agents"]),
            profiles={part["id"]: Profile.from_json(part) for part in document["profiles"]},
            maudsley=_maudsley(staging["maudsley"]),
            mgh_s=MassachusettsGeneral(**{name: Decimal(points) for name, points in staging["mgh_s"].items()}),
            ect_sessions=dict(staging["ect_sessions"]),
            tms_sessions=dict(staging["tms_sessions"]),
        )


def _maudsley(document: Mapping[str, Any]) -> Maudsley:
    return Maudsley(
        duration_months=_steps(document["duration_months"]),
        failures=_steps(document["failures"]),
        severity=document["severity"],
        phq9=_steps(document["phq9"]),
        augmentation=document["augmentation"],
        ect=document["ect"],
        bands=[(most, name) for most, name in document["bands"]],
    )


def _steps(rows: Sequence[Sequence[Any]]) -> Sequence[tuple[int | None, int]]:
    return [(most, points) for most, points in rows]
