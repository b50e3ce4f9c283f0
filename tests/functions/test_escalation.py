"""Who is woken when nobody acknowledges a case, in which order, and until when."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.service.due_times import LONGEST_WAIT, Wake, due
from functions.service.escalation import Step, step
from functions.service.reach import ContactPoint, Level, ReachSettings
from rules.engine.terms import Contact
from tests.functions.test_due_times import MINUTE, MOMENTS, NEVER, OFFICE, SETTINGS, VIENNA, vienna

ON_CALL = ContactPoint(level=Level.ON_CALL, channel="sms", address="+15551234567")


def course(
    contact: Contact, raised: str, reach: ReachSettings = OFFICE, turns: int = 4
) -> list[tuple[str, str, bool]]:
    """When each wake comes by the clinic's clock, whom it calls, whether the case is overdue by it."""
    wake: Wake | None = due(contact, vienna(raised), reach).wake
    seen: list[tuple[str, str, bool]] = []
    while wake and len(seen) < turns:
        taken = step(wake, wake.at, reach)
        local = wake.at.astimezone(VIENNA).strftime("%a %H:%M")
        seen.append((local, taken.level.value if taken.level else "nobody", taken.is_overdue))
        wake = taken.next
    return seen


# 2026-04-20 is a Monday.
def test_a_call_now_in_staffed_hours_goes_to_a_second_person_and_then_to_on_call_again_and_again() -> None:
    assert course(Contact.NOW, "2026-04-20 10:00") == [
        ("Mon 10:15", "second_person", True),
        ("Mon 10:30", "on_call", False),
        ("Mon 11:30", "on_call", False),
        ("Mon 12:30", "on_call", False),
    ]


def test_a_call_now_outside_staffed_hours_goes_to_on_call_at_once() -> None:
    assert course(Contact.NOW, "2026-04-25 22:00") == [
        ("Sat 22:00", "on_call", False),
        ("Sat 22:15", "on_call", True),
        ("Sat 22:30", "on_call", False),
        ("Sat 23:30", "on_call", False),
    ]


def test_a_call_now_before_closing_time_does_not_wait_for_the_morning() -> None:
    assert course(Contact.NOW, "2026-04-20 16:50")[0] == ("Mon 17:05", "on_call", True)


def test_a_call_today_goes_the_same_way_in_staffed_hours() -> None:
    assert course(Contact.TODAY, "2026-04-24 16:35") == [
        ("Fri 16:50", "second_person", True),
        ("Mon 09:05", "on_call", False),
        ("Mon 10:05", "on_call", False),
        ("Mon 11:05", "on_call", False),
    ]


def test_routine_work_is_marked_and_wakes_nobody() -> None:
    assert course(Contact.ROUTINE, "2026-04-20 09:00") == [("Wed 17:00", "nobody", True)]


def test_a_clinic_that_names_no_second_person_goes_on_to_on_call() -> None:
    reach = replace(OFFICE, contacts=(ON_CALL,))
    assert course(Contact.NOW, "2026-04-20 10:00", reach)[0] == ("Mon 10:15", "on_call", True)


def test_a_clinic_whose_settings_are_unknown_goes_to_on_call() -> None:
    assert {level for _, level, _ in course(Contact.NOW, "2026-04-20 10:00", NEVER)} == {"on_call"}


@given(SETTINGS, MOMENTS, st.sampled_from([Contact.NOW, Contact.TODAY]), st.integers(0, 200))
def test_an_urgent_case_is_never_forgotten(reach: ReachSettings, at: datetime, contact: Contact, late: int) -> None:
    """However late each look at it comes, there is a next one, and it is not far away."""
    wake = due(contact, at, reach).wake
    for turn in range(5):
        now = wake.at + late * MINUTE
        taken: Step = step(wake, now, reach)
        assert taken.level is not None
        assert taken.is_overdue is (wake.turn == 1)
        assert taken.next is not None
        assert now < taken.next.at <= now + LONGEST_WAIT.get(contact, timedelta(hours=1))
        assert taken.next.turn == wake.turn + 1 or turn > 90
        wake = taken.next


@given(SETTINGS, MOMENTS, st.integers(0, 99))
def test_on_call_is_reached_by_the_second_turn_at_the_latest(reach: ReachSettings, at: datetime, turn: int) -> None:
    taken = step(Wake(at=at, contact=Contact.NOW, turn=turn), at, reach)
    assert taken.level is Level.ON_CALL or turn == 1


@pytest.mark.parametrize("turn", [98, 99])
def test_turns_fit_into_a_key(turn: int) -> None:
    taken = step(
        Wake(at=vienna("2026-04-20 10:00"), contact=Contact.NOW, turn=turn), vienna("2026-04-20 10:00"), OFFICE
    )
    assert taken.next is not None
    assert taken.next.turn == 99
