"""How long a patient's case waited for each step of the work. Pure: time is an argument.

Acknowledging and reaching are timed from when the case became as pressing as it is: a case that is raised waits anew,
whoever was called before. Deciding is timed from when the case was opened or taken up again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.service.documents import JSON
from functions.service.records import Case, CaseStatus, CaseSummary
from rules.engine.terms import Contact


class Milestone(StrEnum):
    """The steps that are timed. Reached also says that a welfare check was asked for."""

    ACKNOWLEDGED = "acknowledged"
    REACHED = "reached"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Waited:
    """The milestones one change reached, after how many seconds, and the contact the case asked for until then."""

    contact: Contact
    seconds: Mapping[Milestone, int]

    def to_json(self) -> dict[str, JSON]:
        return {"contact": self.contact.value, **{step.value: seconds for step, seconds in self.seconds.items()}}

    @classmethod
    def from_json(cls, document: Mapping[str, JSON]) -> "Waited":
        """Raises KeyError, TypeError or ValueError for a document that cannot be read."""
        contact = Contact(str(document["contact"]))
        steps = {step: document[step.value] for step in Milestone if step.value in document}
        return cls(contact, {step: _seconds(value) for step, value in steps.items()})


def waits(case: CaseSummary) -> Mapping[Milestone, datetime]:
    """What an open case still waits for, and since when."""
    return {step: since for step, since in _begun(case).items() if step not in _done(case)}


def waited(before: Case, after: Case, at: datetime) -> Waited | None:
    """What the change from one to the other brought about; nothing for most changes."""
    begun = _begun(before.summary)
    done = [step for step in _done(after.summary) if step not in _done(before.summary)]
    if not done:
        return None
    return Waited(before.summary.contact, {step: _whole_seconds(begun[step], at) for step in done})


def _begun(case: CaseSummary) -> Mapping[Milestone, datetime]:
    pressing, opened = datetime.fromisoformat(case.since), datetime.fromisoformat(case.opened_at)
    return {Milestone.ACKNOWLEDGED: pressing, Milestone.REACHED: pressing, Milestone.DECIDED: opened}


def _done(case: CaseSummary) -> tuple[Milestone, ...]:
    """What happened since the case is as pressing as it is; a call of an earlier round is none of this one."""
    work, since = case.work, datetime.fromisoformat(case.since)
    times = {Milestone.ACKNOWLEDGED: work.acknowledged_at, Milestone.REACHED: work.reached_at}
    called = [step for step, time in times.items() if time is not None and datetime.fromisoformat(time) >= since]
    return (*called, Milestone.DECIDED) if case.status is CaseStatus.CLOSED else tuple(called)


def _whole_seconds(begun: datetime, at: datetime) -> int:
    """Never negative, though two machines' clocks may differ."""
    return max(0, int((at - begun).total_seconds()))


def _seconds(value: JSON) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a length of time")
    return value
