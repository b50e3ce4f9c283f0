"""Every question is there, and every option of it can be given as an answer."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from rules.engine.answers import Reading, read_answer
from rules.engine.items import Item
from rules.engine.values import UNSURE
from tests.rules.intakes import TODAY, read_yaml, released

_TABLE: Mapping[str, Mapping[str, list[str]]] = read_yaml(Path(__file__).with_name("offered.yaml"))
_OFFERED, _OTHERS = _TABLE["offered"], _TABLE["others"]


def asked() -> Iterator[tuple[str, Item]]:
    """Every question and every field of a group, by the name the table gives it."""
    for item in released().items:
        yield item.link_id, item
        yield from ((f"{item.link_id} {part.link_id}", part) for part in item.fields)


def read(item: Item, option: str) -> Reading:
    return read_answer(item, [option] if item.kind == "multi_choice" else option, TODAY.toordinal())


@pytest.mark.parametrize("name", _OFFERED)
def test_each_option_can_be_given(name: str) -> None:
    item = dict(asked())[name]
    assert sorted(item.options) == sorted(_OFFERED[name])
    assert {option: read(item, option).issues for option in _OFFERED[name]} == dict.fromkeys(_OFFERED[name], ())


@pytest.mark.parametrize("name", _OFFERED)
def test_what_is_not_offered_cannot_be_read(name: str) -> None:
    found = read(dict(asked())[name], "nothing_like_it")
    assert found.issues
    assert not found.values


def test_unsure_is_offered_where_a_list_leaves_room_for_it() -> None:
    doubtful = {name for name, options in _OFFERED.items() if UNSURE in options}
    assert {name for name, item in asked() if UNSURE in item.options} == doubtful


@pytest.mark.parametrize("kind", _OTHERS)
def test_every_other_question_is_there(kind: str) -> None:
    assert [name for name, item in asked() if item.kind == kind] == _OTHERS[kind]


def test_there_is_no_other_closed_question() -> None:
    assert sorted(name for name, item in asked() if item.options) == sorted(_OFFERED)
