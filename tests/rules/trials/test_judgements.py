"""What becomes of one trial, with every reason, gap and remark, and the least dose it has to reach."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rules.engine.trials.judging import Judgement, minimum_dose, role_of
from rules.engine.trials.outcomes import Outcome, improvement, outcome_of
from rules.engine.trials.profiles import Criteria
from rules.engine.trials.trial import Trial
from rules.engine.truth import NO, UNKNOWN, YES
from tests.rules.intakes import read_yaml
from tests.rules.trials.histories import assessed, criteria, defined, read, tables, trial

_ROWS: list[Mapping[str, Any]] = read_yaml(Path(__file__).with_name("judgements.yaml"))
_TRUTHS = {"yes": YES, "no": NO, "open": UNKNOWN}
_COUNTS = {"adequate_failed": "yes", "indeterminate": "open"}


def cases() -> list[tuple[str, Mapping[str, Any]]]:
    return [
        (row["definition"], {"diagnoses": row.get("diagnoses", ["mdd"]), **case})
        for row in _ROWS
        for case in row["cases"]
    ]


def as_answered(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Lists are ticks, and a judgement of the dose is a truth."""
    ticked = {name: frozenset(value) if isinstance(value, list) else value for name, value in answers.items()}
    return {**ticked, "dose_ok": _TRUTHS.get(answers.get("dose_ok", ""))}


def described(found: Judgement) -> Mapping[str, Any]:
    parts = {name: sorted(getattr(found, name)) for name in ("reasons", "missing", "flags")}
    return {"is": found.label, **parts, "counts": found.counted}


@pytest.mark.parametrize(("definition", "case"), cases())
def test_a_trial_comes_to_this(definition: str, case: Mapping[str, Any]) -> None:
    found = assessed([trial(**as_answered(case["but"]))], definition, frozenset(case["diagnoses"])).judgements[0]
    assert described(found) == {
        "is": case["is"],
        **{name: case.get(name, []) for name in ("reasons", "missing", "flags")},
        "counts": _TRUTHS[case.get("counts", _COUNTS.get(case["is"], "no"))],
    }


_MINIMA = {"standard": 40, "strict": 80, "ptsd": 60, "ocd": 90, "gad": 10, "panic": 20, "bipolar": 30}


@pytest.mark.parametrize(
    ("profile", "diagnoses", "least"),
    [
        ("trd_fda_v1", ("mdd", "gad", "ptsd"), 40),
        ("trd_strict", ("mdd",), 80),
        ("trd_lenient", ("mdd",), 40),
        ("trad_bokma_2019", ("gad",), 10),
        ("trad_bokma_2019", ("gad", "panic"), 20),
        ("trad_bokma_2019", ("social_anxiety",), 40),
        ("trptsd", ("ptsd",), 60),
        ("trocd", ("ocd",), 90),
    ],
)
def test_the_least_dose_is_the_one_of_the_condition(profile: str, diagnoses: tuple[str, ...], least: int) -> None:
    agent = tables().agents.named("sertraline")
    assert agent is not None
    assert minimum_dose(agent._replace(minima=_MINIMA), defined(profile, *diagnoses)) == least


def test_without_a_dose_of_its_own_trauma_takes_the_usual_one_and_obsessions_none() -> None:
    agent = tables().agents.named("sertraline")
    assert agent is not None
    usual = agent._replace(minima={"standard": 40})
    assert minimum_dose(usual, defined("trptsd", "ptsd")) == 40
    assert minimum_dose(usual, defined("trocd", "ocd")) is None


@pytest.mark.parametrize(
    ("drug", "profile", "role"),
    [
        ("sertraline", "trd_fda_v1", "trial"),
        ("aripiprazole", "trd_fda_v1", "augmentation"),
        ("alprazolam", "trd_fda_v1", "other"),
        ("the white ones", "trd_fda_v1", "unknown"),
        ("sertraline", "trbd_2019", "other"),
        ("quetiapine", "trbd_2019", "trial"),
        ("venlafaxine", "trad_bokma_2019", "trial"),
        ("clomipramine", "trocd", "trial"),
        ("imipramine", "trocd", "other"),
    ],
)
def test_a_medicine_stands_for_itself_or_is_added_to_another(drug: str, profile: str, role: str) -> None:
    assert role_of(tables().agents.named(drug), tables().profiles[profile]) == role


def usual_criteria(profile: str = "trd_fda_v1") -> Criteria:
    return next(Criteria(*row) for row in criteria(profile) if row[0] == profile)


@pytest.mark.parametrize(
    ("word", "percent", "span"),
    [
        (None, None, (0, None)),
        ("none", None, (0, 24)),
        ("partial", None, (25, 49)),
        ("much_better", None, (50, 100)),
        ("back_to_normal", None, (50, 100)),
        (None, 37, (37, 37)),
        ("none", 0, (0, 0)),
        ("none", 24, (24, 24)),
        ("none", Decimal("24.5"), (Decimal("24.5"), Decimal("24.5"))),
        ("none", 25, None),
        ("partial", Decimal("24.5"), None),
        ("partial", 25, (25, 25)),
        ("partial", 26, (26, 26)),
        ("partial", 49, (49, 49)),
        ("partial", 50, None),
        ("much_better", Decimal("49.5"), None),
        ("much_better", 50, (50, 50)),
        ("back_to_normal", 100, (100, 100)),
    ],
)
def test_a_word_and_a_percentage_tell_the_same_or_nothing(
    word: str | None, percent: int | None, span: tuple[int, int | None] | None
) -> None:
    assert improvement(word, percent, usual_criteria()) == span


@pytest.mark.parametrize(
    ("answers", "success", "outcome"),
    [
        ({"benefit": "none"}, "response", Outcome(YES, NO)),
        ({"benefit": "much_better"}, "response", Outcome(NO, YES)),
        ({"benefit": None}, "response", Outcome(UNKNOWN, UNKNOWN)),
        ({"benefit": "none", "improvement": 70}, "response", Outcome(UNKNOWN, UNKNOWN, contradiction=True)),
        ({"benefit": "worked_then_stopped"}, "response", Outcome(UNKNOWN, YES)),
        ({"benefit": "worked_then_stopped", "weeks_after_relapse": 6}, "response", Outcome(YES, YES)),
        ({"benefit": "none"}, "remission", Outcome(YES, NO)),
        ({"benefit": "much_better"}, "remission", Outcome(YES, YES)),
        ({"benefit": "back_to_normal"}, "remission", Outcome(NO, YES)),
        ({"benefit": None, "improvement": 49}, "remission", Outcome(YES, NO)),
        ({"benefit": None, "improvement": 50}, "remission", Outcome(UNKNOWN, YES)),
        ({"benefit": None}, "remission", Outcome(UNKNOWN, UNKNOWN)),
    ],
)
def test_a_treatment_failed_and_helped_or_did_not(answers: dict[str, Any], success: str, outcome: Outcome) -> None:
    found = Trial.of(read([trial(**answers)])[0])
    assert outcome_of(found, usual_criteria(), success) == outcome
