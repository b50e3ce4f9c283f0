"""Sixty-four at once through the deployed service: whatever they do, one gets it and nothing is lost."""

from functools import partial

import pytest

from infra.records_place import connect_records, find_records
from tests.e2e.cloud import Cloud
from tests.e2e.inbox import Inbox
from tests.e2e.world import PEOPLE, DeployedWorld
from tests.functions.desks import not_suitable
from tests.histories.in_memory import change_of
from tests.histories.kept import Acknowledged, Taken
from tests.histories.laws import breaches
from tests.histories.rivals import at_once
from tests.histories.world import HERE, Ask, Patient, Reply

RIVALS = 64
SOMEBODY = Patient(HERE, "patient-1")
PERSONS = tuple(f"person-{number + 1}" for number in range(PEOPLE))


@pytest.fixture
def world(cloud: Cloud) -> DeployedWorld:
    return DeployedWorld(cloud, connect_records(), find_records(cloud.stack.name), Inbox("", ""))


@pytest.fixture
def case(world: DeployedWorld) -> str:
    return opened(world)


def opened(world: DeployedWorld) -> str:
    assert world.submit(SOMEBODY, "review", "first").status == 201
    case = world.case_of(SOMEBODY)
    assert case is not None
    return case


def told(world: DeployedWorld, replies: list[Reply]) -> Acknowledged:
    """What the forms and the journal say; the laws hold the journal against everything else."""
    clinic, reference = world.clinic(HERE), world.reference(SOMEBODY)
    taken = Taken(clinic=clinic, patient=reference, found=True)
    acknowledged = Acknowledged(forms={reply.body["receipt"]["id"]: taken for reply in replies})
    if case := world.case_of(SOMEBODY):
        journal = world.shown(HERE, case).body["journal"]
        acknowledged.changes = [change_of(clinic, case, entry) for entry in journal]
    return acknowledged


def test_of_copies_of_a_form_one_is_stored(world: DeployedWorld) -> None:
    replies = at_once([partial(world.submit, SOMEBODY, "review", "key")] * RIVALS)
    assert {reply.status for reply in replies} == {201}
    acknowledged = told(world, replies)
    assert len(acknowledged.forms) == len(world.kept().screenings) == 1
    assert breaches(world.kept(), acknowledged) == []


@pytest.mark.parametrize("is_known", [False, True])
def test_forms_of_a_patient_all_come_into_one_case(world: DeployedWorld, *, is_known: bool) -> None:
    first = [world.submit(SOMEBODY, "review", "first")] if is_known else []
    replies = [*first, *at_once([partial(world.submit, SOMEBODY, "review", f"key-{n}") for n in range(RIVALS)])]
    acknowledged = told(world, replies)
    kept = world.kept()
    (case,) = kept.cases.values()
    assert len(acknowledged.forms) == len(case.screenings) == case.version == len(replies)
    assert breaches(kept, acknowledged) == []


def test_of_those_who_take_a_case_one_has_it(world: DeployedWorld, case: str) -> None:
    asks = [Ask(PERSONS[number % PEOPLE], "claim", {}) for number in range(RIVALS)]
    replies = at_once([partial(world.work, HERE, case, ask, 1) for ask in asks])
    # Whoever has it may ask sixteen times: it is the same change.
    winners = {ask.person for ask, reply in zip(asks, replies, strict=True) if reply.status == 200}
    (entry,) = world.shown(HERE, case).body["journal"]
    assert len(winners) == 1
    assert {reply.status for reply in replies} <= {200, 409, 412}
    assert entry["by"]["subject"] == world.subject(HERE, winners.pop())


def test_of_decisions_one_is_taken(world: DeployedWorld, case: str) -> None:
    assert world.work(HERE, case, Ask("person-1", "claim", {}), 1).status == 200
    asks = [Ask("person-1", "decisions", {**not_suitable(), "comment": f"Window {n}"}) for n in range(RIVALS)]
    replies = at_once([partial(world.work, HERE, case, ask, 2) for ask in asks])
    taken = [ask for ask, reply in zip(asks, replies, strict=True) if reply.status == 200]
    decided, _ = world.shown(HERE, case).body["journal"]
    assert len(taken) == 1
    assert {reply.status for reply in replies} == {200, 412}
    assert decided["content"]["comment"] == taken[0].body["comment"]
