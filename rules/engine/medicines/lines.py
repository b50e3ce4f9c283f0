"""One line of a medicine list may hold more than a name: a purpose, a second name in brackets, a row of names."""

import re
from collections.abc import Iterable

from rules.engine.medicines.lexicon import Lexicon
from rules.engine.medicines.matching import Match, Status, exactly, match
from rules.engine.medicines.spelling import names_something
from rules.engine.values import Value

PURPOSE = re.compile(r"\bfor\b", re.IGNORECASE)
_PARTS = re.compile(r"[,;+&()\[\]\n]|(?<!\bw)/|\bplus\b|\band\b", re.IGNORECASE)


def matches_on_line(lexicon: Lexicon, text: str, confirmed: Value = None) -> list[Match]:
    """What each name on a line stands for, as far as the person has confirmed it; at least one match."""
    matches = [_confirmed(lexicon, found, confirmed) for found in _names_in(lexicon, text)]
    certain = {name for found in matches for name in found.ingredients}
    return [found for found in matches if not _repeats(found, certain)] or matches


def _names_in(lexicon: Lexicon, text: str) -> Iterable[Match]:
    """The whole of the line where it is known, otherwise its parts, otherwise one name to ask about."""
    name = PURPOSE.split(text)[0]
    if exactly(lexicon, name):
        return [match(lexicon, name)]
    parts = [part for part in _PARTS.split(name) if names_something(part)]
    return [match(lexicon, part) for part in parts] or [match(lexicon, text)]


def _repeats(found: Match, certain: set[str]) -> bool:
    """A misspelt brand beside the right generic name in brackets asks nothing that is not answered already."""
    return not found.products and bool(found.proposals) and set(found.proposed) <= certain


def _confirmed(lexicon: Lexicon, found: Match, confirmed: Value) -> Match:
    """What the person confirmed settles an uncertain name if it was among the names to ask about, or there were none.

    Beside an exact name that says something else, or proposals of something else, both count.
    """
    chosen = exactly(lexicon, confirmed) if isinstance(confirmed, str) else ()
    if not chosen:
        return found
    if found.status is Status.EXACT:
        return Match(Status.EXACT, products=tuple(dict.fromkeys((*found.products, *chosen))))
    names = {name for product in chosen for name in product.ingredients}
    if found.proposals and not names <= set(found.proposed):
        return Match(Status.PROPOSED, chosen, found.proposals)
    same = tuple(product for product in found.proposals if product in chosen)
    meant = tuple(product for product in found.proposals if names & set(product.ingredients))
    return Match(Status.CONFIRMED, products=same or meant or chosen)
