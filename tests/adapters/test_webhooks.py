"""A webhook from the queue to an endpoint that listens on this computer, signed, tried again, through every fault."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from urllib3 import HTTPSConnectionPool

from functions.adapters.web_targets import target
from functions.adapters.webhook_posts import WebhookPosts, _pool
from functions.adapters.webhook_store import EndpointTable, WebhookQueue, WebhookSecrets
from functions.service.delivering import DeliveryDesk
from functions.service.webhooks import Outcome
from infra.site_settings import ClinicUnknownError, SettingRefusedError, store_settings
from infra.stack import Services, Stack, connect
from infra.webhooks import add_endpoint, attempts, endpoints_of, redeliver, remove_endpoint
from tests.adapters.faults import KINDS, Fault
from tests.adapters.listener import Server, listening
from tests.functions.builders import CLINIC, site
from tests.functions.captured import captured_output
from tests.functions.desks import Context
from tests.functions.entry_files import environment, import_entries
from tests.functions.test_webhooks import HAPPENING, ON_THE_BUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from functions.service.notices import Event

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ALWAYS = 1000


@dataclass
class Clock:
    """Stands still until a test moves it."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Post:
    """Everything a webhook passes on its way."""

    services: Services
    stack: Stack
    server: Server
    clients: dict[str, Any]
    clock: Clock = field(default_factory=Clock)

    def desk(self) -> DeliveryDesk:
        secrets = WebhookSecrets(self.stack.webhooks_prefix, lambda: self.clients["ssm"])
        return DeliveryDesk(
            endpoints=EndpointTable(self.stack.webhook_table, lambda: self.clients["dynamodb"]),
            posts=WebhookPosts(secrets, only_public=False),
            later=WebhookQueue(self.stack.webhook_queue_url, lambda: self.clients["sqs"]),
            clock=self.clock,
        )

    def add(self, *events: Event) -> tuple[str, str]:
        endpoint, secret = add_endpoint(self.services, self.stack, CLINIC, self.server.url, events)
        return endpoint.id, secret

    def happens(self) -> None:
        boto3.client("sqs").send_message(QueueUrl=self.stack.webhook_queue_url, MessageBody=json.dumps(ON_THE_BUS))

    def work(self, rounds: int = 8) -> None:
        """Lambda at the queue: what a message's handling could not do comes back."""
        queue, url = boto3.client("sqs"), self.stack.webhook_queue_url
        handler = import_entries()["deliver"].opened(self.desk())
        for _ in range(rounds):
            got = queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
            records = [_record(message) for message in got]
            failed = handler({"Records": records}, Context())["batchItemFailures"] if records else []
            kept = {each["itemIdentifier"] for each in failed}
            for message in got:
                if message["MessageId"] in kept:
                    queue.change_message_visibility(
                        QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
                    )
                else:
                    queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def _record(message: Any) -> dict[str, Any]:
    return {"messageId": message["MessageId"], "body": message["Body"], "eventSource": "aws:sqs"}


@pytest.fixture
def post() -> Iterator[Post]:
    with mock_aws(), listening() as server, environment(), captured_output():
        services = connect()
        services.tables.create_table(
            TableName="webhooks",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )
        stack = replace(
            Stack(**{each.name: "" for each in fields(Stack)}),
            clinics_prefix="/ketascreen/test/clinics",
            webhooks_prefix="/ketascreen/test/webhooks",
            webhook_table="webhooks",
            webhook_queue_url=services.queues.create_queue(QueueName="webhooks")["QueueUrl"],
            webhook_targets="any",
            data_key_arn="alias/aws/ssm",
        )
        store_settings(services, stack, CLINIC, site().to_json())
        clients = {name: boto3.client(name) for name in ("dynamodb", "sqs", "ssm")}
        yield Post(services, stack, server, clients)


def test_an_endpoint_gets_a_signed_thin_message(post: Post) -> None:
    _, secret = post.add()
    post.happens()
    post.work()
    ((headers, body),) = post.server.got
    assert Webhook(secret).verify(body, headers) == HAPPENING.body()
    assert headers["webhook-id"] == HAPPENING.id
    assert headers["content-type"] == "application/json"


def test_a_changed_body_is_recognised(post: Post) -> None:
    _, secret = post.add()
    post.happens()
    post.work()
    ((headers, body),) = post.server.got
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"routine", b"now"), headers)


