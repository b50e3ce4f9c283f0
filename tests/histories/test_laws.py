"""Each law finds what it is there for: a history is made, then one thing about what is kept is changed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.service.notices import Event
from tests.histories.fake_world import FakeWorld
from tests.histories.in_memory import change_of
from tests.histories.kept import Acknowledged, Kept, Taken
from tests.histories.laws import LAWS, breaches, unconfirmed
from tests.histories.world import HERE, THERE, Ask, Patient

type Harm = Callable[[Kept], Kept]
SAYS = ("review", "nothing", "information")
MOVES: tuple[tuple[str, dict[str, Any] | None], ...] = (
    ("claim", {}),
    ("corrections", None),
    ("contacts", {"result": "reached"}),
)


@pytest.fixture
def history() -> tuple[Kept, Acknowledged]:
    """Two patients with three forms each, one of them worked on."""
    world, told = FakeWorld(), Acknowledged()
    patients = (Patient(HERE, "patient-1"), Patient(THERE, "patient-1"))
    for patient in patients:
        for number, says in enumerate(SAYS):
            _send(world, told, patient, says, f"key-{number}")
    case = world.case_of(patients[0])
    assert case
    for move, body in MOVES:
        ask = Ask("person-1", move, {"corrections": world.corrections("now")} if body is None else body)
        version = world.shown(HERE, case).body["version"]
        assert world.work(HERE, case, ask, version).status == 200
    told.changes = [change_of(world.clinic(HERE), case, each) for each in world.shown(HERE, case).body["journal"]]
    kept = world.kept()
    world.close()
    return kept, told


def _send(world: FakeWorld, told: Acknowledged, patient: Patient, says: str, key: str) -> None:
    reply = world.submit(patient, says, key)
    told.forms[reply.body["receipt"]["id"]] = Taken(
        clinic=world.clinic(patient.clinic), patient=patient.name, found=says != "nothing", answers={"says": says}
    )


def test_nothing_is_found_where_nothing_is_wrong(history: tuple[Kept, Acknowledged]) -> None:
    assert breaches(*history) == []
    assert len(unconfirmed(history[0])) == len(history[0].outbox)


def changed(name: str, change: Callable[[Any], Any]) -> Harm:
    return lambda kept: replace(kept, **{name: change(getattr(kept, name))})


def first(items: Any, **changes: Any) -> Any:
    """The items with the first one changed, of a mapping or of a sequence."""
    if isinstance(items, dict):
        name = next(iter(items))
        return {**items, name: replace(items[name], **changes)}
    return (replace(items[0], **changes), *items[1:])


def renamed(items: dict[str, Any], name: str) -> dict[str, Any]:
    old = next(iter(items))
    return {(name if each == old else each): value for each, value in items.items()}


HARMS: dict[str, tuple[Harm, str]] = {
    "a screening is gone": (changed("screenings", lambda all_: dict(list(all_.items())[1:])), "is lost"),
    "a screening is there twice": (
        changed("screenings", lambda all_: {**all_, "f" * 32: next(iter(all_.values()))}),
        "no_screening_is_there_that_nobody_sent",
    ),
    "another patient's": (changed("screenings", lambda all_: first(all_, patient="patient-9")), "another patient"),
    "other answers": (changed("screenings", lambda all_: first(all_, answers={"says": "now"})), "the answers"),
    "a flagged one has no case": (changed("screenings", lambda all_: first(all_, case=None)), "has no case"),
    "a case that lists nothing": (changed("cases", lambda all_: first(all_, screenings=())), "0 times"),
    "a case that lists one twice": (
        changed("cases", lambda all_: first(all_, screenings=2 * next(iter(all_.values())).screenings)),
        "2 times",
    ),
    "a case that is gone": (changed("cases", lambda all_: dict(list(all_.items())[1:])), "which is not there"),
    "two cases of a patient": (
        changed("cases", lambda all_: {**all_, "e" * 32: replace(next(iter(all_.values())), screenings=())}),
        "no_patient_has_two_cases",
    ),
    "a change is lost": (changed("journal", lambda all_: all_[1:]), "lost: "),
    "a change is doubled": (changed("journal", lambda all_: (*all_, all_[0])), "nobody was told of"),
    "a change by somebody else": (changed("journal", lambda all_: first(all_, by="somebody")), "nobody was told of"),
    "a form without audit entry": (changed("audit", lambda all_: all_[1:]), "have no entry"),
    "a change without audit entry": (changed("audit", lambda all_: all_[:-1]), "once in the journal or in the audit"),
    "an audit entry twice": (changed("audit", lambda all_: (*all_, all_[-1])), "is there 2 times"),
    "a version too many": (
        changed("cases", lambda all_: first(all_, version=99)),
        "every_version_of_a_case_is_one_form_or_one_change",
    ),
    "nobody was told of a screening": (changed("outbox", lambda all_: all_[1:]), "0 rows about screening"),
    "told twice": (changed("outbox", lambda all_: (*all_, all_[0])), "2 rows about screening"),
    "nobody was told of a claim": (
        changed("outbox", lambda all_: tuple(each for each in all_ if each.notice.event is not Event.CASE_CLAIMED)),
        "0 rows case.claimed",
    ),
    "nobody was told of the opening": (
        changed("outbox", lambda all_: tuple(each for each in all_ if each.notice.event is not Event.CASE_OPENED)),
        "in round 1",
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_one_thing_that_is_wrong_is_found(history: tuple[Kept, Acknowledged], harm: str) -> None:
    kept, told = history
    done, found = HARMS[harm]
    assert any(found in breach for breach in breaches(done(kept), told)), breaches(done(kept), told)


def test_every_law_finds_something(history: tuple[Kept, Acknowledged]) -> None:
    kept, told = history
    found = {breach.partition(":")[0] for harm, _ in HARMS.values() for breach in breaches(harm(kept), told)}
    assert found == {law.__name__ for law in LAWS}


def test_whoever_had_no_reply_may_find_it_done_or_not_done(history: tuple[Kept, Acknowledged]) -> None:
    kept, told = history
    (screening, sent), *_ = told.forms.items()
    change = told.changes[0]
    del told.forms[screening]
    told.changes.remove(change)
    assert breaches(kept, told)
    told.unsure_patients, told.unsure_cases = {(sent.clinic, sent.patient)}, {change.case}
    assert breaches(kept, told) == []
