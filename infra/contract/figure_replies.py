"""Figures of a clinic as those who lead it read them."""

from typing import Annotated

from pydantic import Field

from functions.service.casework.waits import Milestone
from functions.service.figures.ageing import Band
from infra.contract.words import Day, Moment, Part
from rules.engine.terms import Contact, Lane

type Rate = Annotated[float, Field(ge=0, le=1)]
type Seconds = Annotated[int, Field(ge=0)]


class QueueAges(Part):
    """The open cases of one contact and lane, by how long ago they were opened."""

    contact: Contact
    lane: Lane
    count: int
    bands: dict[Band, int]
    oldest_opened_at: Moment


class QueueFigures(Part):
    """The queue as it is now. `complete` is false where there are more than were counted."""

    at: Moment
    open: int
    complete: bool
    ages: list[QueueAges]


class StepTimes(Part):
    """How long one step took, of those done in the period; and how many open cases wait for it now.

    Acknowledging and reaching are timed from when the case became as pressing as it is, deciding from its opening.
    Percentiles are nearest ranks.
    """

    step: Milestone
    contact: Contact
    count: int
    median: Seconds | None
    ninetieth: Seconds | None
    slowest: Seconds | None
    waiting: int
    longest_waiting: Seconds | None


class RuleFigures(Part):
    """Of the forms received in the period, and of the cases decided in it in which the finding stood open."""

    rule_id: str
    screened: int
    fired: int
    unknown: int
    faults: int
    decided: int
    overridden: int
    fired_rate: Rate | None
    unknown_rate: Rate | None
    override_rate: Rate | None


class Figures(Part):
    """Days are the clinic's own. `uncounted` entries could not be read; a day that is not counted is in no number."""

    time_zone: str
    from_: Annotated[Day, Field(alias="from")]
    to: Day
    days_counted: int
    counted_at: Moment | None
    forms: int
    decisions: int
    uncounted: int
    queue: QueueFigures
    times: list[StepTimes]
    rules: list[RuleFigures]
