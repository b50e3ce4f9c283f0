"""A screening depends on the day it is made for and on nothing else about time, and periods end on the right day."""

import ast
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rules import engine
from tests.rules.intakes import screened
from tests.rules.other_processes import printed_in_other_time_zones


def days(amount: int) -> Callable[[date], date]:
    return lambda day: day - timedelta(days=amount)


def months(amount: int) -> Callable[[date], date]:
    """The same day of an earlier month, or its last where it has no such day."""

    def back(day: date) -> date:
        year, month = day.year, day.month
        for _ in range(amount):
            year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        return date(year, month, min(day.day, monthrange(year, month)[1]))

    return back


UNDER_AGE = "age.under_18"


class Window(NamedTuple):
    """A rule that fires on one side of a day that lies a period back, perhaps `at` it, and on one side of it."""

    rule: str
    answer: str
    back: Callable[[date], date]
    at: bool
    recent: bool
    others: Mapping[str, Any]

    def expected(self) -> list[bool]:
        """Whether it fires for the day before the limit, the limit, and the day after."""
        return [not self.recent, self.at, self.recent]


_EVENT = {"cv.event": ["unstable_angina"]}
_STROKE = {"cv.vessels": ["stroke"], "cv.stroke_type": "ischaemic"}
_EPILEPSY = {"neuro.conditions": ["seizure"], "neuro.seizure_cause": "epilepsy", "neuro.seizure_stable": "yes"}
_GLAUCOMA = {
    "eye.conditions": ["glaucoma"],
    "eye.glaucoma_type": "open_angle",
    "eye.glaucoma_control": "controlled",
}
_OPIOIDS = {"sud.history": ["opioids"], "sud.disorder_severity": "mild"}
WINDOWS = (
    Window("cardiac.event_lt_6wk", "cv.event_date", days(42), at=False, recent=True, others=_EVENT),
    Window("cardiac.event_6wk_12mo", "cv.event_date", days(42), at=True, recent=False, others=_EVENT),
    Window("cardiac.event_6wk_12mo", "cv.event_date", months(12), at=False, recent=True, others=_EVENT),
    Window(
        "cardiac.syncope_unexplained",
        "cv.syncope_date",
        months(12),
        at=False,
        recent=True,
        others={"cv.symptoms": ["blackout"]},
    ),
    Window("cerebro.stroke_tia_lt_6wk", "cv.stroke_date", days(42), at=False, recent=True, others=_STROKE),
    Window("cerebro.stroke_tia_ge_6wk", "cv.stroke_date", days(42), at=True, recent=False, others=_STROKE),
    Window(
        "neuro.head_injury",
        "neuro.tbi_date",
        months(3),
        at=False,
        recent=True,
        others={"neuro.conditions": ["head_injury"]},
    ),
    Window("neuro.seizure_uncontrolled", "neuro.seizure_date", months(12), at=False, recent=True, others=_EPILEPSY),
    Window("neuro.seizure_controlled", "neuro.seizure_date", months(12), at=True, recent=False, others=_EPILEPSY),
    Window(
        "eye.injury_or_surgery",
        "eye.surgery_date",
        months(3),
        at=False,
        recent=True,
        others={"eye.conditions": ["surgery"]},
    ),
    Window("eye.glaucoma_treated", "eye.pressure_date", months(6), at=True, recent=True, others=_GLAUCOMA),
    Window(
        "repro.preeclampsia",
        "repro.pregnancy_end",
        days(84),
        at=True,
        recent=True,
        others={"repro.around_birth": ["preeclampsia"]},
    ),
    Window(
        "psych.eating_disorder_unstable",
        "lab.electrolytes_date",
        days(30),
        at=False,
        recent=False,
        others={"psych.other": ["purging"]},
    ),
    Window("sud.active_disorder", "sud.disorder_date", months(3), at=True, recent=True, others=_OPIOIDS),
    Window("sud.recent_remission", "sud.disorder_date", months(12), at=True, recent=True, others=_OPIOIDS),
    Window("sud.remote", "sud.disorder_date", months(12), at=False, recent=False, others=_OPIOIDS),
    Window("sud.uds_missing", "sud.uds_date", days(30), at=False, recent=False, others={}),
    Window("hepatic.lft_missing", "lab.lft.date", days(90), at=False, recent=False, others={}),
    Window(
        "sud.psychedelic_14d",
        "sud.psychedelic_date",
        days(14),
        at=False,
        recent=True,
        others={"sud.each": ["ayahuasca"], "sud.recent": ["ayahuasca"]},
    ),
)
LEAP_AND_COMMON_YEARS = (
    "2024-02-29",
    "2024-03-01",
    "2025-02-28",
    "2025-03-01",
    "2028-02-29",
    "2100-02-28",
    "2100-03-01",
)
CHANGES_OF_THE_CLOCK = ("2026-03-08", "2026-03-09", "2026-03-29", "2026-10-25", "2026-11-01", "2026-11-02")
ENDS_OF_MONTHS = ("2026-05-31", "2026-08-31", "2027-03-30", "2027-03-31", "2026-12-31", "2027-01-01")
DAYS = tuple(map(date.fromisoformat, LEAP_AND_COMMON_YEARS + CHANGES_OF_THE_CLOCK + ENDS_OF_MONTHS))


def fires(window: Window, day: date, as_of: date) -> bool:
    answers = {**window.others, window.answer: day.isoformat()}
    screening = screened(answers, as_of=as_of, submitted_on=as_of)
    found = next(finding for finding in screening.findings if finding.rule_id == window.rule)
    return found.outcome == "fired"


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window.rule}-{window.answer}")
def test_a_period_ends_on_its_day_in_every_year_and_season(window: Window) -> None:
    for as_of in DAYS:
        limit = window.back(as_of)
        around = [fires(window, limit + timedelta(days=step), as_of) for step in (-1, 0, 1)]
        assert around == window.expected(), (as_of, limit)


def test_a_year_back_from_a_leap_day_is_the_end_of_february() -> None:
    (window,) = (each for each in WINDOWS if each.rule == "neuro.seizure_controlled")
    leap_day = date(2028, 2, 29)
    assert [fires(window, date(2027, month, day), leap_day) for month, day in ((2, 28), (3, 1))] == [True, False]


def test_who_was_born_on_a_leap_day_is_of_age_on_the_first_of_march() -> None:
    fired = {}
    for day in (date(2026, 2, 28), date(2026, 3, 1)):
        born = {"demo.dob": "2008-02-29", "demo.age": None}
        fired[day.month] = set(screened(born, as_of=day, submitted_on=day).fired)
    assert UNDER_AGE in fired[2]
    assert UNDER_AGE not in fired[3]


_PRINT = """
import hashlib, json, sys, time
time.tzset()
from tests.rules.stories import stories, told
records = [told(story).to_record() for story in stories().values()]
sys.stdout.write(hashlib.sha256(json.dumps(records).encode()).hexdigest())
"""


def test_where_the_machine_stands_changes_nothing() -> None:
    assert len(printed_in_other_time_zones(_PRINT)) == 1


_CLOCKS = frozenset(
    {"now", "today", "utcnow", "fromtimestamp", "time", "time_ns", "monotonic", "localtime", "gmtime"}
)


def test_no_rule_can_look_at_a_clock() -> None:
    sources = sorted(Path(next(iter(engine.__path__))).rglob("*.py"))
    assert len(sources) > 50
    for source in sources:
        calls = [node for node in ast.walk(ast.parse(source.read_text())) if isinstance(node, ast.Call)]
        named = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
        assert not named & _CLOCKS, source
