"""A clinic's own values: stricter ones at once, milder ones only with a name and a last day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from rules.engine.adjustments import AdjustmentRefusedError, adjusted, check
from rules.engine.site import Adjustment, SiteSettings
from rules.engine.terms import Disposition, Route
from tests.rules.small_set import DEMO, TODAY, screened, small_rule_set

STRICTER = Adjustment(Decimal(150))
MILDER = Adjustment(Decimal(170), by="Dr Okafor", until=TODAY)


def at_165(*, adjustment: Adjustment, as_of: date = TODAY) -> Disposition:
    rule_set = adjusted(small_rule_set(), {"bp_defer_systolic": adjustment}, as_of)
    reading = {"vital.bp": [{"systolic": 165, "taken": TODAY.isoformat()}]}
    return screened(reading, rule_set=rule_set).dispositions[Route.IV_KETAMINE]


def test_a_stricter_limit_holds_at_once() -> None:
    rule_set = adjusted(small_rule_set(), {"bp_defer_systolic": STRICTER}, TODAY)
    reading = {"vital.bp": [{"systolic": 155, "taken": TODAY.isoformat()}]}
    assert screened(reading).dispositions[Route.IV_KETAMINE] is Disposition.NO_FLAGS
    assert screened(reading, rule_set=rule_set).dispositions[Route.IV_KETAMINE] is Disposition.DEFERRED


def test_a_milder_limit_holds_to_the_last_day_and_not_a_day_longer() -> None:
    assert at_165(adjustment=MILDER) is not Disposition.DEFERRED
    assert at_165(adjustment=MILDER, as_of=TODAY + timedelta(days=1)) is Disposition.DEFERRED


@pytest.mark.parametrize(
    "unanswered_for",
    [Adjustment(Decimal(170)), Adjustment(Decimal(170), by="Dr Okafor"), Adjustment(Decimal(170), until=TODAY)],
)
def test_a_milder_limit_without_name_or_last_day_is_refused(unanswered_for: Adjustment) -> None:
    with pytest.raises(AdjustmentRefusedError):
        at_165(adjustment=unanswered_for)


def test_which_way_is_stricter_is_the_parameters_own() -> None:
    check(small_rule_set(), "event_recent", Adjustment(Decimal(8)))
    with pytest.raises(AdjustmentRefusedError):
        check(small_rule_set(), "event_recent", Adjustment(Decimal(4)))


@pytest.mark.parametrize(
    ("name", "value"), [("no_such_parameter", "1"), ("event_recent", "6.5"), ("bp_defer_systolic", "-1")]
)
def test_a_value_that_means_nothing_is_refused(name: str, value: str) -> None:
    with pytest.raises(AdjustmentRefusedError):
        check(small_rule_set(), name, Adjustment(Decimal(value), by="Dr Okafor", until=TODAY))


def test_a_released_set_stays_as_it_was_released() -> None:
    before = small_rule_set().numbers["bp_defer_systolic"]
    changed = adjusted(small_rule_set(), {"bp_defer_systolic": STRICTER}, TODAY)
    assert (small_rule_set().numbers["bp_defer_systolic"], changed.numbers["bp_defer_systolic"]) == (before, 150)
    assert changed.digest == small_rule_set().digest


def test_settings_are_read_as_they_were_written() -> None:
    settings = SiteSettings(
        DEMO.clinic,
        DEMO.routes,
        None,
        DEMO.time_zone,
        demo=False,
        settings_version="2",
        profiles=("trd_eu_delphi",),
        adjustments={"bp_defer_systolic": MILDER},
        rule_set="1.0.0",
        previous_rule_set="0.9.0",
    )
    assert SiteSettings.from_json(settings.to_json()) == settings


@pytest.mark.parametrize("value", [True, "NaN", "Infinity", "high", None])
def test_a_value_that_is_no_number_is_no_setting(value: object) -> None:
    with pytest.raises((ValueError, ArithmeticError, TypeError)):
        Adjustment.from_json({"value": value})
