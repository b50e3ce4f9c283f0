"""Any history of writing, sealing, repeating, racing and dying leaves a chain that verifies, and loses no entry."""

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from functions.service.errors import StoreBusyError
from functions.service.sealing import seal
from tests.functions.memory_chains import NOW, MemoryChains, nothing

CHAINS = tuple(f"CLINIC#democlinic#CASE#{number}" for number in range(2))
STEPS = ("before_append", "after_append", "before_anchor")


class KilledError(Exception):
    """The process ended here."""


class Sealed(RuleBasedStateMachine):
    """The model is the set of entries written; the chain must hold each at most once, and each once in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.chains = MemoryChains()
        self.written: list[tuple[str, str]] = []
        self.faults = 0

    @rule(chain=st.sampled_from(CHAINS), seconds=st.integers(0, 5))
    def write(self, chain: str, seconds: int) -> None:
        name = f"{(NOW + timedelta(seconds=seconds)).isoformat()}#{len(self.written):032x}"
        self.chains.write(name, chain=chain)
        self.written.append((chain, name))

    @rule(data=st.data(), chain=st.sampled_from(CHAINS))
    def announce(self, data: Any, chain: str) -> None:
        seal(chain, self._some(data, chain), self.chains.sealing())

    @rule(data=st.data(), chain=st.sampled_from(CHAINS), step=st.sampled_from(STEPS), lost=st.booleans())
    def announce_and_fail(self, data: Any, chain: str, step: str, *, lost: bool) -> None:
        """The process is killed at a step, or the reply of that step is lost."""

        def fail() -> None:
            self.faults += 1
            setattr(self.chains, step, nothing)
            raise StoreBusyError if lost else KilledError

        setattr(self.chains, step, fail)
        try:
            seal(chain, self._some(data, chain), self.chains.sealing())
        except (KilledError, StoreBusyError):
            assert self.faults
        setattr(self.chains, step, nothing)

    @rule(data=st.data(), chain=st.sampled_from(CHAINS))
    def race(self, data: Any, chain: str) -> None:
        """A rival seals between the reading of the head and the append."""
        theirs, ours = self._some(data, chain), self._some(data, chain)

        def rival() -> None:
            self.chains.before_append = nothing
            seal(chain, theirs, self.chains.sealing())

        self.chains.before_append = rival
        seal(chain, ours, self.chains.sealing())
        self.chains.before_append = nothing

    @invariant()
    def chains_verify(self) -> None:
        for chain in CHAINS:
            verdict = self.chains.verdict(name=chain)
            assert verdict.findings == ()
            sealed = [each.entry for each in self.chains.seals.get(chain, ())]
            assert len(sealed) == len(set(sealed))
            assert set(sealed) | set(verdict.unsealed) == {name for owner, name in self.written if owner == chain}

    def teardown(self) -> None:
        for chain in CHAINS:
            mine = [name for owner, name in self.written if owner == chain]
            seal(chain, mine, self.chains.sealing())
            verdict = self.chains.verdict(name=chain)
            assert (verdict.sealed, verdict.unsealed, verdict.unanchored) == (len(mine), (), 0)

    def _some(self, data: Any, chain: str) -> list[str]:
        """Any of this chain's entries, in any order, some of them repeatedly."""
        mine = [name for owner, name in self.written if owner == chain]
        return data.draw(st.lists(st.sampled_from(mine), max_size=8)) if mine else []


TestSealed = Sealed.TestCase
TestSealed.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
