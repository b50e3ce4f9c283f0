"""The published limits of free text, held on sentences whose authors had not seen the lexicon.

All of them have been read while the lexicon grew, so these figures say that nothing is lost, not what to expect of
sentences yet unseen: for that see `docs/measurements.md`.
"""

from functools import cache
from pathlib import Path

import pytest

from tests.rules.free_text.measure import BLIND, BLIND_2, BLIND_3, BLIND_4, Figures, figures, plain
from tests.rules.intakes import read_yaml


@cache
def _measured(path: Path, kind: str) -> Figures:
    return figures(plain(read_yaml(path)[kind]))


@pytest.mark.parametrize(("path", "today"), [(BLIND, 4), (BLIND_2, 5), (BLIND_3, 7), (BLIND_4, 6)])
def test_hardly_an_ordinary_sentence_calls_somebody(path: Path, today: int) -> None:
    assert _measured(path, "ordinary").now < 1
    assert _measured(path, "ordinary").today < today


@pytest.mark.parametrize(("path", "now"), [(BLIND, 95), (BLIND_2, 86), (BLIND_3, 90), (BLIND_4, 60)])
def test_every_explicit_sentence_is_caught_and_most_ask_for_a_call_now(path: Path, now: int) -> None:
    assert _measured(path, "explicit").caught == 100
    assert _measured(path, "explicit").now >= now
