"""Changes a clinic's settings: its own values for parameters, its profiles, the rule set it uses.

Every change is checked against the released rules before it is stored, and gives the settings a new number.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from functions.adapters.released import RELEASED, current_rule_set
from functions.service.retention import Keeping
from infra.onboarding import clinic_exists
from infra.stack import Services, Stack
from rules.engine.adjustments import AdjustmentRefusedError, check
from rules.engine.rule_set import RuleSet, RuleSetDamagedError, load_rule_set
from rules.engine.site import Adjustment, SiteSettings

type Change = Callable[[SiteSettings], SiteSettings]


class ClinicUnknownError(Exception):
    """No clinic of this id is on board."""


class SettingRefusedError(Exception):
    """The change cannot be made; nothing was changed."""


def settings_of(services: Services, stack: Stack, clinic_id: str) -> SiteSettings:
    """Raises ClinicUnknownError."""
    return SiteSettings.from_json(stored_settings(services, stack, clinic_id))


def change_settings(services: Services, stack: Stack, clinic_id: str, change: Change) -> SiteSettings:
    """The settings after the change. Raises ClinicUnknownError or SettingRefusedError."""
    stored = stored_settings(services, stack, clinic_id)
    before = SiteSettings.from_json(stored)
    after = replace(change(before), settings_version=_next(before.settings_version))
    # Settings that screenings do not need stand in the same document and stay as they are.
    store_settings(services, stack, clinic_id, {**stored, **after.to_json()})
    return after


def keep_records(services: Services, stack: Stack, clinic_id: str, years: int) -> Keeping:
    """Sets how long the clinic keeps records. Raises ClinicUnknownError or SettingRefusedError."""
    stored = stored_settings(services, stack, clinic_id)
    try:
        keeping = Keeping(years)
    except ValueError as error:
        raise SettingRefusedError(str(error)) from None
    store_settings(services, stack, clinic_id, {**stored, "records": keeping.to_json()})
    return keeping


def keeping_of(services: Services, stack: Stack, clinic_id: str) -> Keeping:
    """How long the clinic keeps records. Raises ClinicUnknownError."""
    return Keeping.from_json(stored_settings(services, stack, clinic_id).get("records", {}))


def stored_settings(services: Services, stack: Stack, clinic_id: str) -> dict[str, Any]:
    """All a clinic has settled, as it is stored. Raises ClinicUnknownError."""
    if not clinic_exists(services, stack, clinic_id):
        raise ClinicUnknownError(f"The clinic {clinic_id} is not on board.")
    stored = services.parameters.get_parameter(Name=_name(stack, clinic_id))["Parameter"]["Value"]
    settings: dict[str, Any] = json.loads(stored)
    return settings


def store_settings(services: Services, stack: Stack, clinic_id: str, settings: Mapping[str, Any]) -> None:
    services.parameters.put_parameter(
        Name=_name(stack, clinic_id), Value=json.dumps(settings, sort_keys=True), Type="String", Overwrite=True
    )


def adjusting(name: str, adjustment: Adjustment) -> Change:
    """Sets the clinic's own value for a parameter."""

    def change(site: SiteSettings) -> SiteSettings:
        try:
            check(rule_set_of(site.rule_set), name, adjustment)
        except AdjustmentRefusedError as error:
            raise SettingRefusedError(str(error)) from None
        return replace(site, adjustments={**site.adjustments, name: adjustment})

    return change


def releasing(name: str) -> Change:
    """Goes back to the released value of a parameter."""

    def change(site: SiteSettings) -> SiteSettings:
        if name not in site.adjustments:
            raise SettingRefusedError(f"The clinic has no value of its own for {name}.")
        return replace(site, adjustments={key: each for key, each in site.adjustments.items() if key != name})

    return change


def activating(version: str | None) -> Change:
    """Uses one released version from now on; None follows the current one."""

    def change(site: SiteSettings) -> SiteSettings:
        _fits(site, rule_set_of(version))
        return replace(site, rule_set=version, previous_rule_set=site.rule_set)

    return change


def rolling_back(site: SiteSettings) -> SiteSettings:
    """Uses what was in use before the last activation."""
    return activating(site.previous_rule_set)(site)


def rule_set_of(version: str | None) -> RuleSet:
    """Raises SettingRefusedError for a version that was never released."""
    try:
        return current_rule_set() if version is None else load_rule_set(RELEASED / f"{version}.json")
    except (OSError, RuleSetDamagedError):
        raise SettingRefusedError(f"There is no released rule set {version}.") from None


def _fits(site: SiteSettings, rule_set: RuleSet) -> None:
    """The clinic's own values must mean something in the version it changes to."""
    for name, adjustment in site.adjustments.items():
        try:
            check(rule_set, name, adjustment)
        except AdjustmentRefusedError as error:
            raise SettingRefusedError(f"Rule set {rule_set.version}: {error}") from None


def _name(stack: Stack, clinic_id: str) -> str:
    return f"{stack.clinics_prefix}/{clinic_id}"


def _next(version: str) -> str:
    return str(int(version) + 1) if version.isdecimal() else "1"
