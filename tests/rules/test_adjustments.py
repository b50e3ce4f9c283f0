"""A clinic's own values: stricter ones at once, milder ones only with a name and a last day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from rules.engine.adjustments import AdjustmentRefusedError, adjusted, check, direction
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
    refused = "^bp_defer_systolic: a milder value needs a practitioner's name and a last day$"
    with pytest.raises(AdjustmentRefusedError, match=refused):
        at_165(adjustment=unanswered_for)


def test_which_way_is_stricter_is_the_parameters_own() -> None:
    check(small_rule_set(), "event_recent", Adjustment(Decimal(8)))
    assert direction(small_rule_set(), "event_recent", Adjustment(Decimal(8))) == "stricter"
    assert direction(small_rule_set(), "event_recent", Adjustment(Decimal(6))) == "same"
    assert direction(small_rule_set(), "event_recent", Adjustment(Decimal(4))) == "milder"
    with pytest.raises(AdjustmentRefusedError):
        check(small_rule_set(), "event_recent", Adjustment(Decimal(4)))


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("no_such_parameter", "1", "the rule set has no parameter of the name 'no_such_parameter'"),
        ("event_recent", "6.5", "event_recent: a period of time is a whole number"),
        ("bp_defer_systolic", "-1", "bp_defer_systolic: a parameter is never negative"),
        ("bp_defer_systolic", "-0.5", "bp_defer_systolic: a parameter is never negative"),
    ],
)
def test_a_value_that_means_nothing_is_refused(name: str, value: str, reason: str) -> None:
    with pytest.raises(AdjustmentRefusedError, match=f"^{reason}$"):
        check(small_rule_set(), name, Adjustment(Decimal(value), by="Dr Okafor", until=TODAY))


def test_a_number_may_be_nothing_and_need_not_be_whole() -> None:
    for value in ("0", "150.5"):
        check(small_rule_set(), "bp_defer_systolic", Adjustment(Decimal(value)))


def test_a_value_as_released_changes_nothing_and_needs_nobody() -> None:
    as_released = Adjustment(Decimal(small_rule_set().numbers["bp_defer_systolic"]))
    assert adjusted(small_rule_set(), {"bp_defer_systolic": as_released}, TODAY) is small_rule_set()


def test_values_the_rules_cannot_be_built_with_are_refused() -> None:
    document = {key: value for key, value in small_rule_set().document.items() if key != "rules"}
    damaged = replace(small_rule_set(), document=document)
    with pytest.raises(AdjustmentRefusedError, match=r"^the rules cannot be built with these values$"):
        adjusted(damaged, {"bp_defer_systolic": STRICTER}, TODAY)


def test_an_adjusted_set_tells_the_values_it_uses() -> None:
    changed = adjusted(small_rule_set(), {"bp_defer_systolic": STRICTER}, TODAY)
    told = {name: part["value"] for name, part in changed.document["parameters"].items()}
    released = {name: part["value"] for name, part in small_rule_set().document["parameters"].items()}
    assert told == released | {"bp_defer_systolic": "150"}
    assert changed.document["rules"] == small_rule_set().document["rules"]


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


@pytest.mark.parametrize("value", [True, "NaN", "-Infinity"])
def test_what_only_looks_like_a_number_is_refused_in_words(value: object) -> None:
    with pytest.raises(ValueError, match=r"^a parameter is a number$"):
        Adjustment.from_json({"value": value})


def test_settings_are_written_under_the_names_they_are_stored_by() -> None:
    settings = replace(DEMO, routes=(Route.ESKETAMINE,), adjustments={"limit": MILDER, "a_day": STRICTER})
    milder = {"value": "170", "by": "Dr Okafor", "until": "2026-04-20"}
    assert settings.to_json() == {
        "clinic": "democlinic",
        "routes": ["esketamine"],
        "country": "US",
        "timeZone": "America/New_York",
        "demo": True,
        "settingsVersion": "1",
        "profiles": [],
        "parameters": {"a_day": {"value": "150", "by": None, "until": None}, "limit": milder},
        "ruleSet": None,
        "previousRuleSet": None,
    }
    assert list(settings.to_json()["parameters"]) == ["a_day", "limit"]


def test_old_settings_without_the_newer_parts_are_read() -> None:
    stored = DEMO.to_json()
    newer = ("profiles", "parameters", "ruleSet", "previousRuleSet")
    assert SiteSettings.from_json({name: part for name, part in stored.items() if name not in newer}) == DEMO
    assert not SiteSettings.from_json({**stored, "demo": 1}).demo


@pytest.mark.parametrize(("country", "applies"), [(None, None), ("US", True), ("us", True), ("DE", False)])
def test_the_rules_of_the_united_states_apply_there(country: str | None, applies: object) -> None:
    assert replace(DEMO, country=country).in_united_states is applies


def test_a_clinic_offers_something() -> None:
    with pytest.raises(ValueError, match=r"^a clinic offers at least one route$"):
        replace(DEMO, routes=())
