"""How many treatments remain when no two of them may be one and the same combined treatment."""

from collections.abc import Mapping

type Graph = Mapping[str, frozenset[str]]


def most_separate(joined: Graph) -> int:
    """The largest number of courses of which no two are joined.

    Not the number of connected groups: A joined to B and B to C leaves A and C two treatments. Another course can
    therefore never lower the number.
    """
    alone = [name for name, others in joined.items() if not others]
    rest = {name: others for name, others in joined.items() if others}
    return len(alone) + (_most(rest) if rest else 0)


def _most(joined: Graph) -> int:
    loose = min(joined, key=lambda name: (len(joined[name]), name))
    if len(joined[loose]) <= 1:
        return 1 + most_separate(_without(joined, joined[loose] | {loose}))
    busiest = max(joined, key=lambda name: (len(joined[name]), name))
    taken = 1 + most_separate(_without(joined, joined[busiest] | {busiest}))
    return max(taken, most_separate(_without(joined, frozenset({busiest}))))


def _without(joined: Graph, gone: frozenset[str]) -> Graph:
    return {name: others - gone for name, others in joined.items() if name not in gone}
