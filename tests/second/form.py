"""One reading of a submitted form: words, ticks, numbers and dates, each of them possibly unknown."""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tests.second.logic import Measured, Number, Span, Truth, exactly

type Days = tuple[date, date]
type Row = Mapping[str, Any]

# Dates, spans and numbers come again and again in a long run.
_REMEMBERED = 100_000
STATES = ("declined", "dont_know", "not_asked", "unanswered")
_YES_NO: Mapping[Any, bool] = {"yes": True, "no": False, True: True, False: False}


@dataclass(frozen=True)
class Form:
    """Answers under the questionnaire's own names; everything is judged as of one day."""

    answers: Mapping[str, Any]
    phase: str
    as_of: date
    submitted_on: date | None
    in_united_states: Truth
    written: Mapping[str, Any] = field(default_factory=dict)  # before one reading was chosen
    slips: frozenset[str] = frozenset()  # what kinds of answers could not be read
    worked_out: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def once[T](self, link_id: str, work: Callable[[], T]) -> T:
        """What many rules make of one answer is worked out once, and counts as looking at the answer each time."""
        self.answers.get(link_id)
        if link_id not in self.worked_out:
            self.worked_out[link_id] = work()
        found: T = self.worked_out[link_id]
        return found

    def known(self, link_id: str) -> bool:
        """Something was answered that is not a statement about not answering; a list with a doubt is not known."""
        value = self.answers.get(link_id)
        return not is_open(value) and not (isinstance(value, list) and "unsure" in value)

    def declined(self, link_id: str) -> bool:
        value = self.answers.get(link_id)
        return value == "declined" or (isinstance(value, dict) and value.get("state") == "declined")

    def yes(self, link_id: str) -> Truth:
        value = self.answers.get(link_id)
        return _YES_NO.get(value) if isinstance(value, str | bool) else None

    def chosen(self, link_id: str, *options: str) -> Truth:
        value = self.answers.get(link_id)
        if is_open(value):
            return None
        return written(value) in options

    def has(self, link_id: str, *options: str) -> Truth:
        """Any of these is ticked; without naming any, anything at all."""
        value: Any = self.answers.get(link_id)
        if is_open(value):
            return None
        ticked = (value,) if isinstance(value, str) else value
        for tick in ticked:
            if tick in options or not (options or tick in {"none", "unsure"}):
                return True
        return None if "unsure" in ticked else False

    def number(self, link_id: str) -> Number:
        return number(self.answers.get(link_id))

    def measured(self, link_id: str) -> Measured:
        """A number that may be known only within limits."""
        value = self.answers.get(link_id)
        return value if isinstance(value, Span) else number(value)

    def text(self, link_id: str) -> str | None:
        value = self.answers.get(link_id)
        return None if is_open(value) else str(value)

    def rows(self, link_id: str) -> tuple[Row, ...] | None:
        value: Any = self.answers.get(link_id)
        if is_open(value):
            return None
        return () if value == "none" else tuple(value)

    def day(self, link_id: str) -> Days | None:
        return days(self.answers.get(link_id), self.as_of)

    def within(self, link_id: str, *, days: int = 0, months: int = 0) -> Truth:
        """The date is less than so long ago."""
        return later_than(self.day(link_id), before(self.as_of, days=days, months=months))

    def within_or_exactly(self, link_id: str, *, days: int = 0, months: int = 0) -> Truth:
        """The date is so long ago or less."""
        return later_than(self.day(link_id), before(self.as_of, days=days, months=months) - timedelta(days=1))

    @property
    def age(self) -> tuple[int, int] | None:
        """Completed years by the date of birth; two numbers where only the month or the year of birth is known."""
        return self.once("demo.dob", self._completed_years)

    def _completed_years(self) -> tuple[int, int] | None:
        born = days(self.answers.get("demo.dob"), date.max)
        if born is None or born[0] > self.as_of:
            return None
        return years(born[1], self.as_of), years(born[0], self.as_of)

    def aged(self, lowest: int, under: int = 1000) -> Truth:
        """At least so old and less than so old."""
        if self.age is None:
            return None
        inside = [lowest <= age < under for age in range(self.age[0], self.age[1] + 1)]
        return None if True in inside and False in inside else inside[0]

    @property
    def bmi(self) -> Number:
        weight, height = self.number("body.weight"), self.number("body.height")
        return None if weight is None or not height else weight / (height / 100) ** 2

    @property
    def bled_around_the_brain(self) -> Truth:
        return self.has("cv.vessels", "brain_bleed")


def is_open(value: Any) -> bool:
    if isinstance(value, str):
        return value in STATES
    if isinstance(value, dict):
        return "state" in value
    return value is None or value == []


def affirmative(value: Any) -> bool:
    """Says that there is something: anything but silence, no, nothing ticked and zero."""
    return not is_open(value) and value not in ("no", False, "none", ["none"]) and number(value) != 0


def written(value: Any) -> str:
    """A choice named yes or no may arrive as truth."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def number(value: Any) -> Number:
    """In the unit that is asked for."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, dict) and "value" in value:
        return exactly(value["value"])
    return exactly(value) if isinstance(value, int | float) else None


_DATES = re.compile(r"\d{4}(-\d{2}){0,2}|\d{2}/\d{2}/\d{4}")


def is_date(value: Any) -> bool:
    return isinstance(value, str) and _DATES.fullmatch(value) is not None


def days(value: Any, latest: date) -> Days | None:
    """First and last day that a written date may mean; nothing that is told happened later than the latest."""
    if not isinstance(value, str) or (span := _span(value)) is None:
        return None
    first, last = span
    return first, max(first, min(last, latest))


def real_date(value: Any) -> bool:
    return isinstance(value, str) and _span(value) is not None


@lru_cache(maxsize=_REMEMBERED)
def _span(value: str) -> Days | None:
    if not is_date(value):
        return None
    if "/" in value:
        one, other, year = (int(part) for part in value.split("/"))
        orders = [day for day in (_real(year, one, other), _real(year, other, one)) if day is not None]
        return (min(orders), max(orders)) if orders else None
    year, month, day = (*(int(part) for part in value.split("-")), 0, 0)[:3]
    first = _real(year, month or 1, day or 1)
    if first is None or day:
        return None if first is None else (first, first)
    last = month or 12
    return first, date(year, last, calendar.monthrange(year, last)[1])


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=_REMEMBERED)
def before(day: date, *, days: int = 0, months: int = 0) -> date:
    """So many days or calendar months earlier; the end of a shorter month stands for the day it lacks."""
    month = day.year * 12 + day.month - 1 - months
    year, index = divmod(month, 12)
    last = calendar.monthrange(year, index + 1)[1]
    return date(year, index + 1, min(day.day, last)) - timedelta(days=days)


def later_than(span: Days | None, cutoff: date) -> Truth:
    if span is None:
        return None
    if span[0] > cutoff:
        return True
    return None if span[1] > cutoff else False


def years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
