"""A mutant is the same change in the process that made it and in the one that tries it."""

import pickle

from tests.mutation.mutants import DROPPED, Mutant


def test_what_is_dropped_is_dropped_in_another_process_too() -> None:
    mutant = Mutant(("knowledge", "names", 0), DROPPED, "knowledge names", "without 'one'")
    elsewhere = pickle.loads(pickle.dumps(mutant))  # noqa: S301 - what this test has just made
    assert elsewhere.applied({"knowledge": {"names": ["one", "two"]}}) == {"knowledge": {"names": ["two"]}}
