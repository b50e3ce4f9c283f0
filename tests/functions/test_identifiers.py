"""Ids tell nothing and repeat themselves."""

import re

from functions.service.identifiers import Identifiers
from tests.functions.builders import IDENTIFIERS


def test_ids_are_128_bits_and_the_same_for_the_same_request() -> None:
    first = IDENTIFIERS.screening("democlinic", "key-1")
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert first == IDENTIFIERS.screening("democlinic", "key-1")


def test_no_two_purposes_clinics_or_keys_share_an_id() -> None:
    other = Identifiers(b"some other key of 32 bytes and more")
    ids = [
        IDENTIFIERS.screening("democlinic", "a"),
        IDENTIFIERS.patient("democlinic", "a"),
        IDENTIFIERS.case("democlinic", "a"),
        IDENTIFIERS.request("democlinic", "a"),
        IDENTIFIERS.draft_screening("democlinic", "a", "p", ()),
        IDENTIFIERS.draft_screening("democlinic", "a", "q", ()),
        IDENTIFIERS.draft_screening("democlinic", "a", "p", (), "later"),
        IDENTIFIERS.screening("otherclinic", "a"),
        other.screening("democlinic", "a"),
    ]
    assert len(set(ids)) == len(ids)


def test_the_order_in_which_urgent_rules_fire_makes_no_other_screening() -> None:
    one = IDENTIFIERS.draft_screening("democlinic", "d", "p", ("b", "a"))
    assert one == IDENTIFIERS.draft_screening("democlinic", "d", "p", ("a", "b"))
    assert one != IDENTIFIERS.draft_screening("democlinic", "d", "p", ("a",))
