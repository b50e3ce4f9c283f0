"""The law of the weighed terms: what the lexicon holds is what its sentences teach, worked out once in a run."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from rules.authoring.free_text_content import Points
from tests.mutation.mutants import Mutant, replaced
from tests.rules.free_text.weigh import all_samples, learnt, written


@cache
def points_learnt() -> Mapping[str, Any]:
    """The settings and points as they would be written and released today. Takes the better part of a minute."""
    return Points.model_validate(YAML(typ="safe").load(written(learnt(all_samples())))).model_dump(mode="json")


def follow_from_the_sentences(document: Mapping[str, Any]) -> bool:
    """Whether the weighed terms of a lexicon are those that were learnt."""
    return bool(document.get("resemblance") == points_learnt())


def noticing(mutant: Mutant, document: Mapping[str, Any]) -> str | None:
    """The law's name where the change breaks it."""
    if follow_from_the_sentences(replaced(document, mutant.path[2:], mutant.value)):
        return None
    return "the points follow from the sentences they were learnt from"
