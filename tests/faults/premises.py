"""Everything the functions find outside themselves, made on whatever answers for AWS, and the functions made from it.

Each function is put together by its own entry file, from variables as a deployment sets them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

import boto3

from functions import settings
from functions.adapters.dynamodb.attributes import plain, typed
from functions.adapters.dynamodb.tail import TailTable
from functions.api.claims import Gate
from infra.audit_trail import Report, verify_trail
from infra.records_place import RecordsPlace, RecordsServices
from infra.stack import Services, Stack, connect
from infra.webhooks import add_endpoint
from tests.adapters.tables import create_table
from tests.functions.builders import CLINIC, ISSUER, STAFF_CLIENT, site
from tests.functions.entry_files import VARIABLES, environment, import_entries

# The one the builders make ids with.
IDENTIFIER_KEY: Final = "a key that only tests use, 32 bytes+"
SEAL_KEY: Final = "s" * 64
SWEEP_KEY: Final = "w" * 64
CHANNELS: Final = ("bus", "contact", "on-call")
CURSOR_KEY: Final = "c" * 64
_TABLE_KEY: Final = {"pk": "HASH", "sk": "RANGE"}

type Handler = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Premises:
    """What was made: the functions' variables, and the queues behind the channels."""

    variables: Mapping[str, str]
    queues: Mapping[str, str]

    def function(self, name: str) -> Handler:
        """As a fresh process has it."""
        return _function(name, self.variables)

    def items(self, *beginnings: str) -> list[dict[str, Any]]:
        """Everything in the table whose sort key begins so, as plain values."""
        pages = client("dynamodb").get_paginator("scan").paginate(TableName=self.table, ConsistentRead=True)
        found = [plain(item) for page in pages for item in page["Items"]]
        return sorted((item for item in found if item["sk"].startswith(beginnings)), key=_place)

    def case(self) -> dict[str, Any]:
        """The case there has been longest."""
        return min(self.items("CASE"), key=lambda case: str(case["opened_at"]))

    @property
    def table(self) -> str:
        return self.variables["TABLE_NAME"]

    def put(self, *items: Mapping[str, Any]) -> None:
        for item in items:
            client("dynamodb").put_item(TableName=self.table, Item=typed(item))

    def take_away(self, item: Mapping[str, Any]) -> None:
        client("dynamodb").delete_item(TableName=self.table, Key=typed({name: item[name] for name in ("pk", "sk")}))

    def wait(self, **passed: int) -> None:
        """So much time goes by: whatever waits for its time has waited that much longer."""
        for item in self.items(""):
            if item.get("due_pk", "").startswith("DUE#"):
                at, rest = item["due_sk"].split("#", 1)
                earlier = datetime.fromisoformat(at) - timedelta(**passed)
                self.put({**item, "due_sk": f"{earlier.isoformat()}#{rest}"})

    def arrived(self, channel: str) -> list[dict[str, Any]]:
        """Everything that came out of a channel; it is there only once."""
        found, queue = [], client("sqs")
        while got := queue.receive_message(QueueUrl=self.queues[channel], MaxNumberOfMessages=10).get("Messages"):
            found += [json.loads(each["Body"]) for each in got]
            for each in got:
                queue.delete_message(QueueUrl=self.queues[channel], ReceiptHandle=each["ReceiptHandle"])
        return found

    def report(self) -> Report:
        """What `ketascreen audit verify` says of everything there is."""
        clients = (client("dynamodb"), client("s3"), client("secretsmanager"), client("kms"))
        told = (
            "TABLE_NAME",
            "LEDGER_BUCKET",
            "SEAL_KEY_ARN",
            "IDENTIFIER_KEY_ARN",
            "SWEEP_KEY_ARN",
            "RECORD_KEY_ARN",
        )
        place = RecordsPlace("made", *(self.variables[each] for each in told))
        return verify_trail(RecordsServices(*clients), place, CLINIC, None, datetime.now(UTC))

    def add_webhook(self, url: str) -> None:
        stack = replace(
            Stack(**{each.name: "" for each in fields(Stack)}),
            clinics_prefix=self.variables["CLINICS_PREFIX"],
            webhooks_prefix=self.variables["WEBHOOKS_PREFIX"],
            webhook_table=self.variables["WEBHOOK_TABLE"],
            webhook_targets="any",
            data_key_arn="alias/aws/ssm",
        )
        services: Services = connect()
        add_endpoint(services, stack, CLINIC, url, ())


def client(service: str) -> Any:
    """The test's own way to a service; making a client takes longer than using it."""
    return _client(service, os.environ.get("AWS_ENDPOINT_URL", ""))


@cache
def _client(service: str, _endpoint: str) -> Any:
    return boto3.client(service)  # type: ignore[call-overload]


