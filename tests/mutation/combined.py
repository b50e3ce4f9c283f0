"""Small texts that meet a combination of cues exactly or just do not: a cue less, too far apart, everyday matters."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

_TRIED = 40
_BETWEEN = "it is monday"
"""A sentence without a cue, to put two cues farther apart."""


def texts_for(
    path: Sequence[Any], document: Mapping[str, Any], filled: Callable[[str], Iterator[str]]
) -> Iterator[str]:
    """Texts in which the part at this path of the document could matter; `filled` writes a phrase in words."""
    combination = document["combinations"][path[1]]
    phrases = {entry["name"]: entry["phrases"] for entry in document["cues"]}
    elsewhere = sorted(
        {name for one in document["combinations"] for name in one["unless"]} - {*combination["unless"]}
    )
    random = Random(str(path))
    for _ in range(_TRIED):
        names = list(_names(combination, path[2:], random))
        texts = [next(filled(random.choice(phrases[name]))) for name in names]
        for apart in (0, combination["sentences"] - 1, combination["sentences"]):
            yield _joined(texts, apart)
        for name in elsewhere:
            yield _joined([*texts, next(filled(random.choice(phrases[name])))], 0)
        for name in [path[-1]] if path[2:3] == ("unless",) else []:
            everyday = combination["unless"][name] if isinstance(name, int) else random.choice(combination["unless"])
            yield _joined([*texts, next(filled(random.choice(phrases[everyday])))], 0)


def _names(combination: Mapping[str, Any], place: Sequence[Any], random: Random) -> Iterator[str]:
    """One cue of each of as many sets as are asked for, or of one less; first the cue that is looked at."""
    sets: list[list[str]] = combination["sets"]
    count = combination["at_least"]
    match place:
        case ("sets", int(which), *more):
            yield sets[which][more[0]] if more else random.choice(sets[which])
            others = [*sets[:which], *sets[which + 1 :]]
            count -= 1
        case ("at_least", *_):
            others, count = sets, max(1, count - random.choice((0, 1)))
        case _:
            others = sets
    yield from (random.choice(names) for names in random.sample(others, min(count, len(others))))


def _joined(texts: Sequence[str], apart: int) -> str:
    """All in one sentence, or the first so many sentences before the others."""
    first, *others = texts
    if not apart or not others:
        return ", ".join(texts)
    return ". ".join([first, *[_BETWEEN] * (apart - 1), ", ".join(others)])
