"""A patient's course of treatment as people of the clinic read it."""

from typing import Annotated

from pydantic import Field

from functions.service.next_contact import ContactReason
from infra.contract.screening_replies import ScreeningSummary
from infra.contract.words import Day, Id, Moment, Part, PerRoute
from rules.engine.effects import Effect
from rules.engine.instruments.course import Because
from rules.engine.instruments.standing import Standing
from rules.engine.instruments.taken import Source
from rules.engine.terms import Contact, Outcome, Phase, Severity

Points = Annotated[list[int], Field(min_length=2, max_length=2)]
Shares = Annotated[list[float], Field(min_length=2, max_length=2)]


class Flag(Part):
    """What a visit after a treatment found. `effect` is the kind of adverse effect, where it is one."""

    rule_id: str
    title: str
    effect: Effect | None
    outcome: Outcome
    severity: PerRoute[Severity]
    contact: Contact


class CourseScreening(ScreeningSummary):
    """A screening on the patient's way.

    `cameIn` is the day its form arrived, corrections included; `replaced` that its answers were screened again or are
    somebody else's; `reviewed` that a person has concluded the case since. Unreadable `flags` are null.
    """

    as_of: Day | None
    came_in: Day | None
    replaced: bool
    reviewed: bool
    flags: list[Flag] | None


class ScoreChange(Part):
    """How far a score moved since the baseline, by bounds. Fewer points are better on all that are judged."""

    points: Points
    improvement_percent: Shares | None


class ScoreTaken(Part):
    """A score: its total, or no total and its bounds where items are missing, or neither."""

    screening_id: Id
    phase: Phase
    day: Day | None
    source: Source
    total: int | None
    bounds: Points | None


class ScoreJudged(ScoreTaken):
    """A score with its band and, after the first treatment, where it stands.

    `standing` is one of `possible`, or `not_determinable` while several are possible.
    """

    band: str | None
    possible_bands: list[str]
    change: ScoreChange | None
    standing: str | None
    possible: list[Standing]


class ScoreBaseline(Part):
    """The score before the first treatment, why it is that one, how old it was then, and the scores it rests on."""

    total: int | None
    bounds: Points | None
    because: Because
    days_before_treatment: int | None
    scores: list[ScoreTaken]


class CurrentStanding(Part):
    """Where the latest score after the first treatment stands; `inDate` while it is recent enough to judge by."""

    screening_ids: list[Id]
    in_date: bool
    total: int | None
    bounds: Points | None
    change: ScoreChange | None
    standing: str
    possible: list[Standing]


class InstrumentCourse(Part):
    """One scale over time. `judged` says whether the rules compare it with a baseline."""

    id: str
    title: str
    range: Points | None
    judged: bool
    baseline: ScoreBaseline
    scores: list[ScoreJudged]
    current: CurrentStanding | None


class Definition(Part):
    """A number behind the standings, as the clinic uses it; `needsSignOff` until a clinician has confirmed it."""

    id: str
    says: str
    value: str
    unit: str
    needs_sign_off: bool


class DueContact(Part):
    """When somebody has to speak to the patient next, and why; no day where nothing is settled."""

    day: Day | None
    at: Moment | None
    because: ContactReason


class RulesUsed(Part):
    """The rules that read the scores."""

    version: str
    digest: str


class Course(Part):
    """Screenings and scores of one patient, the oldest first.

    Unless it is `complete`, older screenings are not shown and no baseline is told; `notShown` says how many, null
    where nobody can say. `treatedSince` is the day of the earliest session or follow-up, null unless it is complete.
    """

    case_id: Id | None
    patient_reference: str
    as_of: Day
    complete: bool
    not_shown: int | None
    treated_since: Day | None
    screenings: list[CourseScreening]
    instruments: list[InstrumentCourse]
    definitions: list[Definition]
    next_contact: DueContact
    rule_set: RulesUsed
