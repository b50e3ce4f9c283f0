"""Free text put through the released rule set, and the lists of sentences the tests read."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from rules.engine.frames import Frames, Given
from rules.engine.free_text.lexicon import Lexicon, build_lexicon
from rules.engine.free_text.mentions import FAINT_RESEMBLANCE, RESEMBLANCE, Mention, mentions_in
from rules.engine.screening import Screening
from rules.engine.terms import Phase
from tests.rules.intakes import TODAY as SCREENED_ON
from tests.rules.intakes import changed, read_yaml, released, screened
from tests.rules.small_set import TODAY

HERE = Path(__file__).parent
_RESEMBLANCE = frozenset({RESEMBLANCE, FAINT_RESEMBLANCE})
_LEVELS = (
    (FAINT_RESEMBLANCE, "unresolved"),
    (RESEMBLANCE, "hypothetical"),
    (RESEMBLANCE, "unresolved"),
    (RESEMBLANCE, "affirmed"),
)


@cache
def lexicon() -> Lexicon:
    return build_lexicon(released().document["knowledge"]["free_text"])


def found(text: str) -> list[Mention]:
    return list(mentions_in(text, lexicon(), TODAY.toordinal()))


def statuses(text: str) -> set[tuple[str, str]]:
    """What a text names, each with its status; how much it resembles explicit statements is not counted."""
    return {(one.concept, one.status.value) for one in found(text) if one.concept not in _RESEMBLANCE}


def resemblance(text: str) -> int:
    """How much a text resembles explicit statements: from 0, not at all, to 4, so much that somebody calls."""
    levels = [(one.concept, one.status.value) for one in found(text) if one.concept in _RESEMBLANCE]
    return _LEVELS.index(levels[0]) + 1 if levels else 0


def sentences(name: str) -> list[str]:
    read: list[str] = read_yaml(HERE / f"{name}.yaml")
    return read


def written(text: str, **answers: Any) -> Screening:
    """The answers of somebody well who also wrote this text."""
    return screened({"free.anything": text, **answers})


def fired(screening: Screening) -> set[str]:
    return {finding.rule_id for finding in screening.findings if finding.outcome == "fired"}


def mentioning(mentions: Sequence[str], beside: Mapping[str, Any]) -> list[Any]:
    """The facts of somebody with these answers whose text mentioned this and no more; each is `concept status`."""
    rule_set = released()
    facts = rule_set.reader.read(changed(beside), as_of=SCREENED_ON, phase=Phase.INTAKE)
    slots = list(Frames(rule_set, facts, Given(submitted_on=SCREENED_ON), as_of=SCREENED_ON).plain.slots)
    cutoffs = tuple(slots[len(slots) - len(rule_set.layout.periods) :])
    rows = [(*mention.split(), "self", "words as written", *cutoffs) for mention in mentions]
    slots[rule_set.layout.slots["mentions"]] = tuple(rows)
    return slots
