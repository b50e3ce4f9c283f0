"""The published limits of free text, held on sentences whose authors had not seen the lexicon.

Six sets have been read while the lexicon grew, so their figures say that nothing is lost. What to expect of sentences
yet unseen the last test says.
"""

from functools import cache
from pathlib import Path

import pytest

from tests.rules.free_text.measure import DEVELOPED_ON, HELD_BACK, Figures, figures, plain
from tests.rules.intakes import read_yaml

_TODAY = (4, 5, 7, 6, 6, 4)
"""Per cent of the ordinary sentences of each set that may ask for a call today."""
_NOW = (95, 86, 90, 60, 55, 45)
"""Per cent of the explicit sentences of each set that ask for a call now, at least."""
_CAUGHT_AS_MEASURED = 98
"""Per cent, once, on the day the present reading of texts was made."""


@cache
def _measured(path: Path, kind: str) -> Figures:
    return figures(plain(read_yaml(path)[kind]))


@pytest.mark.parametrize(("path", "today"), list(zip(DEVELOPED_ON, _TODAY, strict=True)))
def test_hardly_an_ordinary_sentence_calls_somebody(path: Path, today: int) -> None:
    assert _measured(path, "ordinary").now < 1
    assert _measured(path, "ordinary").today < today


@pytest.mark.parametrize(("path", "now"), list(zip(DEVELOPED_ON, _NOW, strict=True)))
def test_every_explicit_sentence_is_caught_and_most_ask_for_a_call_now(path: Path, now: int) -> None:
    assert _measured(path, "explicit").caught == 100
    assert _measured(path, "explicit").now >= now


def test_on_sentences_nobody_developed_with_fewer_than_one_in_a_hundred_calls_now_and_nearly_all_are_caught() -> None:
    """Whoever reads the set must replace it."""
    assert _measured(HELD_BACK, "ordinary").now < 1
    assert _measured(HELD_BACK, "explicit").caught > _CAUGHT_AS_MEASURED
