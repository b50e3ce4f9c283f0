"""The ways out: the event bus for other systems, the topics for people. They carry ids, clinic and contact only."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Final

from functions.adapters.aws import event_bridge, notification_service
from functions.service.errors import NotPublishedError
from functions.service.reach import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_sns import SNSClient

    from functions.service.escalation import Alert
    from functions.service.notices import Notice

SOURCE: Final = "ketascreen"


def detail(notice: Notice) -> dict[str, str | None]:
    """All that is told. Whoever may know more asks the API for the case."""
    return {"id": notice.id, "clinic": notice.clinic, "caseId": notice.case_id, "contact": notice.contact.value}


class EventBus:
    """One bus. Other systems subscribe to it by clinic and event."""

    def __init__(self, name: str, connect: Callable[[], EventBridgeClient] = event_bridge) -> None:
        self._name = name
        self._connect = connect

    @cached_property
    def _client(self) -> EventBridgeClient:
        return self._connect()

    def announce(self, notice: Notice) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            answer = self._client.put_events(
                Entries=[
                    {
                        "EventBusName": self._name,
                        "Source": SOURCE,
                        "DetailType": notice.event.value,
                        "Detail": json.dumps(detail(notice)),
                    }
                ]
            )
        except (BotoCoreError, ClientError) as error:
            raise NotPublishedError(type(error).__name__) from None
        # The bus refuses single entries inside a reply that is otherwise a success.
        if answer["FailedEntryCount"]:
            raise NotPublishedError(answer["Entries"][0].get("ErrorCode", "refused"))


class ContactTopic:
    """One topic. The people of a clinic subscribe to it, each for the audiences they belong to."""

    def __init__(self, arn: str, connect: Callable[[], SNSClient] = notification_service) -> None:
        self._arn = arn
        self._connect = connect

    @cached_property
    def _client(self) -> SNSClient:
        return self._connect()

    def call(self, notice: Notice) -> None:
        """Tells the people who answer first that somebody has to be spoken to now."""
        text = f"Contact now: case {notice.case_id} of clinic {notice.clinic}. Please acknowledge it in the queue."
        self._publish(notice.clinic, Level.FIRST, detail(notice), text)

    def alert(self, alert: Alert) -> None:
        """Tells the people who come next that nobody has acknowledged a case in time."""
        text = (
            f"Nobody has acknowledged case {alert.case_id} of clinic {alert.clinic} (contact {alert.contact}). "
            "Please acknowledge it in the queue."
        )
        content = {
            "id": alert.id,
            "clinic": alert.clinic,
            "caseId": alert.case_id,
            "contact": alert.contact.value,
            "level": alert.level.value,
        }
        self._publish(alert.clinic, alert.level, content, text)

    def _publish(self, clinic: str, level: Level, content: Mapping[str, str | None], text: str) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the SDK is imported late

        try:
            self._client.publish(
                TopicArn=self._arn,
                Subject="Contact now" if content["contact"] == "now" else "Contact today",
                MessageStructure="json",
                Message=json.dumps({"default": json.dumps(content), "email": text, "sms": text}),
                MessageAttributes={"audience": {"DataType": "String", "StringValue": f"{clinic}.{level}"}},
            )
        except (BotoCoreError, ClientError) as error:
            raise NotPublishedError(type(error).__name__) from None
