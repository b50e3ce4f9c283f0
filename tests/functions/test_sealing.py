"""Every audit entry gets one place in its chain, whatever is repeated, reordered, raced or killed."""

from datetime import timedelta

import pytest

from functions.service.errors import StoreBusyError
from functions.service.sealing import Head, Sealed, Sealer, seal
from functions.service.sealing_batches import Announced, seal_batch
from tests.functions.memory_chains import CHAIN, NOW, SEALER, MemoryChains, nothing

OTHER = "CLINIC#democlinic#CASE#4567"


class KilledError(Exception):
    """The process ended here."""


def killed() -> None:
    raise KilledError


def names(count: int) -> list[str]:
    return [f"{(NOW + timedelta(seconds=number)).isoformat()}#{number:032x}" for number in range(count)]


@pytest.fixture
def chains() -> MemoryChains:
    made = MemoryChains()
    for name in names(3):
        made.write(name)
    return made


def order(chains: MemoryChains) -> list[str]:
    return [each.entry for each in chains.seals[CHAIN]]


def test_entries_are_linked_in_the_order_in_which_they_are_sealed(chains: MemoryChains) -> None:
    first, second, third = names(3)
    seal(CHAIN, [third, first], chains.sealing())
    seal(CHAIN, [second], chains.sealing())
    assert order(chains) == [third, first, second]
    assert [each.seq for each in chains.seals[CHAIN]] == [1, 2, 3]
    assert chains.verdict().findings == ()


def test_an_entry_announced_again_and_again_is_sealed_once(chains: MemoryChains) -> None:
    assert seal(CHAIN, names(3) * 3, chains.sealing()) == Sealed(3, 0)
    assert seal(CHAIN, names(3), chains.sealing()) == Sealed(0, 0)
    assert sorted(order(chains)) == names(3)


def test_a_known_entry_does_not_keep_a_new_one_from_being_sealed(chains: MemoryChains) -> None:
    seal(CHAIN, names(1), chains.sealing())
    assert seal(CHAIN, names(3), chains.sealing()) == Sealed(2, 0)


def test_more_entries_than_one_transaction_takes_are_all_sealed() -> None:
    chains = MemoryChains()
    for name in names(120):
        chains.write(name)
    assert seal(CHAIN, names(120), chains.sealing()).made == 120
    assert chains.verdict(NOW).findings == ()


def test_an_announced_entry_that_is_not_there_is_counted_and_not_invented(chains: MemoryChains) -> None:
    gone = names(4)[3]
    assert seal(CHAIN, [*names(3), gone], chains.sealing()) == Sealed(3, 1)
    assert gone not in order(chains)


def test_a_rival_that_seals_in_between_makes_no_second_branch(chains: MemoryChains) -> None:
    first, second, _ = names(3)

    def rival() -> None:
        chains.before_append = nothing
        seal(CHAIN, [first], chains.sealing())

    chains.before_append = rival
    seal(CHAIN, [first, second], chains.sealing())
    assert order(chains) == [first, second]
    assert chains.verdict().findings == ()


def test_a_reply_lost_after_the_commit_seals_nothing_twice(chains: MemoryChains) -> None:
    lost: list[bool] = []

    def lose() -> None:
        if not lost:
            lost.append(True)
            raise StoreBusyError

    chains.after_append = lose
    seal(CHAIN, names(3), chains.sealing())
    assert lost
    assert order(chains) == names(3)


@pytest.mark.parametrize("step", ["before_append", "after_append", "before_anchor"])
def test_a_process_killed_at_any_step_is_made_good_by_the_next_announcement(chains: MemoryChains, step: str) -> None:
    setattr(chains, step, killed)
    with pytest.raises(KilledError):
        seal(CHAIN, names(3), chains.sealing())
    setattr(chains, step, nothing)
    assert chains.verdict().findings == ()
    seal(CHAIN, names(3), chains.sealing())
    assert order(chains) == names(3)
    assert chains.anchors[CHAIN] == [chains.heads[CHAIN]]


def test_a_store_that_stays_busy_is_not_asked_for_ever(chains: MemoryChains) -> None:
    tries: list[int] = []

    def busy() -> None:
        tries.append(1)
        raise StoreBusyError

    chains.before_append = busy
    with pytest.raises(StoreBusyError):
        seal(CHAIN, names(1), chains.sealing())
    assert len(tries) == 5


def test_one_chain_that_fails_holds_up_no_other(chains: MemoryChains) -> None:
    class Poisoned(MemoryChains):
        def covered(self, chain: str, entry: str) -> str | None:
            if chain == OTHER:
                raise KilledError
            return super().covered(chain, entry)

    poisoned = Poisoned(entries=chains.entries)
    first, second, third = names(3)
    announced = [Announced(CHAIN, first, "1"), Announced(OTHER, "x", "2"), Announced(CHAIN, second, "3")]
    outcome = seal_batch(announced, poisoned.sealing(), time_is_left=lambda: True)
    assert (outcome.made, outcome.failed) == (2, ["2"])
    assert third not in order(poisoned)


def test_what_there_was_no_time_for_comes_again(chains: MemoryChains) -> None:
    announced = [Announced(CHAIN, name, name) for name in names(3)]
    outcome = seal_batch(announced, chains.sealing(), time_is_left=lambda: False)
    assert (outcome.made, outcome.failed) == (0, names(3))


def test_a_seal_belongs_to_its_key_and_to_its_chain() -> None:
    made = SEALER.link(CHAIN, Head(0, ""), "entry", "covers", "now")
    assert SEALER.made(CHAIN, made)
    assert not SEALER.made(OTHER, made)
    assert not Sealer(b"x" * 40).made(CHAIN, made)
