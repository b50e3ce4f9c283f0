"""How notices leave: what the notifier is shown, how often it tries, and where what it cannot do is kept."""

import json
import re
import tomllib

from functions.adapters.dynamodb.escalations import escalation
from functions.adapters.dynamodb.outbox import _CONFIRM
from functions.service.due_times import Wake
from functions.service.escalation import CaseWake, DueEntry, Step
from functions.service.reach import Level
from rules.engine.terms import Contact
from tests.functions.builders import CLINIC, IDENTIFIERS, NOW
from tests.infra.template import REPOSITORY, properties, statements, template

STREAM = properties("NotifyFunction")["Events"]["Outbox"]["Properties"]


def test_only_the_functions_behind_the_api_can_be_called_from_outside() -> None:
    assert {event["Type"] for event in properties("NotifyFunction")["Events"].values()} == {"DynamoDB"}


def test_the_notifier_is_shown_new_outbox_rows_and_nothing_else() -> None:
    (shown,) = STREAM["FilterCriteria"]["Filters"]
    assert json.loads(shown["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "OUTBOX#"}]}}},
    }


def test_one_bad_record_can_hold_up_a_shard_neither_for_long_nor_for_ever() -> None:
    assert STREAM["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert STREAM["BisectBatchOnFunctionError"] is True
    assert 0 < STREAM["MaximumRetryAttempts"] <= 10
    assert 0 < STREAM["MaximumRecordAgeInSeconds"] <= 3600


def test_nothing_is_skipped_when_the_stream_is_first_read() -> None:
    assert STREAM["StartingPosition"] == "TRIM_HORIZON"


def test_what_fails_is_parked_in_a_queue_which_gets_metadata_only() -> None:
    assert STREAM["DestinationConfig"]["OnFailure"] == {
        "Type": "SQS",
        "Destination": {"Fn::GetAtt": ["ParkedQueue", "Arn"]},
    }
    assert properties("ParkedQueue")["SqsManagedSseEnabled"] is True


def test_the_notifier_changes_nothing_but_what_says_that_a_row_was_published() -> None:
    confirming = statements("NotifyRole")["ConfirmOutboxRows"]
    assert confirming["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert confirming["Condition"] == {
        "StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"},
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "due_pk", "due_sk", "published_at"]},
    }


def test_the_notifier_speaks_on_one_bus_and_one_topic() -> None:
    assert statements("NotifyRole")["Announce"]["Resource"] == {"Fn::GetAtt": ["EventBus", "Arn"]}
    assert statements("NotifyRole")["CallPeople"]["Resource"] == {"Ref": "ContactTopic"}


def test_messages_to_people_are_encrypted_with_our_own_key() -> None:
    assert properties("ContactTopic")["KmsMasterKeyId"] == {"Ref": "DataKey"}


SCHEDULE = properties("SweepFunction")["Events"]["EveryMinute"]


def test_somebody_looks_every_minute_at_what_is_due() -> None:
    assert (SCHEDULE["Type"], SCHEDULE["Properties"]["ScheduleExpression"]) == ("ScheduleV2", "rate(1 minute)")
    assert properties("SweepFunction")["Timeout"] <= 60


def test_the_sweeper_reads_what_is_due_and_no_other_index() -> None:
    assert statements("SweepRole")["QueryWhatIsDue"]["Resource"] == {"Fn::Sub": "${Table.Arn}/index/due"}


def test_the_sweeper_can_write_neither_answers_nor_decisions() -> None:
    condition = statements("SweepRole")["WriteWhatComesOfIt"]["Condition"]
    assert condition["StringEqualsIfExists"] == {"dynamodb:ReturnValues": "NONE"}
    written = set(condition["ForAllValues:StringEquals"]["dynamodb:Attributes"])
    assert not written & {"answers", "record", "patient_reference", "contact", "disposition", "queue_pk", "decision"}


