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
from tests.infra.template import FUNCTIONS

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


@pytest.mark.parametrize("function", ["AnswersFunction", "RescreenFunction"])
@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        *(("query", WHOLE), ("scan", {}), ("delete_item", {"Key": KEY})),
        *(("query", {**QUEUE, "IndexName": "queue"}), ("query", {**DUE, "IndexName": "due"})),
    ],
)
def test_what_patients_add_is_taken_in_and_merged_without_any_list(
    probe: Probe, function: str, call: str, arguments: dict[str, Any]
) -> None:
    assert probe(function, "dynamodb", call, _on_table(arguments)) in DENIED


@pytest.mark.parametrize("function", ["AnswersFunction", "RescreenFunction"])
def test_what_patients_add_can_be_written(probe: Probe, function: str) -> None:
    assert probe(function, "dynamodb", "put_item", _on_table(PUT)) == "allowed"


REQUEST = {"pk": {"S": "CLINIC#probe#INFORMATION#probe"}, "sk": {"S": "REQUEST"}}
CASE = {"pk": {"S": "CLINIC#probe#CASE#probe"}, "sk": {"S": "CASE"}}
NAMED = {"ProjectionExpression": "case_id, token_hash"}


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        ({"Key": REQUEST, **NAMED}, True),
        ({"Key": CASE}, False),
        ({"Key": REQUEST, "ProjectionExpression": "answers"}, False),
    ],
)
def test_whoever_takes_answers_in_reads_requests_by_name_and_nothing_else(
    probe: Probe, arguments: dict[str, Any], *, allowed: bool
) -> None:
    """In AWS the key is looked at as well; the emulator looks at the names of the attributes only."""
    ended = probe("AnswersFunction", "dynamodb", "get_item", _on_table(arguments))
    assert (ended == "allowed") is allowed
    assert allowed or ended in DENIED


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        *READS,
        ("query", {**QUEUE, "IndexName": "queue"}),
        ("update_item", {"Key": KEY}),
        ("delete_item", {"Key": KEY}),
    ],
)
def test_who_counts_reads_no_whole_item_and_changes_none(probe: Probe, call: str, arguments: dict[str, Any]) -> None:
    assert probe("FiguresFunction", "dynamodb", call, _on_table(arguments)) in DENIED


@pytest.mark.parametrize("call", ["get_item", "query"])
@pytest.mark.parametrize(("named", "allowed"), [("record", True), ("answers", False), ("patient_reference", False)])
def test_who_counts_sees_what_was_found_and_no_answer(probe: Probe, call: str, named: str, *, allowed: bool) -> None:
    asked = {"Key": KEY} if call == "get_item" else WHOLE
    only = {"ProjectionExpression": "#it", "ExpressionAttributeNames": {"#it": named}}
    ended = probe("FiguresFunction", "dynamodb", call, _on_table({**asked, **only}))
    assert (ended == "allowed") is allowed
    assert allowed or ended in DENIED


def test_who_counts_writes_rows_of_figures(probe: Probe) -> None:
    """That it writes nothing else, the emulator does not look at: tests/infra/test_permissions.py."""
    row = {"pk": {"S": "CLINIC#probe#FIGURES"}, "sk": {"S": "DAY#2026-04-20"}, "body": {"S": "?"}}
    assert probe("FiguresFunction", "dynamodb", "put_item", _on_table({"Item": row})) == "allowed"


@pytest.mark.parametrize(
    ("call", "arguments"), [("delete_item", {"Key": KEY}), ("scan", {}), ("query", {**DUE, "IndexName": "due"})]
)
def test_reviews_can_neither_delete_nor_scan_nor_see_what_is_due(
    probe: Probe, call: str, arguments: dict[str, Any]
) -> None:
    assert probe("ReviewsFunction", "dynamodb", call, _on_table(arguments)) in DENIED


@pytest.mark.parametrize(
    ("call", "arguments"), [("get_item", {"Key": KEY}), ("query", {**QUEUE, "IndexName": "queue"}), ("put_item", PUT)]
)
def test_reviews_reads_items_and_the_queue_and_writes_changes(
    probe: Probe, call: str, arguments: dict[str, Any]
) -> None:
    assert probe("ReviewsFunction", "dynamodb", call, _on_table(arguments)) == "allowed"


@pytest.mark.parametrize(
    ("call", "arguments"),
    [("update_item", {"Key": KEY}), ("delete_item", {"Key": KEY}), ("scan", {}), ("query", WHOLE)],
)
def test_seal_can_neither_change_nor_delete_nor_look_around(
    probe: Probe, call: str, arguments: dict[str, Any]
) -> None:
    assert probe("SealFunction", "dynamodb", call, _on_table(arguments)) in DENIED


