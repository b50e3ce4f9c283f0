"""Past treatments as people of the clinic read them."""

from typing import Annotated, Literal

from pydantic import Field

from infra.contract.words import Day, Part

type TruthWord = Literal["yes", "no", "unknown"]
type Period = Annotated[list[Day], Field(min_length=2, max_length=2)]


class TrialQuestion(Part):
    """One thing that is not known of one trial, whose answer could settle the count."""

    trial: int
    field: str


class Bounds(Part):
    """How many failures count: surely, and at most."""

    at_least: int
    at_most: int


class Span(Part):
    """A number between two bounds; no upper one where nothing is known. Numbers are written out."""

    low: str
    high: str | None


class TreatmentTrial(Part):
    """One medicine that was tried, as written and as understood, and why it counts or does not."""

    number: int
    written: str | None
    ingredient: str | None
    class_: Annotated[str | None, Field(alias="class")]
    label: str
    reasons: list[str]
    missing: list[str]
    flags: list[str]
    counted: TruthWord
    mg_a_day: Span
    weeks: Span
    start: Period | None
    end: Period | None
    recheck_on: Day | None


class TherapyTried(Part):
    """One psychotherapy, and why it counts or does not."""

    kind: str | None
    label: str
    reasons: list[str]
    missing: list[str]


class Axes(Part):
    """Resistance by medicines and by psychotherapy, and whether the symptoms are above the threshold now."""

    drug: TruthWord
    psychological: TruthWord
    above_threshold: TruthWord
    label: str | None


class ConditionTreated(Part):
    """One condition under the definition in use: its status, what would settle it, and every trial."""

    condition: str
    definition: str
    status: str
    needed: str
    failed: Bounds
    axes: Axes
    questions: list[TrialQuestion]
    flags: list[str]
    documentation: str | None
    trials: list[TreatmentTrial]
    therapies: list[TherapyTried]


class MaudsleyStage(Span):
    """A total with the bands it may lie in."""

    bands: list[str]


class Staging(Part):
    """Staging scores of depression. They describe; nothing is decided by them."""

    thase_rush: Span
    maudsley: MaudsleyStage | None
    mgh_s: Span


class TreatmentHistory(Part):
    """Past treatments as they were judged. Without conditions while nobody has told the history."""

    as_of: Day
    conditions: list[ConditionTreated]
    staging: Staging | None