def test_a_redirect_is_not_followed_and_counts_as_a_failure(post: Post) -> None:
    endpoint, _ = post.add()
    post.server.replies = [302]
    post.happens()
    post.work(2)
    assert len(post.server.got) == 1
    (attempt,) = attempts(post.services, post.stack, CLINIC, endpoint, 10)
    assert (attempt.outcome, attempt.status) == (Outcome.FAILED, 302)


def test_nobody_listening_is_a_failure_and_no_error(post: Post) -> None:
    endpoint, _ = add_endpoint(post.services, post.stack, CLINIC, "http://127.0.0.1:9/", ())
    post.happens()
    post.work(2)
    (attempt,) = attempts(post.services, post.stack, CLINIC, endpoint.id, 10)
    assert (attempt.outcome, attempt.status) == (Outcome.FAILED, None)


def test_an_endpoint_that_says_it_is_gone_is_switched_off(post: Post) -> None:
    post.add()
    post.server.replies = [410]
    for _ in range(3):
        post.happens()
        post.work(2)
    (endpoint,) = endpoints_of(post.services, post.stack, CLINIC)
    assert (len(post.server.got), endpoint.disabled_at is not None) == (1, True)


def test_one_event_can_be_sent_again_under_the_same_id(post: Post) -> None:
    endpoint, _ = post.add()
    post.happens()
    post.work()
    redeliver(post.services, post.stack, CLINIC, endpoint, HAPPENING.id, 10)
    post.clock.at += timedelta(seconds=1)
    post.work()
    assert [headers["webhook-id"] for headers, _ in post.server.got] == [HAPPENING.id] * 2
    assert len(attempts(post.services, post.stack, CLINIC, endpoint, 10)) == 2
    with pytest.raises(SettingRefusedError):
        redeliver(post.services, post.stack, CLINIC, endpoint, "0" * 32, 10)


def test_a_removed_endpoint_gets_nothing_more_and_its_secret_is_gone(post: Post) -> None:
    endpoint, _ = post.add()
    remove_endpoint(post.services, post.stack, CLINIC, endpoint)
    post.happens()
    post.work()
    assert post.server.got == []
    assert post.services.parameters.describe_parameters()["Parameters"][0]["Name"].startswith(
        "/ketascreen/test/clinics"
    )
    with pytest.raises(SettingRefusedError):
        remove_endpoint(post.services, post.stack, CLINIC, endpoint)


def test_an_endpoint_inside_is_refused_where_there_are_patients(post: Post) -> None:
    with pytest.raises(SettingRefusedError):
        add_endpoint(post.services, replace(post.stack, webhook_targets="public"), CLINIC, post.server.url, ())
    with pytest.raises(ClinicUnknownError):
        add_endpoint(post.services, post.stack, "nosuchclinic", post.server.url, ())
    assert endpoints_of(post.services, post.stack, CLINIC) == ()


SITES = [
    ("dynamodb", "Query"),
    ("dynamodb", "GetItem"),
    ("dynamodb", "PutItem"),
    ("sqs", "SendMessage"),
    ("ssm", "GetParameter"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("service", "operation"), SITES)
def test_no_fault_loses_a_webhook(post: Post, service: str, operation: str, kind: str) -> None:
    _, secret = post.add()
    fault = Fault(service, operation, kind, ALWAYS)
    fault.put_into(post.clients[service])
    post.happens()
    post.work(2)
    assert fault.fired >= 1
    fault.times = 0
    post.clock.at += timedelta(seconds=1)
    post.work()
    assert post.server.got
    assert {headers["webhook-id"] for headers, _ in post.server.got} == {HAPPENING.id}
    assert all(Webhook(secret).verify(body, headers) for headers, body in post.server.got)


@pytest.mark.parametrize("kind", KINDS)
def test_an_endpoint_is_switched_off_through_every_fault(post: Post, kind: str) -> None:
    post.add()
    post.server.replies = [410] * 20
    fault = Fault("dynamodb", "UpdateItem", kind, ALWAYS)
    fault.put_into(post.clients["dynamodb"])
    post.happens()
    post.work(3)
    assert fault.fired >= 1
    fault.times = 0
    post.work()
    (endpoint,) = endpoints_of(post.services, post.stack, CLINIC)
    assert endpoint.disabled_at is not None


def test_a_connection_goes_to_the_address_that_was_checked_under_the_name_it_was_checked_for() -> None:
    found = target("https://clinic.example/", lookup=lambda _host, _port: ["93.184.215.14"])
    pool = _pool(found)
    assert isinstance(pool, HTTPSConnectionPool)
    assert (pool.host, pool.port, pool.assert_hostname) == ("93.184.215.14", 443, "clinic.example")
    assert pool.conn_kw["server_hostname"] == "clinic.example"
