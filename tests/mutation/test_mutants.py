"""A mutant is the same change in the process that made it and in the one that tries it."""

import pickle

from rules.engine.interpretations import INTERPRETATIONS
from tests.mutation.mutants import DROPPED, Mutant
from tests.mutation.mutated import INTERPRETED
from tests.mutation.running import original


def test_what_is_dropped_is_dropped_in_another_process_too() -> None:
    mutant = Mutant(("knowledge", "names", 0), DROPPED, "knowledge names", "without 'one'")
    elsewhere = pickle.loads(pickle.dumps(mutant))  # noqa: S301 - what this test has just made
    assert elsewhere.applied({"knowledge": {"names": ["one", "two"]}}) == {"knowledge": {"names": ["two"]}}


def test_every_computation_reads_one_part_of_the_knowledge() -> None:
    read = [name for names in INTERPRETED.values() for name in names]
    assert sorted(read) == sorted(INTERPRETATIONS)
    assert INTERPRETED.keys() == original().document["knowledge"].keys()