@pytest.mark.parametrize(
    ("call", "name"), [("get_object", "anchors/x"), ("delete_object", "anchors/x"), ("put_object", "tombstones/x")]
)
def test_seal_reads_and_deletes_no_anchor_and_makes_no_tombstone(probe: Probe, call: str, name: str) -> None:
    where = {"Bucket": _physical("LedgerBucket"), "Key": name}
    assert probe("SealFunction", "s3", call, where) in DENIED


@pytest.mark.parametrize("function", [each for each in FUNCTIONS if each != "SealFunction"])
def test_nobody_else_makes_an_anchor(probe: Probe, function: str) -> None:
    where = {"Bucket": _physical("LedgerBucket"), "Key": "anchors/x"}
    assert probe(function, "s3", "put_object", where) in DENIED


@pytest.mark.parametrize(
    ("call", "arguments"), [("update_item", {"Key": KEY}), ("delete_item", {"Key": KEY}), ("scan", {})]
)
def test_records_can_neither_change_nor_delete_nor_scan(probe: Probe, call: str, arguments: dict[str, Any]) -> None:
    assert probe("RecordsFunction", "dynamodb", call, _on_table(arguments)) in DENIED


@pytest.mark.parametrize("function", ["CatalogFunction", "DeliverFunction"])
@pytest.mark.parametrize(("call", "arguments"), [*READS, *WRITES])
def test_who_needs_no_patient_cannot_touch_the_table(
    probe: Probe, function: str, call: str, arguments: dict[str, Any]
) -> None:
    assert probe(function, "dynamodb", call, _on_table(arguments)) in DENIED


@pytest.mark.parametrize(("call", "arguments"), [*READS, ("put_item", PUT), ("delete_item", {"Key": KEY})])
def test_the_notifier_can_neither_read_nor_make_nor_delete_an_item(
    probe: Probe, call: str, arguments: dict[str, Any]
) -> None:
    assert probe("NotifyFunction", "dynamodb", call, _on_table(arguments)) in DENIED


@pytest.mark.parametrize(
    ("call", "arguments"), [*READS, ("query", {**QUEUE, "IndexName": "queue"}), ("delete_item", {"Key": KEY})]
)
def test_the_sweeper_reads_nothing_but_what_is_due(probe: Probe, call: str, arguments: dict[str, Any]) -> None:
    assert probe("SweepFunction", "dynamodb", call, _on_table(arguments)) in DENIED


def test_the_sweeper_sees_what_is_due(probe: Probe) -> None:
    assert probe("SweepFunction", "dynamodb", "query", _on_table({**DUE, "IndexName": "due"})) == "allowed"


@pytest.mark.parametrize(("function", "allowed"), [("NotifyFunction", False), ("SweepFunction", True)])
def test_only_the_sweeper_speaks_on_the_second_channel(probe: Probe, function: str, *, allowed: bool) -> None:
    message = {"TopicArn": _physical("OnCallTopic"), "Message": "probe"}
    assert (probe(function, "sns", "publish", message) == "allowed") is allowed


@pytest.mark.parametrize(
    ("function", "secret", "allowed"),
    [
        ("IntakeFunction", "IdentifierKey", True),
        ("IntakeFunction", "CursorKey", False),
        ("ReviewsFunction", "IdentifierKey", True),
        ("ReviewsFunction", "CursorKey", True),
        ("RecordsFunction", "SealKey", False),
        ("RecordsFunction", "IdentifierKey", True),
        ("SealFunction", "SealKey", True),
        ("SealFunction", "IdentifierKey", False),
        ("IntakeFunction", "SealKey", False),
        ("ReviewsFunction", "SealKey", False),
        ("AnswersFunction", "IdentifierKey", True),
        ("AnswersFunction", "CursorKey", False),
        ("RescreenFunction", "IdentifierKey", True),
        ("RescreenFunction", "CursorKey", False),
        ("CatalogFunction", "IdentifierKey", False),
        ("CatalogFunction", "CursorKey", False),
        ("NotifyFunction", "IdentifierKey", False),
        ("SweepFunction", "IdentifierKey", False),
        ("SweepFunction", "SealKey", False),
        ("SweepFunction", "SweepKey", True),
        ("IntakeFunction", "SweepKey", False),
        ("ReviewsFunction", "SweepKey", False),
        ("SealFunction", "SweepKey", False),
        ("DeliverFunction", "IdentifierKey", False),
    ],
)
def test_a_secret_is_read_by_whom_it_is_meant_for(probe: Probe, function: str, secret: str, *, allowed: bool) -> None:
    ended = probe(function, "secretsmanager", "get_secret_value", {"SecretId": _physical(secret)})
    assert (ended == "allowed") is allowed
    assert allowed or ended in DENIED


@pytest.mark.parametrize(
    "function", ["CatalogFunction", "NotifyFunction", "RecordsFunction", "SealFunction", "DeliverFunction"]
)
def test_whoever_does_not_screen_reads_no_clinics_settings(probe: Probe, function: str) -> None:
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
