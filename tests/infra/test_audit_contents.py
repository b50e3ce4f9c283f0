"""`ketascreen audit verify` knows what every way into the record leaves there, and notices when it is changed."""

from collections.abc import Callable

import pytest

from tests.adapters.asking_contract import ask, reattribute
from tests.adapters.casework_contract import Hands, opened
from tests.adapters.tables import store_on
from tests.functions.builders import CLINIC
from tests.infra.records import Records, records


def answered(hands: Hands) -> None:
    """A patient answers behind a link."""
    ask(hands, opened(hands.store, CLINIC, "information")).answer("review")


def moved(hands: Hands) -> None:
    """A form that stood under the wrong reference gets the other patient's case."""
    reattribute(hands, opened(hands.store, CLINIC), "patient-9")


@pytest.mark.parametrize("done", [answered, moved])
def test_a_clinic_where_nothing_was_changed_is_clean(done: Callable[[Hands], None]) -> None:
    with records() as kept:
        done(Hands(store_on(kept.services.table), CLINIC))
        kept.seal()
        assert (kept.verify().contents_not_known, kept.faults()) == (0, [])


@pytest.mark.parametrize("done", [answered, moved])
def test_a_changed_screening_is_found_whichever_way_it_came(done: Callable[[Hands], None]) -> None:
    with records() as kept:
        done(Hands(store_on(kept.services.table), CLINIC))
        kept.seal()
        screening = kept.newest("SCREENING")
        kept.put({**screening, "record": {"B": b"another"}})
        assert kept.faults() == ["content_changed"]
        kept.delete(screening)
        assert kept.faults() == ["content_changed"]


def test_the_entry_of_a_moved_form_names_it_and_one_that_names_another_is_found() -> None:
    with records() as kept:
        moved(Hands(store_on(kept.services.table), CLINIC))
        kept.seal()
        entry = _of_the_move(kept)
        assert [each["S"] for each in entry["screening_ids"]["L"]] == [_id(kept)]
        kept.put({**entry, "screening_ids": {"L": []}})
        assert {"edited", "content_changed", "not_recorded"} <= set(kept.faults())


def _of_the_move(kept: Records) -> dict[str, dict[str, list[dict[str, str]]]]:
    (entry,) = [item for item in kept.items() if "screening_ids" in item and item["sk"]["S"].startswith("AUDIT#")]
    return entry


def _id(kept: Records) -> str:
    return str(kept.newest("SCREENING")["pk"]["S"]).rpartition("#")[2]
