"""Psychological treatments and courses of brain stimulation, part by part (sections 1.6, 2.5 and 3.7)."""

from typing import Any

import pytest

from rules.engine.trials.history import History
from rules.engine.trials.profiles import Criteria, Profile
from rules.engine.trials.resistance import Axes, axes_of, reaches, status_of
from rules.engine.trials.stimulation import Course, bilateral_failed, ect_failed, ect_used, stimulated
from rules.engine.trials.therapies import Therapy, no_help, psychological_axis, therapy_checks, therapy_label
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from tests.rules.trials.histories import criteria, defined, tables

_CBT: dict[str, Any] = {
    "kind": "cbt",
    "reasons": frozenset({"anxiety"}),
    "sessions": 12,
    "weeks": 8,
    "exposure": None,
    "completed": None,
    "benefit": "none",
}
_ERP: dict[str, Any] = {**_CBT, "kind": "erp", "reasons": frozenset({"ocd"})}
_EMDR: dict[str, Any] = {
    **_CBT,
    "kind": "emdr",
    "reasons": frozenset({"ptsd"}),
    "sessions": 8,
    "weeks": None,
    "completed": YES,
}
_GAD, _PANIC, _OCD, _PTSD = frozenset({"gad"}), frozenset({"panic"}), frozenset({"ocd"}), frozenset({"ptsd"})


def in_use(profile: str) -> tuple[Profile, Criteria]:
    found = next(Criteria(*row) for row in criteria(profile) if row[0] == profile)
    return tables().profiles[profile], found


def judged(profile: str, diagnoses: frozenset[str], therapy: dict[str, Any]) -> tuple[str, list[str], list[str]]:
    checks = therapy_checks(Therapy(**therapy), *in_use(profile), diagnoses)
    against = sorted(name for name, check in checks.items() if check is NO)
    return therapy_label(checks), against, sorted(name for name, check in checks.items() if check is UNKNOWN)


@pytest.mark.parametrize(
    ("diagnoses", "changes", "label", "against", "missing"),
    [
        (_GAD, {}, "adequate_failed", [], []),
        (_GAD, {"kind": "supportive"}, "not_counted", ["kind"], []),
        (_GAD, {"kind": "psychodynamic"}, "not_counted", ["kind"], []),
        (_GAD, {"kind": None}, "indeterminate", [], ["kind"]),
        (_GAD, {"reasons": frozenset({"depression"})}, "not_counted", ["reason_for_use"], []),
        (_GAD, {"reasons": frozenset({"panic"})}, "adequate_failed", [], []),
        (_GAD, {"reasons": frozenset({"social_anxiety", "depression"})}, "adequate_failed", [], []),
        (_GAD, {"reasons": None}, "indeterminate", [], ["reason_for_use"]),
        (_GAD, {"sessions": 11}, "inadequate", ["sessions"], []),
        (_GAD, {"sessions": None}, "indeterminate", [], ["sessions"]),
        (_GAD, {"weeks": 7}, "inadequate", ["duration"], []),
        (_GAD, {"weeks": 7, "sessions": None}, "inadequate", ["duration"], ["sessions"]),
        (_GAD, {"completed": NO, "exposure": NO}, "adequate_failed", [], []),
        (_GAD, {"benefit": "partial"}, "adequate_failed", [], []),
        (_GAD, {"benefit": "much_better"}, "adequate_responded", ["outcome"], []),
        (_GAD, {"benefit": "worked_then_stopped"}, "indeterminate", [], ["outcome"]),
        (_GAD, {"benefit": None}, "indeterminate", [], ["outcome"]),
        # With exposure for panic and for social anxiety.
        (_PANIC, {"exposure": YES}, "adequate_failed", [], []),
        (_PANIC, {"exposure": NO}, "inadequate", ["exposure"], []),
        (_PANIC, {}, "indeterminate", [], ["exposure"]),
        (frozenset({"social_anxiety", "gad"}), {"exposure": NO}, "inadequate", ["exposure"], []),
    ],
)
def test_a_psychological_treatment_of_anxiety(
    diagnoses: frozenset[str], changes: dict[str, Any], label: str, against: list[str], missing: list[str]
) -> None:
    assert judged("trad_bokma_2019", diagnoses, {**_CBT, **changes}) == (label, against, missing)