def test_the_second_channel_is_a_topic_of_its_own() -> None:
    assert statements("SweepRole")["CallPeople"]["Resource"] == [{"Ref": "ContactTopic"}, {"Ref": "OnCallTopic"}]
    assert properties("OnCallTopic")["KmsMasterKeyId"] == {"Ref": "DataKey"}


def test_a_topic_takes_messages_from_those_who_call_and_from_nobody_else() -> None:
    for topic, roles in (("ContactTopic", ["NotifyRole", "SweepRole"]), ("OnCallTopic", ["SweepRole"])):
        (statement,) = properties(f"{topic}Policy")["PolicyDocument"]["Statement"]
        assert statement["Principal"] == {"AWS": [{"Fn::GetAtt": [role, "Arn"]} for role in roles]}
        assert (statement["Action"], statement["Resource"]) == ("sns:Publish", {"Ref": topic})


def test_webhooks_are_fed_by_our_own_events_alone() -> None:
    (statement,) = properties("WebhookQueuePolicy")["PolicyDocument"]["Statement"]
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": ["WebhookRule", "Arn"]}}}
    assert properties("WebhookRule")["EventPattern"] == {"source": ["ketascreen"]}


def test_whoever_sends_webhooks_has_a_table_of_its_own() -> None:
    assert statements("DeliverRole")["UseEndpointsAndLog"]["Resource"] == {"Fn::GetAtt": ["WebhookTable", "Arn"]}


def test_webhooks_go_to_the_public_internet_unless_a_stage_without_patients_says_otherwise() -> None:
    parameter = template()["Parameters"]["WebhookTargets"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("public", ["public", "any"])
    configured = tomllib.loads((REPOSITORY / "samconfig.toml").read_text())
    production = configured["production"]["deploy"]["parameters"]["parameter_overrides"]
    assert not [each for each in production if each.startswith("WebhookTargets")]


def test_a_delivery_has_time_before_it_is_seen_again() -> None:
    queue, function = properties("WebhookQueue"), properties("DeliverFunction")
    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"]
    slowest_post = 3 + 10
    assert function["Events"]["Deliveries"]["Properties"]["BatchSize"] * slowest_post < function["Timeout"]


def test_the_roles_allow_exactly_the_attributes_that_are_written() -> None:
    """The emulator does not look at attributes, so a forgotten one would only be refused in AWS."""
    confirming, sweeping = (
        set(statements(role)[sid]["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"])
        for role, sid in (("NotifyRole", "ConfirmOutboxRows"), ("SweepRole", "WriteWhatComesOfIt"))
    )
    assert confirming == {"pk", "sk", *_named(_CONFIRM)}
    assert sweeping == {*_escalating(), *confirming}


def test_webhooks_take_no_concurrency_from_those_who_call_people() -> None:
    deliveries = properties("DeliverFunction")["Events"]["Deliveries"]["Properties"]
    assert deliveries["ScalingConfig"] == {"MaximumConcurrency": 2}


def _escalating() -> set[str]:
    wake = Wake(at=NOW, contact=Contact.NOW, turn=1)
    case = CaseWake(clinic=CLINIC, case_id="0" * 32, wake=wake)
    entry = DueEntry(at=NOW, place=("pk", "sk", "due"), due=case)
    _, actions = escalation(
        "table", entry, case, Step(level=Level.ON_CALL, is_overdue=True, next=wake), NOW, IDENTIFIERS
    )
    update, *puts = actions
    written = {name for action in puts for name in action["Put"]["Item"]}
    changed = _named(update["Update"]["UpdateExpression"]) | _named(update["Update"]["ConditionExpression"])
    return written | changed | set(update["Update"]["ExpressionAttributeNames"].values())


def _named(expression: str) -> set[str]:
    """Plain attribute names; values begin with a colon, placeholders with a hash, words are in capitals."""
    return set(re.findall(r"(?<![:#\w])[a-z_]+", expression))
