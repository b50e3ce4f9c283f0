"""What a treatment can do to somebody, as kinds of findings. For reading only: the rules alone say what fires."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Effect(StrEnum):
    """Kinds of adverse effects that a visit after a treatment looks for."""

    BLOOD_PRESSURE = "blood_pressure"
    BLADDER = "bladder"
    LIVER = "liver"
    COGNITION = "cognition"
    CRAVING = "craving"
    MOOD_SWITCH = "mood_switch"
    PSYCHOSIS = "psychosis"
    SUICIDALITY = "suicidality"
    TOLERABILITY = "tolerability"


EFFECTS: Final[Mapping[str, Effect]] = {
    "followup.high_pressure": Effect.BLOOD_PRESSURE,
    "cardiac.bp_defer": Effect.BLOOD_PRESSURE,
    "cardiac.bp_severe": Effect.BLOOD_PRESSURE,
    "cardiac.bp_single_reading_severe": Effect.BLOOD_PRESSURE,
    "cardiac.hypertensive_emergency_symptoms": Effect.BLOOD_PRESSURE,
    "followup.bladder_symptoms": Effect.BLADDER,
    "uro.symptoms_uninvestigated": Effect.BLADDER,
    "uro.haematuria": Effect.BLADDER,
    "followup.liver_signs": Effect.LIVER,
    "hepatic.alt_ast_mild": Effect.LIVER,
    "hepatic.alt_ast_gt_3x": Effect.LIVER,
    "hepatic.alt_ast_gt_5x": Effect.LIVER,
    "followup.cognition_worse": Effect.COGNITION,
    "neuro.delirium": Effect.COGNITION,
    "followup.misuse": Effect.CRAVING,
    "followup.substance_use": Effect.CRAVING,
    "psych.mania_active": Effect.MOOD_SWITCH,
    "psych.psychosis_active": Effect.PSYCHOSIS,
    "psych.suicide_low": Effect.SUICIDALITY,
    "psych.suicide_moderate": Effect.SUICIDALITY,
    "psych.suicide_high": Effect.SUICIDALITY,
    "psych.suicide_text_signal": Effect.SUICIDALITY,
    "psych.phq9_item9_unscreened": Effect.SUICIDALITY,
    "followup.poorly_tolerated": Effect.TOLERABILITY,
    "psych.prior_ketamine_reaction": Effect.TOLERABILITY,
}
"""Rule ids are permanent. A rule that is not named here is shown all the same, without a kind."""
