"""Figures in the table: the promises kept by the fake and the adapters, failures named, the function over both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from functions.adapters.dynamodb.accesses import AccessTable
from functions.adapters.dynamodb.figures import FIGURES_ATTRIBUTES, KEPT, FigureTable
from functions.adapters.dynamodb.happenings import HappeningTable
from functions.service.access import Access, Seen, access_entry
from functions.service.errors import StoreUnavailableError
from functions.service.figures.days import Figures
from functions.service.figures.tallying import Tallying
from functions.service.figures.trail import Change, CountedDay, Place
from tests.adapters.faulty import FAULTS, Faulty
from tests.adapters.figures_contract import DAY, Counting, FiguresContract
from tests.adapters.ledger import Plenty
from tests.adapters.store_contract import Store, receive
from tests.adapters.tables import TABLE, store_on, table
from tests.functions.builders import CLINIC, IDENTIFIERS, NOW, arrival
from tests.functions.captured import captured_output
from tests.functions.desks import Clinics
from tests.functions.entry_files import environment, import_entries
from tests.functions.memory_figures import MemoryFigures, MemoryTrail
from tests.functions.memory_store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLACE = Place(CLINIC, f"CLINIC#{CLINIC}#CASE#{'a' * 32}", f"{NOW.isoformat()}#{'b' * 32}")
CALLS: dict[str, tuple[str, Callable[[HappeningTable, FigureTable], object]]] = {
    "what happened": ("query", lambda trail, _: list(trail.happened(NOW, NOW))),
    "entries": ("query", lambda trail, _: list(trail.entries([PLACE]))),
    "changes": ("get_item", lambda trail, _: trail.changes([Change(PLACE.owner, 2)])),
    "records": ("get_item", lambda trail, _: list(trail.records(CLINIC, ["c" * 32]))),
    "keep": ("put_item", lambda _, kept: kept.keep(CLINIC, counted())),
    "days": ("query", lambda _, kept: kept.days(CLINIC, DAY, DAY)),
}


def counted(forms: int = 1) -> CountedDay:
    return CountedDay(day=DAY, figures=Figures(forms=forms), counted_at=NOW)


class TestMemory(FiguresContract):
    """The fakes that the tests of the service rely on."""

    @pytest.fixture
    def counting(self) -> Counting:
        kept = MemoryStore()
        store = Store(intake=kept, reviews=kept, casework=kept, requests=kept)
        return Counting(store, MemoryTrail(kept), MemoryFigures())


class TestTable(FiguresContract):
    """The adapters, against an imitation of DynamoDB."""

    @pytest.fixture
    def counting(self) -> Iterator[Counting]:
        with table() as client:
            yield counting_on(client)


def counting_on(client: Any, name: str = TABLE) -> Counting:
    def connect() -> Any:
        return client

    return Counting(store_on(client, name), HappeningTable(name, "due", connect), FigureTable(name, connect))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("what", CALLS)
def test_a_failed_call_is_named_and_nothing_is_made_up(what: str, fault: str) -> None:
    call, doing = CALLS[what]
    with table() as client:
        failing: Any = Faulty(client, call, fault)
        with pytest.raises(StoreUnavailableError) as refused:
            doing(HappeningTable(TABLE, "due", lambda: failing), FigureTable(TABLE, lambda: failing))
    assert failing.fired == 1
    assert "patient-1" not in repr(refused.value)


def test_a_row_holds_what_the_role_lets_be_written_and_goes_away_by_itself() -> None:
    with table() as client:
        FigureTable(TABLE, lambda: client).keep(CLINIC, counted())
        (item,) = client.scan(TableName=TABLE)["Items"]
    assert set(item) == set(FIGURES_ATTRIBUTES)
    assert (item["pk"]["S"], item["sk"]["S"]) == (f"CLINIC#{CLINIC}#FIGURES", "DAY#2026-04-20")
    assert datetime.fromtimestamp(int(item["expires_at"]["N"]), UTC) == datetime(2026, 4, 20, tzinfo=UTC) + KEPT


@pytest.mark.parametrize("body", [{"S": "?"}, {"B": b"?"}])
def test_a_row_that_cannot_be_read_is_no_quiet_day(body: Any) -> None:
    with table() as client:
        kept = FigureTable(TABLE, lambda: client)
        kept.keep(CLINIC, counted())
        (item,) = client.scan(TableName=TABLE)["Items"]
        client.put_item(TableName=TABLE, Item={**item, "body": body})
        with pytest.raises(StoreUnavailableError):
            kept.days(CLINIC, DAY, DAY)


def test_a_document_that_cannot_be_read_is_missing() -> None:
    with table() as client:
        counting = counting_on(client)
        received = receive(counting.store, arrival("review"))
        key: Any = {"pk": {"S": f"CLINIC#{CLINIC}#SCREENING#{received.id}"}, "sk": {"S": "SCREENING"}}
        item = client.get_item(TableName=TABLE, Key=key)["Item"]
        client.put_item(TableName=TABLE, Item={**item, "record": {"B": b"?"}})
        assert counting.figures_of(CLINIC).uncounted == 1


def test_answers_and_references_are_never_asked_for() -> None:
    with table() as client:
        counting = counting_on(client)
        receive(counting.store, arrival("review", "Mary-1970", note="I am Mary."))
        watching: Any = Watching(client)
        trail = HappeningTable(TABLE, "due", lambda: watching)
        (place,) = counting.places(CLINIC)
        (entry,) = trail.entries([place])
        list(trail.records(CLINIC, [str(entry.screening_id)]))
    assert len(watching.seen) == 2
    assert "Mary" not in str(watching.seen)


class Watching:
    """Remembers what was read."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.seen: list[Any] = []

    def get_item(self, **asked: Any) -> Any:
        answer = self._client.get_item(**asked)
        self.seen.append(answer["Item"])
        return answer

    def get_paginator(self, call: str) -> Any:
        self._pages = self._client.get_paginator(call)
        return self

    def paginate(self, **asked: Any) -> Any:
        for page in self._pages.paginate(**asked):
            self.seen += page["Items"]
            yield page


