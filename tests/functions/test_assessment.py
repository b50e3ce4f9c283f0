"""The day a screening is made for, and which screenings a person has to see."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from functions.service.assessment import assess, needs_a_person, today_at
from functions.service.errors import SiteSettingsUnreadableError
from rules.engine.screening import Screening
from rules.engine.terms import Disposition, Lane, Route
from tests.functions.builders import (
    CALL_TODAY,
    FAULTY,
    NEEDS_INFORMATION,
    NOTHING_FOUND,
    DecidedScreening,
    form,
    site,
)

LATE_EVENING_IN_CALIFORNIA = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)


def asked(submitted_at: str | None) -> dict[str, Any]:
    """What the rules are asked for a form that says when it was sent."""
    seen: dict[str, Any] = {}

    def evaluate(answers: Any, **asked_for: Any) -> Screening:
        seen.update(asked_for, answers=answers)
        return cast("Screening", NOTHING_FOUND)

    sent = replace(form(), submitted_at=submitted_at)
    assess(sent, site(), evaluate, now=LATE_EVENING_IN_CALIFORNIA, draft=False)
    return seen


def test_the_day_is_the_servers_in_the_clinics_time_zone() -> None:
    assert asked("2030-01-01T00:00:00Z")["as_of"] == date(2026, 2, 28)
    assert today_at(site(time_zone="Asia/Tokyo"), LATE_EVENING_IN_CALIFORNIA) == date(2026, 3, 1)


@pytest.mark.parametrize("zone", ["", "Nowhere/None", "/etc/passwd", "../zone", "a\x00b", 7, None, ["UTC"]])
def test_an_unusable_time_zone_is_not_replaced_by_a_guess(zone: Any) -> None:
    with pytest.raises(SiteSettingsUnreadableError):
        today_at(site(time_zone=zone), LATE_EVENING_IN_CALIFORNIA)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-02-20T10:00:00-07:00", date(2026, 2, 20)),
        ("2026-02-20", date(2026, 2, 20)),
        ("yesterday", None),
        ("2026-13-40T00:00:00Z", None),
        ("2030-01-01T00:00:00Z", None),
        (None, None),
    ],
)
def test_what_the_sender_says_about_time_is_used_only_when_it_can_be_true(said: str | None, day: date | None) -> None:
    assert asked(said)["submitted_on"] == day


@pytest.mark.parametrize(
    ("screening", "seen"),
    [
        (NOTHING_FOUND, False),
        (NEEDS_INFORMATION, True),
        (CALL_TODAY, True),
        (FAULTY, True),
        (DecidedScreening(strictest=Disposition.PRECAUTIONS), True),
        (replace(NOTHING_FOUND, contact=CALL_TODAY.contact), True),
        (replace(NOTHING_FOUND, urgent_rules=("psych.suicide_high",)), True),
        (replace(NOTHING_FOUND, faults=("cardiac.bp_defer",)), True),
        (replace(NOTHING_FOUND, possible={Route.IV_KETAMINE: Disposition.NEEDS_REVIEW}), True),
        (replace(NOTHING_FOUND, lane=Lane.COLLECTING), False),
    ],
)
def test_whatever_is_more_than_nothing_is_seen_by_a_person(screening: DecidedScreening, *, seen: bool) -> None:
    assert needs_a_person(cast("Screening", screening)) is seen
