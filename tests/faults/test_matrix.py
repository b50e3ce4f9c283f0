"""Every place that calls AWS, through every fault: nothing lost, nothing doubled, and no refusal that is a lie."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from itertools import cycle, product
from typing import TYPE_CHECKING, Any

import pytest

from tests.adapters.faults import KINDS
from tests.adapters.listener import listening
from tests.faults.call_sites import Site, call_sites
from tests.faults.deeds import PATIENT, Deed
from tests.faults.imitation import imitation
from tests.faults.machines import Deliver
from tests.faults.matrix import READ_A_MOMENT_BEFORE, ROWS
from tests.faults.truth import holes, outside, truth
from tests.faults.wire import FaultAt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.premises import Premises

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ALWAYS = 1000
SITES = {str(site): site for site in call_sites()}
# The first deed that comes through a place; the suites try each place there, with one kind of fault after the other.
# `make faults` tries every kind everywhere.
FIRST = {place: name for name, row in reversed([*ROWS.items()]) for place in row.places.split()}
KIND_IN_TURN = dict(zip(FIRST, cycle(KINDS), strict=False))


@dataclass(frozen=True)
class Left:
    """What a deed left behind, and what it showed."""

    stored: object
    told: object
    seen: object


def left_by(deed: Deed, made: Premises) -> Left:
    return Left(truth(made), outside(made), deed.seen)


@cache
def undisturbed(name: str) -> tuple[Left, frozenset[str]]:
    """What is left when nothing goes wrong, and the places the deed came through."""
    with imitation() as (made, wire, _), ready(name, made) as deed:
        wire.passed = set()
        done = deed.act(made)
        passed = frozenset(map(str, wire.passed))
        deed.settle(made, done=done)
        assert holes(made) == []
        return left_by(deed, made), passed


@contextmanager
def ready(name: str, made: Premises) -> Iterator[Deed]:
    """The deed, with everything done that comes before it."""
    deed = ROWS[name].make()
    with listening() if isinstance(deed, Deliver) else nullcontext() as server:
        if isinstance(deed, Deliver):
            deed.server = server
        deed.prepare(made)
        yield deed


def test_no_place_that_calls_aws_is_without_its_faults() -> None:
    assert SITES.keys() == FIRST.keys() | READ_A_MOMENT_BEFORE


@pytest.mark.parametrize("name", ROWS)
def test_the_places_a_deed_is_tried_at_are_those_it_comes_through(name: str) -> None:
    assert undisturbed(name)[1] == {*ROWS[name].places.split(), *ROWS[name].also.split()}


def cases() -> Iterator[Any]:
    """Each fault at each place of each deed; at the first one also for as long as the deed is tried."""
    for name, row in ROWS.items():
        for place in row.places.split():
            first = FIRST[place] == name
            for kind, times in product(KINDS, (1, ALWAYS) if first else (1,)):
                in_turn = first and times == 1 and kind == KIND_IN_TURN[place]
                marks = [] if in_turn else [pytest.mark.every_use]
                lasting = "lasting" if times == ALWAYS else "passing"
                yield pytest.param(
                    name, SITES[place], kind, times, marks=marks, id=f"{name}-{place}-{kind}-{lasting}"
                )


@pytest.mark.parametrize(("name", "site", "kind", "times"), list(cases()))
def test_whatever_fails_is_refused_or_done_and_in_the_end_done_once(
    name: str, site: Site, kind: str, times: int
) -> None:
    expected, _ = undisturbed(name)
    with imitation() as (made, wire, written), ready(name, made) as deed:
        fault = wire.fault = FaultAt("", site.operation, kind, times, site=site)
        done = deed.act(made)
        fault.times = 0
        assert fault.fired >= 1
        assert holes(made) == []
        deed.settle(made, done=done)
        assert holes(made) == []
        assert left_by(deed, made) == expected
        assert PATIENT not in written.getvalue()
