"""Every wording of the phrase book is read as it says there: nothing can be lost or read otherwise unnoticed."""

from itertools import groupby

import pytest

from tests.rules.free_text.phrase_book import Wording, meaning_of, without_points, wordings
from tests.rules.free_text.texts import lexicon

_TOPICS = {topic: list(lines) for topic, lines in groupby(wordings(), key=lambda wording: wording.topic)}


@pytest.mark.parametrize("topic", _TOPICS)
def test_every_wording_is_read_as_the_book_says(topic: str) -> None:
    reader = without_points(lexicon())
    assert [wording.name for wording in _TOPICS[topic] if not wording.is_read_so_by(reader)] == []


def test_a_wording_read_otherwise_would_be_told() -> None:
    reader = without_points(lexicon())
    assert meaning_of("kill myself", reader, "suicide_intent") == "suicide_intent affirmed"
    assert not Wording("suicide_intent", "idiom unresolved", "kill myself").is_read_so_by(reader)


def test_no_wording_stands_under_two_meanings() -> None:
    placed = [(one.topic, one.text, one.meaning.startswith("whole: ")) for one in wordings()]
    assert len(placed) == len(set(placed))
