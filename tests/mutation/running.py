"""Makes the mutants, tries them on as many processors as it is given, and tells which of them nothing noticed."""

import multiprocessing
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

from rules.authoring.release import compile_content
from tests.mutation.fact_mutants import derived_mutants, parameter_mutants, questionnaire_mutants
from tests.mutation.knowledge_mutants import knowledge_mutants
from tests.mutation.lexicons import LEXICON
from tests.mutation.mutants import Document, Mutant, with_names_of_their_own
from tests.mutation.mutated import Original
from tests.mutation.rule_mutants import rule_mutants
from tests.mutation.suite import Suite

_MADE = (rule_mutants, derived_mutants, parameter_mutants, questionnaire_mutants, knowledge_mutants)
_AT_ONCE = 2


@cache
def original() -> Original:
    """The content as it stands, compiled; not what was released of it."""
    return Original(compile_content()[0].document)


@cache
def suite() -> Suite:
    return Suite(original().rule_set)


def all_mutants(document: Document) -> list[Mutant]:
    return list(with_names_of_their_own(mutant for make in _MADE for mutant in make(document)))


def sampled(mutants: Sequence[Mutant], count: int, seed: int) -> list[Mutant]:
    return Random(seed).sample(mutants, min(count, len(mutants)))


def noticed(mutant: Mutant) -> str | None:
    """What noticed the mutant, or None."""
    if mutant.path[:2] == LEXICON and (found := suite().read_otherwise(mutant)) is not None:
        return found
    try:
        rule_set = original().rule_set_of(mutant)
    except Exception as error:  # noqa: BLE001 - a rule set that cannot be built was never going to be used
        return f"refused: {type(error).__name__}"
    return suite().noticed(mutant, rule_set, original().rules_reached(mutant), original().facts_reached(mutant))


def tried(mutants: Sequence[Mutant], workers: int) -> Iterator[tuple[Mutant, str | None]]:
    """Each mutant with what noticed it, as the processes come to it."""
    original()
    suite()
    if any(mutant.path[:2] == LEXICON for mutant in mutants):
        suite().get_ready_to_read()
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        yield from zip(mutants, pool.imap(noticed, mutants, chunksize=_AT_ONCE), strict=True)
