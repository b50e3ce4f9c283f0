"""From a form that comes in to a message that goes out: real functions, stream, bus, topics and schedule."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from functions.adapters.dynamodb.attributes import plain, typed
from functions.adapters.dynamodb.outbox import outbox_item
from functions.service.notices import Event, Notice
from functions.service.reach import ContactPoint, Level
from infra.reach_settings import add_contact, audience, change_reach, reach_of, staffing
from infra.webhooks import add_endpoint, redeliver, remove_endpoint
from rules.engine.terms import Contact
from tests.adapters.listener import listening
from tests.e2e.cloud import Clinic, Cloud, case_of, intake, new_key, new_patient, scanned
from tests.e2e.inbox import Inbox, inbox

SUBMISSIONS = 50
PAUSE_SECONDS = 0.2
MOST_SECONDS = 5.0
TRY_AGAIN = {429, 503, 504}
A_MINUTE_AND_A_HALF = 90.0
# Every function on the way is started for the first time, on two cores.
FIRST_START = 60.0


def _subscribed(topic: str, name: str, audiences: list[str]) -> Inbox:
    queue = inbox(name)
    boto3.client("sns").subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=queue.arn,
        Attributes={"RawMessageDelivery": "true", "FilterPolicy": json.dumps({"audience": audiences})},
    )
    return queue


@pytest.fixture(scope="module")
def own(cloud: Cloud) -> Clinic:
    return cloud.open_clinic()


@pytest.fixture(scope="module")
def calls(cloud: Cloud, own: Clinic) -> Inbox:
    return _subscribed(cloud.stack.contact_topic_arn, "calls", [audience(own.id, Level.FIRST)])


@pytest.fixture(scope="module")
def events(cloud: Cloud, own: Clinic) -> Iterator[Inbox]:
    """What a system of the clinic subscribes to: its own events and no other's."""
    queue, bus = inbox("events"), boto3.client("events")
    pattern = json.dumps({"source": ["ketascreen"], "detail": {"clinic": [own.id]}})
    bus.put_rule(Name="own", EventBusName=cloud.stack.name, EventPattern=pattern)
    bus.put_targets(Rule="own", EventBusName=cloud.stack.name, Targets=[{"Id": "queue", "Arn": queue.arn}])
    yield queue
    bus.remove_targets(Rule="own", EventBusName=cloud.stack.name, Ids=["queue"])
    bus.delete_rule(Name="own", EventBusName=cloud.stack.name)


def _submit(clinic: Clinic, sample: str, patient: str) -> str:
    return _submitted(clinic, sample, patient)[0]


def _submitted(clinic: Clinic, sample: str, patient: str) -> tuple[str, int]:
    """The id of the screening, and how often the form was turned away before it was taken."""
    body, key = intake(sample, patient), new_key()
    for turned_away in range(60):
        reply = clinic.form.submit(body, key)
        if reply.status_code not in TRY_AGAIN:
            assert reply.status_code == httpx.codes.CREATED, reply.text
            return reply.json()["receipt"]["id"], turned_away
        time.sleep(0.5)
    raise AssertionError(reply.status_code)


def test_a_system_of_the_clinic_hears_of_each_of_its_screenings(
    events: Inbox, own: Clinic, other_clinic: Clinic
) -> None:
    patient = new_patient()
    nothing, flagged = _submit(own, "nothing_found", new_patient()), _submit(own, "needs_review", patient)
    foreign = _submit(other_clinic, "needs_review", new_patient())
    case = case_of(own, patient)["id"]
    opened = events.wait_for(lambda body: body["caseId"] == case and body["id"] != flagged, FIRST_START)
    told, quiet = events.wait_for(_of(flagged), FIRST_START), events.wait_for(_of(nothing), FIRST_START)
    assert set(told) == {"id", "clinic", "caseId", "contact"}
    assert (opened["contact"], quiet["caseId"]) == ("routine", None)
    assert foreign not in {body["id"] for _, body in events.seen}


def test_a_danger_is_published_within_seconds(calls: Inbox, own: Clinic) -> None:
    """Fifty forms, one patient each, sent one after the other; the clock starts when the form first sends.

    Forms the emulator turned away at first are published too, but their time is the emulator's and shown apart.
    """
    sent: dict[str, tuple[float, int]] = {}
    _submit(own, "contact_now", new_patient())
    calls.wait_for(lambda _: True, 60)

    def send() -> None:
        for _ in range(SUBMISSIONS):
            begun = time.time()
            screening, turned_away = _submitted(own, "contact_now", new_patient())
            sent[screening] = begun, turned_away
            time.sleep(PAUSE_SECONDS)

    with ThreadPoolExecutor(1) as form:
        sending = form.submit(send)
        while not sending.done():
            calls.look()
    sending.result()
    for screening in sent:
        calls.wait_for(_of(screening), 30)
    arrived: dict[str, float] = {}
    for at, body in calls.seen:
        arrived.setdefault(body["id"], at)
    delays = sorted(arrived[screening] - begun for screening, (begun, turned) in sent.items() if not turned)
    _show(delays)
    for screening, (begun, turned) in sent.items():
        if turned:
            print(f"  turned away {turned} times: {arrived[screening] - begun:.2f} s")  # noqa: T201
    assert len(sent) == SUBMISSIONS
    assert len(delays) > SUBMISSIONS * 0.9
    assert delays[-1] < MOST_SECONDS
    assert {count for screening, count in Counter(body["id"] for _, body in calls.seen).items()} == {1}


