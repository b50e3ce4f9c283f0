"""Comparing what is only roughly known, weighing what clauses say, counting back from a day."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from rules.engine.dates import PERIODS, iso, read_date, whole_years
from rules.engine.findings import Finding, proposed_by
from rules.engine.terms import Contact, Disposition, NeededBy, Outcome, Phase, Route, Severity
from rules.engine.truth import NO, UNKNOWN, YES, Truth
from rules.engine.units import factor
from rules.engine.values import UNSURE, Interval, Value, at_most, equal, less, uncertain


@pytest.mark.parametrize(
    ("value", "bound", "below", "at_or_below", "same"),
    [
        (4, 5, YES, YES, NO),
        (5, 5, NO, YES, YES),
        (6, 5, NO, NO, NO),
        (None, 5, UNKNOWN, UNKNOWN, UNKNOWN),
        (5, None, UNKNOWN, UNKNOWN, UNKNOWN),
        (Interval(1, 4), 5, YES, YES, NO),
        (Interval(1, 5), 5, UNKNOWN, YES, UNKNOWN),
        (Interval(4, 6), 5, UNKNOWN, UNKNOWN, UNKNOWN),
        (Interval(5, 9), 5, NO, UNKNOWN, UNKNOWN),
        (Interval(6, 9), 5, NO, NO, NO),
        (Interval(5, 5), 5, NO, YES, YES),
        (5, Interval(5, 9), UNKNOWN, YES, UNKNOWN),
        (5, Interval(6, 9), YES, YES, NO),
        (5, Interval(1, 5), NO, UNKNOWN, UNKNOWN),
        (5, Interval(1, 4), NO, NO, NO),
    ],
)
def test_a_comparison_is_settled_only_when_every_value_in_reach_agrees(
    value: Value, bound: Value, below: object, at_or_below: object, same: object
) -> None:
    assert less(value, bound) is below
    assert at_most(value, bound) is at_or_below
    assert equal(value, bound) is same


@pytest.mark.parametrize("compare", [less, at_most, equal])
def test_words_have_no_size(compare: Callable[[Value, Value], Truth]) -> None:
    with pytest.raises(TypeError, match=r"^only numbers and dates can be compared by size$"):
        compare("five", 5)


def test_an_interval_never_runs_backwards() -> None:
    assert Interval(3, 3).low == Interval(3, 3).high
    with pytest.raises(ValueError, match=r"^an interval runs from its lower to its higher bound$"):
        Interval(4, 3)


def test_a_truth_is_no_condition_and_says_its_name() -> None:
    assert [repr(YES), repr(NO), repr(UNKNOWN)] == ["YES", "NO", "UNKNOWN"]
    with pytest.raises(
        TypeError, match=r"^a truth has three values; compare with `is YES`, `is NO` or `is UNKNOWN`$"
    ):
        bool(UNKNOWN)


@pytest.mark.parametrize(
    ("value", "doubtful"),
    [(None, True), (Interval(1, 2), True), (frozenset({UNSURE, "a"}), True), (frozenset({"a"}), False), (5, False)],
)
def test_what_counts_as_uncertain(value: Value, doubtful: bool) -> None:  # noqa: FBT001 - a column of the table
    assert uncertain(value) is doubtful


def test_units_convert_one_way_and_to_themselves() -> None:
    assert factor("lb", "kg") == Decimal("0.45359237")
    assert factor("kg", "kg") == 1
    assert factor("kg", "lb") is None


@pytest.mark.parametrize(
    ("unit", "amount", "day"),
    [
        ("hours", 24, "2026-03-30"),
        ("hours", 25, "2026-03-29"),
        ("hours", 1, "2026-03-30"),
        ("days", 10, "2026-03-21"),
        ("weeks", 2, "2026-03-17"),
        ("months", 1, "2026-02-28"),
        ("months", 3, "2025-12-31"),
        ("months", 4, "2025-11-30"),
        ("years", 1, "2025-03-31"),
        ("years", 2, "2024-03-31"),
    ],
)
def test_a_period_leads_back_to_a_day(unit: str, amount: int, day: str) -> None:
    assert iso(PERIODS[unit](date(2026, 3, 31), amount)) == day


def test_a_leap_day_leads_back_to_the_end_of_february() -> None:
    assert iso(PERIODS["years"](date(2024, 2, 29), 1)) == "2023-02-28"


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("text", "low", "high", "ambiguous"),
    [
        ("2026-04-18", "2026-04-18", "2026-04-18", False),
        ("2024-02", "2024-02-01", "2024-02-29", False),
        ("2026", "2026-01-01", "2026-12-31", False),
        ("03/04/2026", "2026-03-04", "2026-04-03", True),
        ("4.3.2026", "2026-03-04", "2026-04-03", True),
        ("25/12/2025", "2025-12-25", "2025-12-25", False),
        ("12/25/2025", "2025-12-25", "2025-12-25", False),
        ("05/05/2026", "2026-05-05", "2026-05-05", False),
        ("0002-01-01", "0002-01-01", "0002-01-01", False),
    ],
)
def test_a_written_date_is_a_day_or_all_the_days_it_may_be(
    text: str,
    low: str,
    high: str,
    ambiguous: bool,  # noqa: FBT001 - a column of the table
) -> None:
    expected = _day(low) if low == high else Interval(_day(low), _day(high))
    assert read_date(text) == (expected, ambiguous)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-13-01", "2026-02-30", "2026-13", "31/31/2026", "0001-01-01", "0001", "9999", "9999-12-31"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_date(text)


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        ("2000-05-10", "2026-05-09", 25),
        ("2000-05-10", "2026-05-10", 26),
        ("2000-05-10", "2026-06-09", 26),
        ("2000-05-10", "2026-04-11", 25),
        ("2000-02-29", "2026-02-28", 25),
        ("2000-02-29", "2026-03-01", 26),
    ],
)
def test_a_year_of_age_is_completed_on_the_birthday(born: str, today: str, age: int) -> None:
    assert whole_years(_day(born), _day(today)) == age


@pytest.mark.parametrize(
    ("phase", "contact", "needed_by", "from_clinic", "leads"),
    [
        (Phase.INTAKE, Contact.ROUTINE, NeededBy.CONSULTATION, False, Disposition.NEEDS_INFORMATION),
        (Phase.INTAKE, Contact.ROUTINE, NeededBy.FIRST_DOSE, False, Disposition.PRECAUTIONS),
        (Phase.INTAKE, Contact.ROUTINE, NeededBy.CONSULTATION, True, Disposition.PRECAUTIONS),
        (Phase.INTAKE, Contact.TODAY, NeededBy.FIRST_DOSE, True, Disposition.NEEDS_INFORMATION),
        (Phase.SESSION, Contact.ROUTINE, NeededBy.FIRST_DOSE, True, Disposition.NEEDS_INFORMATION),
    ],
)
def test_what_the_clinic_collects_later_does_not_hold_up_the_consultation(
    phase: Phase,
    contact: Contact,
    needed_by: NeededBy,
    from_clinic: bool,  # noqa: FBT001 - a column of the table
    leads: Disposition,
) -> None:
    severity = {Route.ESKETAMINE: Severity.MISSING}
    finding = Finding(
        "a.rule", Outcome.UNKNOWN, severity, contact=contact, needed_by=needed_by, from_clinic=from_clinic
    )
    assert proposed_by(finding, Route.ESKETAMINE, phase) is leads
    assert proposed_by(finding, Route.IV_KETAMINE, phase) is Disposition.NO_FLAGS


def test_a_rule_that_failed_asks_for_review_on_every_route() -> None:
    for route in Route:
        assert proposed_by(Finding("a.rule", Outcome.FAULT), route, Phase.INTAKE) is Disposition.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("text", "reason"),
    [("soon", "not a date"), ("31/31/2026", "not a date"), ("9999", "year out of range")],
)
def test_it_is_said_why_something_is_no_date(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        read_date(text)
