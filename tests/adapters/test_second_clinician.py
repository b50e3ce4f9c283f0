"""A clinic waives the second clinician in its settings; whatever cannot be read there waives nothing."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from moto import mock_aws
from typer.testing import CliRunner

from cli.main import app
from functions.adapters.clinic_settings import ClinicParameters
from functions.service.casework.waiver import LONGEST_WAIVER, Waiver
from infra.second_clinician import require_second, waive_second, waiver_of
from infra.site_settings import (
    ClinicUnknownError,
    SettingRefusedError,
    activating,
    change_settings,
    store_settings,
    stored_settings,
)
from infra.stack import Services, Stack, connect
from tests.functions.builders import CLINIC, NOW, site

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "/ketascreen/test/clinics"
TODAY = NOW.date()
WAIVER = Waiver(by="Dr Only", until=TODAY + timedelta(days=30))


@pytest.fixture
def cloud() -> Iterator[tuple[Services, Stack]]:
    with mock_aws():
        stack = replace(Stack(**{each.name: "" for each in fields(Stack)}), clinics_prefix=PREFIX)
        services = connect()
        store_settings(services, stack, CLINIC, site().to_json())
        yield services, stack


def read(services: Services) -> ClinicParameters:
    return ClinicParameters(PREFIX, lambda: 0.0, lambda: services.parameters)


def test_two_sign_unless_a_clinic_settled_otherwise(cloud: tuple[Services, Stack]) -> None:
    services, stack = cloud
    assert (waiver_of(services, stack, CLINIC), read(services).waiver_of(CLINIC)) == (None, None)


def test_a_waiver_is_settled_read_by_the_function_and_taken_back(cloud: tuple[Services, Stack]) -> None:
    services, stack = cloud
    before = stored_settings(services, stack, CLINIC)
    waive_second(services, stack, CLINIC, WAIVER, TODAY)
    assert waiver_of(services, stack, CLINIC) == read(services).waiver_of(CLINIC) == WAIVER
    require_second(services, stack, CLINIC)
    assert read(services).waiver_of(CLINIC) is None
    assert stored_settings(services, stack, CLINIC) == before


def test_other_changes_leave_it_alone(cloud: tuple[Services, Stack]) -> None:
    services, stack = cloud
    waive_second(services, stack, CLINIC, WAIVER, TODAY)
    change_settings(services, stack, CLINIC, activating(None))
    assert waiver_of(services, stack, CLINIC) == WAIVER


@pytest.mark.parametrize("until", [TODAY - timedelta(days=1), TODAY + LONGEST_WAIVER + timedelta(days=1)])
def test_it_ends_within_a_year(cloud: tuple[Services, Stack], until: date) -> None:
    services, stack = cloud
    with pytest.raises(SettingRefusedError):
        waive_second(services, stack, CLINIC, replace(WAIVER, until=until), TODAY)
    assert waiver_of(services, stack, CLINIC) is None


def test_a_clinic_nobody_knows_settles_nothing(cloud: tuple[Services, Stack]) -> None:
    services, stack = cloud
    with pytest.raises(ClinicUnknownError):
        waive_second(services, stack, "unknownclinic", WAIVER, TODAY)


@pytest.mark.parametrize("by", ["", "  "])
def test_somebody_answers_for_it(by: str) -> None:
    with pytest.raises(ValueError, match="answers"):
        Waiver(by=by, until=TODAY)


@pytest.mark.parametrize(
    "damaged",
    [
        True,
        "yes",
        {},
        {"waivedBy": "Dr Only"},
        {"waivedBy": "Dr Only", "waivedUntil": "never"},
        {"waivedBy": "Dr Only", "waivedUntil": None},
        {"waivedBy": None, "waivedUntil": "2099-01-01"},
        {"waivedBy": " ", "waivedUntil": "2099-01-01"},
    ],
)
def test_a_damaged_waiver_waives_nothing_and_turns_nobody_away(cloud: tuple[Services, Stack], damaged: Any) -> None:
    services, stack = cloud
    store_settings(services, stack, CLINIC, {**site().to_json(), "secondClinician": damaged})
    settings = read(services)
    assert (settings.waiver_of(CLINIC), settings.of(CLINIC)) == (None, site())
    with pytest.raises(SettingRefusedError):
        waiver_of(services, stack, CLINIC)


def test_the_command_says_who_signs(cloud: tuple[Services, Stack], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.second_clinician.find_stack", lambda _name: cloud[1])
    last = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011 - any of the next days will do

    def said(*words: str) -> str:
        return CliRunner().invoke(app, ["clinic", "second-clinician", *words]).output.strip()

    assert said("show", CLINIC) == "Two clinicians sign."
    alone = f"One clinician signs alone until {last}; Dr Only answers for it."
    assert said("waive", CLINIC, "--by", "Dr Only", "--until", last) == said("show", CLINIC) == alone
    assert said("require", CLINIC) == "Two clinicians sign."