@pytest.mark.parametrize(
    ("changes", "label", "against", "missing"),
    [
        ({}, "adequate_failed", [], []),
        ({"sessions": 7}, "inadequate", ["sessions"], []),
        ({"completed": NO}, "inadequate", ["completed"], []),
        ({"completed": None}, "indeterminate", [], ["completed"]),
        ({"weeks": 3, "exposure": NO}, "adequate_failed", [], []),
        ({"kind": "cbt"}, "not_counted", ["kind"], []),
        ({"kind": "supportive", "sessions": 30}, "not_counted", ["kind"], []),
    ],
)
def test_a_treatment_of_a_trauma_has_to_be_completed(
    changes: dict[str, Any], label: str, against: list[str], missing: list[str]
) -> None:
    assert judged("trptsd", _PTSD, {**_EMDR, **changes}) == (label, against, missing)


@pytest.mark.parametrize(
    ("profile", "diagnoses", "therapies", "axis"),
    [
        ("trd_fda_v1", frozenset({"mdd"}), None, YES),
        ("trd_fda_v1", frozenset({"mdd"}), [], YES),
        ("trad_bokma_2019", _GAD, None, UNKNOWN),
        ("trad_bokma_2019", _GAD, [], NO),
        ("trad_bokma_2019", _GAD, [_CBT], YES),
        ("trad_bokma_2019", _GAD, [{**_CBT, "sessions": 4}], NO),
        ("trad_bokma_2019", _GAD, [{**_CBT, "sessions": 4}, _CBT], YES),
        ("trad_bokma_2019", _GAD, [{**_CBT, "benefit": None}], UNKNOWN),
        ("trad_bokma_2019", _GAD, [{**_CBT, "kind": "app"}], NO),
        ("trptsd", _PTSD, [_EMDR], YES),
        ("trptsd", _PTSD, [{**_EMDR, "completed": NO}], NO),
        # Obsessions: that it was tried is enough.
        ("trocd", _OCD, [_ERP], YES),
        ("trocd", _OCD, [{**_ERP, "sessions": 1, "benefit": "much_better"}], YES),
        ("trocd", _OCD, [{**_ERP, "kind": None}], UNKNOWN),
        ("trocd", _OCD, [{**_ERP, "kind": "supportive"}], NO),
    ],
)
def test_the_psychological_axis(
    profile: str, diagnoses: frozenset[str], therapies: list[dict[str, Any]] | None, axis: Truth
) -> None:
    rows = None if therapies is None else [tuple(Therapy(**therapy)) for therapy in therapies]
    assert psychological_axis(rows, *in_use(profile), diagnoses) is axis


