"""The status of each condition from whole answers, in clinics with different definitions."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rules.engine.truth import NO, YES
from tests.rules.intakes import read_yaml
from tests.rules.summaries import value_of

_ROWS: list[Mapping[str, Any]] = read_yaml(Path(__file__).with_name("statuses.yaml"))
_SPOKEN = {None: "open", YES: "holds", NO: "not"}


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: " ".join([row["fact"], *row.get("profiles", ())]))
def test_a_history_comes_to_this_status(row: Mapping[str, Any]) -> None:
    for case in row["cases"]:
        answers = {**row["beside"], **{name: value for name, value in case.items() if name != "is"}}
        found = value_of(row["fact"], answers, profiles=tuple(row.get("profiles", ())))
        assert _SPOKEN.get(found, found) == case["is"], case