def test_a_danger_outside_staffed_hours_wakes_on_call_within_a_minute(cloud: Cloud, own: Clinic) -> None:
    clinic = cloud.open_clinic()
    day = datetime.now(UTC)
    for weekday in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"):
        change_reach(cloud.services, cloud.stack, clinic.id, staffing(weekday, []))
    night = _subscribed(cloud.stack.on_call_topic_arn, "night", [audience(clinic.id, Level.ON_CALL)])
    patient = new_patient()
    _submit(clinic, "contact_now", patient)
    alert = night.wait_for(lambda _: True, A_MINUTE_AND_A_HALF)
    assert (alert["caseId"], alert["level"], alert["contact"]) == (case_of(clinic, patient)["id"], "on_call", "now")
    assert datetime.now(UTC) - day < timedelta(seconds=A_MINUTE_AND_A_HALF)
    assert own.id not in {body["clinic"] for _, body in night.seen}


def test_a_row_the_notifier_never_saw_is_published_by_the_sweeper(own: Clinic, events: Inbox) -> None:
    """The stream is switched off while the row is written, as if the notifier had been killed each time."""
    functions, table = boto3.client("lambda"), _physical("Table")
    (mapping,) = [
        each
        for each in functions.list_event_source_mappings()["EventSourceMappings"]
        if "Notify" in each["FunctionArn"]
    ]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    notice = Notice(
        id=new_key().removeprefix("request-"),
        event=Event.CASE_DECIDED,
        clinic=own.id,
        case_id="0" * 32,
        contact=Contact.ROUTINE,
    )
    item = outbox_item(notice, datetime.now(UTC) - timedelta(minutes=3))
    try:
        boto3.client("dynamodb").put_item(TableName=table, Item=typed(item))
        events.wait_for(lambda body: body["id"] == notice.id, A_MINUTE_AND_A_HALF)
    finally:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
    key = typed({name: item[name] for name in ("pk", "sk")})
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        row = plain(boto3.client("dynamodb").get_item(TableName=table, Key=key)["Item"])
        if "published_at" in row:
            break
    assert not {"due_pk", "due_sk"} & row.keys()


def test_everything_that_was_published_is_confirmed(own: Clinic, events: Inbox) -> None:
    _submit(own, "needs_review", new_patient())
    events.look()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        rows = scanned(_physical("Table"))
        waiting = [row for row in rows if row["sk"]["S"].startswith("OUTBOX#") and "due_pk" in row]
        if not waiting:
            return
        time.sleep(0.5)
    raise AssertionError(len(waiting))


def test_a_person_is_subscribed_to_what_is_meant_for_them(cloud: Cloud, own: Clinic) -> None:
    nurse = ContactPoint(level=Level.ON_CALL, channel="sms", address="+15551234567")
    add_contact(cloud.services, cloud.stack, own.id, nurse)
    assert nurse in reach_of(cloud.services, cloud.stack, own.id).contacts
    listed = cloud.services.topics.list_subscriptions_by_topic(TopicArn=cloud.stack.on_call_topic_arn)[
        "Subscriptions"
    ]
    (arn,) = [each["SubscriptionArn"] for each in listed if each["Endpoint"] == nurse.address]
    attributes = cloud.services.topics.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert json.loads(attributes["FilterPolicy"]) == {"audience": [audience(own.id, Level.ON_CALL)]}


def test_a_clinic_without_aws_gets_a_signed_webhook_again_after_a_failure_and_on_request(
    cloud: Cloud, own: Clinic
) -> None:
    with listening() as endpoint:
        endpoint.replies = [500]
        added, secret = add_endpoint(cloud.services, cloud.stack, own.id, endpoint.url, [Event.SCREENING_COMPLETED])
        screening = _submit(own, "needs_review", new_patient())
        _until(lambda: len(endpoint.got) == 2)
        redeliver(cloud.services, cloud.stack, own.id, added.id, screening, 10)
        _until(lambda: len(endpoint.got) == 3)
        remove_endpoint(cloud.services, cloud.stack, own.id, added.id)
    bodies = [Webhook(secret).verify(body, headers) for headers, body in endpoint.got]
    assert [body["data"]["id"] for body in bodies] == [screening] * 3
    assert {body["type"] for body in bodies} == {"screening.completed"}


def _until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _of(event_id: str) -> Callable[[dict[str, Any]], bool]:
    return lambda body: bool(body["id"] == event_id)


def _show(delays: list[float]) -> None:
    """A histogram in steps of 25 ms; shown with `pytest -s`."""
    bins = Counter(int(delay * 40) for delay in delays)
    for place in range(min(bins), max(bins) + 1):
        print(f"  from {place * 25:4} ms  {'#' * bins[place]} {bins[place]}")  # noqa: T201
    middle, last = delays[len(delays) // 2], delays[-1]
    print(f"  {len(delays)} calls: p50 {middle:.2f} s, p99 {last:.2f} s (the slowest)")  # noqa: T201


def _physical(logical: str) -> str:
    described = boto3.client("cloudformation").describe_stack_resource(StackName="local", LogicalResourceId=logical)
    return described["StackResourceDetail"]["PhysicalResourceId"]
