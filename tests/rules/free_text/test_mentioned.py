"""What the mentions of a text come to, each combination on its own and without the words behind it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from rules.engine.truth import NO, YES
from tests.rules.free_text.texts import HERE, mentioning
from tests.rules.intakes import TODAY, read_yaml, released

_ROWS: list[Mapping[str, Any]] = read_yaml(HERE / "mentioned.yaml")
_SAID = {"holds": YES, "not": NO}


def come_to(fact: str, mentions: Sequence[str], beside: Mapping[str, Any]) -> Any:
    """The fact of somebody whose text mentioned this and nothing else."""
    computed = next(one for one in released().derived if one.id == fact)
    return computed.compute(mentioning(mentions, beside), TODAY.toordinal())


def written_out(row: Mapping[str, Any], word: str) -> Iterator[list[str]]:
    """The lists of mentions of a row, CONCEPT replaced by each of its words."""
    for mentions in row.get(word, ()):
        for concept in row.get("as", ("",)):
            yield [mention.replace("CONCEPT", concept) for mention in mentions]


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: str(row["fact"]))
def test_these_mentions_and_no_others_make_it_hold(row: Mapping[str, Any]) -> None:
    for word, value in _SAID.items():
        for mentions in written_out(row, word):
            assert come_to(row["fact"], mentions, row.get("beside", {})) is value, mentions


def test_every_concept_and_status_named_here_is_one_a_text_can_have() -> None:
    group = next(fact for fact in released().document["derived"] if fact["id"] == "mentions")
    concepts, statuses = ({option["value"] for option in field["options"]} for field in group["fields"][:2])
    written = {
        tuple(mention.split()) for row in _ROWS for word in _SAID for one in written_out(row, word) for mention in one
    }
    assert {concept for concept, _ in written} <= concepts
    assert {status for _, status in written} <= statuses
