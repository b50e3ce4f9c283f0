"""What finds the places, counts the faults and looks at the store would notice what it is there to notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.faults.call_sites import FUNCTIONS, sites_in
from tests.faults.counting import Tally, counted
from tests.faults.deeds import acknowledged, submitted
from tests.faults.imitation import imitation
from tests.faults.truth import holes, truth

if TYPE_CHECKING:
    from pathlib import Path

ADAPTER = """
class Table:
    def read(self): return self._asked(self._client.query)
    def list(self): return self._pages()
    def _pages(self): return self._client.get_paginator("scan").paginate()
    def __call__(self): return self._connect().sign()
    def _forgotten(self): self._client.put_item()
    def quiet(self): return self.read.__name__
"""


def test_a_place_is_found_however_the_call_is_written(tmp_path: Path) -> None:
    source = tmp_path / "adapter.py"
    source.write_text(ADAPTER)
    found = {str(site) for site in sites_in(source)}
    assert found == {"Table.read:query", "Table.list:scan", "Table.__call__:sign", "Table.quiet:query"}


def test_clients_are_made_in_one_place_and_used_where_places_are_looked_for() -> None:
    making = [path for path in FUNCTIONS.rglob("*.py") if "boto3." in path.read_text().replace("mypy_boto3", "")]
    assert [path.name for path in making] == ["aws.py"]
    using = [path for path in FUNCTIONS.rglob("*.py") if "._client." in path.read_text()]
    assert [path for path in using if not list(sites_in(path))] == []


def report(faults: int, when: Literal["setup", "call", "teardown"], outcome: Any) -> pytest.TestReport:
    return pytest.TestReport("a test", ("", 0, ""), {}, outcome, None, when, user_properties=[counted(faults)])


@pytest.mark.parametrize(
    ("called", "cleaned", "line", "holds"),
    [
        ("passed", "passed", "faults: 2 injected, 2 survived", True),
        ("failed", "passed", "faults: 2 injected, 0 survived", False),
        ("passed", "failed", "faults: 2 injected, 0 survived", False),
    ],
)
def test_only_a_test_that_holds_has_survived_its_faults(called: str, cleaned: str, line: str, *, holds: bool) -> None:
    tally = Tally()
    tally.add(report(2, "call", called))
    tally.add(report(2, "teardown", cleaned))
    assert (str(tally), tally.holds) == (line, holds)


def test_a_run_without_a_fault_has_shown_nothing() -> None:
    assert not Tally().holds


@pytest.mark.parametrize("lost", ["SCREENING", "CASE", "AUDIT#"])
def test_half_of_a_write_is_noticed(lost: str) -> None:
    with imitation() as (made, _, _):
        assert acknowledged(submitted(made, "needs_review"))
        assert holes(made) == []
        before = truth(made)
        (item, *_) = made.items(lost)
        made.take_away(item)
        assert holes(made) != []
        assert truth(made) != before


def test_what_is_there_twice_is_noticed() -> None:
    with imitation() as (made, _, _):
        submitted(made, "needs_review")
        before = truth(made)
        (entry, *_) = made.items("AUDIT#")
        made.put({**entry, "sk": f"{entry['sk']}0"})
        assert truth(made) != before
