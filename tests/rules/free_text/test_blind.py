"""The published limits of free text, held on sentences whose author had not seen the lexicon."""

from functools import cache

import pytest

from tests.rules.free_text.measure import BLIND, Figures, figures, plain
from tests.rules.intakes import read_yaml


@cache
def _measured(kind: str, half: int) -> Figures:
    return figures(plain(read_yaml(BLIND)[kind][half::2]))


@pytest.mark.parametrize("half", [0, 1])
def test_hardly_an_ordinary_sentence_calls_somebody(half: int) -> None:
    assert _measured("ordinary", half).now < 1
    assert _measured("ordinary", half).today < 3


def test_every_explicit_sentence_used_in_development_asks_for_a_call_now() -> None:
    assert _measured("explicit", 0).now == 100


def test_explicit_sentences_that_were_held_out_are_caught_at_the_published_rate() -> None:
    assert _measured("explicit", 1).now >= 62
    assert _measured("explicit", 1).caught >= 70
