"""The published limits of free text, held on sentences whose authors had not seen the lexicon.

Both sets have been read while the lexicon grew, so these figures say that nothing is lost, not what to expect of
sentences yet unseen: for that see what was measured on the second set before it was used, in its head.
"""

from functools import cache
from pathlib import Path

import pytest

from tests.rules.free_text.measure import BLIND, BLIND_2, Figures, figures, plain
from tests.rules.intakes import read_yaml


@cache
def _measured(path: Path, kind: str, half: int) -> Figures:
    return figures(plain(read_yaml(path)[kind][half::2]))


@pytest.mark.parametrize("path", [BLIND, BLIND_2])
@pytest.mark.parametrize("half", [0, 1])
def test_hardly_an_ordinary_sentence_calls_somebody(path: Path, half: int) -> None:
    assert _measured(path, "ordinary", half).now < 1
    assert _measured(path, "ordinary", half).today < 4


def test_every_explicit_sentence_used_in_development_asks_for_a_call_now() -> None:
    assert _measured(BLIND, "explicit", 0).now == 100


@pytest.mark.parametrize(
    ("path", "half", "now", "caught"), [(BLIND, 1, 85, 88), (BLIND_2, 0, 73, 88), (BLIND_2, 1, 75, 88)]
)
def test_explicit_sentences_are_caught_at_the_published_rate(path: Path, half: int, now: int, caught: int) -> None:
    assert _measured(path, "explicit", half).now >= now
    assert _measured(path, "explicit", half).caught >= caught
