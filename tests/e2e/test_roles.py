"""What each function's role lets it do in the deployed stack, tried from inside.

A probe is a function of the test's own that runs under the role of one of ours and says how a call to AWS ended, so
that the role is tried exactly as Lambda hands it out.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from tests.e2e.cloud import Cloud

PROBE = """
import boto3
from botocore.exceptions import ClientError

def handler(event, context):
    try:
        getattr(boto3.client(event["service"]), event["call"])(**event["arguments"])
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"
"""
DENIED = {"AccessDenied", "AccessDeniedException"}
FUNCTIONS = ("IntakeFunction", "ReviewsFunction", "CatalogFunction")

type Probe = Callable[[str, str, str, dict[str, Any]], str]


@pytest.fixture(scope="module")
def probe(cloud: Cloud) -> Iterator[Probe]:
    """A way to call AWS as one of the functions does."""
    functions = boto3.client("lambda")
    names = {function: f"{cloud.stack.name}-probe-{function}" for function in FUNCTIONS}
    for function, name in names.items():
        functions.create_function(
            FunctionName=name, Runtime="python3.13", Handler="probe.handler", Role=_role(function), Code=_code()
        )

    def call(function: str, service: str, called: str, arguments: dict[str, Any]) -> str:
        event = json.dumps({"service": service, "call": called, "arguments": arguments})
        answer = functions.invoke(FunctionName=names[function], Payload=event.encode())
        ended: str = json.loads(answer["Payload"].read())
        return ended

    yield call
    for name in names.values():
        functions.delete_function(FunctionName=name)


KEY = {"pk": {"S": "CLINIC#probe"}, "sk": {"S": "PROBE"}}
QUEUE = {"KeyConditionExpression": "queue_pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "CLINIC#probe"}}}
DUE = {"KeyConditionExpression": "due_pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "DUE#0"}}}
WHOLE = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "CLINIC#probe"}}}
PUT = {"Item": KEY}
READS: list[tuple[str, dict[str, Any]]] = [("get_item", {"Key": KEY}), ("query", WHOLE), ("scan", {})]
WRITES: list[tuple[str, dict[str, Any]]] = [
    ("put_item", PUT),
    ("update_item", {"Key": KEY}),
    ("delete_item", {"Key": KEY}),
]


@pytest.mark.parametrize(
    ("call", "arguments"), [*READS, ("query", {**QUEUE, "IndexName": "queue"}), ("delete_item", {"Key": KEY})]
)
def test_intake_can_neither_read_nor_delete(probe: Probe, call: str, arguments: dict[str, Any]) -> None:
    assert probe("IntakeFunction", "dynamodb", call, _on_table(arguments)) in DENIED


def test_intake_can_write(probe: Probe) -> None:
    assert probe("IntakeFunction", "dynamodb", "put_item", _on_table(PUT)) == "allowed"


@pytest.mark.parametrize(("call", "arguments"), [*WRITES, ("scan", {}), ("query", {**DUE, "IndexName": "due"})])
def test_reviews_can_neither_write_nor_scan_nor_see_what_is_due(
    probe: Probe, call: str, arguments: dict[str, Any]
) -> None:
    assert probe("ReviewsFunction", "dynamodb", call, _on_table(arguments)) in DENIED


def test_reviews_can_read_an_item_and_query_the_queue(probe: Probe) -> None:
    assert probe("ReviewsFunction", "dynamodb", "get_item", _on_table({"Key": KEY})) == "allowed"
    assert probe("ReviewsFunction", "dynamodb", "query", _on_table({**QUEUE, "IndexName": "queue"})) == "allowed"


@pytest.mark.parametrize(("call", "arguments"), [*READS, *WRITES])
def test_catalog_cannot_touch_the_table(probe: Probe, call: str, arguments: dict[str, Any]) -> None:
    assert probe("CatalogFunction", "dynamodb", call, _on_table(arguments)) in DENIED


@pytest.mark.parametrize(
    ("function", "secret", "allowed"),
    [
        ("IntakeFunction", "IdentifierKey", True),
        ("IntakeFunction", "CursorKey", False),
        ("ReviewsFunction", "IdentifierKey", True),
        ("ReviewsFunction", "CursorKey", True),
        ("CatalogFunction", "IdentifierKey", False),
        ("CatalogFunction", "CursorKey", False),
    ],
)
def test_a_secret_is_read_by_whom_it_is_meant_for(probe: Probe, function: str, secret: str, *, allowed: bool) -> None:
    ended = probe(function, "secretsmanager", "get_secret_value", {"SecretId": _physical(secret)})
    assert (ended == "allowed") is allowed
    assert allowed or ended in DENIED


@pytest.mark.parametrize("function", ["ReviewsFunction", "CatalogFunction"])
def test_only_intake_reads_a_clinics_settings(probe: Probe, function: str) -> None:
    assert probe(function, "ssm", "get_parameter", {"Name": "/ketascreen/local/clinics/democlinic"}) in DENIED


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("service", "call", "arguments"),
    [
        ("cognito-idp", "list_user_pools", {"MaxResults": 1}),
        ("ssm", "put_parameter", {"Name": "/ketascreen/local/clinics/probe", "Value": "x", "Type": "String"}),
        ("s3", "list_buckets", {}),
        ("iam", "list_roles", {}),
    ],
)
def test_no_function_reaches_beyond_its_task(
    probe: Probe, function: str, service: str, call: str, arguments: dict[str, Any]
) -> None:
    assert probe(function, service, call, arguments) in DENIED


def _on_table(arguments: dict[str, Any]) -> dict[str, Any]:
    return {"TableName": _physical("Table"), **arguments}


def _role(function: str) -> str:
    role = _physical(f"{function.removesuffix('Function')}Role")
    return str(boto3.client("iam").get_role(RoleName=role)["Role"]["Arn"])


def _physical(logical: str) -> str:
    described = boto3.client("cloudformation").describe_stack_resource(StackName="local", LogicalResourceId=logical)
    return described["StackResourceDetail"]["PhysicalResourceId"]


def _code() -> dict[str, bytes]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("probe.py", PROBE)
    return {"ZipFile": packed.getvalue()}