def premises(name: str = "made") -> Premises:
    """Everything under a name of its own, with one clinic in it that has no staffed hours."""
    queues = {each: _queue(f"{name}-{each}") for each in (*CHANNELS, "webhooks")}
    places = {**VARIABLES, **_places(name), "WEBHOOK_QUEUE_URL": queues["webhooks"], "WEBHOOK_TARGETS": "any"}
    _make_stores(places)
    return Premises(variables={**places, **_keys(name), **_channels(name, queues)}, queues=queues)


def _places(name: str) -> Mapping[str, str]:
    return {
        "TABLE_NAME": name,
        "WEBHOOK_TABLE": f"{name}-webhooks",
        "WEBHOOKS_PREFIX": f"/{name}/webhooks",
        "CLINICS_PREFIX": f"/{name}/clinics",
        "LEDGER_BUCKET": f"{name}-ledger",
        "EVENT_BUS": name,
    }


def _make_stores(places: Mapping[str, str]) -> None:
    create_table(client("dynamodb"), places["TABLE_NAME"])
    client("dynamodb").create_table(
        TableName=places["WEBHOOK_TABLE"],
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in _TABLE_KEY],
        KeySchema=[{"AttributeName": each, "KeyType": kind} for each, kind in _TABLE_KEY.items()],
    )
    client("s3").create_bucket(Bucket=places["LEDGER_BUCKET"], ObjectLockEnabledForBucket=True)
    settled = json.dumps({**site().to_json(), "reach": {"hours": {}}})
    client("ssm").put_parameter(Name=f"{places['CLINICS_PREFIX']}/{CLINIC}", Value=settled, Type="String")


def _keys(name: str) -> Mapping[str, str]:
    return {
        "IDENTIFIER_KEY_ARN": _secret(f"{name}-identifier", IDENTIFIER_KEY),
        "SWEEP_KEY_ARN": _secret(f"{name}-sweep", SWEEP_KEY),
        "CURSOR_KEY_ARN": _secret(f"{name}-cursor", CURSOR_KEY),
        "SEAL_KEY_ARN": _secret(f"{name}-seal", SEAL_KEY),
        "RECORD_KEY_ARN": _signing_key(),
    }


def _channels(name: str, queues: Mapping[str, str]) -> Mapping[str, str]:
    _make_bus(name, queues["bus"])
    return {
        "CONTACT_TOPIC_ARN": _topic(f"{name}-contact", queues["contact"]),
        "ON_CALL_TOPIC_ARN": _topic(f"{name}-on-call", queues["on-call"]),
    }


def _queue(name: str) -> str:
    return str(client("sqs").create_queue(QueueName=name)["QueueUrl"])


def _arn(url: str) -> str:
    asked = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return str(asked["Attributes"]["QueueArn"])


def _make_bus(name: str, queue: str) -> None:
    events = client("events")
    events.create_event_bus(Name=name)
    events.put_rule(Name=name, EventBusName=name, EventPattern=json.dumps({"source": ["ketascreen"]}))
    events.put_targets(Rule=name, EventBusName=name, Targets=[{"Id": "queue", "Arn": _arn(queue)}])


def _topic(name: str, queue: str) -> str:
    topics = client("sns")
    topic = topics.create_topic(Name=name)["TopicArn"]
    raw = {"RawMessageDelivery": "true"}
    topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=_arn(queue), Attributes=raw)
    return str(topic)


def _secret(name: str, value: str) -> str:
    return str(client("secretsmanager").create_secret(Name=name, SecretString=value)["ARN"])


def _signing_key() -> str:
    made = client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    return str(made["KeyMetadata"]["Arn"])


def _place(item: Mapping[str, Any]) -> tuple[str, str]:
    return item["pk"], item["sk"]


# What an entry file makes its handler of: a function of its settings, and whose tokens count.
_PARTS: Final = {
    "intake": ("desk_for", (Gate(ISSUER),)),
    "answers": ("desk_for", ()),
    "reviews": ("desks_for", (Gate(ISSUER, STAFF_CLIENT),)),
    "records": ("desk_for", (Gate(ISSUER, STAFF_CLIENT),)),
    "rescreen": ("merging_from", ()),
    "notify": ("publication_for", ()),
    "sweep": ("sweep_for", ()),
    "figures": ("tallying_for", ()),
    "deliver": ("desk_for", ()),
}


def _function(name: str, variables: Mapping[str, str]) -> Handler:
    with environment():
        entry = import_entries()[name]
    told = getattr(settings, f"{name.capitalize()}Settings").parse(variables)
    if name == "seal":
        sealing: Handler = entry.opened(
            entry.sealing_with(told), TailTable(variables["TABLE_NAME"], variables["DUE_INDEX"])
        )
        return sealing
    parts, gate = _PARTS[name]
    handler: Handler = entry.opened(getattr(entry, parts)(told), *gate)
    return handler
