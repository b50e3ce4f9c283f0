"""The suicide screener as the rules read it and as the instrument is defined: every way to fill it in agrees."""

from itertools import product
from typing import Any

import pytest

from rules.engine.frames import Frames, Given
from rules.engine.instruments.scoring import Flag
from rules.engine.terms import Phase
from rules.engine.truth import YES
from tests.rules.instruments.definitions import scored
from tests.rules.intakes import TODAY, released

_ITEMS = ("1", "2", "3", "4", "5", "6", "6_recent")
_WORDS = {0: "no", 1: "yes"}


def read_by_rules(form: tuple[int | None, ...]) -> dict[str, Any]:
    filled = zip(_ITEMS, form, strict=True)
    answers = {f"scale.cssrs.{item}": _WORDS[answer] for item, answer in filled if answer is not None}
    frames = Frames(
        released(), released().reader.read(answers, as_of=TODAY, phase=Phase.INTAKE), Given(), as_of=TODAY
    )
    return {name: frames.plain.slots[slot] for name, slot in released().layout.slots.items()}


@pytest.mark.parametrize("first", [None, 0, 1])
def test_rules_and_instrument_name_the_same_level(first: int | None) -> None:
    for rest in product((None, 0, 1), repeat=len(_ITEMS) - 1):
        form = (first, *rest)
        facts, result = read_by_rules(form), scored("cssrs", *form)
        level = result.readings["risk"].name
        assert (facts["cssrs_high"] is YES) == (level == "high"), form
        assert (facts["cssrs_incomplete"] is YES) == (Flag.INCOMPLETE in result.flags), form
        if level in {"low", "moderate"}:
            assert (facts["cssrs_moderate"] is YES) == (level == "moderate"), form
