"""Figures counted the slow way: from a diary that is kept while things happen, with no store and no trail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rules.engine.terms import Contact, Disposition
from tests.functions.builders import (
    CALL_NOW,
    CALL_TODAY,
    FAULTY,
    NEEDS_INFORMATION,
    NEEDS_REVIEW,
    NOTHING_FOUND,
    PRECAUTION,
    DecidedScreening,
)

SAID = {
    "nothing": NOTHING_FOUND,
    "review": NEEDS_REVIEW,
    "information": NEEDS_INFORMATION,
    "precaution": PRECAUTION,
    "today": CALL_TODAY,
    "now": CALL_NOW,
    "fault": FAULTY,
}


@dataclass
class NaiveCase:
    """A patient's open case as somebody beside it sees it."""

    opened: datetime
    since: datetime
    place: tuple[int, int]
    contact: Contact
    forms: list[str]
    acknowledged: bool = False
    reached: bool = False


@dataclass
class Diary:
    """What happened, written down as it happened: steps with their seconds, forms, decisions."""

    zone: ZoneInfo
    open: dict[str, NaiveCase] = field(default_factory=dict)
    closed: dict[str, NaiveCase] = field(default_factory=dict)
    steps: list[tuple[date, str, str, int]] = field(default_factory=list)
    forms: list[tuple[date, str]] = field(default_factory=list)
    decisions: list[tuple[date, frozenset[str], frozenset[str]]] = field(default_factory=list)

    def form(self, patient: str, says: str, at: datetime) -> None:
        said = SAID[says]
        self.forms.append((self._day(at), says))
        case = self.open.get(patient)
        place = (said.contact.rank, -said.strictest.rank)
        if case is None and says != "nothing":
            self.closed.pop(patient, None)
            self.open[patient] = NaiveCase(at, at, place, said.contact, [says])
        elif case and says != "nothing":
            case.forms.append(says)
            if place < case.place:
                case.since, case.place, case.contact = at, place, min(case.contact, said.contact, key=_rank)
                case.acknowledged = case.reached = False

    def call(self, patient: str, result: str, at: datetime) -> None:
        case = self.open[patient]
        if not case.acknowledged:
            case.acknowledged = True
            self._step("acknowledged", case, case.since, at)
        if result in {"reached", "welfare_check_requested"} and not case.reached:
            case.reached = True
            self._step("reached", case, case.since, at)

    def decide(self, patient: str, overridden: frozenset[str], at: datetime) -> None:
        case = self.closed[patient] = self.open.pop(patient)
        self._step("decided", case, case.opened, at)
        weighty = {rule for says in case.forms for rule in weighty_rules(SAID[says])}
        self.decisions.append((self._day(at), frozenset(weighty), overridden))

    def reopen(self, patient: str, at: datetime) -> None:
        case = self.open[patient] = self.closed.pop(patient)
        case.opened = case.since = at
        case.acknowledged = case.reached = False

    def seconds(self, first: date, last: date, step: str, contact: str) -> list[int]:
        return sorted(
            s for day, what, whom, s in self.steps if first <= day <= last and (what, whom) == (step, contact)
        )

    def rule(self, first: date, last: date, rule: str) -> tuple[int, int, int, int, int]:
        """Screened, fired, unknown, decided, overridden."""
        forms = [SAID[says] for day, says in self.forms if first <= day <= last]
        fired = sum(rule in said.found for said in forms)
        unknown = sum(rule in said.missing for said in forms)
        clear = sum(rule in said.clear for said in forms)
        decisions = [(stood, over) for day, stood, over in self.decisions if first <= day <= last]
        decided, overridden = (sum(rule in each[part] for each in decisions) for part in (0, 1))
        return fired + unknown + clear, fired, unknown, decided, overridden

    def _step(self, step: str, case: NaiveCase, since: datetime, at: datetime) -> None:
        self.steps.append((self._day(at), step, case.contact.value, int((at - since).total_seconds())))

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


def weighty_rules(said: DecidedScreening) -> Sequence[str]:
    """Findings somebody has to override before the patient goes on: those of review or worse."""
    strict = said.strictest.rank >= Disposition.NEEDS_REVIEW.rank
    return tuple(said.found) if strict else ()


def _rank(contact: Contact) -> int:
    return contact.rank
