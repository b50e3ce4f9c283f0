"""Clinics and staff are brought on board whole, once, and where they belong."""

import secrets
from dataclasses import replace
from decimal import Decimal

import pytest
from botocore.exceptions import ClientError

from functions.adapters.released import current_rule_set
from functions.service.staff import Role
from infra.onboarding import ClinicExistsError, ClinicIdError, add_clinic, clinic_exists
from infra.site_settings import (
    SettingRefusedError,
    activating,
    adjusting,
    change_settings,
    releasing,
    rolling_back,
    settings_of,
)
from infra.staffing import ClinicUnknownError, Member, StaffExistsError, add_staff, new_password
from rules.engine.site import Adjustment, SiteSettings
from rules.engine.terms import Route
from tests.e2e.cloud import Clinic, Cloud


def test_a_clinic_is_added_once(cloud: Cloud, clinic: Clinic) -> None:
    with pytest.raises(ClinicExistsError):
        add_clinic(cloud.services, cloud.stack, "Again", _settings(clinic.id))


def test_a_clinic_id_that_would_not_do_as_a_key_is_refused(cloud: Cloud) -> None:
    with pytest.raises(ClinicIdError):
        add_clinic(cloud.services, cloud.stack, "Clinic", _settings("Clinic#1"))


def test_a_clinic_that_cannot_be_completed_leaves_nothing_behind(cloud: Cloud) -> None:
    settings = _settings(f"clinic{secrets.token_hex(5)}")
    before = _held(cloud)
    with pytest.raises(ClientError):
        add_clinic(cloud.services, replace(cloud.stack, usage_plan_id="absent"), "Clinic", settings)
    assert _held(cloud) == before
    assert not clinic_exists(cloud.services, cloud.stack, settings.clinic)


def test_staff_join_a_clinic_that_is_on_board(cloud: Cloud) -> None:
    with pytest.raises(ClinicUnknownError):
        add_staff(
            cloud.services, cloud.stack, Member("a@example.org", "nosuchclinic", Role.PRACTITIONER), new_password()
        )


def test_a_person_belongs_to_one_clinic(cloud: Cloud, clinic: Clinic, other_clinic: Clinic) -> None:
    email = f"{secrets.token_hex(5)}@example.org"
    add_staff(cloud.services, cloud.stack, Member(email, clinic.id, Role.PRACTITIONER), new_password())
    with pytest.raises(StaffExistsError):
        add_staff(cloud.services, cloud.stack, Member(email, other_clinic.id, Role.PRACTITIONER), new_password())


def test_a_clinic_adjusts_a_parameter_and_goes_back(cloud: Cloud, clinic: Clinic) -> None:
    stricter = adjusting("bp_defer_systolic", Adjustment(Decimal(155)))
    before = settings_of(cloud.services, cloud.stack, clinic.id)
    changed = change_settings(cloud.services, cloud.stack, clinic.id, stricter)
    assert settings_of(cloud.services, cloud.stack, clinic.id) == changed
    assert int(changed.settings_version) == int(before.settings_version) + 1
    back = change_settings(cloud.services, cloud.stack, clinic.id, releasing("bp_defer_systolic"))
    assert back.adjustments == {}


def test_a_milder_value_without_a_name_changes_nothing(cloud: Cloud, clinic: Clinic) -> None:
    before = settings_of(cloud.services, cloud.stack, clinic.id)
    with pytest.raises(SettingRefusedError):
        change_settings(
            cloud.services, cloud.stack, clinic.id, adjusting("bp_defer_systolic", Adjustment(Decimal(175)))
        )
    assert settings_of(cloud.services, cloud.stack, clinic.id) == before


def test_a_clinic_activates_a_version_and_rolls_back(cloud: Cloud, clinic: Clinic) -> None:
    version = current_rule_set().version
    assert change_settings(cloud.services, cloud.stack, clinic.id, activating(version)).rule_set == version
    assert change_settings(cloud.services, cloud.stack, clinic.id, rolling_back).rule_set is None
    with pytest.raises(SettingRefusedError):
        change_settings(cloud.services, cloud.stack, clinic.id, activating("9.9.9"))


def _settings(clinic_id: str) -> SiteSettings:
    return SiteSettings(clinic_id, tuple(Route), "US", "America/Los_Angeles", demo=True, settings_version="1")


def _held(cloud: Cloud) -> tuple[int, ...]:
    """How much of everything a clinic is made of there is."""
    pool = cloud.stack.user_pool_id
    return (
        len(cloud.services.people.list_resource_servers(UserPoolId=pool, MaxResults=50)["ResourceServers"]),
        len(cloud.services.people.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]),
        len(cloud.services.people.list_groups(UserPoolId=pool)["Groups"]),
        len(cloud.services.gateway.get_api_keys()["items"]),
    )
