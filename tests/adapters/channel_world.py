"""A table, a bus, topics and settings in an imitation of AWS; a queue behind each channel shows what arrived."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
from moto import mock_aws

from functions.adapters import aws
from functions.adapters.channels import ContactTopic, EventBus
from functions.adapters.clinic_settings import ClinicParameters
from functions.adapters.dynamodb.attributes import plain, typed
from functions.adapters.dynamodb.due import DueTable
from functions.adapters.dynamodb.intake import IntakeTable
from functions.adapters.dynamodb.outbox import OutboxTable, outbox_item
from functions.service.identifiers import Identifiers
from functions.service.publishing import Publication
from functions.service.submission import Receipt, submit
from functions.service.sweeping import Sweep, Tally
from tests.adapters.tables import TABLE, create_table
from tests.functions.builders import CLINIC, IDENTIFIERS, NOW, Patient, arrival, site
from tests.functions.desks import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from functions.service.notices import Notice
    from tests.adapters.faults import Fault

BUS = "ketascreen"
SWEEPER = Identifiers(b"the sweeper's own key, 32 bytes and more")
PREFIX = "/ketascreen/test/clinics"


@dataclass
class World:
    """Clients as the functions make them, and the queues behind the channels."""

    clients: dict[str, Any]
    queues: dict[str, str]
    topics: dict[str, str]
    clock: Clock
    identifiers: Callable[[], Identifiers] = lambda: SWEEPER

    def publication(self) -> Publication:
        """As a fresh process has it."""
        return Publication(
            EventBus(BUS, lambda: self.clients["events"]),
            ContactTopic(self.topics["topic"], lambda: self.clients["sns"]),
            OutboxTable(TABLE, lambda: self.clients["dynamodb"]),
            self.clock,
        )

    def sweep(self) -> Sweep:
        """As a fresh process has it."""
        return Sweep(
            board=DueTable(
                TABLE, due_index="due", identifiers=self.identifiers, connect=lambda: self.clients["dynamodb"]
            ),
            publish=self.publication(),
            second_channel=ContactTopic(self.topics["on-call"], lambda: self.clients["sns"]),
            clinics=ClinicParameters(PREFIX, lambda: 0.0, lambda: self.clients["ssm"]),
            clock=self.clock,
            report=lambda _what, _error: None,
        )

    def swept(self, **later: int) -> Tally:
        """One run, so much later."""
        self.clock.at += timedelta(**later)
        return self.sweep().run(lambda: True)

    def submit(self, says: str, patient: str = "patient-1", clinic: str = CLINIC) -> Receipt:
        """A form comes in at this moment."""
        sent = arrival(says, patient, clinic=clinic, at=self.clock.at)
        store = IntakeTable(TABLE, lambda: self.clients["dynamodb"])
        key = f"{says}-{patient}-{self.clock.at.isoformat()}"
        return submit(sent, key, identifiers=IDENTIFIERS, destination=store, patience=Patient())

    def items(self, start: str) -> list[dict[str, Any]]:
        """Everything whose sort key begins like this."""
        found = self.clients["dynamodb"].scan(TableName=TABLE)["Items"]
        return [plain(item) for item in found if item["sk"]["S"].startswith(start)]

    def case(self) -> dict[str, Any]:
        (case,) = self.items("CASE")
        return case

    def acknowledge(self) -> None:
        """What the contact log does to the case's place among the things that are due."""
        case = self.case()
        self.clients["dynamodb"].update_item(
            TableName=TABLE,
            Key=typed({"pk": case["pk"], "sk": "CASE"}),
            UpdateExpression="REMOVE due_pk, due_sk SET acknowledged_at = :at",
            ExpressionAttributeValues=typed({":at": self.clock.at}),
        )

    def settle(self, reach: dict[str, Any], clinic: str = CLINIC) -> None:
        value = json.dumps(site(clinic).to_json() | {"reach": reach})
        self.clients["ssm"].put_parameter(Name=f"{PREFIX}/{clinic}", Value=value, Type="String", Overwrite=True)

    def store(self, notice: Notice) -> None:
        self.clients["dynamodb"].put_item(TableName=TABLE, Item=typed(outbox_item(notice, NOW)))

    def store_at(self, notice: Notice) -> None:
        self.clients["dynamodb"].put_item(TableName=TABLE, Item=typed(outbox_item(notice, self.clock.at)))

    def row(self, notice: Notice) -> dict[str, Any]:
        item = outbox_item(notice, NOW)
        key = typed({name: item[name] for name in ("pk", "sk")})
        return plain(self.clients["dynamodb"].get_item(TableName=TABLE, Key=key).get("Item", {}))

    def arrived(self, channel: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        queue = boto3.client("sqs")
        while True:
            messages = queue.receive_message(QueueUrl=self.queues[channel], MaxNumberOfMessages=10).get(
                "Messages", []
            )
            if not messages:
                return found
            found.extend(json.loads(message["Body"]) for message in messages)

    def ids(self, channel: str) -> Counter[str]:
        arrived = self.arrived(channel)
        return Counter(each["detail"]["id"] if channel == "bus" else each["id"] for each in arrived)

    def break_with(self, fault: Fault) -> None:
        fault.put_into(self.clients[fault.service])


@contextmanager
def world() -> Iterator[World]:
    with mock_aws():
        clients: dict[str, Any] = {
            "dynamodb": aws.dynamodb(),
            "events": aws.event_bridge(),
            "sns": aws.notification_service(),
            "ssm": aws.systems_manager(),
        }
        create_table(clients["dynamodb"])
        names = ("bus", "topic", "on-call")
        topics = {name: clients["sns"].create_topic(Name=name)["TopicArn"] for name in names[1:]}
        queues = {name: boto3.client("sqs").create_queue(QueueName=name)["QueueUrl"] for name in names}
        _subscribe(clients, queues, topics)
        made = World(clients, queues, topics, Clock())
        made.settle({})
        yield made


def _subscribe(clients: dict[str, Any], queues: dict[str, str], topics: dict[str, str]) -> None:
    arns = {name: _arn(url) for name, url in queues.items()}
    for name, topic in topics.items():
        clients["sns"].subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint=arns[name], Attributes={"RawMessageDelivery": "true"}
        )
    clients["events"].create_event_bus(Name=BUS)
    pattern = json.dumps({"source": ["ketascreen"]})
    clients["events"].put_rule(Name="all", EventBusName=BUS, EventPattern=pattern)
    clients["events"].put_targets(Rule="all", EventBusName=BUS, Targets=[{"Id": "queue", "Arn": arns["bus"]}])


def _arn(url: str) -> str:
    return boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
