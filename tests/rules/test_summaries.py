"""Named summaries of answers: each option that counts, each that does not, and what is left open."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rules.authoring.stories import day_of
from rules.engine.terms import Phase
from tests.rules.intakes import read_yaml, released
from tests.rules.summaries import summary_of

_ROWS: list[Mapping[str, Any]] = read_yaml(Path(__file__).with_name("summaries.yaml"))
_OPTIONS = [row for row in _ROWS if "question" in row]
_NEEDING_EACH = [row for row in _ROWS if "needs_each" in row]
_ANSWERED = [row for row in _ROWS if not row.keys().isdisjoint(("holds", "not", "open")) and "question" not in row]
_WORDS = ("holds", "not", "open")


def said(row: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Whether the summary of a row holds, in the words of the rows."""
    phase = Phase(row.get("phase", "intake"))
    return summary_of(row["fact"], {**row.get("beside", {}), **answers}, day_of(row), phase)


def expected_of(row: Mapping[str, Any], option: str) -> str:
    if option in row["counts"]:
        return "holds"
    return "open" if option in row.get("open", ()) else "not"


@pytest.mark.parametrize("row", _OPTIONS, ids=lambda row: f"{row['fact']} {row['question']}")
def test_each_option_alone_counts_or_does_not(row: Mapping[str, Any]) -> None:
    item = next(item for item in released().items if item.link_id == row["question"])
    assert set(row["counts"]) <= item.options
    for option in sorted(item.options):
        answer = [option] if item.kind == "multi_choice" else option
        assert said(row, {row["question"]: answer}) == expected_of(row, option), option


@pytest.mark.parametrize("row", _NEEDING_EACH, ids=lambda row: str(row["fact"]))
def test_without_any_one_of_the_answers_it_does_not_hold(row: Mapping[str, Any]) -> None:
    answers = row["needs_each"]
    assert said(row, answers) == "holds"
    assert {name: said(row, {**answers, name: None}) for name in answers} == dict.fromkeys(answers, "not")


@pytest.mark.parametrize("row", _ANSWERED, ids=lambda row: str(row["fact"]))
def test_it_holds_for_these_answers_and_not_for_those(row: Mapping[str, Any]) -> None:
    for word in _WORDS:
        for answers in row.get(word, ()):
            assert said(row, answers) == word, answers
