"""The released rules give the verdicts that an independent transcription of the clinical tables gives."""

import os

import pytest

from tests.second.comparison import LEFT_OUT, disagreements, uncovered
from tests.second.questionnaires import questionnaire
from tests.second.tables import ROWS

_COUNT = int(os.environ.get("KETASCREEN_QUESTIONNAIRES", "1000"))
_PARTS = 15


def test_every_rule_is_transcribed_or_left_out_with_a_reason() -> None:
    assert not uncovered()
    assert not LEFT_OUT.keys() & ROWS.keys()


@pytest.mark.parametrize("part", range(_PARTS))
def test_both_evaluators_agree_on_random_questionnaires(part: int) -> None:
    differing = {seed: found for seed in range(part, _COUNT, _PARTS) if (found := disagreements(questionnaire(seed)))}
    assert not differing
