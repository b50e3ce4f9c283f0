"""Changes how the people of a clinic are reached: its hours, its timers, who is called on which level.

Who is called is a subscription of the clinic's own to one of the two topics, which lets through what is meant for it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from functions.service.reach import LONGEST_FOLLOW_UP_DAYS, WEEKDAYS, ContactPoint, Level, ReachSettings, shifts_from
from infra.site_settings import SettingRefusedError, store_settings, stored_settings
from infra.stack import Services, Stack

type ReachChange = Callable[[ReachSettings], ReachSettings]

# What the list of subscriptions says of one whose owner has not agreed yet; nothing can be changed about it.
_NOT_CONFIRMED: Final = "PendingConfirmation"


def reach_of(services: Services, stack: Stack, clinic_id: str) -> ReachSettings:
    """Raises ClinicUnknownError."""
    return ReachSettings.from_json(stored_settings(services, stack, clinic_id))


def change_reach(services: Services, stack: Stack, clinic_id: str, change: ReachChange) -> ReachSettings:
    """The settings after the change. Raises ClinicUnknownError or SettingRefusedError."""
    stored = stored_settings(services, stack, clinic_id)
    after = change(ReachSettings.from_json(stored))
    store_settings(services, stack, clinic_id, {**stored, "reach": after.to_json()})
    return after


def staffing(weekday: str, shifts: Sequence[str]) -> ReachChange:
    """Sets one day's hours; no shift means that nobody is there."""

    def change(reach: ReachSettings) -> ReachSettings:
        if weekday not in WEEKDAYS:
            raise SettingRefusedError(f"A day is one of: {', '.join(WEEKDAYS)}.")
        try:
            return replace(reach, hours={**reach.hours, WEEKDAYS.index(weekday): shifts_from(shifts)})
        except ValueError as error:
            raise SettingRefusedError(f"The hours cannot be used: {error}.") from None

    return change


def closing(day: date, *, closed: bool) -> ReachChange:
    """Closes the clinic on one day, or opens it again."""

    def change(reach: ReachSettings) -> ReachSettings:
        return replace(reach, closed=reach.closed | {day} if closed else reach.closed - {day})

    return change


def timing(timer: str, minutes: int) -> ReachChange:
    def change(reach: ReachSettings) -> ReachSettings:
        document = {"timers": {**reach.to_json()["timers"], f"{timer}Minutes": minutes}}
        try:
            changed = ReachSettings.from_json({"timeZone": reach.zone.key, "reach": document}).timers
        except (TypeError, ValueError):
            names = ", ".join(name.removesuffix("Minutes") for name in reach.to_json()["timers"])
            raise SettingRefusedError(f"A timer is one of {names}; its minutes have a limit.") from None
        return replace(reach, timers=changed)

    return change


def following_up(days: int | None) -> ReachChange:
    """Settles how long after a visit the next contact is due, or that nothing is settled."""

    def change(reach: ReachSettings) -> ReachSettings:
        try:
            return replace(reach, follow_up_days=days)
        except ValueError:
            raise SettingRefusedError(f"The days are a number from 1 to {LONGEST_FOLLOW_UP_DAYS}.") from None

    return change


def add_contact(services: Services, stack: Stack, clinic_id: str, contact: ContactPoint) -> ReachSettings:
    """Subscribes the person and notes it; somebody called by e-mail has to agree first."""

    def change(reach: ReachSettings) -> ReachSettings:
        if contact in reach.contacts:
            raise SettingRefusedError("This person is called on this level already.")
        _let_through(services, _topic(stack, contact), contact, {audience(clinic_id, contact.level)}, set())
        return replace(reach, contacts=(*reach.contacts, contact))

    return change_reach(services, stack, clinic_id, change)


def remove_contact(services: Services, stack: Stack, clinic_id: str, contact: ContactPoint) -> ReachSettings:
    def change(reach: ReachSettings) -> ReachSettings:
        if contact not in reach.contacts:
            raise SettingRefusedError("Nobody of this address is called on this level.")
        _let_through(services, _topic(stack, contact), contact, set(), {audience(clinic_id, contact.level)})
        return replace(reach, contacts=tuple(each for each in reach.contacts if each != contact))

    return change_reach(services, stack, clinic_id, change)


def audience(clinic_id: str, level: Level) -> str:
    return f"{clinic_id}.{level}"


def _topic(stack: Stack, contact: ContactPoint) -> str:
    return stack.contact_topic_arn if contact.level is Level.FIRST else stack.on_call_topic_arn


def _let_through(services: Services, topic: str, contact: ContactPoint, more: set[str], less: set[str]) -> None:
    """One address has one subscription on a topic, whatever number of clinics and levels it belongs to."""
    arn = _subscription(services, topic, contact)
    if arn == _NOT_CONFIRMED:
        raise SettingRefusedError(f"{contact.address} has not confirmed the subscription yet; nothing was changed.")
    if arn is None:
        if more:
            services.topics.subscribe(
                TopicArn=topic,
                Protocol=contact.channel,
                Endpoint=contact.address,
                Attributes={"FilterPolicy": _policy(more)},
            )
        return
    audiences = (
        _audiences(services.topics.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]) | more
    ) - less
    if audiences:
        services.topics.set_subscription_attributes(
            SubscriptionArn=arn, AttributeName="FilterPolicy", AttributeValue=_policy(audiences)
        )
    else:
        services.topics.unsubscribe(SubscriptionArn=arn)


def _subscription(services: Services, topic: str, contact: ContactPoint) -> str | None:
    pages = services.topics.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    for page in pages:
        for each in page["Subscriptions"]:
            if (each["Protocol"], each["Endpoint"]) == (contact.channel, contact.address):
                return each["SubscriptionArn"]
    return None


def _policy(audiences: set[str]) -> str:
    return json.dumps({"audience": sorted(audiences)})


def _audiences(attributes: Mapping[str, Any]) -> set[str]:
    return set(json.loads(attributes.get("FilterPolicy", "{}")).get("audience", ()))
