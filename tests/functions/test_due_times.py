"""By when somebody has to have acted: staffed hours, weekends, holidays, clocks that are put forward and back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.service.due_times import LONGEST_WAIT, Wake, due, is_staffed, staffed_later
from functions.service.reach import DAY_MINUTES, ReachSettings, Shift, Timers
from rules.engine.terms import Contact

VIENNA = ZoneInfo("Europe/Vienna")
OFFICE = ReachSettings(zone=VIENNA)
ALWAYS = ReachSettings(zone=VIENNA, hours=dict.fromkeys(range(7), ((0, DAY_MINUTES),)))
NIGHT = ReachSettings(zone=VIENNA, hours=dict.fromkeys(range(7), ((0, 6 * 60), (22 * 60, DAY_MINUTES))))
NEVER = ReachSettings(zone=VIENNA, hours={})
MINUTE = timedelta(minutes=1)


def vienna(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIENNA).astimezone(UTC)


def due_at(contact: Contact, text: str, reach: ReachSettings = OFFICE) -> datetime:
    return due(contact, vienna(text), reach).at


# 2026-04-20 is a Monday.
@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        ("2026-04-20 09:00", "2026-04-20 09:15"),
        ("2026-04-20 16:45", "2026-04-20 17:00"),
        ("2026-04-20 16:50", "2026-04-21 09:05"),
        ("2026-04-20 08:00", "2026-04-20 09:15"),
        ("2026-04-20 17:00", "2026-04-21 09:15"),
        ("2026-04-24 17:01", "2026-04-27 09:15"),
        ("2026-04-25 12:00", "2026-04-27 09:15"),
    ],
)
def test_a_call_today_is_due_fifteen_staffed_minutes_later(raised: str, expected: str) -> None:
    assert due_at(Contact.TODAY, raised) == vienna(expected)


def test_a_call_now_in_staffed_hours_is_due_fifteen_minutes_later_even_past_closing_time() -> None:
    found = due(Contact.NOW, vienna("2026-04-20 16:50"), OFFICE)
    assert found.at == vienna("2026-04-20 17:05")
    assert found.wake == Wake(at=found.at, contact=Contact.NOW, turn=1)


@pytest.mark.parametrize("raised", ["2026-04-20 08:59", "2026-04-20 17:00", "2026-04-25 12:00"])
def test_a_call_now_outside_staffed_hours_wakes_on_call_at_once(raised: str) -> None:
    found = due(Contact.NOW, vienna(raised), OFFICE)
    assert found.wake == Wake(at=vienna(raised), contact=Contact.NOW, turn=0)
    assert found.at == vienna(raised) + 15 * MINUTE


def test_a_holiday_is_like_a_sunday() -> None:
    closed = ReachSettings(zone=VIENNA, closed=frozenset({date(2026, 4, 20)}))
    assert due_at(Contact.TODAY, "2026-04-20 10:00", closed) == vienna("2026-04-21 09:15")
    assert due(Contact.NOW, vienna("2026-04-20 10:00"), closed).wake.turn == 0


def test_a_clinic_closed_for_a_fortnight_does_not_keep_a_patient_waiting_for_it() -> None:
    days = frozenset(date(2026, 4, 20) + timedelta(days=day) for day in range(14))
    closed = ReachSettings(zone=VIENNA, closed=days)
    assert due_at(Contact.TODAY, "2026-04-20 10:00", closed) == vienna("2026-04-23 10:00")


def test_a_clinic_without_staffed_hours_is_not_waited_for() -> None:
    for contact in (Contact.NOW, Contact.TODAY):
        assert due_at(contact, "2026-04-25 12:00", NEVER) == vienna("2026-04-25 12:15")
    assert due(Contact.NOW, vienna("2026-04-25 12:00"), NEVER).wake.turn == 0


def test_routine_work_is_due_after_three_working_days() -> None:
    assert due_at(Contact.ROUTINE, "2026-04-20 09:00") == vienna("2026-04-22 17:00")
    assert due_at(Contact.ROUTINE, "2026-04-24 12:00") == vienna("2026-04-29 12:00")


def test_an_hour_that_clocks_leave_out_is_not_counted() -> None:
    """On 29 March 2026 the clock in Vienna goes from 2 to 3."""
    reach = ReachSettings(zone=VIENNA, hours={6: ((60, 4 * 60),)}, timers=Timers(acknowledge_today=120))
    assert due_at(Contact.TODAY, "2026-03-29 01:00", reach) == vienna("2026-03-29 04:00")


def test_an_hour_that_comes_twice_is_counted_twice() -> None:
    """On 25 October 2026 the clock in Vienna goes from 3 back to 2."""
    reach = ReachSettings(zone=VIENNA, hours={6: ((60, 4 * 60),)}, timers=Timers(acknowledge_today=240))
    assert due_at(Contact.TODAY, "2026-10-25 01:00", reach) == vienna("2026-10-25 04:00")
    assert vienna("2026-10-25 04:00") - vienna("2026-10-25 01:00") == timedelta(hours=4)


def test_work_past_midnight_is_one_stretch() -> None:
    assert due_at(Contact.TODAY, "2026-04-20 23:50", NIGHT) == vienna("2026-04-21 00:05")
    assert is_staffed(vienna("2026-04-20 23:59"), NIGHT)
    assert is_staffed(vienna("2026-04-21 00:00"), NIGHT)


def shifts() -> st.SearchStrategy[tuple[Shift, ...]]:
    edges = st.lists(st.integers(0, 48), unique=True, max_size=4).map(sorted)
    return edges.map(lambda at: tuple((a * 30, b * 30) for a, b in zip(at[::2], at[1::2], strict=False)))


ZONES = st.sampled_from(["UTC", "Europe/Vienna", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Kathmandu"])
SETTINGS = st.builds(
    ReachSettings,
    zone=ZONES.map(ZoneInfo),
    hours=st.dictionaries(st.integers(0, 6), shifts()),
    closed=st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=3),
)
MOMENTS = st.datetimes(datetime(2026, 3, 20), datetime(2026, 4, 10), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0)
)


@given(SETTINGS, MOMENTS, st.sampled_from(Contact))
def test_nothing_is_due_before_it_is_raised_or_later_than_a_patient_may_wait(
    reach: ReachSettings, at: datetime, contact: Contact
) -> None:
    found = due(contact, at, reach)
    assert at <= found.wake.at <= found.at <= at + LONGEST_WAIT.get(contact, 15 * MINUTE)
    assert found.at.tzinfo is UTC


@given(SETTINGS, MOMENTS, MOMENTS, st.sampled_from(Contact))
def test_what_is_raised_later_is_not_due_earlier(
    reach: ReachSettings, one: datetime, other: datetime, contact: Contact
) -> None:
    earlier, later = sorted((one, other))
    assert due(contact, earlier, reach).at <= due(contact, later, reach).at


@given(SETTINGS, MOMENTS, st.integers(1, 90))
def test_exactly_the_staffed_minutes_are_counted(reach: ReachSettings, at: datetime, minutes: int) -> None:
    found = staffed_later(at, minutes, Contact.TODAY, reach)
    passed = sum(is_staffed(at + number * MINUTE, reach) for number in range((found - at) // MINUTE))
    if not any(reach.hours.values()):
        assert found == at + minutes * MINUTE
    elif found < at + LONGEST_WAIT[Contact.TODAY]:
        assert passed == minutes
    else:
        assert passed <= minutes


@given(MOMENTS, st.sampled_from(Contact))
def test_a_clinic_that_is_always_staffed_is_due_by_the_clock_alone(at: datetime, contact: Contact) -> None:
    minutes = Timers().routine if contact is Contact.ROUTINE else 15
    assert due(contact, at, ALWAYS).at == at + minutes * MINUTE
    assert due(contact, at, ALWAYS).wake.turn == 1
