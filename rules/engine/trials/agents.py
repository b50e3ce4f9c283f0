"""The medicines a treatment history can name, and how a written name finds its medicine.

Exact generic and brand names only: a name that is not in the table stays unknown and is asked about.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, Self

from rules.engine.values import Number

# What may follow a name without making it another medicine; a formulation of its own is listed under its full name.
_FORMULATIONS = frozenset(
    {"xr", "er", "sr", "xl", "ir", "la", "hcl", "hydrochloride", "tablet", "tablets", "capsules"}
)


class Agent(NamedTuple):
    """One medicine. Doses are mg a day (mg in 24 hours for a patch); a missing minimum is not known, never zero.

    `written_as` says what a written dose of a fixed combination means, `weekly` what a dose once a week does.
    """

    id: str
    ingredient: str
    drug_class: str
    thase_rush: str
    near: str
    antidepressant: bool
    titration_weeks: Number
    minima: Mapping[str, Number]
    augmentation: bool
    weekly: Mapping[Number, Number]
    written_as: Mapping[Number, Number]

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        return cls(
            id=document["id"],
            ingredient=document["ingredient"],
            drug_class=document["class"],
            thase_rush=document["thaseRush"],
            near=document["near"],
            antidepressant=document["antidepressant"],
            titration_weeks=Decimal(document["titrationWeeks"]),
            minima={name: Decimal(dose) for name, dose in document["minima"].items()},
            augmentation=document["augmentation"],
            weekly=_doses(document["weekly"]),
            written_as=_doses(document["writtenAs"]),
        )


class Agents:
    """All medicines by id and by name."""

    def __init__(self, documents: Iterable[Mapping[str, Any]]) -> None:
        self._by_id: dict[str, Agent] = {}
        self._by_name: dict[str, Agent] = {}
        for document in documents:
            agent = self._by_id[document["id"]] = Agent.from_json(document)
            self._by_name |= {_plain(name): agent for name in document["names"]}

    def named(self, written: str | None) -> Agent | None:
        """The medicine a written name means; None where the table does not have exactly that name."""
        if written is None:
            return None
        words = _plain(written).split()
        while words:
            agent = self._by_name.get(" ".join(words))
            if agent is not None or words[-1] not in _FORMULATIONS:
                return agent
            words.pop()
        return None

    def get(self, agent_id: str | None) -> Agent | None:
        """The medicine of an id that a reading of the history gave; None for an unknown medicine."""
        return None if agent_id is None else self._by_id[agent_id]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _doses(document: Mapping[str, str]) -> Mapping[Number, Number]:
    return {Decimal(written): Decimal(dose) for written, dose in document.items()}
