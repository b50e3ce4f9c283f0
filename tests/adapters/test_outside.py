"""Settings and keys from outside, and what happens when they cannot be had."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from moto import mock_aws

from functions.adapters import aws
from functions.adapters.aws import WRITE_SECONDS
from functions.adapters.clinic_settings import ClinicParameters
from functions.adapters.secrets import SecretKey
from functions.service.errors import KeyUnreadableError, SiteSettingsUnreadableError
from functions.service.reach import OFFICE_HOURS, ReachSettings
from tests.functions.builders import CLINIC, OTHER_CLINIC, site
from tests.functions.captured import captured_output
from tests.functions.entry_files import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_ssm import SSMClient

PREFIX = "/ketascreen/test/clinics"
UNUSABLE_ZONES: tuple[object, ...] = ("Mars/Olympus", "", "/etc", "..", 7, None, [])


class Time:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def parameters() -> Iterator[SSMClient]:
    with mock_aws():
        yield boto3.client("ssm", region_name="us-east-1")


def put(parameters: SSMClient, value: str, clinic: str = CLINIC) -> None:
    parameters.put_parameter(Name=f"{PREFIX}/{clinic}", Value=value, Type="String", Overwrite=True)


@pytest.mark.parametrize("prefix", [PREFIX, f"{PREFIX}/"])
def test_a_clinics_settings_are_read_by_its_id(parameters: SSMClient, prefix: str) -> None:
    put(parameters, json.dumps(site().to_json()))
    assert ClinicParameters(prefix, Time(), lambda: parameters).of(CLINIC) == site()


def test_settings_are_kept_for_a_minute_and_then_read_again(parameters: SSMClient) -> None:
    time = Time()
    clinics = ClinicParameters(PREFIX, time, lambda: parameters)
    put(parameters, json.dumps(site(country="US").to_json()))
    clinics.of(CLINIC)
    put(parameters, json.dumps(site(country="DE").to_json()))
    time.seconds = 59
    assert clinics.of(CLINIC).country == "US"
    time.seconds = 61
    assert clinics.of(CLINIC).country == "DE"


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{",
        "null",
        "[]",
        "{}",
        json.dumps(site().to_json() | {"routes": []}),
        json.dumps(site().to_json() | {"routes": 5}),
        json.dumps(site().to_json() | {"country": ["US"]}),
        json.dumps(site().to_json() | {"settingsVersion": None}),
        *(json.dumps(site().to_json() | {"timeZone": zone}) for zone in UNUSABLE_ZONES),
        json.dumps(site(OTHER_CLINIC).to_json()),
    ],
)
def test_damaged_settings_are_no_settings(parameters: SSMClient, damaged: str) -> None:
    if damaged:
        put(parameters, damaged)
    with pytest.raises(SiteSettingsUnreadableError):
        ClinicParameters(PREFIX, Time(), lambda: parameters).of(CLINIC)


def test_a_clinic_that_settled_nothing_is_reached_in_office_hours_by_its_own_clock(parameters: SSMClient) -> None:
    put(parameters, json.dumps(site(time_zone="Europe/Vienna").to_json()))
    reach = ClinicParameters(PREFIX, Time(), lambda: parameters).reach_of(CLINIC)
    assert (reach.zone.key, reach.hours, reach.timers.acknowledge_now) == ("Europe/Vienna", OFFICE_HOURS, 15)


@pytest.mark.parametrize(
    "damaged",
    [
        [],
        7,
        {"hours": {"monday": ["9-17"]}},
        {"hours": {"someday": ["09:00-17:00"]}},
        {"hours": {"monday": ["09:00-12:00", "11:00-13:00"]}},
        {"closed": ["soon"]},
        {"timers": {"acknowledgeNowMinutes": 0}},
        {"timers": {"acknowledgeNowMinutes": 61}},
        {"timers": {"acknowledgeNowMinutes": True}},
        {"timers": {"acknowledge_now": 5}},
        {"contacts": [{"level": "on_call", "channel": "sms", "address": "0664"}]},
        {"contacts": [{"level": "boss", "channel": "email", "address": "a@b.example"}]},
    ],
)
def test_a_damaged_way_to_reach_people_wakes_on_call_and_turns_no_submission_away(
    parameters: SSMClient, damaged: object
) -> None:
    put(parameters, json.dumps(site().to_json() | {"reach": damaged}))
    clinics = ClinicParameters(PREFIX, Time(), lambda: parameters)
    with environment(), captured_output() as output:
        reach = clinics.reach_of(CLINIC)
    assert clinics.of(CLINIC) == site()
    assert reach == ReachSettings.unknown()
    assert '"ReachSettingsUnreadable":[1.0]' in output.getvalue()
    assert "0664" not in output.getvalue()


def secret(value: dict[str, Any]) -> bytes:
    with mock_aws():
        secrets = boto3.client("secretsmanager", region_name="us-east-1")
        arn = secrets.create_secret(Name="identifier", **value)["ARN"]
        key = SecretKey(arn, lambda: secrets)
        return key() if key() == key() else b""


def test_a_key_is_read_once_and_kept() -> None:
    assert secret({"SecretString": "k" * 64}) == b"k" * 64


@pytest.mark.parametrize("value", [{"SecretString": "short"}, {"SecretBinary": b"k" * 64}])
def test_a_key_that_is_too_short_or_of_another_form_is_not_used(value: dict[str, Any]) -> None:
    with pytest.raises(KeyUnreadableError):
        secret(value)


def test_a_missing_key_is_named() -> None:
    with mock_aws():
        secrets = boto3.client("secretsmanager", region_name="us-east-1")
        with pytest.raises(KeyUnreadableError):
            SecretKey("arn:aws:secretsmanager:us-east-1:000000000000:secret:none", lambda: secrets)()


def test_a_write_is_tried_once_by_the_sdk_because_the_service_itself_tries_again() -> None:
    assert retries(aws.dynamodb_for_writes()) == 1
    assert retries(aws.dynamodb()) == 2


def test_settings_and_a_key_leave_time_for_the_answer() -> None:
    """Connecting and reading at their slowest, with the longest pause before a repetition."""
    slowest = sum(
        retries(client) * (config.connect_timeout + config.read_timeout) + (retries(client) - 1)
        for client in (aws.systems_manager(), aws.secrets_manager())
        for config in (cast("Any", client.meta.config),)
    )
    assert slowest <= 10 - WRITE_SECONDS


def retries(client: Any) -> int:
    attempts: int = client.meta.config.retries["total_max_attempts"]
    return attempts
