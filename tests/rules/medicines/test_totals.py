"""Totals over the list of medicines: what is taken counts, what is only proposed may, what was stopped does not."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from rules.engine.values import Interval
from tests.rules.summaries import value_of

_STOPPED: Mapping[str, Any] = {"taking": "no", "last_taken": "2020-01-01"}
_ROWS: list[Mapping[str, Any]] = [
    {"fact": "lorazepam_equivalent", "one": "alprazolam", "near": "alprazolm", "dose": "1 mg daily", "each": 2},
    {"fact": "morphine_equivalent", "one": "morphine", "near": "morphin", "dose": "30 mg daily", "each": 30},
    {"fact": "benzodiazepines_taken", "one": "alprazolam", "near": "alprazolm", "dose": "1 mg daily", "each": 1},
    {"fact": "antiplatelets_taken", "one": "clopidogrel", "near": "clpidogrel", "dose": "75 mg daily", "each": 1},
    {"fact": "depressant_classes_taken", "one": "alprazolam", "near": "alprazolm", "dose": "1 mg daily", "each": 1},
]


def total(row: Mapping[str, Any], name: str, **more: Any) -> Any:
    return value_of(row["fact"], {"med.list": [{"name": name, "dose": row["dose"], **more}]})


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: str(row["fact"]))
def test_what_is_taken_counts_and_what_was_stopped_does_not(row: Mapping[str, Any]) -> None:
    assert total(row, row["one"]) == row["each"]
    assert total(row, row["one"], **_STOPPED) == 0


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: str(row["fact"]))
def test_a_name_that_is_only_proposed_may_count(row: Mapping[str, Any]) -> None:
    assert total(row, row["near"]) == Interval(Decimal(0), Decimal(row["each"]))
    assert total(row, row["near"], **_STOPPED) == 0