@pytest.mark.parametrize(
    ("benefit", "failed"),
    [
        ("none", YES),
        ("partial", YES),
        ("much_better", NO),
        ("back_to_normal", NO),
        ("worked_then_stopped", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_what_a_treatment_without_doses_did(benefit: str | None, failed: Truth) -> None:
    assert no_help(benefit, in_use("trad_bokma_2019")[1]) is failed


def ect(*courses: Course, ticked: frozenset[str] | None = frozenset()) -> History:
    return History(None, (), None, ticked, tuple(map(tuple, courses)), ())


_BILATERAL = Course(10, "bilateral", "none", "current")
_UNKNOWN_SIDE = _BILATERAL._replace(manner="unsure")
_RIGHT = _BILATERAL._replace(manner="right_unilateral")


@pytest.mark.parametrize(
    ("history", "used", "failed", "bilateral"),
    [
        (ect(), NO, NO, NO),
        (ect(ticked=None), UNKNOWN, UNKNOWN, UNKNOWN),
        (ect(ticked=frozenset({"ect"})), UNKNOWN, UNKNOWN, UNKNOWN),
        (ect(ticked=frozenset({"tms"})), NO, NO, NO),
        (ect(_BILATERAL), YES, YES, YES),
        (ect(_UNKNOWN_SIDE), YES, YES, UNKNOWN),
        (ect(_BILATERAL._replace(manner=None)), YES, YES, UNKNOWN),
        (ect(_RIGHT), YES, YES, NO),
        (ect(_RIGHT, _BILATERAL), YES, YES, YES),
        (ect(_RIGHT, _UNKNOWN_SIDE), YES, YES, UNKNOWN),
        (ect(_BILATERAL._replace(sessions=5)), YES, NO, NO),
        (ect(_BILATERAL._replace(sessions=None)), YES, UNKNOWN, UNKNOWN),
        (ect(_BILATERAL._replace(benefit="much_better")), YES, NO, NO),
        (ect(_BILATERAL._replace(benefit=None)), YES, UNKNOWN, UNKNOWN),
        (ect(_BILATERAL._replace(episode="earlier")), NO, YES, YES),
        (ect(_BILATERAL._replace(episode=None)), UNKNOWN, YES, YES),
        (ect(_BILATERAL._replace(episode="earlier"), _RIGHT), YES, YES, YES),
    ],
)
def test_electroconvulsive_therapy_was_used_and_failed(
    history: History, used: Truth, failed: Truth, bilateral: Truth
) -> None:
    usual = in_use("trd_fda_v1")[1]
    found = (ect_used(history), ect_failed(tables(), usual, history), bilateral_failed(tables(), usual, history))
    assert found == (used, failed, bilateral)


@pytest.mark.parametrize(
    ("protocol", "sessions", "failed"),
    [("standard", 20, YES), ("standard", 19, NO), ("accelerated", 50, UNKNOWN), ("standard", None, UNKNOWN)],
)
def test_magnetic_stimulation_failed(protocol: str, sessions: int | None, failed: Truth) -> None:
    history = History(None, (), None, frozenset({"tms"}), (), (Course(sessions, protocol, "none", "current"),))
    assert stimulated(tables(), in_use("trd_fda_v1")[1], history) is failed


@pytest.mark.parametrize(
    ("axes", "status", "label"),
    [
        (Axes(YES, YES, YES), "resistant", "both"),
        (Axes(YES, NO, YES), "not_yet_resistant", "drug_only"),
        (Axes(NO, YES, YES), "not_yet_resistant", "psychotherapy_only"),
        (Axes(NO, NO, YES), "not_yet_resistant", "neither"),
        (Axes(YES, YES, NO), "not_yet_resistant", "both"),
        (Axes(YES, YES, UNKNOWN), None, "both"),
        (Axes(UNKNOWN, YES, YES), None, None),
        (Axes(UNKNOWN, NO, YES), "not_yet_resistant", None),
    ],
)
def test_a_status_rests_on_every_axis(axes: Axes, status: str | None, label: str | None) -> None:
    assert (axes.status, axes.label) == (status, label)
    assert status_of(YES, axes) == status
    assert status_of(NO, axes) == "not_applicable"
    assert status_of(None, axes) is None


@pytest.mark.parametrize(
    ("profile", "failed", "above", "axes"),
    [
        ("trd_fda_v1", (2, 3), NO, Axes(YES, YES, YES)),
        ("trd_fda_v1", (1, 2), None, Axes(UNKNOWN, YES, YES)),
        ("trd_fda_v1", None, None, Axes(UNKNOWN, YES, YES)),
        ("trad_bokma_2019", (1, 1), YES, Axes(YES, UNKNOWN, YES)),
        ("trad_bokma_2019", (0, 0), NO, Axes(NO, UNKNOWN, NO)),
        ("trad_bokma_2019", (1, 1), None, Axes(YES, UNKNOWN, UNKNOWN)),
    ],
)
def test_the_axes_of_a_condition(
    profile: str, failed: tuple[int, int] | None, above: Truth | None, axes: Axes
) -> None:
    assert axes_of(defined(profile), failed, None, above) == axes


@pytest.mark.parametrize(("bounds", "reached"), [((2, 2), YES), ((1, 2), UNKNOWN), ((1, 1), NO), ((0, 5), UNKNOWN)])
def test_two_are_needed(bounds: tuple[int, int], reached: Truth) -> None:
    assert reaches(*bounds, 2) is reached
