"""Free text put through the released rule set, and the lists of sentences the tests read."""

from functools import cache
from pathlib import Path
from typing import Any

from rules.engine.free_text.lexicon import Lexicon, build_lexicon
from rules.engine.free_text.mentions import Mention, mentions_in
from rules.engine.screening import Screening
from tests.rules.intakes import read_yaml, released, screened
from tests.rules.small_set import TODAY

HERE = Path(__file__).parent


@cache
def lexicon() -> Lexicon:
    return build_lexicon(released().document["knowledge"]["free_text"])


def found(text: str) -> list[Mention]:
    return list(mentions_in(text, lexicon(), TODAY.toordinal()))


def statuses(text: str) -> set[tuple[str, str]]:
    return {(mention.concept, mention.status.value) for mention in found(text)}


def sentences(name: str) -> list[str]:
    read: list[str] = read_yaml(HERE / f"{name}.yaml")
    return read


def written(text: str, **answers: Any) -> Screening:
    """The answers of somebody well who also wrote this text."""
    return screened({"free.anything": text, **answers})


def fired(screening: Screening) -> set[str]:
    return {finding.rule_id for finding in screening.findings if finding.outcome == "fired"}
