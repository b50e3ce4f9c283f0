"""What is listed as meaning the same exists, and no answers are found that tell it apart."""

import pytest

from tests.mutation.equivalence import known_equivalent, told_apart
from tests.mutation.running import all_mutants, original


def test_every_listed_mutant_is_still_made() -> None:
    assert known_equivalent().keys() <= {mutant.name for mutant in all_mutants(original().document)}


@pytest.mark.parametrize("name", sorted(known_equivalent()))
def test_no_answers_tell_it_from_the_content(name: str) -> None:
    mutant = next(mutant for mutant in all_mutants(original().document) if mutant.name == name)
    assert told_apart(mutant) is None