def test_lists_that_were_read_are_found_and_not_looked_into() -> None:
    with table() as client:
        counting, seen = counting_on(client), Seen(access=Access.CASE_LIST, count=3)
        entry = access_entry(seen, clinic=CLINIC, actor="a", request_id="r", at=NOW, identifiers=IDENTIFIERS)
        AccessTable(TABLE, lambda: client).record(entry)
        places = counting.places(CLINIC)
        assert len(places) == 1
        assert list(HappeningTable(TABLE, "due", _no_client).entries(places)) == []


def _no_client() -> Any:
    raise AssertionError("nothing is to be asked for")


def test_the_function_counts_and_says_how_many_days() -> None:
    with table() as client:
        counting = counting_on(client)
        receive(counting.store, arrival("review"))
        assert run(counting, {"days": 2}) == {"counted": 3}
        assert [day.figures.forms for day in counting.figures.days(CLINIC, DAY - timedelta(days=2), DAY)] == [0, 0, 1]


def test_the_function_ends_with_an_error_and_without_a_name_when_a_day_could_not_be_counted() -> None:
    with table() as client, captured_output() as output:
        counting = counting_on(client)
        receive(counting.store, arrival("review", "Mary-1970"))
        failing: Any = Faulty(client, "put_item", "throttle")
        broken = Counting(counting.store, counting.trail, FigureTable(TABLE, lambda: failing))
        with pytest.raises(Exception, match=r"^$") as ended:
            run(broken, {})
        assert failing.fired == 1
    assert type(ended.value).__name__ == "DaysNotCountedError"
    assert "day not counted" in output.getvalue()
    assert "Mary" not in output.getvalue()


def test_a_run_out_of_time_says_so_and_the_next_one_does_the_rest() -> None:
    with table() as client:
        counting = counting_on(client)
        receive(counting.store, arrival("review"))
        with pytest.raises(Exception, match=r"^$") as ended:
            run(counting, {}, context=Hurried())
        assert type(ended.value).__name__ == "DaysNotCountedError"
        assert counting.figures.days(CLINIC, DAY, DAY) == []
        assert run(counting, {})["counted"] > 0
        assert counting.figures.days(CLINIC, DAY, DAY)[0].figures.forms == 1


class Hurried:
    """There is no time left."""

    def get_remaining_time_in_millis(self) -> int:
        return 0


def run(counting: Counting, event: dict[str, int], context: Any = None) -> dict[str, int]:
    with environment():
        module: Any = import_entries()["figures"]
        tallying = Tallying(
            trail=counting.trail,
            kept=counting.figures,
            clinics=Clinics(),
            clock=lambda: NOW + timedelta(minutes=1),
            report=module.telemetry.log_failure,
        )
        answer: dict[str, int] = module.opened(tallying)(event, context or Plenty())
    return answer
