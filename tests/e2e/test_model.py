"""Any history of forms and people against the deployed service: the machine of `tests/histories`, over HTTP.

Fewer and shorter histories than over the fake; `KETASCREEN_HISTORIES=100 KETASCREEN_STEPS=30` makes more of them.
"""

import json
import os
from collections.abc import Iterator
from itertools import count

import boto3
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from infra.records_place import RecordsPlace, RecordsServices, connect_records, find_records
from tests.e2e.cloud import Cloud
from tests.e2e.inbox import Inbox, inbox
from tests.e2e.world import DeployedWorld
from tests.histories.deployed import partition_of
from tests.histories.work_on_cases import WorkOnCases
from tests.histories.world import Ask, Reply, World

HISTORIES = int(os.environ.get("KETASCREEN_HISTORIES", "8"))
STEPS = int(os.environ.get("KETASCREEN_STEPS", "15"))
# A history is not made shorter when it fails: each attempt would take seconds, and races need not repeat themselves.
HERE_AND_NOW = settings(
    max_examples=HISTORIES,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)


@pytest.fixture(scope="module")
def bus(cloud: Cloud) -> Iterator[Inbox]:
    """Everything that is published, of every clinic."""
    queue, events = inbox("histories"), boto3.client("events")
    pattern = json.dumps({"source": ["ketascreen"]})
    events.put_rule(Name="histories", EventBusName=cloud.stack.name, EventPattern=pattern)
    events.put_targets(Rule="histories", EventBusName=cloud.stack.name, Targets=[{"Id": "queue", "Arn": queue.arn}])
    yield queue
    events.remove_targets(Rule="histories", EventBusName=cloud.stack.name, Ids=["queue"])
    events.delete_rule(Name="histories", EventBusName=cloud.stack.name)


def test_nothing_is_lost_doubled_overlooked_or_shown_to_others(cloud: Cloud, bus: Inbox) -> None:
    worlds: list[DeployedWorld] = []

    class OverTheCloud(WorkOnCases):
        """The machine over HTTP."""

        def world_of_its_own(self) -> World:
            worlds.append(DeployedWorld(cloud, connect_records(), find_records(cloud.stack.name), bus))
            return worlds[-1]

    run_state_machine_as_test(OverTheCloud, settings=HERE_AND_NOW)
    print(f"{len(worlds)} histories, {sum(world.lost for world in worlds)} replies lost")  # noqa: T201
    assert len(worlds) >= HISTORIES


class WithAHole(DeployedWorld):
    """After the third change somebody with access to the table takes one item of the case away."""

    taken, breaks = "AUDIT#", "every_change_of_state_has_exactly_one_audit_entry"

    def __init__(self, cloud: Cloud, services: RecordsServices, place: RecordsPlace, bus: Inbox) -> None:
        super().__init__(cloud, services, place, bus)
        self._changes = count(1)
        self.fired = False

    def work(self, clinic: str, case: str, ask: Ask, version: int) -> Reply:
        reply = super().work(clinic, case, ask, version)
        if reply.status == 200 and next(self._changes) == 3:
            self._take_away(f"CLINIC#{self.clinic(clinic)}#CASE#{case}")
        return reply

    def _take_away(self, partition: str) -> None:
        services, place = connect_records(), find_records("local")
        entries = [
            item["sk"]
            for item in partition_of(services, place, partition)
            if item["sk"].startswith(self.taken) and not str(item.get("action", "")).endswith(".read")
        ]
        key = {"pk": {"S": partition}, "sk": {"S": entries[-1]}}
        services.table.delete_item(TableName=place.table, Key=key)
        self.fired = True


class WithoutARow(WithAHole):
    """The same with a row of the outbox."""

    taken, breaks = "OUTBOX#", "others_are_told_of_each_thing_once"


@pytest.mark.parametrize("broken", [WithAHole, WithoutARow])
def test_one_item_that_is_missing_is_found(cloud: Cloud, bus: Inbox, broken: type[WithAHole]) -> None:
    worlds: list[WithAHole] = []

    class OverAHole(WorkOnCases):
        """The machine over a table that lost something."""

        def world_of_its_own(self) -> World:
            worlds.append(broken(cloud, connect_records(), find_records(cloud.stack.name), bus))
            return worlds[-1]

    # Where a second run of the same history does not fail, Hypothesis hands over the first failure in a group.
    with pytest.raises((AssertionError, Flaky)) as found:
        run_state_machine_as_test(OverAHole, settings=HERE_AND_NOW)
    assert any(world.fired for world in worlds)
    told = found.value.exceptions if isinstance(found.value, BaseExceptionGroup) else [found.value]
    assert any(broken.breaks in str(each) for each in told), told
