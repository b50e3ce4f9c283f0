"""Definitions of treatment resistance, which of them a clinic uses, and the numbers each works with."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, Self

from rules.engine.trials.agents import Agent
from rules.engine.values import Number, Value


class Profile(NamedTuple):
    """One definition. A number it leaves open is the rule set's parameter."""

    id: str
    indication: str
    enabled: bool
    default: bool
    needed: Number | None
    min_weeks: Number | None
    fail_cut: Number | None
    dose: str
    lifetime: bool
    group_by: str
    success: str
    drug_classes: frozenset[str]
    drugs: frozenset[str]
    therapy: frozenset[str]
    therapy_only_tried: bool
    above_threshold: bool
    augmentation_counts: bool
    count_components: bool
    neurostimulation_counts: bool

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        return cls(
            **{name: document[name] for name in _AS_WRITTEN},
            needed=_number(document["needed"]),
            min_weeks=_number(document["min_weeks"]),
            fail_cut=_number(document["fail_cut"]),
            drug_classes=frozenset(document["drug_classes"]),
            drugs=frozenset(document["drugs"]),
            therapy=frozenset(document["therapy"]),
        )

    def countable(self, agent: Agent) -> bool:
        """Whether a failure of this medicine can count under this definition."""
        if not self.drug_classes and not self.drugs:
            return agent.antidepressant
        return agent.drug_class in self.drug_classes or agent.id in self.drugs

    def key(self, agent: Agent) -> str:
        """What makes two failures the same one: the ingredient, its near relatives, or its class."""
        return {"ingredient": agent.ingredient, "near_duplicates": agent.near, "class": agent.thase_rush}[
            self.group_by
        ]


_AS_WRITTEN = (
    "id",
    "indication",
    "enabled",
    "default",
    "dose",
    "lifetime",
    "group_by",
    "success",
    "therapy_only_tried",
    "above_threshold",
    "augmentation_counts",
    "count_components",
    "neurostimulation_counts",
)


class Usual(NamedTuple):
    """What holds where a definition leaves a number open: the first parameters the content names, in its order."""

    needed: Number
    min_weeks: Number
    anxiety_weeks: Number
    fail_cut: Number


class Criteria(NamedTuple):
    """A definition in use with its numbers: the columns of the derived group `resistance_criteria`, in this order.

    Those from `partial_from` on are the same for all, and the parameters behind `Usual` in the content's order.
    """

    profile: str
    indication: str
    needed: Number
    min_weeks: Number
    fail_cut: Number
    partial_from: Number
    response_from: Number
    adherence_enough: Number
    adherence_low: Number
    augmentation_weeks: Number
    switch_weeks: Number
    spell_gap_days: Number
    therapy_sessions: Number
    therapy_weeks: Number
    trauma_sessions: Number


def criteria_in_use(profiles: Mapping[str, Profile]) -> Callable[..., Value]:
    """A computation: the definitions a clinic chose, with the default wherever it chose none for a condition."""

    def criteria(_as_of: int, chosen: tuple[str, ...], *numbers: Number) -> Value:
        usual, shared = Usual(*numbers[: len(Usual._fields)]), numbers[len(Usual._fields) :]
        in_use = sorted(_chosen(profiles, chosen).items())
        return tuple(Criteria(*_own(profile, usual), *shared) for _, profile in in_use)

    return criteria


def criteria_for(rows: Any, indication: str) -> Criteria | None:
    """The criteria in use for a condition; None where the clinic has no definition for it.

    Raises ValueError when the definitions themselves could not be established.
    """
    if rows is None:
        raise ValueError("no definition of treatment resistance could be established")
    found = [Criteria(*row[: len(Criteria._fields)]) for row in rows if row[1] == indication]
    return found[0] if found else None


def _chosen(profiles: Mapping[str, Profile], chosen: Iterable[str]) -> Mapping[str, Profile]:
    """One definition for each condition. Raises for an unknown or disabled one, and for two of one condition."""
    by_condition: dict[str, Profile] = {}
    for profile_id in chosen:
        profile = profiles[profile_id]
        if not profile.enabled or profile.indication in by_condition:
            raise ValueError("a definition that is not enabled, or a second one for a condition")
        by_condition[profile.indication] = profile
    return {profile.indication: profile for profile in profiles.values() if profile.default} | by_condition


def _own(profile: Profile, usual: Usual) -> tuple[Any, ...]:
    """What differs from definition to definition: the first columns of `Criteria`."""
    min_weeks = usual.anxiety_weeks if profile.indication == "anxiety" else usual.min_weeks
    return (
        profile.id,
        profile.indication,
        _or(profile.needed, usual.needed),
        _or(profile.min_weeks, min_weeks),
        _or(profile.fail_cut, usual.fail_cut),
    )


def _or(own: Number | None, usual: Number) -> Number:
    return usual if own is None else own


def _number(written: str | None) -> Number | None:
    return None if written is None else Decimal(written)
