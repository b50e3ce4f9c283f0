"""Psychological treatments and brain stimulation: whether each was adequate and failed."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rules.engine.trials.amounts import ANY, below
from rules.engine.trials.outcomes import improvement
from rules.engine.trials.profiles import Criteria, Profile
from rules.engine.truth import NO, UNKNOWN, YES, Truth, conjunction, disjunction, stated, truth
from rules.engine.values import Number

_NEVER_COUNTED = frozenset({"supportive", "counselling", "app"})
_NEEDS_EXPOSURE = frozenset({"panic", "social_anxiety"})


class Therapy(NamedTuple):
    """One psychological treatment; the order is that of the columns of `therapies`."""

    kind: str | None
    reasons: frozenset[str] | None
    sessions: Number | None
    weeks: Number | None
    exposure: Truth | None
    completed: Truth | None
    benefit: str | None


def therapies_of(rows: Sequence[Sequence[Any]]) -> list[Therapy]:
    return [Therapy(*row[: len(Therapy._fields)]) for row in rows]


def psychological_axis(
    rows: Sequence[Sequence[Any]] | None, profile: Profile, criteria: Criteria, diagnoses: frozenset[str]
) -> Truth:
    """Whether a psychological treatment for the condition failed, or was tried where the definition asks no more.

    YES where the definition needs none. NO where none was ever had.
    """
    if not profile.therapy:
        return YES
    if rows is None:
        return UNKNOWN
    return disjunction(*(_failed(therapy, profile, criteria, diagnoses) for therapy in therapies_of(rows)))


def _failed(therapy: Therapy, profile: Profile, criteria: Criteria, diagnoses: frozenset[str]) -> Truth:
    checks = therapy_checks(therapy, profile, criteria, diagnoses)
    return checks["kind"] if profile.therapy_only_tried else conjunction(*checks.values())


def therapy_checks(
    therapy: Therapy, profile: Profile, criteria: Criteria, diagnoses: frozenset[str]
) -> Mapping[str, Truth]:
    """The parts of the judgement by name."""
    trauma = criteria.indication == "ptsd"
    kind = UNKNOWN if therapy.kind is None else truth(therapy.kind in profile.therapy - _NEVER_COUNTED)
    long_enough = YES if trauma else _reaches(therapy.weeks, criteria.therapy_weeks)
    sessions = criteria.trauma_sessions if trauma else criteria.therapy_sessions
    exposed = stated(therapy.exposure)
    return {
        "kind": kind,
        "reason_for_use": _for_condition(therapy, criteria.indication),
        "sessions": _reaches(therapy.sessions, sessions),
        "duration": long_enough,
        "completed": stated(therapy.completed) if trauma else YES,
        "exposure": exposed if criteria.indication == "anxiety" and diagnoses & _NEEDS_EXPOSURE else YES,
        "outcome": no_help(therapy.benefit, criteria),
    }


def therapy_label(checks: Mapping[str, Truth]) -> str:
    """As for a medicine: not counted, inadequate, indeterminate, failed or responded."""
    if NO in (checks["kind"], checks["reason_for_use"]):
        return "not_counted"
    adequate = conjunction(*(checks[name] for name in ("sessions", "duration", "completed", "exposure")))
    if adequate is NO:
        return "inadequate"
    if UNKNOWN in checks.values():
        return "indeterminate"
    return "adequate_failed" if checks["outcome"] is YES else "adequate_responded"


def _for_condition(therapy: Therapy, indication: str) -> Truth:
    if therapy.reasons is None:
        return UNKNOWN
    wanted = {"anxiety": {"anxiety", "panic", "social_anxiety"}}.get(indication, {indication})
    return truth(bool(therapy.reasons & wanted))


def _reaches(amount: Number | None, bound: Number) -> Truth:
    return UNKNOWN if amount is None else truth(amount >= bound)


def no_help(benefit: str | None, criteria: Criteria) -> Truth:
    """Whether a treatment without doses failed; after a relapse nothing can be said."""
    if benefit is None or benefit == "worked_then_stopped":
        return UNKNOWN
    return below(improvement(benefit, None, criteria) or ANY, criteria.fail_cut)
