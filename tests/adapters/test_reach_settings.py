"""A clinic settles how its people are reached; each of them hears what is meant for them and nothing else."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from functions.adapters.clinic_settings import ClinicParameters
from functions.service.reach import ContactPoint, Level
from infra.reach_settings import (
    add_contact,
    change_reach,
    closing,
    following_up,
    reach_of,
    remove_contact,
    staffing,
    timing,
)
from infra.site_settings import (
    ClinicUnknownError,
    SettingRefusedError,
    activating,
    change_settings,
    settings_of,
    store_settings,
)
from infra.stack import Services, Stack, connect
from tests.functions.builders import CLINIC, OTHER_CLINIC, site
from tests.functions.test_due_times import vienna

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "/ketascreen/test/clinics"
NO_STACK = Stack(**{each.name: "" for each in fields(Stack)})
NURSE = ContactPoint(level=Level.ON_CALL, channel="sms", address="+15551234567")
DOCTOR = ContactPoint(level=Level.FIRST, channel="email", address="doctor@clinic.example")


@pytest.fixture
def cloud() -> Iterator[tuple[Services, Stack]]:
    with mock_aws():
        topics = boto3.client("sns")
        first, on_call = (topics.create_topic(Name=name)["TopicArn"] for name in ("first", "on-call"))
        stack = replace(NO_STACK, clinics_prefix=PREFIX, contact_topic_arn=first, on_call_topic_arn=on_call)
        services = connect()
        for clinic in (CLINIC, OTHER_CLINIC):
            store_settings(services, stack, clinic, site(clinic).to_json())
        yield services, stack


def audiences(cloud: tuple[Services, Stack], contact: ContactPoint) -> list[str]:
    services, stack = cloud
    topic = stack.contact_topic_arn if contact.level is Level.FIRST else stack.on_call_topic_arn
    listed = services.topics.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    found = [each["SubscriptionArn"] for each in listed if each["Endpoint"] == contact.address]
    policies = [
        services.topics.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]["FilterPolicy"]
        for arn in found
    ]
    return [audience for policy in policies for audience in json.loads(policy)["audience"]]


def test_hours_and_timers_are_settled_and_the_function_reads_them(cloud: tuple[Services, Stack]) -> None:
    services, stack = cloud
    change_reach(services, stack, CLINIC, staffing("saturday", ["10:00-14:00"]))
    change_reach(services, stack, CLINIC, staffing("monday", []))
    change_reach(services, stack, CLINIC, timing("acknowledgeNow", 10))
    change_reach(services, stack, CLINIC, closing(vienna("2026-12-25").date(), closed=True))
    reach = ClinicParameters(PREFIX, lambda: 0.0, lambda: services.parameters).reach_of(CLINIC)
    assert reach == reach_of(services, stack, CLINIC)
    assert (reach.hours[5], reach.hours[0], reach.timers.acknowledge_now) == (((600, 840),), (), 10)
    assert len(reach.closed) == 1


def test_the_two_kinds_of_settings_leave_each_other_alone(cloud: tuple[Services, Stack]) -> None:
    services, stack = cloud
    add_contact(services, stack, CLINIC, NURSE)
    change_settings(services, stack, CLINIC, activating(None))
    assert reach_of(services, stack, CLINIC).contacts == (NURSE,)
    change_reach(services, stack, CLINIC, timing("nextLevel", 5))
    assert settings_of(services, stack, CLINIC).settings_version == "2"


@pytest.mark.parametrize(
    "change",
    [
        staffing("someday", []),
        staffing("monday", ["9 to 5"]),
        staffing("monday", ["09:00-12:00", "11:00-13:00"]),
        timing("acknowledgeNow", 0),
        timing("acknowledgeNow", 500),
        timing("patience", 5),
    ],
)
def test_what_cannot_be_used_changes_nothing(cloud: tuple[Services, Stack], change: Any) -> None:
    services, stack = cloud
    before = reach_of(services, stack, CLINIC)
    with pytest.raises(SettingRefusedError):
        change_reach(services, stack, CLINIC, change)
    assert reach_of(services, stack, CLINIC) == before


def test_a_clinic_that_is_not_on_board_settles_nothing(cloud: tuple[Services, Stack]) -> None:
    with pytest.raises(ClinicUnknownError):
        change_reach(*cloud, "nosuchclinic", timing("nextLevel", 5))


def test_a_person_hears_of_their_own_clinic_and_level(cloud: tuple[Services, Stack]) -> None:
    add_contact(*cloud, CLINIC, NURSE)
    add_contact(*cloud, CLINIC, DOCTOR)
    assert audiences(cloud, NURSE) == [f"{CLINIC}.on_call"]
    assert audiences(cloud, DOCTOR) == [f"{CLINIC}.first"]
    with pytest.raises(SettingRefusedError):
        add_contact(*cloud, CLINIC, NURSE)


def test_a_person_of_two_clinics_and_levels_has_one_subscription_with_exactly_these(
    cloud: tuple[Services, Stack],
) -> None:
    second = ContactPoint(level=Level.SECOND_PERSON, channel=NURSE.channel, address=NURSE.address)
    add_contact(*cloud, CLINIC, NURSE)
    add_contact(*cloud, OTHER_CLINIC, second)
    assert audiences(cloud, NURSE) == [f"{CLINIC}.on_call", f"{OTHER_CLINIC}.second_person"]
    remove_contact(*cloud, CLINIC, NURSE)
    assert audiences(cloud, NURSE) == [f"{OTHER_CLINIC}.second_person"]
    remove_contact(*cloud, OTHER_CLINIC, second)
    assert audiences(cloud, NURSE) == []
    with pytest.raises(SettingRefusedError):
        remove_contact(*cloud, CLINIC, NURSE)


def test_a_person_who_has_not_agreed_yet_is_not_changed(
    cloud: tuple[Services, Stack], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = {"Protocol": "email", "Endpoint": DOCTOR.address, "SubscriptionArn": "PendingConfirmation"}
    page = [{"Subscriptions": [waiting]}]
    monkeypatch.setattr(cloud[0].topics, "get_paginator", lambda _: type("P", (), {"paginate": lambda **_: page}))
    with pytest.raises(SettingRefusedError):
        add_contact(*cloud, CLINIC, DOCTOR)
    assert reach_of(*cloud, CLINIC).contacts == ()


def test_a_clinic_settles_when_it_follows_up_and_may_leave_it_open(cloud: tuple[Services, Stack]) -> None:
    assert reach_of(*cloud, CLINIC).follow_up_days is None
    change_reach(*cloud, CLINIC, following_up(14))
    assert reach_of(*cloud, CLINIC).follow_up_days == 14
    change_reach(*cloud, CLINIC, following_up(None))
    assert reach_of(*cloud, CLINIC).follow_up_days is None


@pytest.mark.parametrize("days", [0, -1, 367])
def test_an_interval_nobody_means_is_refused(cloud: tuple[Services, Stack], days: int) -> None:
    with pytest.raises(SettingRefusedError):
        change_reach(*cloud, CLINIC, following_up(days))
