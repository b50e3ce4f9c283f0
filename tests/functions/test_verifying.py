"""Whatever is done to a chain of two hundred entries is found, and nothing is found where nothing was done."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from functions.service.sealing import EMPTY, Head, Seal, seal
from functions.service.verifying import Chain, Fault, verify
from tests.functions.memory_chains import CHAIN, NOW, SEALER, MemoryChains, content

COUNT = 200
LATER = NOW + timedelta(days=1)


def name(number: int) -> str:
    # Two hundred entries within a few minutes, all before NOW.
    return f"{(NOW - timedelta(seconds=COUNT - number)).isoformat()}#{number:032x}"


@cache
def whole() -> Chain:
    chains = MemoryChains()
    for start in range(0, COUNT, 7):
        some = [name(number) for number in range(start, min(start + 7, COUNT))]
        for each in some:
            chains.write(each)
        seal(CHAIN, some, chains.sealing())
    return chains.chain()


def faults(chain: Chain) -> set[Fault]:
    return {finding.fault for finding in verify(chain, SEALER, LATER).findings}


def without_anchors(chain: Chain) -> Chain:
    return replace(chain, anchors=())


def test_an_untouched_chain_is_clean() -> None:
    verdict = verify(whole(), SEALER, LATER)
    assert (verdict.sealed, verdict.findings, verdict.unsealed, verdict.unanchored) == (COUNT, (), (), 0)


@pytest.mark.parametrize("number", range(COUNT))
def test_every_edited_entry_is_found(number: int) -> None:
    changed = replace(whole(), entries={**whole().entries, name(number): content("something else")})
    assert [(f.fault, f.where) for f in verify(changed, SEALER, LATER).findings] == [(Fault.EDITED, name(number))]


@pytest.mark.parametrize("number", range(COUNT))
def test_every_removed_entry_is_found_with_and_without_its_seal(number: int) -> None:
    left = {each: covers for each, covers in whole().entries.items() if each != name(number)}
    assert faults(replace(whole(), entries=left)) == {Fault.REMOVED}
    seals = tuple(each for each in whole().seals if each.entry != name(number))
    both = replace(whole(), entries=left, seals=seals)
    assert faults(without_anchors(both)) & {Fault.SEAL_MISSING, Fault.HEAD_CHANGED}


@pytest.mark.parametrize("number", range(COUNT))
def test_every_inserted_entry_is_found_with_and_without_a_forged_seal(number: int) -> None:
    inserted = f"{name(number)}0"
    more = {**whole().entries, inserted: content("forged")}
    assert faults(replace(whole(), entries=more)) == {Fault.NOT_SEALED}
    before = whole().in_order[number]
    forged = Seal(
        seq=before.seq + 1,
        entry=inserted,
        covers=content("forged"),
        previous=before.mac,
        sealed_at=before.sealed_at,
        mac=content("guessed"),
    )
    moved = [replace(each, seq=each.seq + 1) if each.seq > before.seq else each for each in whole().in_order]
    seals = (*moved, forged)
    head = max((each.head for each in seals), key=lambda each: each.seq)
    assert Fault.SEAL_CHANGED in faults(without_anchors(replace(whole(), entries=more, seals=seals, head=head)))


@pytest.mark.parametrize("number", range(COUNT - 1))
def test_every_swap_of_neighbours_is_found(number: int) -> None:
    one, other = name(number), name(number + 1)
    swapped = {**whole().entries, one: whole().entries[other], other: whole().entries[one]}
    assert faults(replace(whole(), entries=swapped)) == {Fault.EDITED}
    seals = [_renumbered(each, {number + 1: number + 2, number + 2: number + 1}) for each in whole().in_order]
    assert Fault.SEAL_CHANGED in faults(without_anchors(replace(whole(), seals=seals)))


@pytest.mark.parametrize("distance", range(2, COUNT))
def test_swaps_over_any_distance_are_found(distance: int) -> None:
    for start in range(0, COUNT - distance, 29):
        one, other = name(start), name(start + distance)
        swapped = {**whole().entries, one: whole().entries[other], other: whole().entries[one]}
        assert faults(replace(whole(), entries=swapped)) == {Fault.EDITED}


@pytest.mark.parametrize("length", range(COUNT))
def test_every_truncation_is_found_by_the_anchor_and_by_nothing_else(length: int) -> None:
    seals = whole().in_order[:length]
    left = {each.entry: each.covers for each in seals}
    head = seals[-1].head if seals else EMPTY
    cut = replace(whole(), entries=left, seals=seals, head=head)
    assert faults(cut) == {Fault.TRUNCATED}
    assert faults(without_anchors(cut)) == set()


@pytest.mark.parametrize("length", range(COUNT))
def test_a_truncation_that_forgets_the_head_is_found_without_anchors(length: int) -> None:
    seals = whole().in_order[:length]
    cut = replace(whole(), seals=seals, entries={each.entry: each.covers for each in seals})
    assert faults(without_anchors(cut)) == {Fault.HEAD_CHANGED}


@pytest.mark.parametrize("number", range(COUNT))
def test_a_whole_rewrite_with_the_real_key_is_found_by_the_anchors_and_by_nothing_else(number: int) -> None:
    chains = MemoryChains()
    for each in range(COUNT):
        chains.write(name(each), "forged" if each == number else name(each))
    seal(CHAIN, [name(each) for each in range(COUNT)], chains.sealing())
    rewritten = replace(chains.chain(), anchors=whole().anchors)
    assert faults(rewritten) == {Fault.REWRITTEN}
    assert faults(without_anchors(rewritten)) == set()


@pytest.mark.parametrize("field", ["seq", "entry", "covers", "previous", "sealed_at", "mac"])
@pytest.mark.parametrize("number", range(0, COUNT, 13))
def test_every_field_of_a_seal_is_protected(number: int, field: str) -> None:
    before = whole().in_order[number]
    changed: dict[str, Any] = {field: 999 if field == "seq" else "0" * 64}
    seals = [replace(each, **changed) if each is before else each for each in whole().in_order]
    assert Fault.SEAL_CHANGED in faults(without_anchors(replace(whole(), seals=seals)))


def test_a_second_seal_of_the_same_number_is_found() -> None:
    assert Fault.SEAL_DOUBLED in faults(replace(whole(), seals=(*whole().seals, whole().in_order[5])))


@pytest.mark.parametrize("head", [EMPTY, Head(COUNT, "0"), Head(COUNT + 1, "0")])
def test_a_head_that_names_another_seal_is_found(head: Head) -> None:
    assert faults(without_anchors(replace(whole(), head=head))) == {Fault.HEAD_CHANGED}


def test_the_unsealed_tail_is_told_apart_from_what_should_have_been_sealed() -> None:
    young, old = (f"{(LATER - age).isoformat()}#{'0' * 32}" for age in (timedelta(minutes=1), timedelta(hours=2)))
    verdict = verify(replace(whole(), entries={**whole().entries, young: "x", old: "y", "odd": "z"}), SEALER, LATER)
    assert verdict.unsealed == (young,)
    assert [(f.fault, f.where) for f in verdict.findings] == [(Fault.NOT_SEALED, old), (Fault.NOT_SEALED, "odd")]


def test_seals_after_the_last_anchor_are_counted() -> None:
    kept = [anchor for anchor in whole().anchors if anchor.seq <= 14]
    assert verify(replace(whole(), anchors=kept), SEALER, LATER).unanchored == COUNT - 14


def test_a_chain_that_is_gone_altogether_is_found_by_its_anchors() -> None:
    gone = Chain(name=CHAIN, entries={}, seals=(), anchors=whole().anchors)
    assert faults(gone) == {Fault.TRUNCATED}


def _renumbered(seal: Seal, numbers: dict[int, int]) -> Seal:
    return replace(seal, seq=numbers.get(seal.seq, seal.seq))


def test_a_chain_moved_to_another_case_is_found() -> None:
    assert faults(without_anchors(replace(whole(), name=f"{CHAIN}x"))) == {Fault.SEAL_CHANGED}
