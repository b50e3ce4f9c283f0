"""A queue behind a channel, as a system of a clinic would have one."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import boto3


@dataclass
class Inbox:
    """A queue behind a channel. Remembers everything that came, and when it was seen."""

    url: str
    arn: str
    seen: list[tuple[float, dict[str, Any]]] = field(default_factory=list)

    def look(self) -> None:
        got = boto3.client("sqs").receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in got.get("Messages", []):
            body = json.loads(message["Body"])
            self.seen.append((time.time(), body.get("detail", body)))
            boto3.client("sqs").delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    def wait_for(self, wanted: Callable[[dict[str, Any]], bool], seconds: float) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while True:
            found = [body for _, body in self.seen if wanted(body)]
            if found:
                return found[0]
            assert time.monotonic() < deadline, [body for _, body in self.seen]
            self.look()


def inbox(name: str) -> Inbox:
    queues = boto3.client("sqs")
    url = queues.create_queue(QueueName=name)["QueueUrl"]
    arn = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    queues.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(_fed_by_channels(arn))})
    return Inbox(url, arn)


def _fed_by_channels(arn: str) -> dict[str, Any]:
    services = ["sns.amazonaws.com", "events.amazonaws.com"]
    statement = {"Effect": "Allow", "Principal": {"Service": services}, "Action": "sqs:SendMessage", "Resource": arn}
    return {"Version": "2012-10-17", "Statement": [statement]}
