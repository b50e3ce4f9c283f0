"""What a written name stands for. An exact name resolves; all else is proposed, for somebody to confirm.

In this order: an exact generic or brand name, proposed where the words are two of them; a listed misspelling or slang
word; a name one letter away, if there is only one and no look-alike of it is known; otherwise it is unrecognised.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rules.engine.medicines.lexicon import Lexicon, Product
from rules.engine.medicines.spelling import beginnings, forms, words

_SHORTEST_WORD = 4
_NUMBERED = re.compile(r"#\s*\d")


class Status(StrEnum):
    """How sure a name is."""

    EXACT = "exact"
    CONFIRMED = "confirmed"
    PROPOSED = "proposed"
    UNRECOGNISED = "unrecognised"


class Match(NamedTuple):
    """The products a name surely stands for, or those to ask about (there may be none)."""

    status: Status
    products: tuple[Product, ...] = ()
    proposals: tuple[Product, ...] = ()

    @property
    def ingredients(self) -> tuple[str, ...]:
        """The ingredients that are surely meant."""
        return _ingredients(self.products)

    @property
    def proposed(self) -> tuple[str, ...]:
        """The ingredients to ask about."""
        return _ingredients(self.proposals)


def match(lexicon: Lexicon, text: str) -> Match:
    """What a name stands for; strengths, forms and salts in it do not matter."""
    tried = forms(text)
    named = _read_as(lexicon, text)
    if len(named) > 1:
        return Match(Status.PROPOSED, proposals=named)
    if exact := named or _in_a_row(lexicon, tried):
        return Match(Status.EXACT, products=exact)
    for form in tried:
        if form in lexicon.spellings:
            return _proposing(lexicon, lexicon.spellings[form])
    for form in tried:
        if near := lexicon.near(form):
            return _nearest(lexicon, near)
    return _among_words(lexicon, text)


def exactly(lexicon: Lexicon, text: str) -> tuple[Product, ...]:
    """The products of a name that is exactly known, or of names that are nothing but known ones in a row."""
    named = _read_as(lexicon, text)
    return () if len(named) > 1 else named or _in_a_row(lexicon, forms(text))


def _in_a_row(lexicon: Lexicon, tried: Iterable[str]) -> tuple[Product, ...]:
    for form in tried:
        parts = form.split()
        if all(part in lexicon for part in parts):
            return _distinct(lexicon.product(part) for part in parts)
    return ()


def _read_as(lexicon: Lexicon, text: str) -> tuple[Product, ...]:
    """The product of a known name; two where a number may belong to the name or count what is taken of another.

    "Tylenol 3 tablets" is Tylenol #3 or three of Tylenol; with the "#" it is the former, which has an opioid in it.
    """
    known = [form for form in (*beginnings(text), *forms(text)) if form in lexicon]
    if not known:
        return ()
    counts = known[0] != " ".join(words(text)) and known[0][-1].isdigit() and not _NUMBERED.search(text)
    return _distinct(lexicon.product(name) for name in (known if counts else known[:1]))


def _proposing(lexicon: Lexicon, names: Iterable[str]) -> Match:
    return Match(Status.PROPOSED, proposals=_distinct(lexicon.product(name) for name in names))


def _nearest(lexicon: Lexicon, near: tuple[str, ...]) -> Match:
    """A single near name is proposed; with a look-alike or a rival, nothing is proposed and all have to be asked."""
    alike = [other for name in near for other in lexicon.look_alikes.get(name, ())]
    products = _distinct(lexicon.product(name) for name in (*near, *alike))
    if len(_distinct(lexicon.product(name) for name in near)) == 1 and not alike:
        return Match(Status.PROPOSED, proposals=products)
    return Match(Status.UNRECOGNISED, proposals=products)


def _among_words(lexicon: Lexicon, text: str) -> Match:
    """Known names among words that are not understood are to be asked about: "stopped it" may stand beside them."""
    known = [word for word in words(text) if len(word) >= _SHORTEST_WORD and word in lexicon]
    return Match(Status.UNRECOGNISED, proposals=_distinct(lexicon.product(word) for word in known))


def _distinct(products: Iterable[Product]) -> tuple[Product, ...]:
    return tuple(dict.fromkeys(products))


def _ingredients(products: Iterable[Product]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for product in products for name in product.ingredients))
