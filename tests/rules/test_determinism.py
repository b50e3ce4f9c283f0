"""The same answers give the same bytes, however often, in whatever order they stand, after whom, in which process."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

import pytest

from rules.authoring.stories import patients
from rules.engine.reading_order import reading_order
from rules.engine.screening import Screening, screen
from rules.engine.treatment_history import treatment_history
from rules.engine.wording import Wording
from tests.rules.intakes import released
from tests.rules.other_processes import printed_under_other_hash_seeds
from tests.rules.stories import told

STORIES = {name: tellings[name] for name, tellings in patients().items()}
"""Each patient as first told: the other tellings differ in a few answers."""
REPEATS = 100
REPEATED = ("resistance_33", "vignette_02", "vignette_27", "vignette_41", "vignette_52")


@cache
def wording() -> Wording:
    return Wording.of(released().document)


def as_bytes(screening: Screening) -> bytes:
    """Everything a practitioner may ever read of it."""
    record = screening.to_record()
    reading = reading_order(record, wording())
    return json.dumps([record, reading, treatment_history(screening)], ensure_ascii=False).encode()


def again(screening: Screening, answers: Mapping[str, Any]) -> Screening:
    return screen(
        screening.rule_set,
        answers,
        phase=screening.phase,
        as_of=screening.as_of,
        site=screening.site,
        submitted_on=screening.submitted_on,
    )


def shuffled(document: Any, random: Random) -> Any:
    """The same JSON with the keys of every object in another order."""
    if isinstance(document, Mapping):
        names = random.sample(list(document), len(document))
        return {name: shuffled(document[name], random) for name in names}
    return [shuffled(part, random) for part in document] if isinstance(document, list) else document


def test_a_hundred_repetitions_between_other_patients_give_the_same_bytes() -> None:
    random = Random(2)
    first = {name: told(STORIES[name]) for name in REPEATED}
    once = {name: as_bytes(screening) for name, screening in first.items()}
    for _ in range(REPEATS):
        for name in random.sample(REPEATED, len(REPEATED)):
            assert as_bytes(again(first[name], shuffled(dict(first[name].answers), random))) == once[name], name


@pytest.mark.parametrize("name", STORIES)
def test_the_order_of_keys_changes_no_byte_of_a_story(name: str) -> None:
    screening, random = told(STORIES[name]), Random(name)
    keys = shuffled(dict(screening.answers), random)
    assert list(keys) != list(screening.answers)
    assert as_bytes(again(screening, keys)) == as_bytes(screening)


@cache
def digest(*, backwards: bool = False) -> str:
    """Of everything that is read of all stories; the order in which they are told leaves no trace."""
    names = sorted(STORIES, reverse=backwards)
    read = {name: as_bytes(told(STORIES[name])) for name in names}
    return hashlib.sha256(b"".join(read[name] for name in sorted(read))).hexdigest()


def test_who_was_screened_before_leaves_no_trace() -> None:
    assert digest() == digest(backwards=True)


_PRINT_DIGEST = """
import sys
from tests.rules.test_determinism import digest
sys.stdout.write(digest())
"""


def test_every_story_gives_the_same_bytes_in_processes_that_hash_otherwise() -> None:
    assert printed_under_other_hash_seeds(_PRINT_DIGEST) == {digest()}
