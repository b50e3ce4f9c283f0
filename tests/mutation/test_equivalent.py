"""What is listed as meaning the same as the content is a mutant that is still made."""

from tests.mutation.equivalence import known_equivalent
from tests.mutation.running import all_mutants, original


def test_every_listed_mutant_is_still_made() -> None:
    assert known_equivalent().keys() <= {mutant.name for mutant in all_mutants(original().document)}
